"""The audit log: each write and each look at a name, in a hash chain. Entries are only ever added.

Call `log.write` inside the transaction of the change; entries carry ids and counts, never names or testimony.
"""
