"""What bounds who a person can be goes to the linkage with each mention, and no verdict makes relatives one."""

from __future__ import annotations

import pytest

from tumen import linkage
from tumen.errors import ContradictionError
from tumen_desk.link.adapters import kinship, mention_key, mention_pk, mention_rows
from tumen_desk.link.models import Judgement
from tumen_desk.link.services import judgement_add
from tumen_desk.record.models import Act, Leg, Mention, Purpose, Stay, Tie
from tumen_desk.record.queries import allowed_mentions

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])


def _rows():
    return {row["mention_id"]: row for row in mention_rows(allowed_mentions(Purpose.LINK))}


def _tie():
    allowed = allowed_mentions(Purpose.LINK).values("pk")
    found = Tie.objects.filter(mention__in=allowed, other__in=allowed, relation__in=kinship())
    return found.order_by("pk").first()


def test_relatives_days_of_life_and_stays_go_with_a_mention(linked_world):
    tie = _tie()
    stay = Stay.objects.filter(mention__in=allowed_mentions(Purpose.LINK)).order_by("pk").first()
    Stay.objects.filter(pk=stay.pk).update(facility="F-1", date="2003-01", ended="2003-06")
    rows = _rows()
    row = rows[mention_key(tie.mention_id)]
    assert dict(zip(row["related_to"].split("|"), row["relation"].split("|"), strict=True))[
        mention_key(tie.other_id)
    ] == tie.relation  # fmt: skip
    assert "F-1;2003-01;2003-06" in rows[mention_key(stay.mention_id)]["held"].split("|")
    leg = Leg.objects.filter(mention__in=allowed_mentions(Purpose.LINK)).exclude(date="").first()
    assert leg.date in rows[mention_key(leg.mention_id)]["alive"].split("|")
    act = Act.objects.filter(mention__in=allowed_mentions(Purpose.LINK)).first()
    assert f"{act.type};{act.place};{act.date}" in rows[mention_key(act.mention_id)]["acts"].split("|")
    heard = Mention.objects.get(pk=mention_pk(next(k for k, r in rows.items() if r["role"] == "interviewee")))
    assert heard.source.date in rows[mention_key(heard.pk)]["alive"].split("|")
    assert len(linkage.Mentions.from_rows(rows.values())) == len(rows)


def test_no_verdict_makes_a_person_a_relative_of_their_own(linked_world):
    tie = _tie()
    with pytest.raises(ContradictionError, match="told as relatives"):
        judgement_add(actor=linked_world.analyst, mention_a=tie.mention, mention_b=tie.other, verdict="same")
    assert not Judgement.objects.exists()
