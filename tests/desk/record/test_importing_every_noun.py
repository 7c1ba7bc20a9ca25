"""Every noun of the record comes in as a table, with what it refers to, whole or not at all, and goes again."""

from __future__ import annotations

import hashlib
import io
import re

import openpyxl
import pytest
from django.utils import translation
from PIL import Image

from tumen.errors import ImportRefused
from tumen_desk.accounts import circles
from tumen_desk.audit import states
from tumen_desk.record import services, values
from tumen_desk.record.importing import empty
from tumen_desk.record.importing.apply import apply_plan
from tumen_desk.record.importing.plan import Plan, check_table
from tumen_desk.record.importing.tables import TABLES, guess_mapping
from tumen_desk.record.importing.undo import undo_import
from tumen_desk.record.models import (
    Chain,
    Definition,
    FacilityTime,
    FollowUp,
    Handling,
    HeardBefore,
    Intervention,
    Interview,
    Involvement,
    Media,
    Mention,
    Name,
    Passage,
    Piece,
    PlaceRisk,
    Post,
    Present,
    Said,
    Session,
    Shown,
    Subordination,
    Theme,
    Tie,
    Unit,
    Verification,
    Wellbeing,
)
from tumen_desk.record.queries import names_of

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])

WORLD = {
    "sources": "source_id,organisation,kind\ns1,A House,SK-VICT\ns2,A House,SK-WIT\n",
    "mentions": "mention_id,source_id,name\nm1,s1,Kim One\nm2,s1,Kim Two\nm3,s2,Kim Three\n",
    "accounts": "account_id,source_id,title\na1,s1,A return\na2,s1,A sentence\n",
    "acts": "act_id,account_id,mention_id,type\nc1,a1,m1,BEAT\n",
}
FURTHER = {
    "names": "mention_id,name,name_kind\nm1,김하나,given\nm1,Sparrow,pseudonym\n",
    "ties": "mention_id,relation,related_to,since\nm2,RE-SIB,m1,1990\n",
    "said": "field,value,how,mention_id,act_id,from\n"
    "civil_status,,refused,m1,,\ncause_of_death,He never woke,stated,,c1,\nchildren_left,2,stated,m1,,\n",
    "units": "unit_id,title,agency\nu1,Post 3,PRK-MSS\nu2,County office,PRK-MSS\n",
    "subordinations": "unit_id,under_id,source_id,from,to\nu1,u2,s1,2000,2010\n",
    "posts": "unit_id,source_id,title,mention_id,from\nu1,s1,head,m2,2003\n",
    "involvements": "act_id,degree,agency,unit_id,mention_id\nc1,PR-ORD,,u1,\nc1,PR-DID,,,m2\n",
    "chains": "account_id,kind,other_id\na1,CE-CAUSE,a2\n",
    "interventions": "account_id,kind,by,date,response\na1,IV-UN,A working group,2011,\n",
    "interviews": "source_id,mention_id,adds\ns1,m1,Nobody told of this place before\n",
    "sessions": "source_id,date,language,minutes,alone\ns1,2012-03,ko,90,yes\n",
    "follow_ups": "mention_id,kind,due\nm1,{kind},2013-01-01\n",
}


def _plan(**tables):
    return Plan(tables={n: check_table(c.encode(), table=n) for n, c in tables.items()})


def _apply(user, **tables):
    digest = hashlib.sha256(repr(sorted(tables.items())).encode()).hexdigest()
    plan = _plan(**tables)
    assert not plan.faults, plan.faults
    return apply_plan(actor=user, plan=plan, title="x", content_sha256=digest)


def _further():
    kind = next(iter(services.terms.vocabulary("follow_up_kind"))).code
    return {name: text.format(kind=kind) if "{kind}" in text else text for name, text in FURTHER.items()}


MADE = (
    Name,
    Tie,
    Said,
    Unit,
    Subordination,
    Post,
    Involvement,
    Chain,
    Intervention,
    Interview,
    Session,
    FollowUp,
)


