"""A journey is taken down line by line while listening; what follows from its legs is told, never guessed."""

from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.utils import translation

from tumen.errors import UnknownPassage, VocabError
from tumen_desk.record import drawing, journey_lines, journeys, services
from tumen_desk.record.models import Account, Leg, Mention

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])


@pytest.fixture
def teller(officer):
    source = services.source_create(actor=officer, title="Heard", kind="SK-VICT")
    return services.mention_create(actor=officer, source=source, role="interviewee")


def _legs(officer, mention, *lines):
    for line in lines:
        read = journey_lines.read(line)
        journeys.leg_add(actor=officer, mention=mention, **read.given)
    return journeys.journeys_of(mention)[-1]


WAY = (
    "left 2009-10 Hoeryong",
    "crossed 2009-11 Hoeryong > Sanhe waded broker 3000 CNY +2",
    "sold Yanji > Qingdao 2009-12 15000 CNY",
    "born 2011 Qingdao",
    "arrested 2012-05 Qingdao > Tumen !",
    "repatriated 2012-06 Tumen > Onsong",
    "escaped 2013-02 Onsong > Tumen ice",
    "arrived 2013-09 Bangkok > Seoul",
)


class TestOneLine:
    @pytest.mark.parametrize(
        ("line", "given", "rest"),
        [
            (
                "crossed 2009-11 Hoeryong > 三合 waded broker 3,000 CNY +2",
                {
                    "kind": "LEG-CROSS", "date": "2009-11", "from_place": "KP-HOERYONG",
                    "to_place": "CN-SANHE-JL", "mode": "X-WADE", "helper_role": "NG-BROKER",
                    "price": Decimal(3000), "currency": "CNY", "people": 3,
                },
                "",
            ),
            ("!arrested May 2012", {"kind": "LEG-ARREST", "date": "2012-05", "intercepted": "yes"}, ""),
            (
                "2010년 3월 회령 > 三合",
                {"date": "2010-03", "from_place": "KP-HOERYONG", "to_place": "CN-SANHE-JL"},
                "",
            ),
            ("hid near the mill", {"kind": "LEG-HIDE"}, "near the mill"),
            (
                "강을 건넜다 2009년 11월 회령 > 三合",
                {
                    "kind": "LEG-CROSS", "date": "2009-11", "from_place": "KP-HOERYONG",
                    "to_place": "CN-SANHE-JL",
                },
                "강을",
            ),
            ("숨음 2011 회령", {"kind": "LEG-HIDE", "date": "2011", "to_place": "KP-HOERYONG"}, ""),
            ("left 2009-10 Hoeryong", {"kind": "LEG-LEAVEHOME", "date": "2009-10", "from_place": "KP-HOERYONG"}, ""),
            ("hid 2011 in the hills near Hoeryong", {"kind": "LEG-HIDE", "date": "2011"}, "in the hills near Hoeryong"),
            ("숨어 지냄 2010", {"kind": "LEG-HIDE", "date": "2010"}, "지냄"),
            ("붙잡혔다 2012-05", {"kind": "LEG-ARREST", "date": "2012-05"}, ""),
            ("송환됨 2012-06", {"kind": "LEG-REPAT", "date": "2012-06"}, ""),
            ("被抓 2012年5月", {"kind": "LEG-ARREST", "date": "2012-05"}, ""),
            ("zzz", {}, "zzz"),
            (
                "crossed, 2009-11, Hoeryong → 三合, broker; 3,000 CNY",
                {
                    "kind": "LEG-CROSS", "date": "2009-11", "from_place": "KP-HOERYONG",
                    "to_place": "CN-SANHE-JL", "helper_role": "NG-BROKER", "price": Decimal(3000), "currency": "CNY",
                },
                "",
            ),
            ("Hoeryong -> 三合", {"from_place": "KP-HOERYONG", "to_place": "CN-SANHE-JL"}, ""),
        ],
    )  # fmt: skip
    def test_what_is_understood_fills_its_column_and_the_rest_is_said(self, line, given, rest):
        read = journey_lines.read(line)
        assert read.given == given
        assert read.rest == rest

    def test_a_place_that_could_be_two_is_not_chosen_and_both_are_named(self):
        read = journey_lines.read("crossed Hoeryong > Sanhe")
        assert "to_place" not in read.given
        assert read.rest == "Sanhe"
        assert len(read.doubts) == 1

    @pytest.mark.parametrize("language", ["en", "ko", "zh-hans"])
    def test_the_example_on_the_page_is_understood_in_its_language(self, language):
        with translation.override(language):
            example = translation.gettext("crossed 2009-11 A > B broker 3000 CNY +2")
        given = journey_lines.read(example).given
        assert (given["kind"], given["helper_role"], given["people"]) == ("LEG-CROSS", "NG-BROKER", 3)

    def test_a_single_place_that_could_be_two_is_not_chosen_either(self):
        read = journey_lines.read("hid Sanhe")
        assert (read.given, read.rest, len(read.doubts)) == ({"kind": "LEG-HIDE"}, "Sanhe", 1)

    @pytest.mark.parametrize(
        "line", ["", ">", "> >", "!!!", "+99999", "3000", "가" * 300, "from > to > there"]
    )
    def test_no_line_is_too_odd(self, line):
        read = journey_lines.read(line)
        assert isinstance(read.rest, str)


