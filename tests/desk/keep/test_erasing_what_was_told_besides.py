"""Erasing a person takes further values, notes of care and promises with it, and leaves what others said standing."""

import pytest

from tumen_desk.record import forgetting, interviewing, journeys, relating, saying, services
from tumen_desk.record.models import (
    FollowUp,
    Interview,
    Leg,
    Mention,
    Piece,
    Post,
    Preference,
    Said,
    Session,
    Wellbeing,
)

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])


@pytest.fixture
def told(officer):
    source = services.source_create(actor=officer, title="Heard", kind="SK-VICT", published=True)
    document = services.document_add(
        actor=officer, source=source, name="a.txt", content=b"She told all of it."
    )
    interview = interviewing.interview_open(actor=officer, source=source, adds="x")
    person = interview.person
    passage = services.passage_anchor(actor=officer, document=document, start=0, end=8)
    interviewing.session_add(actor=officer, interview=interview, language="ko", watched="a car")
    interviewing.piece_add(actor=officer, interview=interview, kind="RK-QA", document=document)
    interviewing.wellbeing_write(actor=officer, interview=interview, text="tired")
    interviewing.follow_up_promise(actor=officer, mention=person, kind="FU-NEWS", how="by the shop")
    leg = journeys.leg_add(actor=officer, mention=person, kind="LEG-CROSS")
    said = saying.value_say(
        actor=officer, thing=person, field="education", answer="ED-SEC", passage=passage, connection="IF-EXP"
    )
    saying.value_say(actor=officer, thing=leg, field="risk_told", answer="ice was thin")
    saying.value_prefer(actor=officer, mention=person, field="education", said=said, reason="her own word")
    unit = relating.unit_add(actor=officer, title="Post 3")
    relating.post_add(actor=officer, unit=unit, source=source, holder=person, standing="PO-HEAD", title="x")
    return person, document


def test_everything_that_hangs_on_the_person_goes_and_nothing_stands_in_the_way(officer, told):
    person, document = told
    other = services.mention_create(actor=officer, source=person.source)
    kept = saying.value_say(actor=officer, thing=other, field="education", answer="ED-UNI")
    assert forgetting.forget([person.pk]) > 8
    forgetting.let_go([document.pk])
    for model in (Interview, Session, Piece, Wellbeing, FollowUp, Preference):
        assert not model.objects.exists(), model
    assert list(Said.objects.all()) == [kept]
    assert Post.objects.get().holder is None
    Leg.objects.all().delete()
    document.passages.all().delete()
    document.delete()
    assert Mention.objects.filter(pk=person.pk).exists()


def test_of_a_document_that_goes_values_stay_without_their_passage(told):
    _, document = told
    forgetting.let_go([document.pk])
    assert Said.objects.filter(passage__isnull=False).count() == 0
    assert Said.objects.count() == 2
    assert Piece.objects.get().document is None


def test_an_import_is_not_taken_back_under_values_that_somebody_added_to_it(officer):
    from tumen.errors import UndoRefused
    from tumen_desk.record.importing import apply, undo
    from tumen_desk.record.importing.plan import Plan, check_table

    plan = Plan(tables={"mentions": check_table(b"id,name\n1,x\n", table="mentions")})
    batch = apply.apply_plan(actor=officer, plan=plan, title="List", content_sha256="ab" * 32)
    saying.value_say(actor=officer, thing=Mention.objects.get(), field="education", answer="ED-SEC")
    with pytest.raises(UndoRefused):
        undo.undo_import(actor=officer, batch=batch)
    assert Mention.objects.count() == Said.objects.count() == 1
