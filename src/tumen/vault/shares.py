"""Recovery sheets: a secret in three lists of twenty words, any two of which give it back; one alone tells nothing.

Source: SLIP-0039 (Rusnák, Kozlik, Vejpustek, Susanka, Palatinus, Hoenicke; 2017), Shamir's sharing over GF(256) with
a digest and a checksum in every list; the words differ within their first four letters.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from shamir_mnemonic import MnemonicError, Share, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.wordlist import WORDLIST

from tumen.errors import SharesDoNotFit, ShareUnreadable

NEEDED: Final = 2
MADE: Final = 3
WORDS: Final = 20
_BY_BEGINNING: Final = {word[:4]: word for word in WORDLIST}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What one sheet says of itself.

    Attributes:
        set_id: the same on sheets that were made together, 0 to 32767.
        number: 1, 2 or 3.
        words: its twenty words.
    """

    set_id: int
    number: int
    words: tuple[str, ...]


def split() -> tuple[bytes, tuple[str, str, str]]:
    """A new random 16-byte secret and its three sheets."""
    secret = os.urandom(16)
    first, second, third = generate_mnemonics(1, [(NEEDED, MADE)], secret, iteration_exponent=0)[0]
    return secret, (first, second, third)


def read_sheet(text: str) -> Sheet:
    """A sheet as somebody typed it: any case, numbers and commas between, four letters of a word are enough.

    Raises:
        ShareUnreadable: a word that is on no list, too few or too many, or one mistaken for another.
    """
    typed = re.findall(r"[a-z]+", text.lower())
    words = tuple(_BY_BEGINNING.get(word[:4], "") for word in typed)
    pairs = enumerate(zip(words, typed, strict=True), start=1)
    unknown = [n for n, (word, said) in pairs if not (word and word.startswith(said))]
    if unknown:
        raise ShareUnreadable(
            f"Word {unknown[0]} of this sheet is not one of the words that sheets are made of."
        )
    if len(words) != WORDS:
        raise ShareUnreadable(f"A sheet has {WORDS} words; these are {len(words)}.")
    try:
        share = Share.from_mnemonic(" ".join(words))
    except MnemonicError as error:
        raise ShareUnreadable(
            "One of these words is not the one that was printed, or two changed places."
        ) from error
    return Sheet(set_id=share.identifier, number=share.index + 1, words=words)


def combine(texts: Sequence[str]) -> bytes:
    """The secret, from any two sheets of one set.

    Raises:
        ShareUnreadable: a sheet with a fault.
        SharesDoNotFit: fewer than two different sheets, or sheets of two sets.
    """
    sheets = [read_sheet(text) for text in texts]
    if len({s.set_id for s in sheets}) > 1:
        raise SharesDoNotFit("These sheets were not made together.")
    different = {s.number: s for s in sheets}
    if len(different) < NEEDED:
        raise SharesDoNotFit("Two different sheets are needed; this is one.")
    try:
        return bytes(combine_mnemonics([" ".join(s.words) for s in list(different.values())[:NEEDED]]))
    except MnemonicError as error:
        raise SharesDoNotFit("These sheets were not made together.") from error
