"""Law, case files and papers: which articles bound which state on a day, whom a case is about, what was sent where.

Law and public cases come from the situation pack, with what this desk amended. Nothing here says that a right was
violated or that somebody is a refugee; nothing leaves without a second person.
"""