def test_all_come_in_together_refer_to_each_other_and_go_again(officer):
    batch = _apply(officer, **WORLD, **_further())
    one = Mention.objects.get(external_id="m1")
    assert {n.text for n in names_of(officer, [one], reason="test")[one.pk]} == {
        "Kim One",
        "김하나",
        "Sparrow",
    }
    assert {(i.degree, str(i.unit or ""), str(i.mention or "")) for i in Involvement.objects.all()} == {
        ("PR-ORD", str(Unit.objects.get(external_id="u1")), ""),
        ("PR-DID", "", str(Mention.objects.get(external_id="m2"))),
    }
    said = {f.field.id: f.values[0] for f in values.of_mentions(officer, [one])}
    assert said["civil_status"].how == Said.How.REFUSED
    assert said["children_left"].value == "2"
    assert Said.objects.get(field="cause_of_death").words == "He never woke"
    assert Session.objects.get().interview.person == one
    assert Chain.objects.get().other.title == "A sentence"
    assert batch.counts["involvements"] == 2
    undo_import(actor=officer, batch=batch)
    assert [m.__name__ for m in MADE if m._default_manager.exists()] == []


def test_what_came_before_is_referred_to_by_its_id_or_its_number_and_stays_when_the_later_goes(officer):
    _apply(officer, **WORLD)
    document = services.document_add(
        actor=officer,
        source=Mention.objects.get(external_id="m1").source,
        name="a.txt",
        content=b"What was told there.",
    )
    one = Mention.objects.get(external_id="m1")
    later = _apply(
        officer,
        names=f"mention_id,name\n{one},Later\n",
        ties="mention_id,relation,related_to\nm2,RE-SIB,m1\n",
        passages=f"document,start,end\n{document},0,8\n",
    )
    assert Passage.objects.get().text == "What was"
    undo_import(actor=officer, batch=later)
    assert Name.objects.count() == 3
    assert not Tie.objects.exists()


CANNOT_BE = (
    ("names", "mention_id,name\nm9,x\n", "mention_id"),
    ("ties", "mention_id,relation,related_to\nm1,RE-SIB,m3\n", "related_to"),
    ("ties", "mention_id,relation,related_to\nm1,RE-SIB,m1\n", "related_to"),
    ("said", "field,value,mention_id\nchildren_left,many,m1\n", "value"),
    ("said", "field,value,mention_id\ncause_of_death,x,m1\n", "value"),
    ("said", "field,value\nchildren_left,2\n", "mention_id"),
    ("involvements", "act_id,degree\nc1,PR-DID\n", "agency"),
    ("involvements", "act_id,degree,mention_id\nc1,PR-DID,m3\n", "mention_id"),
    ("chains", "account_id,kind,other_id\na1,CE-CAUSE,a1\n", "other_id"),
    ("sessions", "source_id,date\ns2,2012\n", "source_id"),
    ("interviews", "source_id,mention_id,adds\ns1,m3,x\n", "mention_id"),
    ("passages", "document,start,end\nD-999,0,8\n", "document"),
    ("media", "document,credit\nD-999,A Group\n", "document"),
    ("wellbeing", "source_id,text\ns1,Tired\n", "source_id"),
    ("heard_before", "source_id,kind\ns1,{earlier_kind}\n", "source_id"),
    ("present", "session_id,role\nx1,{presence}\n", "session_id"),
    ("definitions", "source_id,list,code,words\ns1,act_type,NO-SUCH,x\n", "code"),
    ("definitions", "source_id,list,code,words\ns9,act_type,BEAT,x\n", "source_id"),
    ("facility_times", "facility,source_id\n{named_facility},s1\n", "from"),
)


def test_a_row_that_cannot_be_is_said_with_its_row_and_nothing_is_written(officer):
    for table, written, column in CANNOT_BE:
        row = _coded(written)
        with pytest.raises(ImportRefused) as refused:
            _apply(officer, **WORLD, **{table: row})
        said = [(f["table"], f["row"], f["column"]) for f in refused.value.fields["faults"]]
        assert said == [(table, 2, column)]
        assert not Mention.objects.exists()


