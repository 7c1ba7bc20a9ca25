"""Tables over the record: people once, as consent stands, each with what is not in it."""

from __future__ import annotations

import html
from typing import Any

import pytest

from tumen.errors import UnknownField
from tumen_desk.accounts import circles
from tumen_desk.record import hooks, interviewing, journeys, relating, saying, services, tables
from tumen_desk.record.models import Purpose, Stay, Transfer

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])


@pytest.fixture
def heard(officer: Any) -> Any:
    """Somebody heard, who agreed to be counted."""

    def made(
        *, kind: str = "SK-VICT", on: str = "2001-07-10", place: str = "KOR-SEOUL", referral: str = "RE-SNOW",
        issuer: str = "", consent: bool = True, sex: str = "f", left: str = "", wave: str = "",
    ) -> Any:  # fmt: skip
        source = services.source_create(actor=officer, title=f"Heard {on}", kind=kind, issuer=issuer)
        person = services.mention_create(actor=officer, source=source, role="interviewee", sex=sex, left=left)
        interview = interviewing.interview_open(
            actor=officer, source=source, person=person, adds="another place", wave=wave
        )
        interview.referral = referral
        interview.save()
        interviewing.session_add(actor=officer, interview=interview, date=on, place=place, alone=True)
        for purpose in Purpose if consent else ():
            services.consent_record(actor=officer, source=source, purpose=purpose, granted=True)
        return person

    return made


def rows(user: Any, name: str, **asked: Any) -> list[tuple[Any, ...]]:
    return list(tables.table(name, tables.Asked(user=user, **asked)).rows)


def _way(officer: Any, person: Any, *steps: tuple[str, str, str], **more: Any) -> None:
    for kind, date, place in steps:
        journeys.leg_add(actor=officer, mention=person, kind=kind, date=date, to_place=place, **more)


def test_interviews_are_counted_by_kind_place_and_period_and_kinds_stay_apart(
    officer: Any, heard: Any, client_of: Any
) -> None:
    heard(on="2001-07-10")
    heard(on="2001-07-28")
    heard(kind="SK-AID", on="2001-08-02", place="CN-YANJI")
    heard(on="2001-07-29", consent=False)
    found = rows(officer, "interviews")
    assert [(r[2], r[3], r[5], r[6]) for r in found] == [
        (1, 1, "2001-08-02", "2001-08-02"),
        (2, 2, "2001-07-10", "2001-07-28"),
    ]
    assert rows(officer, "interviews", since=2002) == []
    page = html.unescape(client_of(officer).get("/record/tables/interviews/").content.decode())
    for words in ("victim interview", "aid worker / missionary", "Seoul", "2001-07-28"):
        assert words in page
    sent = client_of(officer).get("/record/tables/interviews/?as=csv")
    assert sent["Content-Type"].startswith("text/csv")
    assert len(sent.content.decode().splitlines()) == 3


def test_what_lies_in_a_circle_and_what_was_refused_is_in_no_table(
    officer: Any, protection: Any, heard: Any, analyst: Any
) -> None:
    person = heard()
    circle = circles.circle_make(actor=protection, title="Few")
    circles.source_enclose(actor=protection, circle=circle, source=person.source_id)
    assert rows(analyst, "interviews") == []
    with pytest.raises(UnknownField, match="no table"):
        rows(officer, "nothing")
    with pytest.raises(UnknownField, match="Choose first"):
        rows(officer, "answers")
    with pytest.raises(UnknownField, match="not asked in a table"):
        rows(analyst, "answers", field="risk")


def test_when_people_left_stands_beside_when_they_were_heard(officer: Any, heard: Any) -> None:
    for left, on in (("1997", "2001-07"), ("1997-05", "2001-08"), ("1999", "2004")):
        heard(left=left, on=on)
    found = tables.table("leaving", tables.Asked(user=officer))
    assert found.columns[1:] == ("2001", "2004")
    assert found.rows == ((1997, 2, 0), (1999, 0, 1))


