"""The count room."""
