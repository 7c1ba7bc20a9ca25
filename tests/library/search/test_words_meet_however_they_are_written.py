"""One word is found in each of its forms, a name in each of its scripts, and nothing else."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tumen import search
from tumen.errors import EmptyQuery

TOLD = {
    1: "그는 2009년 3월에 강을 건넜다가 국경에서 붙잡혀 북송되었다고 말했다.",
    2: "보위부에서 고문을 당했으며, 쌀을 팔아서 돈을 마련했다.",
    3: "A woman named Kim Young-hee was repatriated; the guards were beating her daily.",
    4: "她的名字是金英姬，被强制遣返回国。",
    5: "Nobody crossed that winter, the defectors' families said.",
}
Find = Callable[[str], set[int]]


@pytest.fixture(scope="module")
def index() -> Iterator[search.Index]:
    connection = sqlite3.connect(":memory:")
    made = search.Index(connection)
    for document, text in TOLD.items():
        made.add(document, [search.Piece(text=text, start=0, end=len(text))], source=document * 10)
    yield made
    connection.close()


@pytest.fixture
def find(index: search.Index) -> Find:
    return lambda typed: {found.document for found in index.find(search.parse(typed))}


@pytest.mark.parametrize("typed", ["건너다", "건넜다", "건너서", "붙잡히다", "북송", "북송된", "강을 말했다"])
def test_korean_is_found_in_every_form(find: Find, typed: str) -> None:
    assert 1 in find(typed)
    assert not find(typed) & {3, 4, 5}


@pytest.mark.parametrize(
    ("typed", "document"), [("팔다", 2), ("팔았다", 2), ("고문당한", 2), ("遣返", 4), ("强制遣返", 4)]
)
def test_words_are_found_where_they_stand(find: Find, typed: str, document: int) -> None:
    assert find(typed) == {document}


@pytest.mark.parametrize("typed", ["beat", "beaten guards", "guard repatriate", "Repatriation"])
def test_english_is_found_by_stems(find: Find, typed: str) -> None:
    assert find(typed) == ({3} if "beaten" not in typed else set())


@pytest.mark.parametrize("typed", ["김영희", "金英姬", "Kim Yong Hui", "KIM Yŏng-hŭi", "Ким Ён Хи"])
def test_a_name_is_found_in_every_script(find: Find, typed: str) -> None:
    assert {3, 4} <= find(typed)
    assert 5 not in find(typed)


def test_another_name_is_not_found(find: Find) -> None:
    assert find("박철수") == set()
    assert find("Pak Chol Su") == set()


def test_a_single_chinese_character_is_found_wherever_it_stands(find: Find) -> None:
    assert find("名") == find("国") == {4}


def test_quotes_ask_for_neighbours_minus_for_absence_or_for_either(find: Find) -> None:
    assert find('"guards were beating"') == {3}
    assert find('"beating guards"') == set()
    assert find("건너다 OR 쌀") == {1, 2}
    assert find("crossed -winter") == set()
    assert find("crossed") == {5}


@pytest.mark.parametrize("typed", ["", "  ", "-", "-winter", '""', "...", "*", "(", '"'])
def test_a_question_without_a_word_says_so(typed: str) -> None:
    with pytest.raises(EmptyQuery):
        search.parse(typed)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ab\"-*()^:{}|+ 가金'OR\\", max_size=30))
def test_nothing_that_is_typed_breaks_the_index(index: search.Index, typed: str) -> None:
    try:
        query = search.parse(typed)
    except EmptyQuery:
        return
    assert isinstance(index.find(query), list)


def test_sources_narrow_what_is_found(index: search.Index) -> None:
    query = search.parse("건너다 OR crossed")
    assert {f.document for f in index.find(query)} == {1, 5}
    assert {f.document for f in index.find(query, sources={50})} == {5}
    assert {f.document for f in index.find(query, without={50})} == {1}
    assert index.count(query) == {10: 1, 50: 1}
    assert {f.document for f in index.find(query, since=1)} == {5}


def test_what_is_taken_out_is_not_found() -> None:
    connection = sqlite3.connect(":memory:")
    made = search.Index(connection)
    made.add(7, [search.Piece(text="crossed", start=0, end=7)])
    made.remove(7)
    assert made.find(search.parse("crossed")) == []
    assert made.documents() == set()
    connection.close()


def test_a_snippet_marks_the_inflected_word_and_the_name_in_its_script() -> None:
    def marked(text: str, typed: str) -> list[str]:
        return [p.text for p in search.snippet(text, search.parse(typed)) if p.hit]

    assert marked(TOLD[1], "건너다") == ["건너"] or marked(TOLD[1], "건너다") == ["건넜"]
    assert marked(TOLD[4], "Kim Yong Hui") == ["金英姬"]
    assert marked(TOLD[3], "beat") == ["beating"]


def test_a_snippet_of_a_long_text_is_short_and_holds_the_word() -> None:
    parts = search.snippet(
        "No. " * 400 + "They crossed here. " + "No. " * 400, search.parse("cross"), width=120
    )
    assert "crossed" in [p.text for p in parts if p.hit]
    assert len("".join(p.text for p in parts)) < 130


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.integers(20, 60))
def test_a_snippet_is_made_of_the_text(text: str, width: int) -> None:
    parts = search.snippet(text, search.parse("crossed"), width=width)
    plain = "".join(p.text for p in parts)
    if len(text) <= width:
        import unicodedata

        assert plain == unicodedata.normalize("NFC", text)


def test_counting_stops_where_it_is_told_to_with_what_came_in_last():
    index = search.Index(sqlite3.connect(":memory:"))
    for source in range(30):
        piece = search.Piece(text="a crossing" if source != 29 else "a river", start=0, end=10)
        index.add(source, [piece], source=source)
    query = search.parse("crossing")
    assert index.count(query, most=10) == dict.fromkeys(range(19, 29), 1)
    assert index.count(query, most=10, without=[28]) == dict.fromkeys(range(18, 28), 1)
    assert index.count(query, most=100) == index.count(query)