def test_people_are_compared_by_how_they_were_found(officer: Any, heard: Any) -> None:
    named = heard(referral="RE-GOV", left="1997", sex="m")
    for left in ("1996", "1998", "1999"):
        heard(referral="RE-SNOW", left=left)
    account = services.account_create(actor=officer, source=named.source, title="Seen", teller=named)
    services.act_create(actor=officer, account=account, mention=named, type="BEAT")
    found = {r[0]: r[1:] for r in rows(officer, "referral", act_type="BEAT")}
    assert sorted((r[0], r[1], r[3], r[4], r[5]) for r in found.values()) == [
        (1, 0.0, 1997, 1, 100.0),
        (3, 100.0, 1998, 0, 0.0),
    ]


def test_motives_stand_by_year_of_leaving_and_by_round_with_their_shares(officer: Any, heard: Any) -> None:
    for left, wave, motives in (
        ("2007", "I", ("MV-HARD",)),
        ("2007", "I", ("MV-HARD", "MV-FREE")),
        ("2018", "II", ("MV-FREE",)),
    ):
        person = heard(left=left, wave=wave)
        for motive in motives:
            saying.value_say(actor=officer, thing=person, field="motive", answer=motive)
    found = rows(officer, "answers", field="motive")
    assert [(r[0], r[2], r[3], r[4]) for r in found] == [
        ("2007", 2, 2, 100.0),
        ("2007", 1, 2, 50.0),
        ("2018", 1, 1, 100.0),
    ]
    assert [r[0] for r in rows(officer, "answers", field="motive", by="wave")] == ["I", "I", "II"]


def test_how_many_tell_stands_beside_how_many_events_it_was(officer: Any, heard: Any) -> None:
    known = {}
    for at in range(4):
        person = heard(on=f"2001-07-0{at + 1}")
        if at < 3:
            account = services.account_create(
                actor=officer, source=person.source, title="Seen", teller=person
            )
            act = services.act_create(actor=officer, account=account, mention=person, type="EXECPUB")
            known[act.pk] = "one" if at < 2 else "other"
    hooks._events_known.insert(0, lambda acts: {a: known[a] for a in acts if a in known})
    try:
        (row,) = rows(officer, "tellers", act_type="EXECPUB")
    finally:
        hooks._events_known.pop(0)
    assert (row[1], row[2], row[3], row[5], row[6], row[7]) == (4, 3, 75.0, 3, 2, 0)


def test_routes_have_shares_by_year_of_those_who_arrived(officer: Any, heard: Any) -> None:
    for year, way in (
        ("2005", ("CN-YANJI", "KHM")),
        ("2005", ("CN-YANJI", "KHM")),
        ("2006", ("CN-YANJI", "THA-BANGKOK")),
    ):
        person = heard()
        _way(
            officer,
            person,
            ("LEG-CROSS", year, way[0]),
            ("LEG-TRANSIT", year, way[1]),
            ("LEG-ARRIVE", "2007", "KOR-SEOUL"),
        )
    waiting = heard()
    _way(officer, waiting, ("LEG-CROSS", "2005", "CN-YANJI"))
    found = tables.table("routes", tables.Asked(user=officer))
    assert [(r[0], r[2], r[3], r[4]) for r in found.rows] == [
        ("all years", 2, 3, 66.7), ("all years", 1, 3, 33.3), (2005, 2, 2, 100.0), (2006, 1, 1, 100.0),
    ]  # fmt: skip
    assert "Cambodia" in str(found.rows[0][1])
    assert "1 people" in found.notes[0]
    assert [(r[0], r[2]) for r in rows(officer, "where", since=2005, until=2005)] == [(2005, 3), (2005, 2)]


