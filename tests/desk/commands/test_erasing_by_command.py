"""`tumen desk erase`: a dry run, a question to a second person, the erasure, by whoever proves who they are."""

import shutil

import pytest

STORY = """
import json, time
from pathlib import Path
from typer.testing import CliRunner
from tumen.errors import TumenError
from tumen_desk.accounts import approvals, factors, totp
from tumen_desk.accounts.models import Approval, User
from tumen_desk.accounts.services import user_create
from tumen_desk.audit.models import Entry
from tumen_desk.commands.cli import app
from tumen_desk.keep import erasing
from tumen_desk.keep.models import Erasure
from tumen_desk.record import services
from tumen_desk.record.models import Document, Mention, Name
from tumen_desk.store import folder

OUT, NAME = Path(OUT), "곽누리새"
folder.unlock("six words drawn by dice")
lead = User.objects.get()
officer = user_create(actor=lead, username="officer", password="twelve letters", role="officer")
def paper(user):
    secret = factors.totp_begin(actor=user)
    factors.totp_confirm(actor=user, code=totp.code_at(secret, totp.step_at(time.time())))
    return factors.recovery_codes_make(actor=user)
user_create(actor=lead, username="bare", password="twelve letters", role="officer")
codes = paper(officer)
source = services.source_create(actor=officer, title="Heard", kind="SK-VICT", published=True)
services.document_add(actor=officer, source=source, name="a.txt", content=f"{NAME} told it.".encode())
her = services.mention_create(actor=officer, source=source, names=[{"text": NAME}], role=Mention.Role.INTERVIEWEE)
(OUT / "passphrase").write_text("six words drawn by dice")
lawyer = user_create(actor=lead, username="lawyer", password="twelve letters", role="lawyer")
lawyers = paper(lawyer)
analysts = paper(user_create(actor=lead, username="analyst", password="twelve letters", role="analyst"))
DATA = folder.root()
folder.lock()

def tumen(*words, user="officer", password="twelve letters", code=None, command="erase"):
    (OUT / "sign-in").write_text(f"{password}\\n{codes.pop() if code is None else code}\\n")
    files = ["--passphrase-file", str(OUT / "passphrase"), "--sign-in-file", str(OUT / "sign-in")]
    said = CliRunner().invoke(app, [command, *words, "--data", str(DATA), "--as", user, *files, "--json"])
    if isinstance(said.exception, TumenError):
        return said.exception.code
    assert said.exit_code == 0, said.exception
    return json.loads(said.stdout)

(OUT / "report.txt").write_text("title: Returns\\n\\n# Findings\\nPeople were sent back.\\n")
by_lawyer = {"command": "report", "user": "lawyer"}
SAY["report"] = tumen("--from", str(OUT / "report.txt"), "--out", str(OUT / "r.html"), code=lawyers.pop(), **by_lawyer)
SAY["printed"] = "People were sent back." in (OUT / "r.html").read_text("utf-8")
by_analyst = {"command": "report", "user": "analyst", "code": analysts.pop()}
SAY["analyst"] = tumen("--from", str(OUT / "report.txt"), **by_analyst)
SAY["papers"] = tumen(code=lawyers.pop(), command="paper", user="lawyer")
SAY["wrong_password"] = tumen("M-1", password="twelve lettres")
SAY["wrong_code"] = tumen("M-1", code="123456")
SAY["no_factor"] = tumen("M-1", user="bare", code="123456")
SAY["nobody"] = tumen("M-999")
SAY["dry"] = tumen("M-1")
SAY["too_early"] = tumen("M-1", "--now")
folder.unlock("six words drawn by dice")
SAY["unchanged"] = [Name.objects.get().text, Document.objects.count(), Approval.objects.count()]
folder.lock()
SAY["asked"] = tumen("M-1", "--ask", "Asked in writing in May")["asked"]
SAY["named"] = tumen("M-1", "--ask", f"{NAME} asked")
folder.unlock("six words drawn by dice")
approvals.decide(actor=lead, approval=Approval.objects.get(), granted=True, reason="I called her.")
folder.lock()
SAY["agreed"] = tumen("1")["agreed"]
with folder.only_desk():
    SAY["open_desk"] = tumen("M-1", "--now")
SAY["done"] = tumen("M-1", "--now")
folder.unlock("six words drawn by dice")
SAY["left"] = [Name.objects.count(), Document.objects.count(), Mention.objects.count()]
erasure = Erasure.objects.get()
SAY["receipt"] = [str(erasure), erasure.by.username, erasure.approved_by.username, erasure.finished_at is not None]
SAY["logged"] = Entry.objects.filter(action="keep.erase_person", actor=officer).count()
"""


@pytest.fixture(scope="module")
def story(desk_child, made, tmp_path_factory):
    base = tmp_path_factory.mktemp("erasing")
    shutil.copytree(made, base / "desk")
    (base / "out").mkdir()
    return desk_child(base / "desk", f"OUT = {str(base / 'out')!r}\n" + STORY)


def test_only_who_proves_who_they_are_is_told_anything(story):
    refused = [story[what] for what in ("wrong_password", "wrong_code", "no_factor")]
    assert refused == ["desk.sign_in"] * 3


def test_without_more_it_only_says_what_would_go(story):
    assert story["dry"]["plan"]["documents erased"] == "D-1"
    assert (story["dry"]["agreed"], story["dry"]["undecided"]) == (False, 0)
    assert story["unchanged"] == ["곽누리새", 1, 0]
    assert story["nobody"] == "keep.erase_refused"


def test_a_second_person_agrees_first_to_a_reason_without_the_name(story):
    assert story["too_early"] == "desk.second_person"
    assert story["asked"] == "A-1"
    assert story["named"] == "keep.erase_refused"
    assert story["agreed"]


def test_it_is_done_while_the_desk_is_closed_and_leaves_a_receipt(story):
    assert story["open_desk"] == "desk.folder_in_use"
    assert story["done"]["erased"] == "E-1"
    assert story["done"]["counts"]["names"] == 1
    assert story["left"] == [0, 0, 1]
    assert story["receipt"] == ["E-1", "officer", "lead", True]
    assert story["logged"] == 1


def test_reports_and_papers_ask_who_sits_there_and_what_they_may(story):
    assert (story["report"]["report"], story["report"]["state"]) == ("R-1", "draft")
    assert story["printed"]
    assert story["papers"] == {"papers": []}
    assert story["analyst"] == "desk.role"
