"""Parts of a whole, grades with reasons, kinds and stages of happenings, the way of a film, definitions of terms."""

from __future__ import annotations

import html
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from tumen.errors import InputError
from tumen.vocab import load_pack
from tumen_desk.act import report_marks
from tumen_desk.link.events import queries as events
from tumen_desk.link.events.services import event_judgement_add, event_run
from tumen_desk.record import (
    defining,
    journeys,
    picturing,
    policies,
    proving,
    relating,
    services,
    symbols,
    tables,
    wholes,
    works,
)
from tumen_desk.record.models import Media, Purpose, Source

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])


@pytest.fixture
def make(officer: Any) -> Any:
    """A source of some kind."""
    return lambda title, kind="SK-NGO", **more: services.source_create(
        actor=officer, title=title, kind=kind, **more
    )


@pytest.fixture
def shown(officer: Any, client_of: Any) -> Any:
    client = client_of(officer)
    return lambda address: html.unescape(client.get(address).content.decode())


def test_parts_stand_in_the_order_of_the_whole_with_their_notes(
    officer: Any, make: Any, shown: Any, client_of: Any
) -> None:
    whole, first, second, third = (make(t) for t in ("The report", "One", "Two", "Three"))
    for part, order, note in ((second, 2, 26), (third, 3, None), (first, 1, 1)):
        wholes.source_describe(actor=officer, source=part, part_of=whole, part_order=order, first_note=note)
    assert [p.title for p in wholes.in_whole(officer, whole).parts] == ["One", "Two", "Three"]
    place = wholes.in_whole(officer, second)
    assert (place.before, place.after) == (first, third)
    told = shown(f"/record/sources/{second.pk}/place/")
    for words in ("Part of", "The report", "Notes begin at", "26"):
        assert words in told
    assert "notes from 26" in " ".join(shown(f"/record/sources/{whole.pk}/place/").split())
    with pytest.raises(InputError, match="part of itself"):
        wholes.source_describe(actor=officer, source=whole, part_of=third)
    answer = client_of(officer).post(f"/record/sources/{whole.pk}/describe/", {"part_of": third.pk})
    assert answer.status_code == 422
    assert f"/record/sources/{whole.pk}/place/" in shown(f"/record/sources/{whole.pk}/")


def test_a_report_has_the_period_it_covers_and_a_source_its_interest(
    officer: Any, make: Any, shown: Any, client_of: Any
) -> None:
    report = make("A yearly report", "SK-GOV", date="2012-06")
    given = {"covers": "2011-04/2012-03", "interest": "SI-STATE", "interest_words": "its own border policy"}
    client_of(officer).post(f"/record/sources/{report.pk}/describe/", given)
    report.refresh_from_db()
    assert report.covers == "2011-04/2012-03"
    told = shown(f"/record/sources/{report.pk}/place/")
    for words in ("April 2011", "defends the policy of a state", "its own border policy"):
        assert words in told


def test_a_grade_is_not_kept_without_reasons(officer: Any, make: Any, shown: Any, client_of: Any) -> None:
    source = make("Heard", "SK-VICT")
    address = f"/record/sources/{source.pk}/grade/"
    assert client_of(officer).post(address, {"reliability": "RL-2"}).status_code == 422
    source.refresh_from_db()
    assert source.reliability == ""
    client_of(officer).post(address, {"reliability": "RL-2", "why": "critical of both governments"})
    told = shown(f"/record/sources/{source.pk}/")
    assert "critical of both governments" in told


def test_acts_of_one_happening_have_an_order_and_happenings_a_kind(
    officer: Any, make: Any, shown: Any, client_of: Any
) -> None:
    account = services.account_create(
        actor=officer, source=make("A drawing", "SK-DRAW"), title="In the square"
    )
    victim = services.mention_create(actor=officer, source=account.source)
    acts = [
        services.act_create(actor=officer, account=account, mention=victim, type=kind)
        for kind in ("EXECPUB", "UNFAIR", "BEAT")
    ]
    order = {f"stage_{act.pk}": place for act, place in zip(acts, (3, 1, 2), strict=True)}
    client_of(officer).post(f"/record/accounts/{account.pk}/describe/", {"kind": "HK-TRIAL", **order})
    account.refresh_from_db()
    assert account.kind == "HK-TRIAL"
    assert [a.type for a in wholes.stages(account)] == ["UNFAIR", "BEAT", "EXECPUB"]
    told = shown(f"/record/accounts/{account.pk}/stages/")
    assert "public trial" in told
    assert (
        told.index(f"/acts/{acts[1].pk}/")
        < told.index(f"/acts/{acts[2].pk}/")
        < told.index(f"/acts/{acts[0].pk}/")
    )


