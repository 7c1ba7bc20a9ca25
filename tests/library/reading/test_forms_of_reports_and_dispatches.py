"""What dispatches, letters and reports of any situation have in common is found without a table that knows it."""

from __future__ import annotations

import pytest

from tumen import reading


def names(text: str) -> tuple[set[str], set[str]]:
    found = reading.read(text, language="en")
    return {n.name for n in found.people_orgs or ()}, {n.name for n in found.places or ()}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("HAVENPORT – Guards said today that nobody was hurt.", "HAVENPORT"),
        ("(Havenport) – The authorities should release them.", "Havenport"),
        ("They sailed across the Bay of Salt for weeks.", "Bay of Salt"),
        ("The ships drifted in the Marrow Ocean until winter.", "Marrow Ocean"),
        ("They were found in Merrow district by villagers.", "Merrow"),
        ("She flew from Nairobi in the night.", "Nairobi"),
        ("Many came from the Democratic Republic of Congo then.", "Democratic Republic of Congo"),
    ],
)
def test_places_are_told_by_the_form_of_the_words(text: str, place: str) -> None:
    assert place in names(text)[1]


def test_a_people_is_no_place_and_a_currency_no_state() -> None:
    _, places = names("Thousands of Saltish paid US$300 each to leave, and Saltish refugees were sent back.")
    assert places == set()


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("“We saw it,” said Ona Vell, a director. Vell then left for home.", "Vell"),
        ("The boat sank, recalls Merriweth, who was on board.", "Merriweth"),
        ("A house by the river (c) Ona Vell", "Ona Vell"),
        ("The French government agreed.\nThe Government of Kenya did not.", "Government of Kenya"),
        ("French and Kenyan police met there.", "French and Kenyan police"),
        ("The Supreme Court of Kenya decided in May.", "Supreme Court of Kenya"),
        ("It was the United Nations refugee agency that asked.", "United Nations refugee agency"),
    ],
)
def test_people_and_bodies_are_told_by_the_words_beside_them(text: str, person: str) -> None:
    assert person in names(text)[0]


def test_a_note_names_who_wrote_the_work() -> None:
    text = (
        "They fled.1 They came back.2\n\n1 Vell, Ona, Ter Moss, and Ila Reed. “The Night Boats.” Tide Press, 2008.\n"
        "2 Moss, Ter. “Other Boats.” Tide Press, 2009.\n"
    )
    found = {n.name: n.canonical for n in reading.read(text, language="en").people_orgs or ()}
    assert found["Vell, Ona"] == "Ona Vell"
    assert {"Ter Moss", "Ila Reed", "Moss, Ter"} <= set(found)


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("102 Saltish refugees were stopped there.", [(102, "102 Saltish refugees")]),
        ("Three of the men died. The other four were released.", [(3, "Three"), (4, "four")]),
        ("It was 5:30AM on the coast.", []),
        ("They met on May 3 and 4, 2016.", []),
    ],
)
def test_counted_people_and_hours_are_told_apart(text: str, figures: list[tuple[int, str]]) -> None:
    claims = reading.read(text, language="en").claims or ()
    assert [(c.quantity.low, c.text) for c in claims] == figures


def test_days_that_hang_on_publication_are_reckoned_only_from_a_full_day() -> None:
    text = "They were sent back on Wednesday morning, weeks ago, in mid-June, in a report of 2006."
    bare = {d.text: d.edtf for d in reading.read(text, language="en").dates}
    assert (bare["Wednesday morning"], bare["weeks ago"]) == (None, None)
    dated = {d.text: d for d in reading.read(text, language="en", reference="2006-08-11").dates}
    assert (dated["Wednesday morning"].edtf, dated["Wednesday morning"].basis) == ("2006-08-09", "relative")
    assert dated["mid-June"].edtf == "2006-06~"


@pytest.mark.parametrize(
    "text",
    [
        "A fisherman who begged for water one morning was beaten to death and tossed overboard.",
        "The border guards deported dozens of families despite warnings that they would be punished.",
        "It objected to the forced return of at least 40 women to the coast, where they face prison.",
        "Since then at least five asylum seekers have disappeared from the camp.",
    ],
)
def test_what_happened_once_is_an_incident_even_without_a_day(text: str) -> None:
    found = reading.read(text, language="en")
    assert len(found.incidents or ()) == 1
    assert (found.incidents or ())[0].core


@pytest.mark.parametrize(
    "text",
    [
        "Women who are caught are often beaten and sold again in the villages near the border.",
        "At two summits on May 3 and 4, 2016, leaders should take steps for people displaced by persecution.",
        "The study found that the number of people fleeing has fallen slightly in recent years.",
        "This forced return is an extremely serious violation of the law under which nobody should be deported.",
    ],
)
def test_advice_studies_and_habits_are_no_incidents(text: str) -> None:
    assert reading.read(text, language="en").incidents == ()


def test_reports_are_cited_under_any_wording() -> None:
    text = (
        "A Tide Watch report found more. The refugee agency estimates that some will stay, it said in its report on "
        "irregular movements, released in May. Friday has found that nobody came."
    )
    found = [c.text for c in reading.read(text, language="en").citations or ()]
    assert found == [
        "A Tide Watch report", "The refugee agency estimates", "its report on irregular movements",
    ]  # fmt: skip


def test_what_a_state_owes_is_law_under_any_wording() -> None:
    text = "Its international human rights and refugee protection obligations stand. It applied under Kenyan law."
    assert [r.text for r in reading.read(text, language="en").legal or ()] == [
        "international human rights and refugee protection obligations", "Kenyan law",
    ]  # fmt: skip
