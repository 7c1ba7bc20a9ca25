"""Who took part and to what degree, who commanded whom when, who is whose kin, what led to what, who stepped in."""

from xml.etree import ElementTree

import pytest

from tumen.dates import Truth
from tumen.errors import UnitRefused, UnknownPassage
from tumen_desk.record import kin, relating, services
from tumen_desk.record.models import Chain, Intervention, Involvement, Mention, Tie

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])


@pytest.fixture
def source(officer):
    return services.source_create(actor=officer, title="Heard", kind="SK-VICT")


@pytest.fixture
def account(officer, source):
    return services.account_create(actor=officer, source=source, title="A return")


@pytest.fixture
def act(officer, source, account):
    victim = services.mention_create(actor=officer, source=source)
    return services.act_create(actor=officer, account=account, mention=victim, type="BEAT", date="2010")


@pytest.fixture
def units(officer):
    return [
        relating.unit_add(actor=officer, title=title, agency="PRK-MSS", kind=kind)
        for title, kind in (("Post 3", "UK-POST"), ("County office", "UK-LOCAL"), ("Province", "UK-PROV"))
    ]


def _under(officer, source, unit, under, date="", ended=""):
    return relating.subordination_add(
        actor=officer, unit=unit, under=under, source=source, date=date, ended=ended
    )


class TestWhoTookPart:
    def test_several_take_part_each_to_a_degree_as_agency_unit_post_or_person(
        self, officer, source, act, units
    ):
        guard = services.mention_create(actor=officer, source=source)
        post = relating.post_add(
            actor=officer, unit=units[0], source=source, standing="PO-HEAD", holder=guard
        )
        for degree, who in (
            ("PR-DID", {"mention": guard}),
            ("PR-ORD", {"post": post}),
            ("PR-FAIL", {"unit": units[1]}),
            ("PR-PLAN", {"agency": "CN-PSB"}),
        ):
            relating.involvement_add(actor=officer, act=act, degree=degree, **who)
        found = {i.degree: i for i in Involvement.objects.all()}
        assert found["PR-ORD"].unit == units[0]
        assert found["PR-FAIL"].agency == "PRK-MSS"
        assert len(found) == 4

    def test_nobody_and_people_of_other_sources_take_no_part(self, officer, act):
        other = services.source_create(actor=officer, title="Another", kind="SK-VICT")
        stranger = services.mention_create(actor=officer, source=other)
        for given in ({}, {"mention": stranger}):
            with pytest.raises(UnknownPassage):
                relating.involvement_add(actor=officer, act=act, degree="PR-DID", **given)

    def test_the_page_of_the_act_says_who_and_in_what_way(self, officer, act, units, client_of):
        client = client_of(officer)
        answer = client.post(
            f"/record/relate/involvement/{act.pk}/", {"degree": "PR-ORD", "unit": units[1].pk}
        )
        page = client.get(answer.headers["Location"]).content.decode()
        assert "County office" in page
        assert "ordered" in page


class TestChainOfCommand:
    def test_it_is_walked_upwards_on_a_day_with_every_version(self, officer, source, units):
        post, county, province = units
        other = services.source_create(actor=officer, title="Another", kind="SK-LEAK")
        _under(officer, source, post, county, "2000", "2010")
        _under(officer, source, county, province, "1990", "2015")
        _under(officer, other, post, province, "2005", "2012")
        titles = lambda on: [(s.depth, s.unit.title) for s in relating.command(post, on)]  # noqa: E731
        assert titles("2003") == [(1, "County office"), (2, "Province")]
        assert titles("2008") == [(1, "County office"), (1, "Province"), (2, "Province")]
        assert titles("2013") == []
        assert [s.held for s in relating.command(post, "2003-05")] == [Truth.YES, Truth.YES]

    def test_nothing_stands_under_itself_however_far_around(self, officer, source, units):
        post, county, province = units
        _under(officer, source, post, county)
        _under(officer, source, county, province)
        for unit, under in ((post, post), (province, post)):
            with pytest.raises(UnitRefused):
                _under(officer, source, unit, under)

    def test_who_held_a_post_on_a_day_is_said_with_its_source(self, officer, source, units, client_of):
        holders = [services.mention_create(actor=officer, source=source) for _ in range(2)]
        for holder, date, ended in zip(holders, ("2000", "2006"), ("2005", "2011"), strict=True):
            relating.post_add(
                actor=officer,
                unit=units[0],
                source=source,
                standing="PO-HEAD",
                holder=holder,
                date=date,
                ended=ended,
            )
        assert [p.holder for p, _ in relating.posts_on(units[0], "2008")] == [holders[1]]
        page = client_of(officer).get(f"/record/units/{units[0].pk}/?on=2003").content.decode()
        assert f"/record/mentions/{holders[0].pk}/" in page
        assert f"/record/mentions/{holders[1].pk}/" not in page

    def test_what_a_source_in_a_circle_says_of_it_is_not_shown(
        self, officer, protection, source, units, client_of
    ):
        from tumen_desk.accounts import circles

        _under(officer, source, units[0], units[1])
        circle = circles.circle_make(actor=protection, title="A case")
        circles.source_enclose(actor=protection, circle=circle, source=source.pk)
        page = client_of(officer).get(f"/record/units/{units[0].pk}/").content.decode()
        assert "Nobody says under whom it stood" in page
        # Its number is answered as one that no source has.
        tell = f"/record/units/{units[0].pk}/under/"
        answers = [
            client_of(officer).post(tell, {"under": units[2].pk, "source": number})
            for number in (source.pk, source.pk + 9_999)
        ]
        assert [answer.status_code for answer in answers] == [422, 422]
        closed, unknown = (
            [line for line in a.content.decode().splitlines() if "choice" in line] for a in answers
        )
        assert closed == unknown != []

    def test_a_post_of_which_a_source_in_a_circle_tells_is_not_offered(
        self, officer, protection, act, units, client_of
    ):
        from tumen_desk.accounts import circles

        hidden = services.source_create(actor=officer, title="Hidden", kind="SK-VICT")
        there = relating.post_add(
            actor=officer, unit=units[0], source=hidden, title="Head of the night guard"
        )
        page, client = f"/record/relate/involvement/{act.pk}/", client_of(officer)
        assert "Head of the night guard" in client.get(page).content.decode()
        circle = circles.circle_make(actor=protection, title="A case")
        circles.source_enclose(actor=protection, circle=circle, source=hidden.pk)
        assert "Head of the night guard" not in client.get(page).content.decode()
        assert client.post(page, {"degree": "PR-ORD", "post": there.pk}).status_code == 422
        assert not Involvement.objects.exists()


