"""A rule, practice or position is kept as each source tells it, over time, beside others, and never called a cause."""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
from decimal import Decimal

import pytest

from tumen.errors import ImportRefused, PolicyRefused, VocabError
from tumen_desk.accounts import circles
from tumen_desk.audit.models import Entry
from tumen_desk.record import policies, policy_queries, policy_time, services
from tumen_desk.record.importing.apply import apply_plan
from tumen_desk.record.importing.export import as_csv
from tumen_desk.record.importing.plan import Plan, check_table
from tumen_desk.record.importing.undo import undo_import
from tumen_desk.record.models import Leg, Policy, PolicyLink, Telling
from tumen_desk.record.policies import Told

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])


@pytest.fixture
def sources(officer):
    return [
        services.source_create(actor=officer, title=title, kind="SK-UN", issuer=title, published=True)
        for title in ("Early Report", "Later Report", "Third Paper")
    ]


def _entry(officer, title="Order to shoot", **given):
    given = {"kind": "PK-ORDER", "topic": "PT-FORCE", "state": "PRK"} | given
    return policies.policy_add(actor=officer, title=title, **given)


def _tell(officer, policy, source, **told):
    passage = told.pop("passage", None)
    return policies.policy_tell(
        actor=officer, policy=policy, source=source, told=Told(**told), passage=passage
    )


def _field(policy, user, name):
    told = list(policy_queries.known_tellings(user).filter(policy=policy))
    return next(f for f in policy_queries.values(told) if f.field == name)


class TestWhatIsKept:
    def test_an_order_has_its_day_cause_body_places_price_and_grade_and_shows_them(
        self, officer, sources, client_of
    ):
        document = services.document_add(
            actor=officer, source=sources[0], name="a.txt", content=b"From June 2008 guards may shoot."
        )
        passage = services.passage_anchor(actor=officer, document=document, start=0, end=32)
        order = _entry(officer, agency="PRK-BG")
        _tell(
            officer, order, sources[0], date="June 2008", standing="PS-FORCE", basis="PB-REPORT", passage=passage,
            credibility="CR-POSS", rule="Guards may shoot who crosses.",
            exceptions="Children", penalty="Shot on the spot", price=Decimal(5000), currency="cny",
            stated_motive="Lack of food and rising flight", spoken_by="the head of state",
        )  # fmt: skip
        page = client_of(officer).get(f"/record/policies/{order.pk}/").content.decode()
        for said in ("Order to shoot", "June 2008", "in force", "5,000 CNY", "Children", "reported by others",
                     "Lack of food", "the head of state", "possible", "Border"):  # fmt: skip
            assert said in page, said
        assert f"#passage-{passage.pk}" in page

    def test_what_says_nothing_or_cannot_be_is_refused(self, officer, sources):
        with pytest.raises(PolicyRefused):
            policies.policy_add(actor=officer, title="Nobody's")
        with pytest.raises(PolicyRefused):
            _entry(officer, state="XXX")
        order = _entry(officer)
        for told in ({}, {"date": "2010", "ended": "2009"}, {"price": Decimal(5)}):
            with pytest.raises(PolicyRefused):
                _tell(officer, order, sources[0], **told)
        with pytest.raises(VocabError):
            _tell(officer, order, sources[0], standing="PS-NEVER")
        assert not Telling.objects.exists()

    def test_each_write_is_in_the_log_without_words(self, officer, sources):
        order = _entry(officer, title="A secret wording")
        telling = _tell(officer, order, sources[0], rule="Words of the order")
        policies.policy_link(actor=officer, telling=telling, kind="PX-REPLACE", other=_entry(officer, "Old"))
        written = Entry.objects.filter(action__startswith="record.policy_")
        assert {e.action for e in written} == {
            "record.policy_add", "record.policy_tell", "record.policy_link",
        }  # fmt: skip
        assert all("ording" not in str(e.details) and "Words" not in str(e.details) for e in written)


