"""Bringing in tables and folders: read, check every row, then write all or nothing; taken back as a whole.

`rows` reads CSV and XLSX; `tables` says what each column may hold; `plan` checks all rows against them and
collects every fault; `apply` writes a faultless plan in one transaction; `folder` does the same for documents;
`undo` takes an import back.
"""
