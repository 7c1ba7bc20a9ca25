"""Names in any script and spelling find their place; where two fit, none is chosen."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tumen.errors import PlaceWithoutPoint, UnknownPlace
from tumen.places import How, fold, gazetteer
from tumen.vocab import DEFAULT_PACK, load_pack

FULL = gazetteer(load_pack(DEFAULT_PACK))
SMALL = gazetteer(load_pack("example"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Hoeryong", "KP-HOERYONG"),
        ("HOERYŎNG", "KP-HOERYONG"),
        ("Hoe-ryeong", "KP-HOERYONG"),
        ("회령", "KP-HOERYONG"),
        ("회령시", "KP-HOERYONG"),
        ("會寧", "KP-HOERYONG"),
        ("会宁", "KP-HOERYONG"),
        ("Hyesan City", "KP-HYESAN"),
        ("Onsŏng-gun", "KP-ONSONG"),
        ("연길", "CN-YANJI"),
        ("延吉市", "CN-YANJI"),
        ("延邊", "CN-YANBIAN"),
        ("용정", "CN-LONGJING"),
        ("룡정", "CN-LONGJING"),
        ("Mukden", "CN-SHENYANG"),
        ("양강도", "KP-P-RG"),
        ("두만강", "RIV-TUMEN"),
    ],
)
def test_a_name_is_found_in_every_script_and_spelling(text, code):
    assert FULL.find(text).place is FULL.get(code)


def test_every_label_finds_its_own_place():
    for gaz in (FULL, SMALL):
        for place in gaz:
            for label in place.labels.values():
                found = gaz.find(label)
                assert place in [match.place for match in found], label
                assert found.place in (place, None)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Tumen", {"CN-TUMEN", "RIV-TUMEN"}),
        ("길림", {"CN-JILIN", "CN-P-JL"}),
        ("평양", {"KP-PYONGYANG", "KP-P-PY"}),
        ("Hamgyong", {"KP-P-HB", "KP-P-HN"}),
    ],
)
def test_two_places_of_one_name_are_both_given_and_none_is_chosen(text, codes):
    found = FULL.find(text)
    assert {match.place.code for match in found if match.score == found.matches[0].score} == codes
    assert found.place is None


@pytest.mark.parametrize("text", ["Ji'an", "Jian", "Nanping", "朔州", "안동"])
def test_a_homonym_outside_the_gazetteer_is_warned_of_and_nothing_is_chosen(text):
    found = FULL.find(text)
    assert len(found) >= 1
    assert any(trap.outside for trap in found.traps)
    assert found.place is None


def test_a_name_that_is_not_in_the_gazetteer_may_still_carry_a_warning():
    found = FULL.find("화성")
    assert found.place is None
    assert [trap.code for trap in found.traps] == ["TRAP-HWASONG"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("함경북도 온성군", "KP-ONSONG"),
        ("함경북도온성군", "KP-ONSONG"),
        ("Onsong, North Hamgyong Province", "KP-ONSONG"),
        ("North Hamgyong / Onsong", "KP-ONSONG"),
        ("Nanping, Helong", "CN-NANPING-JL"),
        ("吉林省延边朝鲜族自治州延吉市", "CN-YANJI"),
        ("중국 연길", "CN-YANJI"),
    ],
)
def test_what_the_text_says_around_a_name_decides_and_is_given_as_a_reason(text, code):
    found = FULL.find(text)
    assert found.place is FULL.get(code)
    assert any(reason.startswith("lies in") for reason in found.matches[0].reasons)


def test_a_text_that_contradicts_the_gazetteer_is_not_decided():
    found = FULL.find("Hanoi, Laos")
    assert found.place is None
    assert "does not lie where the text puts it" in found.matches[0].reasons


def test_the_country_narrows_the_choice():
    assert SMALL.find("Haven").place is None
    assert SMALL.find("Haven", country="SAL").place is SMALL.get("SAL-HAVEN")
    assert not SMALL.find("Haven", country="MRW-NORTH").matches


def test_a_former_name_is_found_and_says_until_when():
    (match,) = SMALL.find("Old Haven")
    assert match.place.code == "MRW-HAVEN"
    assert "a former name, until 1990" in match.reasons
    assert [trap.code for trap in match.traps] == ["TRAP-OLDHAVEN"]


def test_a_close_spelling_is_offered_with_its_share_and_never_chosen():
    found = FULL.find("Hoeryxng")
    assert found.matches[0].place.code == "KP-HOERYONG"
    assert found.matches[0].how is How.CLOSE
    assert found.matches[0].reasons[0].endswith("of the letters agree")
    assert found.place is None


@pytest.mark.parametrize("text", ["", " ", ",", "…", "xyz", "ㄱ", "1"])
def test_what_is_no_place_finds_nothing(text):
    assert not FULL.find(text).matches


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=40))
def test_any_text_can_be_looked_up_and_a_chosen_place_is_among_the_matches(text):
    found = FULL.find(text)
    assert found.place is None or found.place in [match.place for match in found]
    scores = [match.score for match in found]
    assert scores == sorted(scores, reverse=True)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="abcdeghijklmnoprstuyzŏŭ' -온성군회령县延", max_size=30))
def test_case_spacing_and_diacritics_do_not_change_a_folded_name(text):
    assert fold(text.upper()) == fold(text)
    assert fold(f"  {text.replace(' ', '  ')} ") == fold(text)
    assert fold(text.replace("ŏ", "o").replace("ŭ", "u")) == fold(text)


def test_areas_contain_what_lies_in_them():
    assert FULL.contains("PRK", "KP-NAMYANG")
    assert FULL.contains("KP-ONSONG", "KP-NAMYANG")
    assert FULL.contains("KP-ONSONG", "KP-ONSONG")
    assert not FULL.contains("KP-NAMYANG", "KP-ONSONG")
    assert FULL.get("KP-NAMYANG").admin == ("KP-ONSONG", "KP-P-HB", "PRK")
    assert {place.code for place in SMALL.within("MRW")} == {"MRW", "MRW-NORTH", "MRW-HAVEN"}
    with pytest.raises(UnknownPlace):
        FULL.contains("PRK", "ATLANTIS")


def test_every_place_lies_in_its_country():
    for place in FULL:
        if place.country is not None and place.code != place.country:
            assert place.admin[-1] == place.country


def test_coordinates_say_what_they_are_a_point_of():
    county, river = FULL.get("KP-ONSONG"), FULL.get("RIV-TUMEN")
    assert county.precision == "county seat, within about 20 km"
    assert river.precision == "no coordinates"
    for place in FULL:
        assert (place.latitude is None) == (place.longitude is None) == (place.precision_m is None)
    assert any("GeoNames" in line and "CC BY" in line for line in FULL.credits)


def test_a_degree_on_a_great_circle_is_one_hundred_and_eleven_kilometres():
    # at latitude 10 a degree of longitude is cos(10°) of a degree on the equator, 111.195 km for R = 6371.0088 km
    distance = SMALL.distance("MRW-HAVEN", "SAL-HAVEN")
    assert distance.metres == pytest.approx(111_195.08 * 0.984_807_753, rel=1e-5)
    assert distance.uncertainty_m == 4000


def test_distance_is_symmetric_and_nothing_from_a_place_to_itself():
    located = [place.code for place in FULL if place.latitude is not None][:20]
    for one in located:
        assert FULL.distance(one, one).metres == 0
        for other in located:
            assert FULL.distance(one, other) == FULL.distance(other, one)


def test_a_distance_to_a_place_without_a_point_is_refused():
    with pytest.raises(PlaceWithoutPoint):
        FULL.distance("RIV-TUMEN", "KP-ONSONG")


def test_paired_ports_face_each_other():
    assert FULL.get("KP-NAMYANG") in FULL.opposite("CN-TUMEN")
    assert FULL.get("CN-TUMEN") in FULL.opposite("KP-NAMYANG")
    assert SMALL.opposite("SAL-HAVEN") == ()
