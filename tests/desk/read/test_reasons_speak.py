"""Why something is a candidate is said in Korean and Chinese: each reason of the library, and as it comes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, get_args

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils import translation
from tests.desk.shell.sentences_of_library import LIBRARY, said_by_errors, said_otherwise, trees

from tumen import reading
from tumen.reading.recommendation import Status
from tumen_desk.shell.spoken import spoken

ROOM: Final = LIBRARY / "reading"
LANGUAGES: Final = ("ko", "zh_Hans")
# Files that hold words to read by, and strings that no page shows: what a model is told, what stands in a text.
WORDS_TO_READ_BY: Final = frozenset({
    "subjects.py", "saying_nouns.py", "saying_verbs.py", "tables.py", "public_bodies.py", "asking_verbs.py",
    "asking_words.py", "asking_signs.py", "law_articles.py", "name_words.py", "short_titles.py",
})  # fmt: skip
NOT_SHOWN: Final = re.compile(
    r"You mark passages|Translate the passage|Convention relating to|by the count of|in the eyes of|in its report"
    r"|^(?:end of the|turn of the century)$"
)
# Pieces of one sentence, put together in one place; the whole sentences are held below.
PIECES: Final = frozenset({"with nothing named after it", "followed by “{0}”"})

TEXTS: Final = (
    "On 12 March 2009 about 1,400 people, 80% of them women, were returned to Vesta, the agency said. "
    "Hundreds of thousands fled in recent years. In a report of 2011 the Coast Watch put the number at 30,000–50,000. "
    "The government should open the border. We urge Northland to accede to the Convention relating to the Status of "
    "Refugees. Article 33 forbids return. Mr Alan Brook, a guard, was shot near the river in April. "
    "See Helen Marsh, “No Way Home”, Harbour Press, 2012. Two years later a woman was beaten in a cell in Eastport.",
    "2009년 3월 12일 약 1,400명이 송환되었다. 이 가운데 80%가 여성이었다. 정부는 국경을 열어야 한다. "
    "난민의 지위에 관한 협약 제33조는 송환을 금지한다. 인권위원회는 조사를 촉구했다.",
    "2009年3月12日约1400人被遣返，其中80%为妇女。",
)


def _catalogue(language: str) -> set[str]:
    path = Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        return {str(m.id) for m in read_po(file, locale=language) if m.id and m.string}


def reasons() -> set[str]:
    """Every reason that the room gives: words given as `reason` or beside how sure one is, and whatever else it says in
    three words or more."""
    every = trees(ROOM)
    read = {f: t for f, t in every.items() if f not in WORDS_TO_READ_BY}
    given = {one.value for tree in every.values() for one in _given(tree) if _is_text(one)}  # type: ignore[attr-defined]
    raised = {s.words for s in said_by_errors(read)}
    said = {s.words for s in said_otherwise(read)} - raised
    return {words for words in given | said if words not in PIECES and not NOT_SHOWN.search(words)}


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _given(tree: ast.Module) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from (keyword.value for keyword in node.keywords if keyword.arg == "reason")
        elif isinstance(node, ast.Tuple) and len(node.elts) > 1:
            sure, why = node.elts[-2:]
            if isinstance(sure, ast.Constant) and isinstance(sure.value, float):
                yield why


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_is_in_the_catalogue(language: str) -> None:
    known, needed = _catalogue(language), reasons()
    assert len(needed) > 120
    assert not sorted(needed - known)


@pytest.mark.parametrize("language", ["ko", "zh-hans"])
def test_reasons_as_they_come_are_said_without_english(language: str) -> None:
    found = {
        row["reason"]
        for text in TEXTS
        for rows in reading.read(text).as_dict().values()
        if isinstance(rows, list)
        for row in rows
        if isinstance(row, dict) and row.get("reason")
    }
    assert len(found) > 15
    with translation.override(language):
        said = {reason: spoken(reason) for reason in found}
    # What stands in quotation marks is quoted from the text; dates and codes have no words.
    left = {r: s for r, s in said.items() if re.search(r"[A-Za-z]{2,}", re.sub(r"“[^”]*”", "", s))}
    assert not left


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_kinds_of_candidates_are_in_the_catalogue(language: str) -> None:
    kinds = {
        kind.value
        for tree in trees(ROOM).values()
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg in ("form", "kind", "basis", "status")
        for kind in [node.value]
        if isinstance(kind, ast.Constant) and isinstance(kind.value, str)
    }
    kinds |= set(get_args(Status))
    assert {"treaty", "in-text", "relative", "formal"} <= kinds
    assert not sorted(kinds - _catalogue(language))
