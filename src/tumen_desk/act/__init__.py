"""The act room."""