class TestVersionsSideBySide:
    def test_several_dates_of_one_order_stand_beside_each_other_marked_and_one_is_preferred_with_a_reason(
        self, officer, analyst, sources, client_of
    ):
        order = _entry(officer)
        early = _tell(officer, order, sources[0], date="2008-06")
        late = _tell(officer, order, sources[1], date="2012")
        assert _field(order, officer, "date").in_conflict
        policies.policy_prefer(actor=analyst, telling=late, field="date", reason="It quotes the text.")
        said = _field(order, analyst, "date")
        assert [(v.telling, bool(v.preferred)) for v in said.values] == [(early, False), (late, True)]
        page = client_of(analyst).get(f"/record/policies/{order.pk}/").content.decode()
        assert "sources differ" in page
        assert "It quotes the text." in page
        policies.policy_prefer(
            actor=analyst, telling=late, field="date", reason="It does not.", withdrawn=True
        )
        assert not any(v.preferred for v in _field(order, analyst, "date").values)

    def test_a_plan_that_later_came_into_force_is_no_conflict_and_a_date_within_another_neither(
        self, officer, sources
    ):
        wall = _entry(officer, "Fence along the river", kind="PK-MEAS", topic="PT-BORDER")
        _tell(officer, wall, sources[0], date="2011", ended="2011", standing="PS-PLAN")
        _tell(officer, wall, sources[1], date="2013", standing="PS-FORCE")
        assert not _field(wall, officer, "standing").in_conflict
        order = _entry(officer)
        _tell(officer, order, sources[0], date="2008")
        _tell(officer, order, sources[1], date="2008-06")
        assert not _field(order, officer, "date").in_conflict

    def test_two_assessments_of_one_time_are_in_conflict_and_unclear_is_an_answer(
        self, officer, sources, client_of
    ):
        practice = _entry(officer, "Hand-over at the border", kind="PK-PRACT", topic="PT-HAND", state="LAO")
        _tell(officer, practice, sources[0], date="2013", standing="PS-HARD")
        _tell(officer, practice, sources[1], date="2013", standing="PS-UNCLEAR")
        assert _field(practice, officer, "standing").in_conflict
        page = client_of(officer).get("/record/policies/of/LAO/").content.decode()
        assert "unclear" in page
        assert "made stricter" in page
        assert "nobody says anything" in page  # of the other topics

    def test_what_is_read_into_a_practice_stands_apart_from_what_is_known(self, officer, sources, client_of):
        practice = _entry(officer, "Expulsion at once", kind="PK-PRACT", topic="PT-HAND", state="CHN")
        _tell(
            officer, practice, sources[0], rule="Sent back within days",
            stated_motive="good relations with a neighbour", imputed_motive="to deter others",
        )  # fmt: skip
        assert _field(practice, officer, "imputed_motive").interpreted
        assert not _field(practice, officer, "stated_motive").interpreted
        page = client_of(officer).get(f"/record/policies/{practice.pk}/").content.decode()
        assert "interpretation" in page


class TestWithWhatItGoes:
    def test_a_crackdown_after_an_incident_says_how_many_days_lay_between(self, officer, sources, client_of):
        entry = services.account_create(
            actor=officer, source=sources[0], title="An entry into a mission", date="2002-03-14"
        )
        crackdown = _entry(officer, "Search of houses", kind="PK-MEAS", topic="PT-HAND", state="CHN")
        telling = _tell(officer, crackdown, sources[0], date="2002-04")
        policies.policy_link(actor=officer, telling=telling, kind="PX-AFTER", account=entry)
        policies.policy_link(actor=officer, telling=telling, kind="PX-AFTER", account=entry)
        assert PolicyLink.objects.count() == 1
        page = client_of(officer).get(f"/record/policies/{crackdown.pk}/").content.decode()
        assert "came upon" in page
        assert "18–47" in page

    def test_an_entry_is_linked_with_one_thing_and_not_with_itself(self, officer, sources):
        order = _entry(officer)
        telling = _tell(officer, order, sources[0], date="2008")
        for given in ({}, {"other": order}):
            with pytest.raises(PolicyRefused):
                policies.policy_link(actor=officer, telling=telling, kind="PX-REPLACE", **given)

    def test_measures_stand_beside_counts_and_prices_that_may_be_counted(self, officer, sources, client_of):
        measure = _entry(officer, "Cameras", kind="PK-MEAS", topic="PT-BORDER", state="CHN")
        _tell(officer, measure, sources[0], date="2012", ended="2014")
        account = services.account_create(actor=officer, source=sources[0], title="x")
        shut = services.source_create(actor=officer, title="Nothing decided", kind="SK-VICT")
        closed = services.account_create(actor=officer, source=shut, title="y")
        for told, amount in ((account, 1000), (account, 3000), (closed, 9000)):
            person = services.mention_create(actor=officer, source=told.source)
            Leg.objects.create(
                account=told, mention=person, kind="LEG-CROSS", price=amount, currency="CNY", date="2012",
                date_low=datetime.date(2012, 1, 1), date_high=datetime.date(2012, 12, 31),
            )  # fmt: skip
            services.act_create(actor=officer, account=told, mention=person, type="EXECPUB", date="2012")
        page = client_of(officer).get(
            "/record/policies/timeline/", {"act_type": "EXECPUB", "with_prices": "on"}
        ).content.decode()  # fmt: skip
        assert "2,000 CNY (2)" in page
        assert "That is no cause" in page
        told = list(policy_queries.known_tellings(officer))
        rows = policy_time.years(officer, told, act_type="EXECPUB", with_prices=True)
        assert [(r.year, r.acts) for r in rows] == [(2012, 2), (2013, 0), (2014, 0)]
        assert [t.policy for t in rows[0].begins] == [measure]


