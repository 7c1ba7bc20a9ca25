"""The frame around every room: base page, components, languages, sealed start, error pages.

Rooms hang their navigation entries and home cards on `hooks`; the shell imports no room above it.
"""
