"""The awkward strings are awkward in the ways they are named for."""

from __future__ import annotations

import unicodedata

from tumen import synth


def test_the_strings_are_different_and_named() -> None:
    assert len(set(synth.awkward)) == len(synth.awkward) == len(synth.awkward_by_name) > 30


def test_they_cover_what_breaks_software() -> None:
    strings = synth.awkward
    assert any(unicodedata.bidirectional(c) == "R" for s in strings for c in s)
    assert any(unicodedata.normalize("NFC", s) != s for s in strings)
    assert any(s.startswith(sign) for sign in "=+-@" for s in strings)
    assert any("\u200b" in s for s in strings)
    assert any(len(s) >= 10_000 for s in strings)
    assert any(ord(c) > 0xFFFF for s in strings for c in s)