def _coded(text):
    """With the first term of each list that stands in braces."""
    return re.sub(r"\{(\w+)\}", lambda m: next(iter(services.terms.vocabulary(m[1]))).code, text)


def _picture(officer, source, colour="red"):
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(drawn, "PNG")
    return services.document_add(actor=officer, source=source, name="a.png", content=drawn.getvalue())


OF_PICTURES = {
    "media": "document,kind,credit,photographer,taken,depicts,seen,viewpoint,caption,account_id\n"
    "{d},photograph,A Group,,2011-03,2010,CN-YANJI,CN-YANJI,The yard,a1\n",
    "shown": 'document,mention_id,recognisable,area\n{d},m1,yes,"10,10,20,20"\n',
    "custody": "document,mention_id,who,since,how\n{d},m1,,2011,by hand\n{sha},,A neighbour,2012,\n",
    "verifications": "document,kind,found,reason\n{d},{{verification_kind}},holds,The wall stands there.\n",
    "interviews": "source_id,mention_id,adds\ns1,m1,Nobody told of this place before\n",
    "wellbeing": "source_id,text\ns1,Tired; asked for a rest\n",
    "pieces": "source_id,kind,document,made_on\ns1,{{record_kind}},{d},2012\n",
    "heard_before": "source_id,kind,by,date\ns1,{{earlier_kind}},A paper,2009\n",
}


def test_pictures_their_way_and_notes_of_interviews_come_in_sealed_and_go_again(officer):
    _apply(officer, **WORLD)
    one = Mention.objects.get(external_id="m1")
    document = _picture(officer, one.source)
    named = {"d": document, "sha": document.file_sha256}
    tables = {name: _coded(text.format(**named)) for name, text in OF_PICTURES.items()}
    later = _apply(officer, **tables)
    media = Media.objects.get()
    assert (media.kind, media.credit, media.seen, media.caption) == (
        "photograph",
        "A Group",
        "CN-YANJI",
        "The yard",
    )
    assert (media.date, media.depicts, media.account.title) == ("2011-03", "2010", "A return")
    assert (media.shown.get().mention, media.shown.get().area) == (one, "10,10,20,20")
    assert [(h.position, h.mention, h.who) for h in media.handlings.all()] == [
        (1, one, ""),
        (2, None, "A neighbour"),
    ]
    assert media.verifications.get().reason == "The wall stands there."
    assert Wellbeing.objects.get().text == "Tired; asked for a rest"
    assert (Piece.objects.get().document, HeardBefore.objects.get().by) == (document, "A paper")
    assert states.compare().altered == ()
    with pytest.raises(ImportRefused) as refused:
        _apply(officer, media=f"document,caption\n{document},Another yard\n")
    assert "described already" in refused.value.fields["faults"][0]["message"]
    undo_import(actor=officer, batch=later)
    media.refresh_from_db()
    assert (media.kind, media.credit, media.caption, media.date, media.account) == ("", "", "", "", None)
    assert media.thumbnail
    made = (Shown, Handling, Verification, Wellbeing, Piece, HeardBefore, Interview)
    assert [m.__name__ for m in made if m._default_manager.exists()] == []
    assert states.compare().altered == ()


OF_MEANINGS = {
    "interviews": "source_id,mention_id,adds\ns1,m1,Nobody told of this place before\n",
    "sessions": "session_id,source_id,date,alone\nx1,s1,2012-03,no\nx2,s1,2012-04,yes\n",
    "present": "session_id,role,number\nx1,{presence},2\n",
    "definitions": "source_id,list,code,words,page,house\ns1,act_type,BEAT,Blows with the hand or a thing,12,yes\n",
    "themes": "title,acts,order\nViolence on return,BEAT,3\n",
    "facility_times": "facility,source_id,called,from,to\n{named_facility},s1,The old jail,1998,2004-05\n",
    "place_risks": "place,words,since\nCN-YANJI,Raids before holidays,2011\n",
}


