"""Candidates in running text: figures and dates, each with its place, normal form and reason.

What it finds is a suggestion that a person accepts or drops. It never decides what a figure is a
figure of, never joins two figures, never fills in a date or a unit that is not written, and never
hands out an empty list for something it cannot look for yet: such a list is absent.

Begin with `read`:

    >>> from tumen import reading
    >>> found = reading.read("More than 300 people crossed, about 70 percent of them women.")
    >>> [(c.text, c.quantity.low, c.quantity.high) for c in found.claims]
    [('More than 300 people', 300, None), ('about 70 percent', 70, 70)]
"""

from tumen.reading.claim import Kind, Quantity
from tumen.reading.reading import LANGUAGES, Claim, FoundDate, Reading, language_of, read

__all__ = ["LANGUAGES", "Claim", "FoundDate", "Kind", "Quantity", "Reading", "language_of", "read"]
