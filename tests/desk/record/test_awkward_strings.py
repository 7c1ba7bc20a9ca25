"""What real keyboards, spreadsheets and attackers put into a field comes back as it was told, and harms nobody."""

import csv
import hashlib
import html
import io

import pytest

from tumen.synth import awkward_by_name
from tumen_desk.record import services
from tumen_desk.record.importing.apply import apply_plan
from tumen_desk.record.importing.plan import Plan, check_table
from tumen_desk.record.models import Name
from tumen_desk.record.naming import bearers

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])

SHORT = {name: text for name, text in awkward_by_name.items() if text.strip() and len(text) <= 200}


def _cell(text):
    # What a reader of CSV is given: outer blanks are not part of a value.
    return text.strip()


def test_there_is_something_awkward_to_try():
    assert len(SHORT) > 30


def test_every_awkward_name_comes_through_an_import_character_by_character(officer):
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["mention_id", "name"])
    writer.writerows([[n, text] for n, text in enumerate(SHORT.values())])
    content = out.getvalue().encode()
    checked = check_table(content, table="mentions")
    assert checked.faults == []
    apply_plan(
        actor=officer,
        plan=Plan(tables={"mentions": checked}),
        title="List",
        content_sha256=hashlib.sha256(content).hexdigest(),
    )
    kept = dict(Name.objects.values_list("mention__external_id", "text"))
    assert kept == {str(n): _cell(text) for n, text in enumerate(SHORT.values())}


@pytest.mark.parametrize("name", [n for n in awkward_by_name if n not in SHORT])
def test_what_is_only_blank_or_too_long_is_said_and_not_cut(name):
    content = io.StringIO()
    csv.writer(content).writerows([["mention_id", "name"], [1, awkward_by_name[name]]])
    checked = check_table(content.getvalue().encode(), table="mentions")
    if awkward_by_name[name].strip():
        assert [(f.row, f.column) for f in checked.faults] == [(2, "name")]
    else:
        assert next(iter(checked.rows))[1]["name"] == ""


@pytest.mark.parametrize("name", SHORT)
def test_every_awkward_string_is_kept_and_shown_escaped(officer, client_of, name):
    text = SHORT[name]
    source = services.source_create(actor=officer, title=text, kind="", issuer=text)
    mention = services.mention_create(actor=officer, source=source, names=[{"text": text}])
    account = services.account_create(actor=officer, source=source, title=text)
    act = services.act_create(actor=officer, account=account, mention=mention, type="REFOUL", note=text)
    client = client_of(officer)
    shown = html.escape(text.strip()).replace("&#x27;", "&#x27;")
    for address in (
        f"/record/mentions/{mention.pk}/",
        f"/record/sources/{source.pk}/",
        f"/record/acts/{act.pk}/",
        "/record/sources/",
    ):
        answer = client.get(address)
        assert answer.status_code == 200
        page = answer.content.decode()
        if address.startswith("/record/mentions/"):
            assert shown in page
        assert "<script>alert(1)" not in page
        assert "<img src=x" not in page
    assert [b.mention for b in bearers(officer, text.strip(), most=5)] == [mention]


def test_an_awkward_document_is_read_coded_and_shown_escaped(officer, client_of):
    text = "\n".join(SHORT.values())
    source = services.source_create(actor=officer, title="x", kind="")
    document = services.document_add(actor=officer, source=source, name="a.txt", content=text.encode())
    start = document.text.index("<script>")
    coded = client_of(officer).post(
        f"/record/documents/{document.pk}/",
        {"start": start, "end": start + 8, "account_title": "t", "type": "REFOUL", "name": SHORT["markup"]},
    )
    assert coded.status_code == 302
    page = client_of(officer).get(coded.headers["Location"]).content.decode()
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
