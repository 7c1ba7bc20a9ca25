"""Sources in brackets, notes, lists and tables, papers that show something, judgments: each found once, and no more."""

from __future__ import annotations

import pytest

from tumen import reading


def cited(text: str, language: str = "en") -> list[str]:
    return [c.text for c in reading.read(text, language=language).citations or ()]


@pytest.mark.parametrize(
    ("text", "works"),
    [
        ("The fleet denied it (Reuters, 3 May 2019).", ["Reuters, 3 May 2019"]),
        ("He was seen (Amina Vell, Daily Star, 3 May 2019).", ["Amina Vell, Daily Star, 3 May 2019"]),
        ("They drowned (witnesses UW-201 and UW-207).", ["witnesses UW-201", "UW-207"]),
        ("It was night [T19-044]. The gate was shut [T19-102].", ["T19-044", "T19-102"]),
        ("They say nobody starves (seventh report, para. 58).", ["seventh report, para. 58"]),
        ("It goes on (ibid., p. 15).", ["ibid., p. 15"]),
        ("Prices tripled (see Case file 21, p. 3).", ["Case file 21, p. 3"]),
        ("Half had eaten once (Aug 2026, 380 households).", ["Aug 2026, 380 households"]),
        ("“So did I,” he said (KI 7).", ["KI 7"]),
        ("She said so (Author interview, Lindon, 2017).", ["Author interview, Lindon, 2017"]),
        ("Harbours (ports) were shut in May (2019).", []),
        ("Vell Harbour (VH) is large (population 3,000).", []),
        ("The rule is clear (Article 15 § 2).", []),
    ],
)
def test_sources_in_brackets(text: str, works: list[str]) -> None:
    assert cited(text) == works


@pytest.mark.parametrize(
    ("text", "works"),
    [
        ("The consulate’s log for March records eleven calls.", ["The consulate’s log for March"]),
        ("Hospital records seen by Tide Watch show 14 burns.", ["Hospital records seen by Tide Watch"]),
        (
            "A leaked ledger, published by a paper in Brack, lists ten names.",
            ["A leaked ledger, published by a paper in Brack"],
        ),
        ("Bank slips in the box show the sums.", ["Bank slips in the box"]),
        ("Their film, Cage in the Yard, is on the site.", ["Their film, Cage in the Yard"]),
        ("The film Crossing the Arve, of 2015, tells of it.", ["film Crossing the Arve"]),
        ("An article in the Harbour Times told of it.", ["An article in the Harbour Times"]),
        ("The minister should publish the duty books of 2023.", []),
        ("She kept a list in her head, and he a notebook.", []),
        ("A certificate that speaks of fever came home.", []),
    ],
)
def test_papers_that_show_something(text: str, works: list[str]) -> None:
    assert cited(text) == works


@pytest.mark.parametrize(
    ("text", "works"),
    [
        (
            "They may not look away: Vell v. Norwell (application no. 30696/09).",
            ["Vell v. Norwell (application no. 30696/09)"],
        ),
        ("The Harbour Court has held that nobody may be pushed out.", ["The Harbour Court has held"]),
        ("The court shut its doors, and the judge went home.", []),
        ("It is told in CPT/Inf (2022) 31 and in HC 211.", ["CPT/Inf (2022) 31", "HC 211"]),
        ("See wire.example/tables for it.", ["wire.example/tables"]),
    ],
)
def test_judgments_and_symbols(text: str, works: list[str]) -> None:
    assert cited(text) == works


@pytest.mark.parametrize(
    ("note", "works"),
    [
        ("CPT/Inf (2018) 12 and CPT/Inf (2021) 30.", 2),
        ("Interview with a nurse, Karsk, June 2018; interview with a guard, Brack, 3 May 2019.", 2),
        ("Vell v. Norwell, no. 40117/19, § 201, 5 May 2021; contrast Moss (Grand Chamber).", 2),
        ("Ter Moss, The Long Way (Lindon: Quill, 2011), ch. 6; Tide Watch, “What Hides”, episode 3.", 2),
        ("Ministry of Ports, reply to request no. 88/22, received on 17 January 2022.", 1),
        ("Vell, above n 1, 14; Moss, above n 2, 16.", 2),
        ("Communication submitted on behalf of M.K., paras. 14–22.", 1),
        ("Figures as of 30 June 2019.", 0),
        ("This figure excludes children.", 0),
    ],
)
def test_notes_are_divided_into_works(note: str, works: int) -> None:
    text = f"They fled.[1] They came.[2]\n\nNotes\n\n[1] {note}\n[2] Ona Vell, Borders, 2011, p. 3.\n"
    found = reading.read(text, language="en").citations or ()
    assert sum(c.number == "1" for c in found) == works


def test_a_note_that_begins_with_a_number_or_a_lost_one_breaks_no_row() -> None:
    calls = "".join(f"They fled.[{n}] " for n in range(1, 8) if n != 5)
    notes = [
        "Vell, Borders, p. 1.", "Ibid.", "Moss, Roads, p. 3.", "1951 Convention on Weirs, 189 U.N.T.S. 150.", "",
        "@TideWatch, 4 May 2019.", "Vell, Borders, p. 9.",
    ]  # fmt: skip
    text = (
        calls + "\n\nNotes\n\n" + "".join(f"[{n}] {note}\n" for n, note in enumerate(notes, start=1) if note)
    )
    assert [n.number for n in reading.read(text, language="en").footnotes or ()] == list("123467")


def test_a_work_of_a_note_is_known_again_by_its_author() -> None:
    text = "Kessler finds that forty fled.[1] In Soreng the judges agreed.[2]\n\n"
    notes = "[1] Anselm Kessler, Counting Returns (2019), p. 4.\n[2] Soreng v. Norwell, no. 12/95, § 4.\n"
    assert cited(text + notes)[:2] == ["Kessler finds that", "In Soreng"]


def test_tables_lists_and_lines_of_sources() -> None:
    table = "Table 1\n\nSource\tYear\tDead\nHarbour Bureau\t2016\t15\nOkafor\t2013\t180\n"
    assert cited(table) == ["Harbour Bureau", "Okafor"]
    line = "Many fled.\n\nSources: Harbour Bulletins 11–14; Red Cross field reports; “A Flood”, Tide Watch, 2017.\n"
    assert len(cited(line)) == 3
    listed = (
        "Many fled.\n\nBibliography\n\n[1] Vell, O. (2009) Roads.\n[2] Moss, T. (2011) The Long\nWay Home.\n"
    )
    assert cited(listed) == ["Vell, O. (2009) Roads.", "Moss, T. (2011) The Long\nWay Home."]


@pytest.mark.parametrize(
    ("text", "work"),
    [
        ("처형되었다는 보도가 있었다(조은방송, 2024. 9. 3.).", "조은방송, 2024. 9. 3."),
        ("청구를 각하하였다(2023구합60814).", "(2023구합60814)"),
        ("우리가 입수한 당직일지에는 기록이 남아 있다.", "우리가 입수한 당직일지"),
        ("하버부 보도자료(8월 11일자)에는 없다.", "하버부 보도자료(8월 11일자)"),
        ("정부 통계에 따르면 줄었다.", "정부 통계"),
    ],
)
def test_korean_sources_without_a_title(text: str, work: str) -> None:
    assert cited(text, "ko") == [work]