def test_terms_that_were_missing_are_there() -> None:
    pack = load_pack("dprk")
    assert {"SEXSLAV", "FPREG", "SURV", "DENOUNCE"} <= {t.code for t in pack.vocabulary("act_type")}
    assert "HK-MISSION" in pack.vocabulary("happening_kind")


def test_an_event_shows_its_kinds_of_sources_and_compares_their_stages(
    officer: Any, analyst: Any, make: Any, client_of: Any
) -> None:
    told = []
    for title, kind, order in (
        ("A film", "SK-VIDEO", {"UNFAIR": 1, "BEAT": 2, "EXECPUB": 3}),
        ("A drawing", "SK-DRAW", {"UNFAIR": 1, "EXECPUB": 4}),
        ("A paper", "SK-PRESS", {"EXECPUB": 1, "UNFAIR": 2}),
    ):
        source = make(title, kind, published=True)
        account = services.account_create(actor=officer, source=source, title=title, connection="IF-SEEN")
        victim = services.mention_create(actor=officer, source=source)
        acts = {
            each: services.act_create(
                actor=officer,
                account=account,
                mention=victim,
                type=each,
                date="2005-03-01",
                place="KP-HOERYONG",
            )
            for each in order
        }
        wholes.account_describe(
            actor=officer,
            account=account,
            kind="",
            stages={acts[each].pk: place for each, place in order.items()},
        )
        told.append(acts["EXECPUB"])
    for other in told[1:]:
        event_judgement_add(actor=analyst, act_a=told[0], act_b=other, verdict="same")
    event_run(actor=analyst, kinds=["EXECPUB"])
    page = client_of(analyst).get(f"/link/events/{events.event_of(told[0].pk)}/").content.decode()
    kinds = page.split("By kind of source")[1].split("</table>")[0]
    assert all(words in kinds for words in ("press", "video", "drawing by a witness"))
    assert kinds.count("/record/accounts/") == 3
    stages = page.split("Stage by stage")[1].split("</section>")[0]
    assert stages.count("in one order") == 1
    assert stages.count("in another order") == 2


@pytest.fixture
def film(officer: Any, make: Any) -> Media:
    picture = BytesIO()
    Image.new("RGB", (40, 30), "grey").save(picture, "JPEG")
    source = make("Filmed", "SK-VIDEO")
    document = services.document_add(actor=officer, source=source, name="a.jpg", content=picture.getvalue())
    return Media.objects.get(document=document)


def test_a_film_has_its_way_with_the_consent_of_who_made_it_and_what_was_verified(
    officer: Any, analyst: Any, film: Media, client_of: Any
) -> None:
    maker = services.mention_create(actor=officer, source=film.document.source)
    proving.handling_add(actor=officer, media=film, mention=maker, since="2005-03")
    address = f"/record/documents/{film.document_id}/proof/"
    step = {"role": "NG-MEDIA", "who": "somebody at the border", "since": "2005-04", "how": "in a lunch box"}
    if "NG-MEDIA" not in load_pack("dprk").vocabulary("agency"):
        step["role"] = "NG-BROKER"
    client_of(officer).post(f"{address}step/", step)
    assert [s.agreed for s in proving.way(film)] == [False, None]
    assert proving.refused_by(film) == str(maker)
    for purpose in Purpose:
        services.consent_record(
            actor=officer, source=film.document.source, mention=maker, purpose=purpose, granted=True
        )
    assert proving.refused_by(film) == ""
    client_of(officer).post(
        f"{address}check/",
        {"kind": "VK-PLACE", "found": "holds", "reason": "the ridge is that of a satellite picture"},
    )
    told = client_of(officer).get(address).content.decode()
    for words in ("agreed", "in a lunch box", "where it was made", "the ridge is that"):
        assert words in told
    few = client_of(analyst).get(address).content.decode()
    assert "in a lunch box" not in few
    assert "the ridge is that" not in few
    with pytest.raises(InputError, match="Say who had it"):
        proving.handling_add(actor=officer, media=film)
    assert picturing.media_describe(actor=officer, media=film).handlings.count() == 2


