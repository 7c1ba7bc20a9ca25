"""What the desk's own code says is in the catalogues: a new message, label or step in English alone fails here."""

from __future__ import annotations

import gettext
import re

from django.conf import settings
from tests.desk.shell.sentences_of_desk import sentences

# What no page shows, and why.
ELSEWHERE = {
    "Checks the audit log of a desk from outside.": "the program that partners run in a terminal",
    "It holds: {0} entries, head made {1}.": "the same program",
    "“{0}”, {1}, {2}, SHA-256 {3}…": "a citation has no words of its own",
    "{0} of {1}": "the name of a bag of evidence, which other programs read",
}


def _plain(words: str) -> str:
    return re.sub(r"\{[^{}]*\}", "{}", words)


def _known() -> frozenset[str]:
    """Every phrase that is in both catalogues, whatever its places are called."""
    found = []
    for language in ("ko", "zh_Hans"):
        with (settings.LOCALE_PATHS[0] / language / "LC_MESSAGES" / "django.mo").open("rb") as file:
            found.append({_plain(str(words)) for words in gettext.GNUTranslations(file)._catalog})
    return frozenset(found[0] & found[1])


def _is_known(words: str, known: frozenset[str]) -> bool:
    whole = _plain(words)
    return whole in known or all(one in known for one in re.split(r"(?<=[.?!])\s+(?=[A-Z“])", whole))


def test_every_sentence_of_the_desk_is_in_korean_and_chinese() -> None:
    known, said = _known(), list(sentences())
    assert len(said) > 2000
    assert {s.words for s in said} >= set(ELSEWHERE), "leave out what is said no more"
    left = sorted(s for s in said if s.words not in ELSEWHERE and not _is_known(s.words, known))
    assert left == [], "add these to src/tumen_desk/locale and run docs/strings.py"


def test_a_sentence_in_english_alone_would_be_found() -> None:
    assert not _is_known("There are {0} moons too many.", _known())
    found = {s.words for s in sentences()}
    assert "The table {0} is not written." in found  # an error with a value
    assert "Choose a person and say why." in found  # a message after a deed
    assert "Who tells (person id)" in found  # the head of a column
    assert "Writing the backup" in found  # a step of a job
