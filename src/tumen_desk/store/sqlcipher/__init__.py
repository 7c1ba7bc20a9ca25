"""A Django database backend on SQLCipher: Django's own SQLite backend over the encrypted library."""