class TestWhatFollows:
    def test_first_country_returns_births_prices_and_duration_follow_from_the_legs(self, officer, teller):
        journey = _legs(officer, teller, *WAY)
        assert journey.first_country == "CHN"
        assert journey.countries[:2] == ("PRK", "CHN")
        assert journey.returned == 1
        assert len(journey.births) == 1
        assert [(leg.price, leg.currency) for leg in journey.prices] == [(3000, "CNY"), (15000, "CNY")]
        assert (journey.duration.low, journey.duration.high) == (46, 47)
        assert not journey.is_round_trip
        assert [leg.sequence for leg in journey.legs] == list(range(1, 9))

    def test_a_trip_for_food_and_back_by_own_will_is_no_exile_until_one_leaves_again(self, officer, teller):
        home = ("crossed 2001-03 Hoeryong > Sanhe", "returned own will 2001-05 Sanhe > Hoeryong")
        assert _legs(officer, teller, *home).is_round_trip
        assert not _legs(officer, teller, "crossed 2002 Hoeryong > Sanhe").is_round_trip

    def test_still_on_the_way_has_no_duration(self, officer, teller):
        assert _legs(officer, teller, *WAY[:3]).duration is None

    def test_repeated_returns_and_the_chain_of_hand_overs_are_kept(self, officer, teller):
        for year in ("2010", "2012"):
            journeys.leg_add(
                actor=officer,
                mention=teller,
                kind="LEG-REPAT",
                date=year,
                handed_by="CN-BFT",
                handed_to="PRK-MSS",
            )
        journey = journeys.journeys_of(teller)[0]
        assert journey.returned == 2
        assert [(leg.handed_by, leg.handed_to) for leg in journey.handed_over] == [("CN-BFT", "PRK-MSS")] * 2


class TestWriting:
    def test_a_leg_can_be_put_between_two_others_and_taken_out(self, officer, teller):
        first, last = _legs(officer, teller, "left 2009", "arrived 2010").legs
        journeys.leg_add(actor=officer, mention=teller, kind="LEG-HIDE", after=first.pk)
        order = lambda: [leg.kind for leg in journeys.journeys_of(teller)[0].legs]  # noqa: E731
        assert order() == ["LEG-LEAVEHOME", "LEG-HIDE", "LEG-ARRIVE"]
        journeys.leg_remove(actor=officer, leg=last)
        assert order() == ["LEG-LEAVEHOME", "LEG-HIDE"]
        assert Account.objects.count() == 1

    def test_companions_are_people_of_the_same_source(self, officer, teller):
        child = services.mention_create(actor=officer, source=teller.source)
        leg = journeys.leg_add(actor=officer, mention=teller, kind="LEG-CROSS", companions=[child])
        assert list(leg.companions.all()) == [child]
        other = services.source_create(actor=officer, title="Another", kind="SK-VICT")
        stranger = services.mention_create(actor=officer, source=other)
        with pytest.raises(UnknownPassage):
            journeys.leg_add(actor=officer, mention=teller, kind="LEG-CROSS", companions=[stranger])
        assert Leg.objects.count() == 1

    def test_a_code_that_is_none_is_refused_and_nothing_is_kept(self, officer, teller):
        with pytest.raises(VocabError):
            journeys.leg_add(actor=officer, mention=teller, kind="LEG-CROSS", mode="X-BALLOON")
        assert not Leg.objects.exists()


