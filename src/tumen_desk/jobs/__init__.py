"""Long work in the background: rows, worker, progress, cancel, resume.

A room registers a kind of work with `registry.kind`; `services.enqueue` writes a row; the worker process
(`worker`) runs it, reports into the row, stops when asked, and takes up what a killed process left behind.
"""
