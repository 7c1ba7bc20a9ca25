"""Words of the desk in a language of their own: for papers and reports, whose language need not be that of the page."""

from __future__ import annotations

from typing import Final

from django.utils import translation

from tumen_desk.shell.spoken import spoken

_AS_DJANGO: Final = {"zh": "zh-hans"}


def said_in(words: str, language: str) -> str:
    """Words in a language as packs call it; English where the catalogue does not have them."""
    with translation.override(_AS_DJANGO.get(language, language)):
        return spoken(words)