class TestKin:
    def test_parents_stand_above_and_children_below(self, officer, source, client_of):
        grandmother, mother, child, aunt = (
            services.mention_create(actor=officer, source=source) for _ in range(4)
        )
        for one, relation, other in (
            (grandmother, "RE-PAR", mother),
            (child, "RE-CHILD", mother),
            (aunt, "RE-SIB", mother),
        ):
            relating.tie_add(actor=officer, mention=one, other=other, relation=relation)
        drawn = {p.mention: p.y for p in kin.tree(child).people}
        assert drawn[grandmother] < drawn[mother] == drawn[aunt] < drawn[child]
        part = client_of(officer).get(f"/record/mentions/{mother.pk}/kin/").content.decode()
        picture = f"<svg{part.split('<svg')[1].split('</svg>')[0]}</svg>"
        assert len(ElementTree.fromstring(picture).findall("{http://www.w3.org/2000/svg}circle")) == 4  # noqa: S314

    def test_ties_are_within_a_source_and_to_somebody_else(self, officer, source):
        one = services.mention_create(actor=officer, source=source)
        other = services.source_create(actor=officer, title="Another", kind="SK-VICT")
        stranger = services.mention_create(actor=officer, source=other)
        for whom in (one, stranger):
            with pytest.raises(UnknownPassage):
                relating.tie_add(actor=officer, mention=one, other=whom, relation="RE-SIB")
        assert not Tie.objects.exists()
        assert kin.tree(one) is None


class TestGroups:
    def test_a_group_has_a_unit_and_a_range_or_the_words_of_the_source(self, officer, source, client_of):
        group = services.mention_create(actor=officer, source=source)
        client, address = client_of(officer), f"/record/relate/group/{group.pk}/"
        assert client.post(address, {"counting_unit": "CU-FAMILY"}).status_code == 422
        assert (
            client.post(
                address, {"counting_unit": "CU-FAMILY", "number_low": 5, "number_high": 2}
            ).status_code
            == 422
        )
        client.post(address, {"counting_unit": "CU-FAMILY", "number_low": 2, "number_high": 5})
        page = client.get(f"/record/mentions/{group.pk}/").content.decode()
        assert "2 to 5" in page
        assert "families" in page
        client.post(address, {"counting_unit": "CU-CROWD", "number_words": "a square full"})
        kept = Mention.objects.get()
        assert (kept.number_low, kept.number_words) == (None, "a square full")
        assert "not counted" in client.get(f"/record/mentions/{group.pk}/").content.decode()


class TestWhatFollowed:
    def test_one_happening_leads_to_another_and_both_pages_say_so(self, officer, source, account, client_of):
        later = services.account_create(actor=officer, source=source, title="A crackdown")
        client = client_of(officer)
        for _ in range(2):
            client.post(f"/record/relate/chain/{account.pk}/", {"kind": "CE-CRACK", "other": later.pk})
        assert Chain.objects.count() == 1
        assert "A crackdown" in client.get(f"/record/accounts/{account.pk}/").content.decode()
        assert "A return" in client.get(f"/record/accounts/{later.pk}/").content.decode()
        assert (
            client.post(
                f"/record/relate/chain/{account.pk}/", {"kind": "CE-CRACK", "other": account.pk}
            ).status_code
            == 422
        )

    def test_who_stepped_in_and_that_nobody_answered(self, officer, act, account, client_of):
        client = client_of(officer)
        client.post(
            f"/record/relate/intervention/{account.pk}/",
            {
                "kind": "IV-UN", "mention": act.mention_id, "by": "Harbour", "addressed_to": "CN-MFA", "date": "2012",
                "response": "IR-NONE", "effect": "IE-UNK",
            },
        )  # fmt: skip
        kept = Intervention.objects.get()
        assert (kept.kind, kept.response, kept.date) == ("IV-UN", "IR-NONE", "2012")
        assert (
            "communication to the United Nations"
            in client.get(f"/record/accounts/{account.pk}/").content.decode()
        )

    def test_nothing_is_related_to_what_lies_in_a_circle(self, officer, protection, account, client_of):
        from tumen_desk.accounts import circles

        hidden = services.source_create(actor=officer, title="Hidden", kind="SK-VICT")
        there = services.account_create(actor=officer, source=hidden, title="There")
        circle = circles.circle_make(actor=protection, title="A case")
        circles.source_enclose(actor=protection, circle=circle, source=hidden.pk)
        client = client_of(officer)
        to_it, from_it = f"/record/relate/chain/{account.pk}/", f"/record/relate/chain/{there.pk}/"
        assert client.post(to_it, {"kind": "CE-THEN", "other": there.pk}).status_code == 422
        assert client.post(from_it, {"kind": "CE-THEN", "other": account.pk}).status_code == 404
        assert not Chain.objects.exists()