def test_where_in_a_country_and_among_whom(officer: Any, heard: Any) -> None:
    for town in ("CN-YANJI", "CN-TUMEN", "CN-CHANGBAI", "CN-DANDONG"):
        _way(officer, heard(), ("LEG-CROSS", "2005", town))
    found = {(r[0], r[1], r[2]): (r[3], r[4]) for r in rows(officer, "among", since=2005, until=2005)}
    assert found["China", "Jilin Province", "Korean of China"] == (3, 4)
    assert found["China", "Liaoning Province", "of no one group"] == (1, 4)
    assert rows(officer, "among", since=2006, until=2006) == []


def test_prices_stand_by_year_and_way_in_their_own_money(officer: Any, heard: Any) -> None:
    for price in (2000, 3000, 7000):
        person = heard()
        _way(
            officer,
            person,
            ("LEG-CROSS", "2009", "CN-YANJI"),
            price=price,
            currency="CNY",
            from_place="KP-HOERYONG",
        )
    account = services.account_create(actor=officer, source=person.source, title="Sold")
    Transfer.objects.create(
        account=account,
        mention=person,
        date="2010",
        place="CN-YANJI",
        price=500,
        currency="USD",
        purpose="TP-MARR",
    )
    found = rows(officer, "prices")
    assert [(r[0], r[3:]) for r in found] == [
        ("2009", ("CNY", 3, 2000.0, 3000.0, 7000.0)),
        ("2010", ("USD", 1, 500.0, 500.0, 500.0)),
    ]
    assert "→" in found[0][2]


def test_how_long_it_took_counts_those_still_on_the_way(officer: Any, heard: Any) -> None:
    for steps in (
        (("LEG-CROSS", "1997-01-10", "CN-YANJI"), ("LEG-ARRIVE", "2001-01-10", "KOR-SEOUL")),
        (("LEG-CROSS", "1997-01-10", "CN-YANJI"), ("LEG-HIDE", "2002-01-10", "CN-YANJI")),
        (("LEG-CROSS", "2001-03-01", "CN-YANJI"), ("LEG-ARRIVE", "2001-04-01", "KOR-SEOUL")),
        (("LEG-HIDE", "2001-03-01", "CN-YANJI"),),
    ):
        _way(officer, heard(), *steps)
    found = tables.table("durations", tables.Asked(user=officer))
    assert found.rows == ((1997, 2, 1, 1, "48"), (2001, 1, 1, 0, "1"))
    assert "1." in found.notes[0]


def test_entries_into_missions_stand_by_month_and_mission_each_once(officer: Any, heard: Any) -> None:
    group = services.mention_create(
        actor=officer, source=heard().source, is_group=True, number_low=25, number_high=25
    )
    one, again = heard(), heard()
    for person in (group, one, again):
        _way(officer, person, ("LEG-MISSION", "2002-03-14", "CN-BEIJING"))
    hooks._persons_known.insert(0, lambda pks: dict.fromkeys({one.pk, again.pk} & set(pks), "p"))
    try:
        found = rows(officer, "steps", leg_kind="LEG-MISSION")
    finally:
        hooks._persons_known.pop(0)
    assert [(r[0], r[3:]) for r in found] == [("2002-03", (1, 1, 25))]
    assert "Beijing" in found[0][1]


def _returned(officer: Any, person: Any, year: str, held: str = "", ended: str = "", **more: Any) -> Any:
    _way(officer, person, ("LEG-REPAT", year, "KP-ONSONG"))
    if held:
        account = services.account_create(actor=officer, source=person.source, title="Held")
        low = f"{year}-06-01"
        return Stay.objects.create(
            account=account,
            mention=person,
            facility_type=held,
            date=low,
            date_low=low,
            date_high=low,
            ended=ended,
            **more,
        )
    return None


