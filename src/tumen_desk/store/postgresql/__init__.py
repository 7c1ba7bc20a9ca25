"""Django database backend over a PostgreSQL server, for several people; `base` is what Django loads.

The server keeps rows as they are: what is sealed there is what lies under keys of its own (names, texts and layouts of
documents, secrets of accounts), not facts, titles, notes and the log. The disk of that machine must be encrypted too.
"""
