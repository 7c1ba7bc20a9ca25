"""What a report states besides figures: sources, law, demands, names, happenings; each with its place and reason."""

from __future__ import annotations

import json

import pytest

from tumen import reading
from tumen.errors import TumenError
from tumen.reading import Reading

REPORT = """Boats on the Strait

Photograph by Ada Merrow/Flickr.

On 3 May 2011, guards of the Port Police arrested twelve boat people near Haven and sent them
back to Marrow.1 One of them, Ona Vell, was beaten.
People who are sent back are often imprisoned. According to Tide Watch, about 300 people were held in Haven in 2011,
and some newspapers report up to 500.

Salt acceded to the Sea Convention in 1995. Article 4 of the Sea Convention and Articles 7 and 9 of the International
Covenant on Civil and Political Rights forbid such returns, and international law is clear.

Recommendations

To the Government of Salt:
- Stop all returns to Marrow and release those who are detained.
- Ratify the Sea Convention without reservations.

Other states should offer refuge to those who flee. The Council should be urged to act.
We call on the authorities of Marrow to end beatings.

1 Merrow, Ada. “The Night of the Boats.” Tide Review, 7 May 2011. http://example.org/boats
2 Tide Watch, Annual Report 2011, p. 4.
"""


@pytest.fixture(scope="module")
def found() -> Reading:
    return reading.read(REPORT, pack="example", language="en")


def test_every_candidate_points_at_its_own_words_and_says_why(found: Reading) -> None:
    plain = json.loads(json.dumps(found.as_dict()))
    assert set(plain) >= {
        "claims",
        "dates",
        "incidents",
        "patterns",
        "recommendations",
        "legal",
        "citations",
        "footnotes",
        "people_orgs",
        "places",
    }
    for name in ("claims", "dates", "legal", "citations"):
        for row in plain[name]:
            assert row["text"] == REPORT[row["start"] : row["end"]]
            assert row["reason"]
            assert 0 < row["confidence"] <= 1
    for row in plain["recommendations"]:
        assert REPORT[row["start"] : row["end"]].startswith(row["head"])
        assert REPORT[row["start"] : row["end"]].endswith(row["tail"])


def test_a_source_reaches_as_far_as_the_text_says(found: Reading) -> None:
    said = {c.text: c.setting for c in found.claims or ()}
    assert said["about 300 people"].attributed_to == "Tide Watch"
    assert said["about 300 people"].as_of == "2011"
    assert said["about 300 people"].place == "Haven"
    assert said["twelve boat people"].attributed_to is None
    assert said["twelve boat people"].footnote == "1"


def test_articles_come_one_by_one_with_the_instrument_of_the_pack_where_it_has_one(found: Reading) -> None:
    rows = [(r.code, r.article) for r in found.legal or () if not r.generic]
    assert ("SEA", "4") in rows
    assert ("SEA", None) in rows
    titles = [(r.instrument, r.article) for r in found.legal or ()]
    assert ("International Covenant on Civil and Political Rights", "7") in titles
    assert ("International Covenant on Civil and Political Rights", "9") in titles
    assert [r.text for r in found.legal or () if r.generic] == ["international law"]


def test_demands_are_divided_by_action_and_addressee(found: Reading) -> None:
    rows = [(r.text, r.addressee, r.status) for r in found.recommendations or ()]
    assert ("Stop all returns to Marrow", "the Government of Salt", "formal") in rows
    assert ("release those who are detained", "the Government of Salt", "formal") in rows
    assert any(a == "Other states" and t.startswith("Other states should offer refuge") for t, a, _ in rows)
    assert any(a == "the authorities of Marrow" for _, a, _ in rows)


def test_notes_are_tied_to_their_marks_and_works_are_taken_apart(found: Reading) -> None:
    first = (found.footnotes or ())[0]
    assert first.mark is not None
    assert REPORT[first.mark[0] : first.mark[1]] == "1"
    assert REPORT[: first.mark[0]].endswith("Marrow.")
    cited = [c for c in found.citations or () if c.number == "1"]
    assert [(c.title, c.author, c.url) for c in cited] == [
        ("The Night of the Boats", "Merrow", "http://example.org/boats")
    ]
    assert any(c.text == "Tide Watch" and c.form == "in-text" for c in found.citations or ())


def test_an_incident_has_an_occasion_and_a_practice_has_none(found: Reading) -> None:
    incidents = [REPORT[slice(*h.spans[0])] for h in found.incidents or ()]
    practices = [REPORT[slice(*h.spans[0])] for h in found.patterns or ()]
    assert any("arrested twelve" in words for words in incidents)
    assert any("often imprisoned" in words for words in practices)
    (arrest,) = [h for h in found.incidents or () if h.date == "2011-05-03"]
    assert arrest.victims_count == 12
    assert arrest.core


def test_names_are_joined_by_form_and_look_alikes_kept_apart() -> None:
    text = (
        "On Monday Kim Young-hwan spoke. Kim Young Soon listened. Mr. Kim wept. "
        "Later Kim Young Hwan left for Beijing with UNHCR."
    )
    found = reading.read(text, language="en")
    names = {n.name: n.canonical for n in found.people_orgs or ()}
    assert names["Kim Young-hwan"] == names["Kim Young Hwan"] != names["Kim Young Soon"]
    assert names["Mr. Kim"] == "Mr. Kim"  # two Kims were told of: nobody is chosen
    assert names["UNHCR"] == "United Nations High Commissioner for Refugees"
    assert [(p.name, p.country) for p in found.places or ()] == [("Beijing", "CN")]


def test_without_a_day_of_publication_relative_dates_say_what_they_were_reckoned_from() -> None:
    text = "She left two years ago, on 4 May. The report is of 2012."
    rows = {d.text: d for d in reading.read(text).dates}
    assert (rows["two years ago"].basis, rows["two years ago"].confidence < 0.5) == ("inferred", True)
    assert "2012" in rows["two years ago"].reason
    assert (rows["4 May"].edtf, rows["4 May"].basis) == ("2012-05-04", "inferred")
    given = {d.text: d for d in reading.read(text, reference="2013-02-01").dates}
    assert given["two years ago"].basis == "relative"


def test_a_long_row_of_demands_does_not_make_reading_hang() -> None:
    for flood in (
        "should be " * 6_000,
        "“a" * 20_000,
        "Aa " * 20_000,
        "Article 3, 3, " * 5_000,
        "A, " * 20_000,
    ):
        reading.read(flood, language="en")


def test_an_unknown_pack_is_an_error() -> None:
    with pytest.raises(TumenError):
        reading.read("words", pack="no-such-pack")