def test_who_was_there_meanings_themes_and_places_come_in_and_go_again(officer):
    _apply(officer, **WORLD)
    later = _apply(officer, **{name: _coded(text) for name, text in OF_MEANINGS.items()})
    there = Present.objects.get()
    assert (there.session.external_id, there.number) == ("x1", 2)
    told = Definition.objects.get()
    assert (told.source.external_id, told.code, told.where, told.house) == ("s1", "BEAT", "12", True)
    assert (Theme.objects.get().acts, Theme.objects.get().order) == (["BEAT"], 3)
    in_use = FacilityTime.objects.get()
    assert (in_use.called, in_use.date, in_use.ended) == ("The old jail", "1998", "2004-05")
    assert (PlaceRisk.objects.get().words, PlaceRisk.objects.get().since) == ("Raids before holidays", "2011")
    assert states.compare().altered == ()
    second = Session.objects.get(external_id="x2")
    for table, row, says in (
        ("present", f"session_id,role\n{second},{{presence}}\n", "nobody else was there"),
        ("present", "session_id,role\nx1,{presence}\n", "stands there already"),
        ("themes", "title,acts\nViolence on return,BEAT\n", "a theme of this title"),
        ("definitions", "source_id,list,code,words,house\ns2,act_type,BEAT,x,yes\n", "Another definition"),
    ):
        with pytest.raises(ImportRefused) as refused:
            _apply(officer, **{table: _coded(row)})
        assert says in refused.value.fields["faults"][0]["message"]
    undo_import(actor=officer, batch=later)
    gone = (Present, Session, Interview, Definition, Theme, FacilityTime, PlaceRisk)
    assert [m.__name__ for m in gone if m._default_manager.exists()] == []
    assert states.compare().altered == ()


def test_cells_of_a_table_of_meanings_are_checked_before_anything_is_written():
    plan = _plan(
        definitions="source_id,list,code,words\ns1,no_such_list,BEAT,x\n",
        themes="title,acts\nA,BEAT|NO-SUCH\n",
    )
    assert [(f.table, f.column) for f in plan.faults] == [("definitions", "vocabulary"), ("themes", "acts")]


def test_an_empty_table_has_its_headings_and_the_codes_that_may_stand_in_it(officer, client_of):
    sent = client_of(officer).get("/record/imports/table/custody/template/")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(sent.streaming_content)))
    assert [c.value for c in book["custody"][1]] == [c.name for c in TABLES["custody"]]
    codes = {(row[0], row[1]) for row in book["codes"].iter_rows(min_row=2, values_only=True)}
    assert {name for name, _ in codes} == {"agency"}
    assert ("agency", "PRK-MSS") in codes
    assert client_of(officer).get("/record/imports/table/nothing/template/").status_code == 404
    with translation.override("ko"):
        korean = openpyxl.load_workbook(io.BytesIO(empty.workbook("custody")))
    assert korean.sheetnames == ["custody", "열", "코드"]
    assert [c.value for c in korean["custody"][1]] == [c.name for c in TABLES["custody"]]
    assert [c.value for c in korean["열"][3]][1:3] == [
        "그림, 영상 또는 소리 (D-12 또는 파일의 SHA-256)",
        "예",
    ]


def test_what_lies_in_a_closed_circle_is_not_there_to_refer_to(officer, protection):
    _apply(officer, **WORLD)
    person = Mention.objects.get(external_id="m1")
    circle = circles.circle_make(actor=protection, title="A case")
    circles.source_enclose(actor=protection, circle=circle, source=person.source_id)
    with pytest.raises(ImportRefused):
        _apply(officer, names=f"mention_id,name\n{person},x\n")
    _apply(officer, mentions="mention_id,source_id,organisation,name\nm9,s1,A House,Kim Four\n")
    assert Mention.objects.get(external_id="m9").source_id != person.source_id


def test_the_wizard_offers_every_table_and_guesses_its_columns(officer, client_of):
    page = client_of(officer).get("/record/imports/table/").content.decode()
    for table, columns in TABLES.items():
        assert f'value="{table}"' in page
        assert guess_mapping(table, [c.name for c in columns]) == {c.name: c.name for c in columns}
