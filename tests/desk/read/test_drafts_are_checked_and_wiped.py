"""A draft is held against the ledger and the law, seen by its author alone, and gone for good when it is wiped."""

import io
import re

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tumen_desk.audit.models import Entry as Logged
from tumen_desk.count import ledger_services
from tumen_desk.count.ledger import Entry
from tumen_desk.jobs import services as jobs
from tumen_desk.read.models import CheckedDraft

WORDS = "In 2015 about 43,217 people were in hiding in China. Some 250,000 people were sent back."


def as_docx(words):
    made, out = docx.Document(), io.BytesIO()
    made.add_paragraph(words)
    made.save(out)
    return out.getvalue()


@pytest.mark.django_db(databases=["default", "jobs"])
def test_a_draft_is_checked_against_the_figures_of_the_desk_and_commented(analyst, officer, client_of):
    own = Entry(quantity="HIDING", value=43_217, population="HIDDEN", place="CHN", as_of="2015")
    kept = ledger_services.published_add(actor=analyst, entry=own, why="From its yearbook.")
    client = client_of(analyst)
    assert "Drop a draft in above" in client.get("/read/drafts/").content.decode()
    given = {"file": SimpleUploadedFile("our draft.docx", as_docx(WORDS))}
    page = client.post("/read/drafts/", given).headers["Location"]
    assert "Cancel</button>" in client.get(page).content.decode()
    assert jobs.run_next().state == "done"
    shown = client.get(page).content.decode()
    assert f'/count/claims/of/HIDING/#C-{kept.pk}">C-{kept.pk}</a>' in shown
    assert "<mark>Some 250,000 people</mark>" in shown
    assert "No source and no footnote" in shown
    commented = docx.Document(io.BytesIO(client.get(f"{page}commented.docx").content))
    assert any("No source and no footnote" in comment.text for comment in commented.comments)
    korean = client.get(f"{page}commented.docx", HTTP_ACCEPT_LANGUAGE="ko").content
    comments = docx.Document(io.BytesIO(korean)).comments
    assert all(re.match(r"\[[가-힣 ]+\] ", comment.text) for comment in comments)
    assert not any("No source and no footnote" in comment.text for comment in comments)
    assert client_of(officer).get(page).status_code == 404
    draft = CheckedDraft.objects.get()
    told = str(list(Logged.objects.filter(subject=f"draft:{draft.pk}").values_list("action", "details")))
    assert "read.draft_check" in told
    assert "our draft" not in told
    unread = client.post("/read/drafts/", {"file": SimpleUploadedFile("x.exe", b"MZ")})
    assert unread.status_code == 422
    assert "This kind of file is not checked" in unread.content.decode()


def test_a_wiped_draft_leaves_no_key_and_may_come_again(made, desk_child, tmp_path):
    import shutil

    folder = tmp_path / "desk"
    shutil.copytree(made, folder)
    said = desk_child(
        folder,
        """
        from tumen.errors import KeyDestroyed
        from tumen_desk.accounts.models import User
        from tumen_desk.read import drafts
        from tumen_desk.read.models import CheckedDraft
        from tumen_desk.store import files, folder
        folder.unlock("six words drawn by dice")
        lead = User.objects.get()
        words = b"In 2015 about 300 people crossed."
        draft = drafts.draft_take_in(actor=lead, name="d.txt", content=words)
        sha256, beside = draft.file_sha256, files.put(words)
        drafts.draft_wipe(actor=lead, draft=draft)
        try:
            files.get(sha256)
        except KeyDestroyed:
            SAY["gone"] = True
        SAY["beside"] = files.get(beside).decode()
        SAY["rows"] = CheckedDraft.objects.count()
        again = drafts.draft_take_in(actor=lead, name="d.txt", content=words)
        SAY["again"] = again.file_sha256 != sha256
        """,
        demo=False,
    )
    assert {k: said[k] for k in ("gone", "beside", "rows", "again")} == {
        "gone": True, "beside": "In 2015 about 300 people crossed.", "rows": 0, "again": True,
    }  # fmt: skip