def test_what_followed_returns_is_told_with_how_many_are_not_known(officer: Any, heard: Any) -> None:
    for held in ("JIPKYUL", "JIPKYUL", "KYOHWASO", ""):
        person = heard()
        _returned(officer, person, "2005", held)
    saying.value_say(actor=officer, thing=person, field="risk_on_return", answer="SP-MISS")
    told = person.legs.get()
    saying.value_say(actor=officer, thing=told, field="return_treatment", answer="T-EXEC")
    _returned(officer, heard(), "2005")
    found = {r[0]: r[1:4] for r in rows(officer, "after-return")}
    assert found["executed"] == (1, 4, 25.0)
    assert found["known, whatever it was"] == (4, 5, 80.0)
    assert found["not known"] == (1, 5, 20.0)
    by_risk = rows(officer, "after-return-by-risk")
    assert [r[1] for r in by_risk if r[0] != "none told"] == [
        "executed",
        "known, whatever it was",
        "not known",
    ]
    assert len({r[0] for r in by_risk}) == 2


def test_what_was_before_a_return_or_after_the_next_crossing_did_not_follow_it(
    officer: Any, heard: Any
) -> None:
    person = heard()
    _way(
        officer, person, ("LEG-REPAT", "2005-03-01", "KP-ONSONG"), ("LEG-REESCAPE", "2006-02-01", "CN-YANJI")
    )
    account = services.account_create(actor=officer, source=person.source, title="Held")
    for where, day in (("CN-KSS", "2005-02-01"), ("JIPKYUL", "2005-04-01"), ("KYOHWASO", "2008-01-01")):
        Stay.objects.create(
            account=account, mention=person, facility_type=where, date=day, date_low=day, date_high=day
        )
    assert len(rows(officer, "after-return")) == 3
    assert [r[0] for r in rows(officer, "custody")] == [2005]


def test_custody_by_year_of_return_has_lengths_and_asks_for_a_turn(officer: Any, heard: Any) -> None:
    for year in ("2004", "2005", "2006"):
        for n in range(3):
            _returned(officer, heard(issuer="A house"), year, "DANRYEON", f"{year}-1{n}-01")
    for year in ("2010", "2011"):
        for _n in range(4):
            _returned(officer, heard(issuer="Another"), year, "KYOHWASO")
    found = tables.table("custody", tables.Asked(user=officer, facility_type="KYOHWASO"))
    assert [(r[0], r[2], r[3], r[7]) for r in found.rows] == [
        (2004, 3, 3, 0), (2005, 3, 3, 0), (2006, 3, 3, 0), (2010, 4, 4, 4), (2011, 4, 4, 4),
    ]  # fmt: skip
    assert found.rows[0][6] == "5"
    assert found.notes[0].startswith("All: 0% of 9 people before 2010, 100% of 8 from then on")
    assert [note.split(":")[0] for note in found.notes] == ["All", "A house", "Another"]


def test_a_place_has_its_acts_by_kind_and_year_with_who_tells(officer: Any, heard: Any) -> None:
    sisters = [heard(issuer="A house"), heard(issuer="Another")]
    for at, person in enumerate([*sisters, heard()]):
        _returned(officer, person, "2009", "KYOHWASO", facility="")
        account = services.account_create(actor=officer, source=person.source, title="There", teller=person)
        services.act_create(actor=officer, account=account, mention=person, type="BEAT", date="2009-08")
        if at == 0:
            services.act_create(actor=officer, account=account, mention=person, type="BEAT", date="2007")
            sister = services.mention_create(actor=officer, source=person.source)
            relating.tie_add(actor=officer, mention=person, other=sister, relation="RE-SIB")
    hooks._persons_known.insert(
        0, lambda pks: {pk: "the-sister" for pk in pks if pk in (sister.pk, sisters[1].pk)}
    )
    try:
        (row,) = rows(officer, "facility", facility_type="KYOHWASO")
    finally:
        hooks._persons_known.pop(0)
    assert row[0] == "2009"
    assert row[2:6] == (3, 3, 3, 2)
