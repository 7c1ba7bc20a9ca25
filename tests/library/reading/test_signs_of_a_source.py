"""Sources that no form holds, told by what speaks for them together; the reason lists the signs."""

from __future__ import annotations

import pytest

from tumen import reading
from tumen.reading.source_signs import ENOUGH, of_signs, signs


def cited(text: str, language: str = "en") -> list[str]:
    return [c.text for c in reading.read(text, language=language).citations or ()]


@pytest.mark.parametrize(
    "words",
    [
        "Daryo, Selm Ledger, 14 September 2019",
        "Organization for Migration, Flow Monitoring Registry, January 2019",
        "Sandmark diaries, reel 4, frame 12",
        "Vell, *The Long Road*, 2011, p. 4",
        "quoted in the minutes of 3 May 2019",
    ],
)
def test_signs_together_name_a_source(words: str) -> None:
    assert of_signs(words) is not None
    assert cited(f"They came at night ({words}).") != []


@pytest.mark.parametrize(
    "words",
    [
        "Port Selm, 14 September 2019",
        "about 3,000 people in 2019",
        "who had left in May 2019",
        "Article 12 of the Code, 2019",
        "since August 2016",
        "the Second Harbour Brigade",
        "USD 400 a month",
        "Lima, Oslo, 14 May 2019",
        "Decision No. 12 of the Cabinet",
        "Selm District, Upper Valley Province, May 2019",
    ],
)
def test_one_sign_alone_names_none(words: str) -> None:
    assert sum(signs(words).values()) < ENOUGH
    assert cited(f"They came at night ({words}).") == []


def test_the_reason_lists_the_signs() -> None:
    (one,) = reading.read("They left (Daryo, Selm Ledger, 14 September 2019).", language="en").citations or ()
    assert (
        one.reason
        == "a source named in brackets; a day; a word for a work; a capital first; parts with capitals"
    )


@pytest.mark.parametrize(
    ("text", "works"),
    [
        ("Of 640 women whom the Selm Collective questioned, half slept outside.",
         ["Of 640 women whom the Selm Collective questioned"]),
        ("In May the UNHCR register showed 36,100 people.", ["the UNHCR register"]),
        ("According to a lawyer of the family, he was moved.", ["a lawyer of the family"]),
        ("Her letter to the Chair of 17 January 2019 concedes four.",
         ["Her letter to the Chair of 17 January 2019"]),
        ("Her own survey, for which 215 were asked, says little.", ["Her own survey"]),
        ("In a note verbale of 21 November 2019, the mission said so.", ["a note verbale of 21 November 2019"]),
        ("There were letters: AL ORV 4/2019; JUA ORV 11/2018.", ["AL ORV 4/2019", "JUA ORV 11/2018"]),
        ("The commission of inquiry set up by the Assembly found crimes against humanity.",
         ["The commission of inquiry set up by the Assembly found"]),
        ("Two saw it (FL-27, annex B). One did not (FL-31).", ["FL-27, annex B", "FL-31"]),
        ("She is a fellow at the Baltic Centre for Border Studies in the port.", []),
        ("S-31 counted 62 women in a room.", []),
    ],
)  # fmt: skip
def test_further_ways_of_naming_a_source(text: str, works: list[str]) -> None:
    assert cited(text) == works


def test_a_note_is_divided_and_what_it_tells_is_left() -> None:
    text = (
        "They were sold.1 Most had not known.2 It was a rule.3\n\nNotes\n\n"
        "1 See, among others, opinions No. 8/2017 and No. 52/2019; compare also A/HRC/25/63, para. 4.\n"
        "2 Tidal Network: The Kilo. Lindon 2018, table 6. A smaller survey of that year comes to 64 per cent.\n"
        "3 Annex 4 to the comments, quoting Border Line, “Six buses”, 12 October 2019.\n"
    )
    found = cited(text)
    assert "No. 52/2019" in found
    assert "Tidal Network: The Kilo. Lindon 2018, table 6." in found
    assert "Annex 4 to the comments" in found


def test_korean_files_and_whole_brackets() -> None:
    assert cited("같은 장면이 새벽기록관의 사건 파일 GY-0147에도 적혀 있다.", "ko") == [
        "새벽기록관의 사건 파일 GY-0147"
    ]
    text = "집은 4,100채였다(문새힘, 「물길과 사람길」, 『경계연구』 제12호, 2024, 58쪽)."
    assert cited(text, "ko") == ["문새힘, 「물길과 사람길」, 『경계연구』 제12호, 2024, 58쪽"]
