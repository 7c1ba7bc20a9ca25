"""Consent is not among what two people may agree to: whoever asks, and whoever agrees, a no stays a no."""

from __future__ import annotations

import datetime
import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from tests.desk.act.conftest import returned  # noqa: F401  (a fixture)

import tumen_desk
from tumen.errors import LinkageError, PaperRefused
from tumen_desk.accounts import approvals
from tumen_desk.accounts.deeds import DEEDS
from tumen_desk.accounts.models import Approval, Role, User
from tumen_desk.act import sending
from tumen_desk.act import services as acting
from tumen_desk.act.models import Paper
from tumen_desk.link import services as linking
from tumen_desk.link.models import Judgement
from tumen_desk.record import services as record
from tumen_desk.record.models import Purpose
from tumen_desk.record.queries import allowed_mentions

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])
WORDS = (
    "override",
    "overrule",
    "bypass",
    "force",
    "ignore",
    "anyway",
    "skip",
    "without_consent",
    "unchecked",
)
# What these words mean elsewhere.
HARMLESS = {"force_insert", "force_update", "force_begin_transaction_with_broken_autocommit"}
# Files of templates that are being read already, as Django names them.
ELSEWHERE = {"tumen_desk.shell.spoken.get_template(skip)"}


def _ways_round(*modules: object) -> tuple[list[str], int]:
    """Parameters of functions and methods whose names promise a way round a rule; how many were looked at."""
    found, looked = [], 0
    for module in modules:
        for owner in (module, *(c for _, c in inspect.getmembers(module, inspect.isclass))):
            for name, function in inspect.getmembers(owner, inspect.isfunction):
                if not str(function.__module__).startswith(("tumen_desk", __name__)):
                    continue
                looked += 1
                given = set(inspect.signature(function).parameters) - HARMLESS
                found += [f"{function.__module__}.{name}({p})" for p in given for word in WORDS if word in p]
    return sorted(set(found)), looked


def _modules() -> Iterator[object]:
    for found in pkgutil.walk_packages(tumen_desk.__path__, "tumen_desk."):
        if not found.name.endswith((".verify_log", ".worker", ".wsgi")) and ".settings" not in found.name:
            if found.name.startswith("tumen_desk.store.postgresql") and not importlib.util.find_spec(
                "psycopg"
            ):
                continue
            yield importlib.import_module(found.name)


class Planted:
    """What the search must find."""

    def send(self, *, override_consent: bool) -> None: ...


def test_no_function_of_the_desk_has_a_way_round():
    found, looked = _ways_round(*_modules())
    assert looked > 1_000
    assert set(found) == ELSEWHERE
    assert _ways_round(importlib.import_module(__name__))[0] == [f"{__name__}.send(override_consent)"]


def test_no_column_and_no_dangerous_act_keeps_one():
    columns = [f"{m.__name__}.{f.name}" for m in apps.get_models() for f in m._meta.concrete_fields]
    assert len(columns) > 300
    assert not [c for c in columns if any(word in c.lower() for word in WORDS)]
    assert not [code for code in DEEDS if "consent" in code]


@pytest.mark.parametrize("role", Role.values)
def test_no_role_links_or_counts_whoever_said_no(role, protection):
    actor = User.objects.create_user(f"a-{role}", role=role)
    source = record.source_create(actor=protection, title="Heard", kind="SK-VICT")
    pair = [
        record.mention_create(actor=protection, source=source, names=[{"text": "곽누리새"}]) for _ in range(2)
    ]
    assert not [p for p in Purpose.values if allowed_mentions(p).filter(source=source).exists()]
    with pytest.raises((PermissionDenied, LinkageError)):
        linking.judgement_add(actor=actor, mention_a=pair[0], mention_b=pair[1], verdict="positive")
    assert not Judgement.objects.exists()


def test_what_two_people_agreed_to_does_not_leave_once_somebody_withdrew(
    returned,  # noqa: F811  (the fixture)
    lawyer,
    protection,
):
    case = acting.case_open(actor=lawyer, title="A return", state="CHN", persons=[returned.mention])
    acting.inquiry_add(
        actor=lawyer,
        case=case,
        asked="the ministry",
        asked_on=datetime.date(2014, 1, 10),
        asked_by="the family",
    )
    for purpose in ("CP-UN", "CP-UNGOV"):
        returned.agree(purpose)
    paper = sending.paper_begin(
        actor=lawyer, channel="CHN-WGEID", case=case, act=returned.act, persons=[returned.mention]
    )
    answers = {
        **paper.answers,
        "submitter": "A group, 1 Road, Seoul",
        "confidential": "who told us",
        "steps": "asked",
    }
    sending.paper_write(actor=lawyer, paper=paper, answers=answers)
    sending.paper_ask(actor=protection, paper=paper, reason="The family asked us to.")
    approvals.decide(actor=lawyer, approval=Approval.objects.latest("id"), granted=True, reason="Read it.")
    returned.agree("CP-UNGOV", granted=False)
    # Whoever writes it back by hand meets the question again at the moment it leaves.
    Paper.objects.filter(pk=paper.pk).update(state=Paper.State.DRAFT)
    with pytest.raises(PaperRefused):
        sending.paper_send(actor=protection, paper=paper)
    assert Approval.objects.latest("id").spent_at is None