def test_terms_have_definitions_by_author_and_reports_print_those_of_the_house(
    officer: Any, make: Any, client_of: Any, shown: Any
) -> None:
    book = make("A Study", "SK-SCHOL", issuer="An Institute", date="2004")
    own = make("Our glossary", issuer="This house", date="2020")
    code = next(iter(load_pack("dprk").vocabulary("term_for_people"))).code
    for source, words, house in ((book, "one who left without permission", ""), (own, "whoever left", "on")):
        client_of(officer).post(
            "/record/lists/term_for_people/define/",
            {"code": code, "source": source.pk, "words": words, "where": "p. 3", "house": house},
        )
    told = shown("/record/lists/term_for_people/definitions/")
    assert told.index("one who left without permission") < told.index("whoever left")
    assert "An Institute" in told
    (printed,) = report_marks.definitions("en")
    assert "“whoever left”" in printed
    assert "Our glossary" in printed
    with pytest.raises(InputError):
        defining.definition_add(
            actor=officer, vocabulary="term_for_people", code=code, source=book, words=" "
        )


def test_a_caption_that_puts_a_town_into_another_state_is_asked_about(
    officer: Any, film: Media, client_of: Any
) -> None:
    address = f"/record/documents/{film.document_id}/"
    client_of(officer).post(f"{address}describe/", {"caption": "Photograph taken at Dadong, North Korea."})
    told = html.unescape(client_of(officer).get(f"{address}proof/").content.decode())
    assert "Dadong, North Korea:" in told or "Dadong:" in told


NOTES = """The text calls its notes.

26 Writer, Ana. “Crossing the river.” The Paper, 12 May 2008. http://example.org/a (accessed 3 June 2012).
27 A Watch Group, The Invisible Way (New York: A Press, 2002), p. 12.
28 Concluding observations, CCPR/C/PRK/2000/2, para. 5.
29 Ibid.

Further reading

Scholar, Bea. Witness to Change. Washington: An Institute, 2011.
"""


def test_notes_and_a_list_of_reading_become_sources_with_their_day_of_retrieval(
    officer: Any, make: Any, client_of: Any, shown: Any
) -> None:
    source = make("A page", "SK-NGO")
    document = services.document_add(actor=officer, source=source, name="a.txt", content=NOTES.encode())
    found = works.named(NOTES)
    assert [(w.number, w.title, w.date, w.retrieved) for w in found] == [
        ("26", "Crossing the river", "2008-05-12", "2012-06-03"),
        ("27", "The Invisible Way", "2002", ""),
        ("28", "Concluding observations, CCPR/C/PRK/2000/2, para. 5", "", ""),
        ("", "Witness to Change", "2011", ""),
    ]
    address = f"/record/documents/{document.pk}/works/"
    assert "Crossing the river" in shown(address)
    nothing = client_of(officer).post(address, {"kind": "SK-PRESS"})
    assert nothing.status_code == 422
    for _again in range(2):
        lines = [found[0].at, found[2].at, found[3].at]
        client_of(officer).post(address, {"kind": "SK-PRESS", "line": lines})
    assert source.cites.count() == 3
    assert Source.objects.count() == 4
    article = Source.objects.get(title="Crossing the river")
    assert (article.retrieved, article.address) == ("2012-06-03", "http://example.org/a")
    assert "read 3 June 2012" in report_marks.cite(article)


def test_a_symbol_of_the_united_nations_is_a_link(officer: Any, make: Any, shown: Any) -> None:
    source = make("Concluding observations, CCPR/C/PRK/2000/2", "SK-UN")
    told = shown(f"/record/sources/{source.pk}/place/")
    assert 'href="https://docs.un.org/en/CCPR/C/PRK/2000/2"' in told
    assert symbols.found("He and/or she, 3/4 of them, A or B/C.") == []


