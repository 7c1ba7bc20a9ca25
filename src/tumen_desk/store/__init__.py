"""The encrypted store: database, sealed files, backup. The only room that opens the vault.

`keyring` holds the keys of this process while the desk is unlocked; `folder` creates and opens a data folder;
`files` keeps sealed files; `backup` writes and reads backups.
"""
