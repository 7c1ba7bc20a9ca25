"""Finding passages in everything that was brought in.

The index is a file of its own beside the databases, encrypted under a key of its own. It is in no backup: whatever is
lost or erased, it is made anew from the texts. Who asks finds only what they need to know and may use.
"""
