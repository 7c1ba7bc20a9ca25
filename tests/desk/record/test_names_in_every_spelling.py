"""A name is found however it is spelt, read while it is written, and never stands in an address."""

import pytest
from django.core.exceptions import PermissionDenied

from tumen_desk.audit.models import Entry
from tumen_desk.record import naming, services
from tumen_desk.record.models import Mention, NameKey

pytestmark = pytest.mark.django_db

SPELLINGS = ("김영희", "金英姬", "Kim Yong Hui", "KIM Younghee", "Yŏng-hŭi Kim", "Ким Ён Хи", "Jin Yingji")


@pytest.fixture
def bearer(officer):
    """Mentions of one name in several spellings, and of others."""

    def made(*names, **more):
        source = services.source_create(actor=officer, title="Interview", kind="")
        return services.mention_create(
            actor=officer, source=source, names=[{"text": n} for n in names], **more
        )

    return made


@pytest.mark.parametrize("asked", SPELLINGS)
def test_any_spelling_finds_all_others_and_nobody_else(officer, bearer, asked):
    same = {bearer(text) for text in SPELLINGS}
    others = [bearer("박철수"), bearer("Kim Yong Ho"), bearer("李明")]
    found = {b.mention for b in naming.bearers(officer, asked, most=50) if b.fit.same}
    assert found == same
    assert not found & set(others)


def test_a_part_of_a_name_and_a_name_of_no_known_script_are_found_too(officer, bearer):
    whole, foreign = bearer("김영희"), bearer("Loren Smit")
    assert [b.mention for b in naming.bearers(officer, "영희", most=5)] == [whole]
    assert [b.mention for b in naming.bearers(officer, "loren", most=5)] == [foreign]
    assert naming.bearers(officer, "Nobody Atall", most=5) == []


@pytest.mark.parametrize("asked", ["김영희", "Kim Yong Hui", "金英姬"])
def test_names_with_their_given_syllables_exchanged_stand_below_the_others(officer, client_of, bearer, asked):
    turned = [bearer("김희영"), bearer("Kim Hui Yong")]
    same, other = bearer("Kim Young-hee"), bearer("김희숙")
    found = naming.bearers(officer, asked, most=5)
    assert found[0].mention == same
    assert {b.mention for b in found[1:]} == set(turned)
    assert all(b.fit.exchanged and not b.fit.same for b in found[1:])
    assert other not in {b.mention for b in found}
    shown = client_of(officer).post("/record/mentions/by-name/", {"name": asked}).content.decode()
    assert "given-name syllables exchanged" in shown


def test_a_mention_with_several_names_stands_there_once_with_the_best(officer, bearer):
    both = bearer("Jin Yingji", "김영희")
    (found,) = naming.bearers(officer, "김영희", most=5)
    assert (found.mention, found.name.text) == (both, "김영희")


def test_keys_are_made_with_the_name_and_go_with_it(officer, bearer):
    mention = bearer("김영희")
    assert NameKey.objects.filter(name__mention=mention).exists()
    Mention.objects.filter(pk=mention.pk).delete()
    assert not NameKey.objects.exists()


def test_names_are_searched_by_those_who_may_see_names_only(analyst, officer, bearer):
    bearer("김영희")
    with pytest.raises(PermissionDenied):
        naming.bearers(analyst, "김영희", most=5)


def test_the_page_says_how_the_name_reads_and_why_each_fits(officer, client_of, bearer):
    bearer("金英姬", birth="1970")
    shown = client_of(officer).post("/record/mentions/by-name/", {"name": "Kim Yong Hui"}).content.decode()
    assert "金英姬" in shown
    assert "김영희" in shown
    assert "McCune-Reischauer" in shown
    assert "family name: " in shown
    assert Entry.objects.filter(action="record.names_see").count() == 1


def test_while_a_name_is_written_its_readings_and_namesakes_are_shown(officer, client_of, bearer):
    mention = bearer("김영희", birth="1970")
    shown = client_of(officer).post("/record/names/reading/", {"name": "Kim Yŏng-hŭi"}).content.decode()
    assert f"M-{mention.pk}" in shown
    assert "Gim Yeonghui" in shown
    assert "does not make them one person" in shown


@pytest.mark.parametrize(
    ("text", "northern"),
    [
        ("이식남", ["Ri Sik Nam"]),
        ("Ri Sik Nam", ["Ri Sik Nam"]),
        ("임춘화", ["Rim Chun Hwa", "Im Chun Hwa"]),
        ("김영희", ["Kim Yong Hui"]),
    ],
)
def test_a_reading_shows_how_northern_texts_spell_the_surname(text, northern):
    likeliest = naming.readings(text)[0]
    assert [spelt for label, spelt in likeliest.spellings if label == "Guideline of 1992"] == northern


def test_who_may_not_see_names_is_told_the_reading_alone(analyst, client_of, officer, bearer):
    mention = bearer("김영희")
    shown = client_of(analyst).post("/record/names/reading/", {"name": "Kim Yong Hui"}).content.decode()
    assert "김영희" in shown
    assert f"M-{mention.pk}" not in shown
    assert not Entry.objects.filter(action="record.names_see").exists()


@pytest.mark.parametrize("text", ["", "   ", "x" * 500, "<script>alert(1)</script>", "\u202e김", "12345"])
def test_strange_input_gives_a_part_of_a_page_and_no_error(officer, client_of, text):
    answer = client_of(officer).post("/record/names/reading/", {"name": text})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


def test_a_reading_cannot_be_asked_for_by_address(officer, client_of):
    assert client_of(officer).get("/record/names/reading/?name=x").status_code == 405
