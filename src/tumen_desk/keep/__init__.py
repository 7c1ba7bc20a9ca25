"""Keeping: the passphrase and the recovery sheets, backups, erasing a person, and the evidence with its custody.

The pages and services over the store that concern more than one room. Begin with `erasing` and `evidence`; what is
done to keys and files themselves stands in `tumen_desk.store`.
"""
