"""Tumen, the desk: the Django application. Imports the library; the library never imports it."""