class TestPage:
    def test_the_builder_takes_line_after_line_and_begins_where_the_last_one_ended(
        self, officer, teller, client_of
    ):
        client, address = client_of(officer), f"/record/mentions/{teller.pk}/journey/"
        assert "No leg yet" in client.get(address).content.decode()
        for line in ("crossed 2009-11 Hoeryong > 三合", "hid > Yanji by the station"):
            part = client.post(f"{address}add/", {"line": line}, headers={"HX-Request": "true"})
        assert "by the station" in part.content.decode()
        second = Leg.objects.get(sequence=2)
        assert (second.from_place, second.to_place, second.note) == (
            "CN-SANHE-JL",
            "CN-YANJI",
            "by the station",
        )
        refused = client.post(f"{address}add/", {"line": "somewhere far"}).content.decode()
        assert "What kind of leg?" in refused
        assert 'value="somewhere far"' in refused
        assert Leg.objects.count() == 2

    def test_every_column_can_be_changed_later_and_a_price_needs_its_currency(
        self, officer, teller, client_of
    ):
        _legs(officer, teller, "crossed 2009-11 Hoeryong > Sanhe")
        leg = Leg.objects.get()
        client, address = client_of(officer), f"/record/legs/{leg.pk}/change/"
        given = {"kind": "LEG-CROSS", "price": "500", "date": "2009"}
        assert client.post(address, given).status_code == 422
        assert client.post(address, {**given, "currency": "CNY", "people": "4"}).status_code == 302
        leg.refresh_from_db()
        assert (leg.price, leg.currency, leg.date, leg.from_place, leg.people) == (500, "CNY", "2009", "", 4)

    def test_the_drawing_is_sound_and_says_what_it_cannot_place(self, officer, teller, client_of):
        journey = _legs(officer, teller, *WAY, "flew 2013-10 Bangkok > Laos")
        drawn, times = drawing.drawn_map([journey]), drawing.timeline([journey])
        assert len(drawn.dots) >= 6
        assert all(0 <= d.x <= drawing.WIDTH and 0 <= d.y <= drawing.HEIGHT for d in drawn.dots)
        assert len(drawn.unplaced) == 1
        assert all(b.x >= drawing.LABELS - 1 and b.x + b.width <= drawing.WIDTH + 1 for b in times.bars)
        page = client_of(officer).get(f"/record/mentions/{teller.pk}/journey/").content.decode()
        pictures = [f"<svg{p.split('</svg>')[0]}</svg>" for p in page.split("<svg")[1:]]
        assert len(pictures) == 2
        for picture in pictures:
            assert ElementTree.fromstring(picture).get("role") == "img"  # noqa: S314  (our own page)

    def test_nothing_to_draw_draws_nothing(self, officer, teller):
        _legs(officer, teller, "left")
        found = journeys.journeys_of(teller)
        assert drawing.drawn_map(found) is None
        assert drawing.timeline(found) is None

    def test_a_journey_in_a_circle_is_not_there(self, officer, protection, teller, client_of):
        from tumen_desk.accounts import circles

        _legs(officer, teller, "left 2009")
        circle = circles.circle_make(actor=protection, title="A case")
        circles.source_enclose(actor=protection, circle=circle, source=teller.source_id)
        client = client_of(officer)
        assert client.get(f"/record/mentions/{teller.pk}/journey/").status_code == 404
        assert client.post(f"/record/legs/{Leg.objects.get().pk}/undo/").status_code == 404
        assert Leg.objects.count() == Mention.objects.count() == 1
