"""Controlled vocabularies and the other facts of a situation, read from packs.

A pack holds what is particular to one situation: acts, agencies, places, forms of consent, law. No other code
knows any of it. `load_pack` finds a pack, `pack.vocabulary("act_type")` gives one vocabulary,
`vocabulary["BEAT"]` one term, `term.label("ko")` its label with the language that was found.
`pack.facts("law")` gives a checked file of facts.

It never writes, never asks the network, and never uses a code for two meanings: ids are retired, not reused.
Begin with `load_pack`.
"""

from tumen.vocab.compare import PackComparison, TermChange, compare
from tumen.vocab.pack import DEFAULT_PACK, REQUIRED, Pack, load_pack, load_pack_folder, packs
from tumen.vocab.term import Label, Retired, Source, Term, thaw
from tumen.vocab.vocabulary import Vocabulary

__all__ = [
    "DEFAULT_PACK",
    "REQUIRED",
    "Label",
    "Pack",
    "PackComparison",
    "Retired",
    "Source",
    "Term",
    "TermChange",
    "Vocabulary",
    "compare",
    "load_pack",
    "load_pack_folder",
    "packs",
    "thaw",
]
