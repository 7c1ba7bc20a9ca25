"""Signed heads: what a forger with the whole database cannot hide from whoever kept one; the outsiders' program."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from tumen.errors import HeadRefused
from tumen_desk.accounts.models import Alarm
from tumen_desk.audit import heads, log, merkle, verify_log
from tumen_desk.audit.models import Entry, Head
from tumen_desk.store import standing

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])
PROGRAM = Path(verify_log.__file__)


def _leaves(size):
    return [merkle.leaf(str(n).encode()) for n in range(size)]


def test_roots_are_those_of_the_published_tree():
    # RFC 6962 names the hash of an empty tree; a tree of one is its leaf; the shape for five is drawn in section 2.1.3.
    assert merkle.root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    a, b, c, d, e = _leaves(5)
    assert merkle.root([a]) == a
    by_hand = merkle.node(merkle.node(merkle.node(a, b), merkle.node(c, d)), e)
    assert merkle.root([a, b, c, d, e]) == by_hand == verify_log.root_of([a, b, c, d, e])


@given(size=st.integers(1, 70), data=st.data())
@settings(deadline=None, max_examples=60)
def test_every_entry_is_proved_by_its_path_and_by_no_other(size, data):
    leaves, index = _leaves(size), data.draw(st.integers(0, size - 1))
    path, root = merkle.inclusion(leaves, index), merkle.root(leaves)
    assert verify_log.root_from_inclusion(str(index).encode(), index, size, path) == root
    other = data.draw(st.integers(0, size))
    if other != index:
        assert verify_log.root_from_inclusion(str(index).encode(), other, size, path) != root
    assert verify_log.root_from_inclusion(b"another", index, size, path) != root


@given(size=st.integers(1, 70), data=st.data())
@settings(deadline=None, max_examples=60)
def test_growth_is_proved_and_a_changed_beginning_is_not(size, data):
    leaves, earlier = _leaves(size), data.draw(st.integers(1, size))
    path, old, new = merkle.consistency(leaves, earlier), merkle.root(leaves[:earlier]), merkle.root(leaves)
    assert verify_log.only_added_to(earlier, old, size, new, path)
    changed = [merkle.leaf(b"forged"), *leaves[1:]]
    forged = merkle.consistency(changed, earlier)
    assert not verify_log.only_added_to(earlier, old, size, merkle.root(changed), forged)


# RFC 8032 (2017), section 7.1: public key, message, signature.
PUBLISHED = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


@pytest.mark.parametrize(("key", "message", "signature"), PUBLISHED)
def test_the_written_out_signature_check_accepts_the_published_ones(key, message, signature):
    key, message, signature = map(bytes.fromhex, (key, message, signature))
    assert verify_log.signed_by(key, message, signature)
    assert not verify_log.signed_by(key, message + b"x", signature)


@given(seed=st.binary(min_size=32, max_size=32), message=st.binary(max_size=80), flip=st.integers(0, 511))
@settings(deadline=None, max_examples=12)
def test_it_agrees_with_the_library_and_refuses_every_flipped_bit(seed, message, flip):
    secret = Ed25519PrivateKey.from_private_bytes(seed)
    key = secret.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    signature = secret.sign(message)
    assert verify_log.signed_by(key, message, signature)
    wrong = (int.from_bytes(signature, "little") ^ 1 << flip).to_bytes(64, "little")
    assert not verify_log.signed_by(key, message, wrong)


def test_a_signature_in_another_form_of_the_same_number_is_refused():
    key, message, signature = (bytes.fromhex(part) for part in PUBLISHED[1])
    larger = int.from_bytes(signature[32:], "little") + verify_log.ORDER
    assert not verify_log.signed_by(key, message, signature[:32] + larger.to_bytes(32, "little"))
    assert not verify_log.signed_by(key[:31], message, signature)
    assert not verify_log.signed_by(b"\xff" * 32, message, signature)


@pytest.fixture
def kept(officer):
    """Seven entries, and the text of a head over all of them that was kept outside."""
    for n in range(5):
        log.write(officer, "record.act_create", f"act:{n + 900}", n=n, what="진술 ☎")
    return heads.head_make(actor=None).text


def _sql(text, *values):
    with connection.cursor() as cursor:
        cursor.execute(text, values)


def _recompute():
    """What a forger does who knows the program: every link of the chain made to fit again, numbers included."""
    rows = list(Entry.objects.order_by("sequence"))
    _sql("DELETE FROM audit_entry")
    _sql("UPDATE sqlite_sequence SET seq = 0 WHERE name = 'audit_entry'")
    previous = "0" * 64
    for number, row in enumerate(rows, start=1):
        row.sequence, row.previous, row._state.adding = number, previous, True
        row.digest = previous = log._digest(row)
        row.save()


def _altered():
    _sql(
        "UPDATE audit_entry SET subject = 'act:1' WHERE sequence = (SELECT max(sequence) - 3 FROM audit_entry)"
    )


def _deleted():
    _sql("DELETE FROM audit_entry WHERE sequence = (SELECT max(sequence) - 3 FROM audit_entry)")


def _moved():
    last = Entry.objects.latest("sequence").sequence
    for old, new in ((last - 2, -1), (last - 3, last - 2), (-1, last - 3)):
        _sql("UPDATE audit_entry SET sequence = %s WHERE sequence = %s", new, old)


def _cut_off():
    _sql("DELETE FROM audit_entry WHERE sequence > (SELECT max(sequence) - 2 FROM audit_entry)")


def _cut_off_and_lied_on():
    _cut_off()
    _recompute()
    for n in range(4):
        log.write(None, "record.act_create", f"act:{n}", n=n)


def _put_in():
    _sql(
        "INSERT INTO audit_entry (sequence, at, action, subject, details, state, previous, digest)"
        " SELECT -1, at, action, 'act:5', details, state, previous, 'd' FROM audit_entry LIMIT 1"
    )


FORGERIES = [_altered, _deleted, _moved, _cut_off, _cut_off_and_lied_on, _put_in]


@pytest.mark.parametrize("forge", FORGERIES, ids=lambda f: f.__name__.strip("_"))
def test_a_forger_who_makes_every_link_fit_again_is_found_by_whoever_kept_a_head(kept, forge):
    assert heads.against(kept) == ""
    forge()
    _recompute()
    assert log.first_break() is None, "the chain inside cannot tell"
    assert heads.against(kept) != ""


def test_a_log_rolled_back_to_an_old_copy_is_found(officer, kept):
    with transaction.atomic():
        later = heads.head_make(actor=None).text
        assert heads.against(later) == heads.against(kept) == ""
        transaction.set_rollback(True)
    assert log.first_break() is None
    assert "cut off" in heads.against(later)


def test_what_was_added_since_does_not_disturb(officer, kept):
    log.write(officer, "record.act_create", "act:77")
    assert heads.against(kept) == ""


def test_a_head_that_was_altered_or_is_of_another_desk_is_refused(kept, monkeypatch):
    size = kept.split("\n")[1]
    with pytest.raises(HeadRefused, match="signature"):
        heads.against(kept.replace(f"\n{size}\n", "\n3\n", 1))
    for text in ("", "x", kept.split("\n\n")[0], kept.replace("key ", "key z")):
        with pytest.raises(HeadRefused):
            heads.against(text)
    monkeypatch.setattr(standing, "key", lambda purpose: b"\x07" * 32)
    with pytest.raises(HeadRefused, match="another desk"):
        heads.against(kept)


def test_a_broken_log_is_not_signed_and_rings(officer, kept):
    _altered()
    with pytest.raises(HeadRefused, match="breaks at"):
        heads.head_make(actor=None)
    assert Alarm.objects.filter(kind="log_altered").exists()


def test_a_head_is_due_until_one_has_left(protection, officer):
    assert heads.is_due()
    made = heads.head_make(actor=protection)
    assert heads.is_due()
    heads.head_left(actor=protection, head=made, how="paper")
    assert not heads.is_due()
    for n in range(heads.EVERY_ENTRIES):
        log.write(officer, "record.act_create", f"act:{n + 9000}")
    assert heads.is_due()


def _program(tmp_path, *arguments, **files):
    for name, content in files.items():
        (tmp_path / name.replace("_", ".")).write_bytes(
            content if isinstance(content, bytes) else content.encode()
        )
    done = subprocess.run(
        [sys.executable, "-I", str(PROGRAM), *arguments],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_an_outsider_checks_everything_with_one_file_and_python_alone(officer, kept, tmp_path):
    log.write(officer, "record.names_see", "mention:9", reason="court")
    new = heads.head_make(actor=None)
    wanted = Entry.objects.get(subject="mention:9")
    key = heads.public_key().hex()
    files = {
        "old_txt": kept,
        "new_txt": new.text,
        "log_jsonl": b"".join(heads.exported(new)),
        "one_json": json.dumps(heads.proof_of(wanted.sequence, new)),
        "since_json": json.dumps(heads.growth(verify_log.Head(kept).size, new)),
    }
    assert _program(tmp_path, "head", "new.txt", "--key", key, **files)[0] == 0
    assert _program(tmp_path, "log", "new.txt", "log.jsonl")[0] == 0
    assert _program(tmp_path, "entry", "new.txt", "one.json", "--key", key)[0] == 0
    assert _program(tmp_path, "since", "old.txt", "new.txt", "since.json", "--key", key)[0] == 0

    (tmp_path / "log.jsonl").write_bytes(files["log_jsonl"].replace(b"act:902", b"act:903"))
    status, said = _program(tmp_path, "log", "new.txt", "log.jsonl")
    assert (status, "altered" in said) == (1, True)
    (tmp_path / "log.jsonl").write_bytes(b"\n".join(files["log_jsonl"].split(b"\n")[:4]))
    assert "cut off" in _program(tmp_path, "log", "new.txt", "log.jsonl")[1]
    (tmp_path / "one.json").write_text(files["one_json"].replace("court", "leave"))
    assert _program(tmp_path, "entry", "new.txt", "one.json")[0] == 1
    assert _program(tmp_path, "since", "new.txt", "old.txt", "since.json")[0] == 1
    assert _program(tmp_path, "head", "new.txt", "--key", "00" * 32)[0] == 1
    assert _program(tmp_path, "head", "log.jsonl")[0] == 2
    assert _program(tmp_path, "head", "not there")[0] == 2


def test_the_program_for_outsiders_is_short_and_needs_nothing():
    source = PROGRAM.read_text("utf-8")
    assert len(source.splitlines()) <= 300
    imported = {line.split()[1] for line in source.splitlines() if line.startswith(("import ", "from "))}
    assert {name.split(".")[0] for name in imported} <= set(sys.stdlib_module_names)


def test_two_desks_sign_each_others_heads_and_notice_a_rewritten_log(protection, officer, kept, monkeypatch):
    ours, theirs, mine = "ours", "theirs", standing.key
    desk = {"now": ours}
    monkeypatch.setattr(
        standing, "key", lambda purpose: bytes(32) if desk["now"] == theirs else mine(purpose)
    )
    our_head = Head.objects.latest("id")
    our_key = heads.public_key().hex()

    desk["now"] = theirs
    their_key = heads.public_key().hex()
    with pytest.raises(HeadRefused, match="No partner"):
        heads.countersign(actor=protection, text=kept, path=[])
    heads.witness_add(actor=protection, name="A partner", key=our_key)
    line = heads.countersign(actor=protection, text=kept, path=[])

    desk["now"] = ours
    with pytest.raises(HeadRefused, match="no partner known"):
        heads.countersignature_keep(actor=protection, head=our_head, line=line)
    heads.witness_add(actor=protection, name="The other", key=their_key)
    heads.countersignature_keep(actor=protection, head=our_head, line=line)
    assert heads.signed_text(our_head).count("\n— ") == 2
    assert "partner" in Head.objects.get(pk=our_head.pk).left_how
    note = verify_log.Head(heads.signed_text(our_head))
    assert note.is_signed_by(bytes.fromhex(our_key))
    assert note.is_signed_by(bytes.fromhex(their_key))

    grown = heads.head_make(actor=None)
    proof = heads.growth(our_head.size, grown)["path"]
    _altered()
    _recompute()
    forged = heads.head_make(actor=None)
    forged_proof = heads.growth(our_head.size, forged)["path"]
    desk["now"] = theirs
    assert heads.countersign(actor=protection, text=grown.text, path=proof)
    with pytest.raises(HeadRefused, match="does not continue"):
        heads.countersign(actor=protection, text=forged.text, path=forged_proof)
    assert Alarm.objects.filter(kind="log_altered").exists()


def test_an_entry_that_no_head_stands_for_yet_leads_to_the_page_of_heads(protection, client_of):
    client = client_of(protection)
    Head.objects.all().delete()
    log.write(protection, "test.entry", "test:1")
    asked = f"/log/entries/{Entry.objects.latest('sequence').sequence}/proof/"
    answer = client.get(asked, follow=True)
    assert answer.status_code == 200
    assert "There is no head yet. Make one first." in answer.content.decode()
    heads.head_make(actor=protection)
    log.write(protection, "test.entry", "test:2")
    later = f"/log/entries/{Entry.objects.latest('sequence').sequence}/proof/"
    answer = client.get(later, follow=True)
    assert (answer.status_code, "later than the head" in answer.content.decode()) == (200, True)


def test_a_head_is_made_shown_and_taken_out_in_the_browser(protection, client_of, kept):
    client = client_of(protection)
    assert "A head is due" in client.get("/log/heads/").content.decode()
    page = client.post("/log/heads/make/", follow=True).content.decode()
    assert "data:image/svg+xml" in page
    made = Head.objects.latest("id")
    text = client.get(f"/log/heads/{made.pk}/head/").content.decode()
    assert verify_log.faults_of(verify_log.Head(text), heads.public_key()) == []
    assert "A head is due" not in client.get("/log/heads/").content.decode()
    answer = client.post("/log/heads/against/", {"text": kept}, follow=True).content.decode()
    assert "was only added to" in answer
    entries = client.get(f"/log/heads/{made.pk}/log/").content
    assert verify_log.faults_of_log(verify_log.Head(text), entries.split(b"\n")) == []
    proof = json.loads(
        client.get(f"/log/entries/{Entry.objects.earliest('sequence').sequence}/proof/").content
    )
    assert verify_log.faults_of_entry(verify_log.Head(text), proof) == []
    assert client.get(f"/log/heads/{made.pk}/verifier/").content == PROGRAM.read_bytes()
    assert client.get(f"/log/heads/{made.pk}/other/").status_code == 404