def test_happenings_of_the_background_stand_in_the_line_of_time(officer: Any, make: Any, shown: Any) -> None:
    account = services.account_create(
        actor=officer, source=make("News", "SK-PRESS"), title="An uncle falls", date="2013-12-12"
    )
    wholes.account_describe(actor=officer, account=account, kind="HK-PURGE", stages={})
    told = shown("/record/policies/timeline/")
    row = told.split("2013</th>")[1].split("</tr>")[0]
    assert "An uncle falls" in row
    assert "purge or execution of an official" in row


def test_what_a_state_says_stands_against_what_people_tell_and_what_drives_beside_the_act(
    officer: Any, make: Any, shown: Any
) -> None:
    source = make("Heard", "SK-VICT", published=True)
    teller = services.mention_create(actor=officer, source=source, role="interviewee")
    account = services.account_create(actor=officer, source=source, title="Sold", teller=teller)
    act = services.act_create(actor=officer, account=account, mention=teller, type="TRAFFMAR")
    for title, kind, link in (
        ("No trafficking exists", "PK-CLAIM", "PX-AGAINST"),
        ("Few women of an age to marry", "PK-DRIVER", "PX-DRIVES"),
    ):
        policy = policies.policy_add(actor=officer, title=title, kind=kind, state="CHN")
        told = policies.Told(date="2008", rule=title)
        telling = policies.policy_tell(actor=officer, policy=policy, source=source, told=told)
        policies.policy_link(actor=officer, telling=telling, account=account, kind=link)
    rows = tables.table("claims", tables.Asked(user=officer)).rows
    assert [(r[1], r[4], r[5], r[6]) for r in rows] == [
        ("Few women of an age to marry", "is said to drive", f"A-{account.pk}", 1),
        ("No trafficking exists", "is contradicted by", f"A-{account.pk}", 1),
    ]
    assert f"/record/accounts/{account.pk}/stages/" in shown(f"/record/acts/{act.pk}/")
    beside = shown(f"/record/accounts/{account.pk}/stages/")
    assert "Few women of an age to marry" in beside
    assert "is said to drive" in beside


def test_a_death_stands_with_the_return_before_it_and_the_days_between(
    officer: Any, make: Any, shown: Any
) -> None:
    source = make("Heard", "SK-REL")
    person = services.mention_create(actor=officer, source=source)
    for kind, date in (("LEG-REPAT", "2011-01-05"), ("LEG-REESCAPE", "2011-09"), ("LEG-REPAT", "2012-07-01")):
        journeys.leg_add(actor=officer, mention=person, kind=kind, date=date)
    account = services.account_create(actor=officer, source=source, title="Died")
    services.act_create(actor=officer, account=account, mention=person, type="DEATHTORT", date="2012-07-20")
    services.act_create(actor=officer, account=account, mention=person, type="DEATHTORT", date="2009")
    (journey,) = journeys.journeys_of(person)
    ((leg, _act, days),) = journeys.deaths_after(person, journey)
    assert (leg.date, str(days)) == ("2012-07-01", "19")
    assert "not shown to have come of it" in shown(f"/record/mentions/{person.pk}/journey/")


def test_an_insider_brings_rules_for_hearing_and_for_grading(officer: Any, make: Any, shown: Any) -> None:
    source = make("A guard", "SK-PERP")
    guard = services.mention_create(actor=officer, source=source, role="interviewee")
    told = shown(f"/record/mentions/{guard.pk}/safety/?when=interview")
    assert "you are no court" in told
    assert "Grade apart what speaks against the person" in shown(f"/record/sources/{source.pk}/place/")
    other = make("Heard", "SK-VICT")
    account = services.account_create(actor=officer, source=other, title="There")
    victim, warder = (services.mention_create(actor=officer, source=other) for _ in range(2))
    act = services.act_create(actor=officer, account=account, mention=victim, type="BEAT")
    relating.involvement_add(actor=officer, act=act, degree="PR-DID", mention=warder)
    assert "told to have taken part" in shown(f"/record/mentions/{warder.pk}/safety/")
    assert "took part or served" not in shown(f"/record/mentions/{victim.pk}/safety/")


