"""Law and public cases: which articles bound which state on a day, and what was publicly reported.

Everything shown comes from the situation pack. Nothing here says that a right was violated.
"""
