"""Every dangerous act, as a table: alone it is refused, and what was agreed to is done once."""

from __future__ import annotations

import io
import zipfile

import pytest

from tumen import vault
from tumen.errors import SecondPersonNeeded
from tumen.evidence import check_bag
from tumen_desk.accounts import approvals, circles, factors, identities
from tumen_desk.accounts.deeds import DEEDS
from tumen_desk.accounts.models import User
from tumen_desk.count.models import CountRun, Figure
from tumen_desk.count.services import figure_publish
from tumen_desk.keep import ceremony, erasing, evidence
from tumen_desk.record import services
from tumen_desk.store import folder, keyring, sheets

PAGE = b"<!doctype html><html><body><p>Told in June.</p></body></html>"
pytestmark = pytest.mark.django_db(databases=["default", "jobs"])


@pytest.fixture
def key_file():
    """The store of the test process has keys of its own and no key file."""
    ring = keyring.ring()
    empty = vault.create_capsule("a passphrase for this test", kdf=vault.QUICK)[0]
    folder.write_atomically(folder.capsule_path(), vault.reseal(empty, ring).to_json().encode())
    yield
    folder.capsule_path().unlink()
    keyring.replace(ring)


@pytest.fixture
def source(officer):
    made = services.source_create(actor=officer, title="Heard", kind="SK-VICT", published=True)
    services.document_add(actor=officer, source=made, name="a.txt", content=b"Told in May.")
    return made


def _erase(officer, lead, source):
    mention = services.mention_create(actor=officer, source=source, names=[{"text": "곽누리새"}])
    erasing.person_erase(actor=officer, plan=erasing.plan(actor=officer, mentions=[mention]))


def _release(officer, lead, source):
    circle = circles.circle_make(actor=lead, title="A case")
    circles.source_enclose(actor=lead, circle=circle, source=source.pk)
    circles.source_release(actor=lead, source=source.pk)


def _publish(officer, lead, source):
    figure = Figure(pk=1, run=CountRun(pk=1), point=12.0)
    figure_publish(actor=lead, figure=figure, allowed=True, why="It was looked at by everybody.")


ALONE = {
    "keep.erase_person": _erase,
    "keep.bag_pack": lambda officer, lead, source: evidence.bag_pack(actor=officer, source=source),
    "keep.recovery_make": lambda officer, lead, source: ceremony.finish(actor=lead),
    "count.figure_publish": _publish,
    "accounts.source_release": _release,
    "accounts.factors_reset": lambda officer, lead, source: factors.factors_reset(actor=lead, user=officer),
    "accounts.identities_more": lambda officer, lead, source: identities.more_use(actor=officer, more=9),
}
# Held by tests of their own, which need more around them.
ELSEWHERE = {"act.paper_send", "act.report_publish"}


def test_the_table_knows_every_dangerous_act():
    assert set(DEEDS) - {code for code in DEEDS if code.startswith("test.")} == set(ALONE) | ELSEWHERE


@pytest.mark.parametrize("deed", sorted(ALONE))
def test_alone_it_is_refused(deed, officer, protection, lawyer, source, key_file):
    with pytest.raises(SecondPersonNeeded) as refused:
        ALONE[deed](officer, protection, source)
    assert refused.value.fields["deed"] == deed


def test_originals_leave_once_for_what_a_second_person_agreed_to(officer, protection, source, client_of):
    client, address = client_of(officer), f"/keep/evidence/sources/{source.pk}/bag/"
    assert client.post(address, {"reason": "The court asked for them"}).status_code == 302
    (asked,) = approvals.waiting_for(protection)
    approvals.decide(actor=protection, approval=asked, granted=True, reason="I saw its letter")
    # One more original is another request.
    services.document_add(actor=officer, source=source, name="b.html", content=PAGE)
    with pytest.raises(SecondPersonNeeded):
        evidence.bag_pack(actor=officer, source=source)
    evidence.bag_ask(actor=officer, source=source, reason="Both")
    (asked,) = approvals.waiting_for(protection)
    approvals.decide(actor=protection, approval=asked, granted=True, reason="Both")
    bag = client.post(address).getvalue()
    assert check_bag(bag) == []
    names = zipfile.ZipFile(io.BytesIO(bag)).namelist()
    assert [name.rpartition(".")[2] for name in names if "/data/" in name] == ["txt", "html"]
    assert len([name for name in names if name.endswith(".wacz")]) == 1, (
        "a saved page is a web archive as well"
    )
    with pytest.raises(SecondPersonNeeded):
        evidence.bag_pack(actor=officer, source=source)


def test_sheets_are_made_by_two_as_soon_as_there_are_two_and_replaced_by_two_always(
    protection, officer, client_of, key_file
):
    client = client_of(protection)
    assert ceremony.may_begin(actor=protection), "nobody else could agree"
    assert client.post("/keep/recovery/").headers["Location"] == "/keep/recovery/sheets/"
    ceremony.finish(actor=protection)
    assert sheets.made_on()
    assert not ceremony.may_begin(actor=protection)
    lawyer = User.objects.create_user("a-lawyer", role="lawyer")
    answer = client.post("/keep/recovery/", {"reason": "A keeper moved away"})
    assert answer.headers["Location"] == "/accounts/approvals/"
    (asked,) = approvals.waiting_for(lawyer)
    approvals.decide(actor=lawyer, approval=asked, granted=True, reason="I was there")
    assert client.post("/keep/recovery/").headers["Location"] == "/keep/recovery/sheets/"
    ceremony.finish(actor=protection)
    with pytest.raises(SecondPersonNeeded):
        ceremony.finish(actor=protection)