class TestWhoSeesIt:
    def test_what_only_a_source_in_a_closed_circle_tells_is_not_there(
        self, officer, protection, sources, client_of
    ):
        hidden, open_ = _entry(officer, "Hidden order"), _entry(officer, "Open order")
        telling = _tell(officer, hidden, sources[0], date="2008")
        _tell(officer, open_, sources[0], date="2008", rule="Only a closed source says this")
        _tell(officer, open_, sources[1], date="2009")
        circle = circles.circle_make(actor=protection, title="A case")
        circles.source_enclose(actor=protection, circle=circle, source=sources[0].pk)
        client = client_of(officer)
        shown = client.get("/record/policies/").content.decode()
        assert "Hidden order" not in shown
        assert "Open order" in shown
        assert client.get(f"/record/policies/{hidden.pk}/").status_code == 404
        assert client.get(f"/record/policies/told/{telling.pk}/link/").status_code == 404
        assert "Only a closed" not in client.get(f"/record/policies/{open_.pk}/").content.decode()
        assert "Hidden order" not in as_csv(officer, "policies")

    def test_it_is_found_by_words_state_place_and_time(self, officer, sources):
        order = _entry(officer)
        _tell(
            officer,
            order,
            sources[0],
            date="2008",
            ended="2010",
            rule="Guards may shoot",
            places=["KP-ONSONG"],
        )
        other = _entry(officer, "Settlement support", kind="PK-OFFER", topic="PT-SETTLE", state="KOR")
        _tell(officer, other, sources[1], date="2005")
        find = lambda **given: set(policy_queries.policies(officer, **given))  # noqa: E731
        assert find(text="SHOOT") == {order}
        assert find(state="KOR") == {other}
        assert find(place="KP-P-HB") == {order}
        assert find(since=datetime.date(2011, 1, 1)) == {other}
        assert find(until=datetime.date(2006, 1, 1)) == {other}


def test_everything_is_done_on_pages(officer, sources, client_of):
    client = client_of(officer)
    answer = client.post(
        "/record/policies/new/", {"title": "Access asked for", "kind": "PK-ACCESS", "state": "CHN"}
    )
    pk = Policy.objects.get().pk
    assert answer.headers["Location"] == f"/record/policies/{pk}/tell/"
    refused = client.post(f"/record/policies/{pk}/tell/", {"source": sources[0].pk})
    assert refused.status_code == 422
    client.post(
        f"/record/policies/{pk}/tell/",
        {"source": sources[0].pk, "date": "2003", "standing": "PS-REFUSED", "stance": "J-ECON"},
    )
    telling = Telling.objects.get()
    other = _entry(officer, "Earlier request", kind="PK-ACCESS")
    client.post(f"/record/policies/told/{telling.pk}/link/", {"kind": "PX-REPLACE", "other": other.pk})
    page = client.get(f"/record/policies/{pk}/").content.decode()
    assert "refused" in page
    assert "Earlier request" in page
    assert "economic migrants" in page


class TestAsTables:
    def _plan(self, **tables):
        return Plan(tables={n: check_table(c, table=n) for n, c in tables.items()})

    def _apply(self, user, **tables):
        digest = hashlib.sha256(repr(sorted(tables.items())).encode()).hexdigest()
        return apply_plan(actor=user, plan=self._plan(**tables), title="x", content_sha256=digest)

    def test_a_table_comes_in_goes_out_the_same_and_is_taken_back(self, officer, sources):
        rows = [
            "telling_id,policy_id,source_id,title,kind,state,from,to,standing,places,price,currency,rule",
            f"t1,p1,S-{sources[0].pk},Order to shoot,PK-ORDER,PRK,2008-06,,PS-FORCE,CN-P-JL|PRK,5000,CNY,Shoot",
            f"t2,p1,S-{sources[1].pk},Order to shoot,PK-ORDER,PRK,2012,2013,PS-FORCE,,,,",
        ]
        links = b"link_id,telling_id,kind,other_id\n,t2,PX-REPLACE,p2\n"
        table = "\n".join([*rows, f"t3,p2,S-{sources[1].pk},Older order,PK-ORDER,PRK,1997,,,,,,"]).encode()
        batch = self._apply(officer, policies=table, policy_links=links)
        assert Policy.objects.count() == 2
        assert Telling.objects.get(external_id="t1").places == ["CN-P-JL", "PRK"]
        assert PolicyLink.objects.get().other.title == "Older order"
        out = list(csv.DictReader(io.StringIO(as_csv(officer, "policies"))))
        assert out[0]["rule"] == "Shoot"
        assert [r["from"] for r in out] == ["2008-06", "2012", "1997"]
        undo_import(actor=officer, batch=batch)
        assert not Policy.objects.exists()
        again = self._apply(officer, policies=as_csv_of(out))
        assert [list(csv.DictReader(io.StringIO(as_csv(officer, "policies"))))] == [out]
        assert again.counts == {"policies": 3}

    def test_a_row_that_refers_to_nothing_leaves_nothing(self, officer, sources):
        table = b"policy_id,source_id,title,state,from\np1,S-99999,Order,PRK,2008\n"
        with pytest.raises(ImportRefused):
            self._apply(officer, policies=table)
        assert not Policy.objects.exists()


def as_csv_of(rows):
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()
