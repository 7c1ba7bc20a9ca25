"""Coding beside the text: what may be meant, work that is not lost, two people at one document, second coding.

Parts of a document's page, hung on the record's hooks. The record keeps what was coded; here stands who is at it, what
is not finished, and how far two coders agree.
"""
