"""Law told in short: articles in a row, the former and the latter, abbreviations, numbers, names given on the way."""

from __future__ import annotations

import pytest

from tumen import reading


def named(text: str, language: str = "en") -> list[tuple[str, str | None]]:
    return [(r.instrument, r.article) for r in reading.read(text, language=language).legal or ()]


TORTURE = "Convention against Torture and Other Cruel, Inhuman or Degrading Treatment or Punishment"
CHILD = "Convention on the Rights of the Child"


@pytest.mark.parametrize(
    ("text", "law"),
    [
        (
            "Norwell is bound by CAT and by the CRC, and Article 3 of the former admits no exception.",
            [(TORTURE, None), (CHILD, None), (TORTURE, "3")],
        ),
        ("The CAT Committee said no.", []),
        ("It joined the CERD in 1990.", [
            ("International Convention on the Elimination of All Forms of Racial Discrimination", None)]),
        ("Under s 4(1)(b) of the Harbour Act 1998 he is heard.", [("Harbour Act 1998", "4(1)(b)")]),
        ("Bill No. 2201877 is pending.", [("Bill No. 2201877", None)]),
        ("Decree 44 of 3 May 2019 forbids it.", [("Decree 44 of 3 May 2019", None)]),
        ("A breach of common article 3 was found.", [("Geneva Conventions of 12 August 1949", "3")]),
        (
            "The Convention Against Torture goes further: its Article 3 protects all.",
            [(TORTURE, None), (TORTURE, "3")],
        ),
        ("Article 46 of its 2012 Harbour Act forbids it.", [("2012 Harbour Act", "46")]),
        ("They were punished for illegal exit.", [("illegal exit", None)]),
        ("Norwellian law knows no such deed.", [("Norwellian law", None)]),
        ("An internal memorandum of 12 February 2018 told of it.", []),
    ],
)  # fmt: skip
def test_law_named_in_short(text: str, law: list[tuple[str, str | None]]) -> None:
    assert named(text) == law


def test_a_short_name_given_on_the_way_stands_for_the_instrument() -> None:
    text = "The Harbour Entry and Exit Act (hereinafter “the Entry Act”) is old. The Entry Act says so in section 4."
    found = named(text)
    assert {instrument for instrument, _ in found} == {"Harbour Entry and Exit Act"}
    assert [r.text for r in reading.read(text, language="en").legal or ()][1] == "“the Entry Act”"


def test_resolutions_in_a_row_are_several() -> None:
    assert len(named("Security Council resolutions 2375 (2017) and 2397 (2017) bind all.")) == 2


@pytest.mark.parametrize(
    ("text", "law"),
    [
        ("헌법 제3조와 제10조에 비추어 그렇다.", [("헌법", "3"), ("헌법", "10")]),
        ("난민법 제3조는 그렇다. 동법 시행령에는 없다.", [("난민법", "3"), ("난민법 시행령", None)]),
        ("국회에 제출된 정부안은 그대로다.", [("국회에 제출된 정부안", None)]),
        ("『국경과 법』 제7권을 읽었다.", []),
    ],
)
def test_korean_law_named_in_short(text: str, law: list[tuple[str, str | None]]) -> None:
    assert named(text, "ko") == law
