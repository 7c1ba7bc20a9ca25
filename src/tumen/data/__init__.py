"""Generated tables only: built by `reference/build.py`, never edited by hand."""
