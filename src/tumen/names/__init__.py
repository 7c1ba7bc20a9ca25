"""Personal names in Hangul, hanja, Chinese and every romanisation.

What it does: reads a name in whatever script and order it was written (`parse`), writes Hangul by the published
rules (`romanise`), in a document's style (`write`) or with the surname as the North begins it (`northern_spellings`),
reads characters (`hangul_of_hanja`, `pinyin_of_hanja`), weighs whether two names are one person's and says why
(`compare`, `compare_many`, `compare_at`), and gives keys under which spellings of one name meet (`keys`).

What it never does: decide. A score says what the names tell and nothing else; common names tell little. The
original spelling is never altered, guessed hanja are never stored, and no name leaves the process.

Where to begin: `compare("김영희", "Kim Yong Hui")`.
"""

from __future__ import annotations

from tumen.names.comparing import (
    PRIOR_LOG_ODDS,
    NameComparison,
    ParsedName,
    compare,
    compare_at,
    compare_many,
    keys,
    parse,
    probabilities,
    remember,
    roll,
)
from tumen.names.deck import Form
from tumen.names.lattice import Order, Reading
from tumen.names.pair_table import PairTable, read_pairs, score_pairs
from tumen.names.roll import Roll, Texts, along
from tumen.names.romanising import Joining, System, romanise
from tumen.names.styles import Half, Style, hangul_of_hanja, northern_spellings, pinyin_of_hanja, write
from tumen.names.units import Kind, Unit

__all__ = [
    "PRIOR_LOG_ODDS",
    "Form",
    "Half",
    "Joining",
    "Kind",
    "NameComparison",
    "Order",
    "PairTable",
    "ParsedName",
    "Reading",
    "Roll",
    "Style",
    "System",
    "Texts",
    "Unit",
    "along",
    "compare",
    "compare_at",
    "compare_many",
    "hangul_of_hanja",
    "keys",
    "northern_spellings",
    "parse",
    "pinyin_of_hanja",
    "probabilities",
    "read_pairs",
    "remember",
    "roll",
    "romanise",
    "score_pairs",
    "write",
]
