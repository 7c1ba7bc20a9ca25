"""Candidates in running text, each with its place, normal form, confidence and reason, found by rules that can be read.

Figures with who states them, dates, incidents and practices, recommendations, legal references, citations and
footnotes, people, bodies and places. All of it is a suggestion that a person accepts or drops: nothing is stored, no
two figures are joined, and a list that cannot be produced in a language is absent, not empty.

Begin with `read`:

    >>> from tumen import reading
    >>> found = reading.read("More than 300 people crossed, about 70 percent of them women.")
    >>> [(c.text, c.quantity.low, c.quantity.high) for c in found.claims]
    [('More than 300 people', 300, None), ('about 70 percent', 70, 70)]
"""

from tumen.reading.addressed_states import addressed_state
from tumen.reading.attribution import Setting
from tumen.reading.candidates import Claim, Reading
from tumen.reading.citation import Citation
from tumen.reading.claim import Kind, Quantity
from tumen.reading.footnotes import Footnote
from tumen.reading.found_date import FoundDate
from tumen.reading.incidents import Happening
from tumen.reading.legal import LegalReference
from tumen.reading.local_model import Asked, LocalModel, Suggested
from tumen.reading.naming import Named
from tumen.reading.reading import LANGUAGES, language_of, read
from tumen.reading.recommendation import Recommendation
from tumen.reading.sentences import Sentences
from tumen.reading.translating import Stretch, Translated, translate

__all__ = [
    "LANGUAGES",
    "Asked",
    "Citation",
    "Claim",
    "Footnote",
    "FoundDate",
    "Happening",
    "Kind",
    "LegalReference",
    "LocalModel",
    "Named",
    "Quantity",
    "Reading",
    "Recommendation",
    "Sentences",
    "Setting",
    "Stretch",
    "Suggested",
    "Translated",
    "addressed_state",
    "language_of",
    "read",
    "translate",
]
