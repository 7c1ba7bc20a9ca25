"""Korean names in Latin letters as Japanese texts have them: by the sound (Kimu Yonhi) or the characters (Kin Eiki)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tumen.names.lattice import Candidate, Cut, cuts_of_words, read_cut
from tumen.names.units import Kind, Units
from tumen.names.writing import Script, Written

__all__ = ["as_in_japan"]

# Beside the usual ways to read the letters. Set by hand; the score is not sensitive to them, since letters that can
# be read both ways are rare.
_KINDS: dict[Script, tuple[tuple[Kind, float], ...]] = {
    "latin": (("kana", 0.004), ("onyomi", 0.002)),
    "kana": (("onyomi", 0.05),),
}
# Inside a word tsu is swallowed before these, and the consonant doubled: tetsu + shu is tesshu, tetsu + hei teppei.
_DOUBLED = re.compile("tch|kk|ss|tt|pp")
_SWALLOWED = {"tch": "tsuch", "kk": "tsuk", "ss": "tsus", "tt": "tsut", "pp": "tsuh"}


def as_in_japan(written: Written, units: Units) -> Iterator[Candidate]:
    """Ways to read a name of two words or more, one of them a surname of the tables; lone words are left alone.

    Hepburn's letters for kana are those of `kana_letters`, so that the table of kana serves for both.
    """
    if sum(len(word.pieces) for word in written.words) < 2:
        return
    for cut in cuts_of_words(written):
        if cut.surname and cut.given and not cut.initials:
            for kind, prior in _KINDS.get(written.script, ()):
                yield from read_cut(_undoubled(cut) if kind == "onyomi" else cut, kind, prior, units)


def _undoubled(cut: Cut) -> Cut:
    given = tuple(_DOUBLED.sub(lambda found: _SWALLOWED[found[0]], piece) for piece in cut.given)
    return cut._replace(given=given)