def test_named_places_of_detention_have_the_time_in_which_sources_say_they_were_in_use(
    officer: Any, make: Any, shown: Any, client_of: Any
) -> None:
    place = next(iter(load_pack("dprk").vocabulary("named_facility"))).code
    for title, date, ended in (("A satellite study", "1999", "2012"), ("A report", "1999", "")):
        given = {
            "facility": place,
            "source": make(title).pk,
            "date": date,
            "ended": ended,
            "called": "Camp A",
        }
        client_of(officer).post("/record/facilities/tell/", given)
    told = shown("/record/facilities/")
    row = told.split(f"?facility={place}")[0].rsplit("<tr>", 1)[1]
    for words in ("1999", "2012", "Camp A", "A satellite study", "A report"):
        assert words in row
    nothing = {"facility": place, "source": make("Another").pk}
    assert client_of(officer).post("/record/facilities/tell/", nothing).status_code == 422


def test_whoever_looks_can_mark_that_a_source_does_not_show_what_it_is_cited_for(
    officer: Any, analyst: Any, make: Any, client_of: Any
) -> None:
    acts = []
    for title in ("On famine", "On executions"):
        source = make(title, "SK-PRESS", published=True)
        account = services.account_create(actor=officer, source=source, title=title, connection="IF-SEEN")
        victim = services.mention_create(actor=officer, source=source)
        acts.append(
            services.act_create(
                actor=officer,
                account=account,
                mention=victim,
                type="EXECPUB",
                date="2008-02-20",
                place="KP-ONSONG",
            )
        )
    event_judgement_add(actor=analyst, act_a=acts[0], act_b=acts[1], verdict="same")
    event_run(actor=analyst, kinds=["EXECPUB"])
    key = events.event_of(acts[0].pk)
    before = events.whole(analyst, key)
    assert before is not None
    assert len(before.carried.first_hand) == 2
    client_of(analyst).post(
        f"/link/events/known/{acts[0].account_id}/",
        {"kind": "not_shown", "what": "is about rice", "event": key},
    )
    after = events.whole(analyst, key)
    assert after is not None
    assert len(after.carried.first_hand) == 1
    page = client_of(analyst).get(f"/link/events/{key}/").content.decode()
    assert "its source does not show it" in page
    assert "is about rice" in page


def test_faces_are_veiled_in_copies_unless_who_is_shown_agreed_and_a_picture_shows_a_happening(
    officer: Any, make: Any, client_of: Any, shown: Any
) -> None:
    source = make("Photographed", "SK-PHOTO")
    noise = Image.effect_noise((200, 100), 90).convert("RGB")
    written = BytesIO()
    noise.save(written, "PNG")
    document = services.document_add(actor=officer, source=source, name="a.png", content=written.getvalue())
    media = Media.objects.get(document=document)
    mother = services.mention_create(actor=officer, source=source)
    address = f"/record/documents/{document.pk}/"

    def colours(box: tuple[int, int, int, int]) -> int:
        copy = Image.open(BytesIO(picturing.media_copy(actor=officer, media=media)))
        return len(set(copy.convert("RGB").crop(box).get_flattened_data()))

    face, beside = (20, 10, 60, 60), (120, 10, 160, 60)
    assert colours(face) > 50
    client_of(officer).post(
        f"{address}shown/", {"mention": mother.pk, "recognisable": "on", "area": "5, 5, 300, 1"}
    )
    assert not media.shown.exists()
    client_of(officer).post(
        f"{address}shown/", {"mention": mother.pk, "recognisable": "on", "area": "10, 10, 20, 50"}
    )
    assert colours(face) <= 16
    assert colours(beside) > 50
    media.shown.update(area="")
    assert colours(beside) <= 16
    services.consent_record(actor=officer, source=source, mention=mother, purpose="CP-NAME", granted=True)
    assert colours(face) > 50
    account = services.account_create(
        actor=officer, source=make("News", "SK-PRESS"), title="Through the gate"
    )
    wholes.account_describe(actor=officer, account=account, kind="HK-MISSION", stages={})
    client_of(officer).post(f"{address}proof/event/", {"account": account.pk})
    assert f"/record/accounts/{account.pk}/" in shown(f"{address}proof/")
    told = shown(f"/record/accounts/{account.pk}/stages/")
    assert "entry into a mission" in told
    assert address in told
