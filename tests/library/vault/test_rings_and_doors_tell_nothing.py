"""What holds keys cannot be changed in passing, prints no key, and refuses what is not its own."""

import base64
import dataclasses
import hashlib
import io
import json
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from tumen import vault
from tumen.errors import (
    CapsuleDamaged,
    KeyDestroyed,
    SealBroken,
    SharesDoNotFit,
    ShareUnreadable,
    WrongPassphrase,
)
from tumen.vault import shares

BEGUN = time.strftime("%Y-%m-%d", time.gmtime())
MADE, RING = vault.create_capsule("a passphrase", kdf=vault.QUICK)
DOOR, SHEETS = vault.make_shares()
BOTH = vault.keep_shares(MADE, RING, DOOR)
KEPT = [MADE, MADE.doors[0], RING, RING.persons, vault.QUICK, vault.read_sheet(SHEETS[0])]


@pytest.mark.parametrize("one", KEPT, ids=lambda one: type(one).__name__)
def test_what_is_made_stays_as_it_is(one):
    names = [field.name for field in dataclasses.fields(one)]
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(one, names[0], None)
    with pytest.raises(TypeError, match="positional"):
        type(one)(*(getattr(one, name) for name in names))
    assert not hasattr(one, "__dict__")


def test_nothing_that_is_printed_shows_a_key():
    for one in (RING, RING.persons):
        assert repr(one).startswith("<")
    RING.persons.key(5)  # what is remembered makes no other tree
    assert RING.persons == vault.KeyTree.from_plain(RING.persons.to_plain())


def test_a_fresh_ring_has_keys_of_32_bytes_and_no_two_alike():
    rings = [RING, vault.Ring.fresh(), RING.turned(), RING.without_old_backups()]
    keys = [k for r in rings for k in (*r.epochs, *r.backups)]
    keys += [k for r in rings[:2] for tree in (r.persons, r.files) for k in tree.nodes.values()]
    assert {len(key) for key in keys} == {32}
    assert len(set(keys)) == 4 + 4 + 2 + 1  # two rings made, a turn, a closing of backups
    assert vault.KeyTree.grow().nodes != vault.KeyTree.grow().nodes


def test_the_ring_of_a_fixed_secret_never_changes():
    # A store written today must open with every later version.
    ring = vault.Ring.from_secret(bytes(range(32)))
    drawn = {
        name: vault.derive_key(bytes(range(32)), f"ring {name}")
        for name in ("epoch", "backup", "persons", "files")
    }
    assert (ring.epochs, ring.backups) == ((drawn["epoch"],), (drawn["backup"],))
    assert ring.persons.nodes == {"": drawn["persons"]}
    assert ring.files.nodes == {"": drawn["files"]}
    assert ring.key("database") == vault.derive_key(drawn["epoch"], "database")
    name = hashlib.blake2b(b"backup", key=drawn["backup"], digest_size=8).hexdigest()
    assert ring.backup_key() == (name, drawn["backup"])
    assert json.loads(ring.to_bytes()) == {
        "epochs": [drawn["epoch"].hex()],
        "backups": [drawn["backup"].hex()],
        "persons": {"": drawn["persons"].hex()},
        "files": {"": drawn["files"].hex()},
    }


def test_epochs_are_counted_from_one_and_the_last_is_the_present_one():
    turned = RING.turned().turned()
    assert (RING.epoch, turned.epoch) == (1, 3)
    assert len({turned.key("files", epoch=n) for n in (1, 2, 3)}) == 3
    assert turned.key("files") == turned.key("files", epoch=3)
    assert turned.standing_key("names") == RING.key("names")


def test_persons_and_files_are_destroyed_each_in_their_own_tree():
    fewer = RING.without(persons=[3], files=[9])
    held = [
        (r.persons.holds(3), r.persons.holds(9), r.files.holds(3), r.files.holds(9)) for r in (RING, fewer)
    ]
    assert held == [(True,) * 4, (False, True, True, False)]
    again = vault.Ring.from_bytes(fewer.to_bytes())
    assert again == fewer


@pytest.mark.parametrize("plain", [b"", b"\xff", b"{}", b"[]", b'{"epochs": ["zz"]}', b'{"epochs": 3}'])
def test_what_is_no_ring_is_said_to_be_none(plain):
    with pytest.raises(CapsuleDamaged, match="cannot be read"):
        vault.Ring.from_bytes(plain)
    trees = b'{"epochs": [], "backups": [], "persons": 3, "files": {}}'
    with pytest.raises(CapsuleDamaged, match="cannot be read"):
        vault.Ring.from_bytes(trees)


def test_a_sealed_value_of_another_version_is_not_tried():
    sealed = vault.seal(bytes(32), b"told", context=b"a")
    with pytest.raises(SealBroken, match="known version"):
        vault.open_sealed(bytes(32), b"TUMENv2\x00" + sealed[8:], context=b"a")
    assert len({vault.seal(bytes(32), b"told", context=b"a")[8:20] for _ in range(50)}) == 50


def forged(**changed):
    """The capsule with parts replaced and its sum made anew, as a forger would."""
    raw = {**json.loads(BOTH.to_json()), **changed}
    raw.pop("sum")
    return json.dumps({**raw, "sum": hashlib.sha256(json.dumps(raw, sort_keys=True).encode()).hexdigest()})


def test_a_capsule_of_another_format_or_with_an_unknown_door_is_refused():
    assert vault.Capsule.from_json(forged()) == BOTH
    with pytest.raises(CapsuleDamaged, match="format 3; this version knows 2"):
        vault.Capsule.from_json(forged(format=3))
    door = {**json.loads(BOTH.to_json())["doors"][0], "kind": "window"}
    with pytest.raises(CapsuleDamaged, match="of a kind"):
        vault.Capsule.from_json(forged(doors=[door]))
    with pytest.raises(CapsuleDamaged, match="altered, by accident"):
        vault.Capsule.from_json(
            BOTH.to_json().replace('"format": 2', '"format": 2, "sum": "0"').replace("shares", "sharps")
        )


def test_bytes_that_are_no_base64_are_refused():
    with pytest.raises(CapsuleDamaged, match="cannot be read"):
        vault.Capsule.from_json(forged(ring=json.loads(BOTH.to_json())["ring"] + "!"))


def test_a_capsule_asks_for_up_to_eight_gibibytes():
    door = json.loads(BOTH.to_json())["doors"][0]
    for kib, fits in ((8 * 1024 * 1024, True), (8 * 1024 * 1024 + 1, False)):
        text = forged(doors=[{**door, "kdf": {**door["kdf"], "memory_kib": kib}}])
        if fits:
            assert vault.Capsule.from_json(text).doors[0].kdf.memory_kib == kib
        else:
            with pytest.raises(CapsuleDamaged, match="more memory"):
                vault.Capsule.from_json(text)


def test_a_capsule_without_a_door_of_the_kind_says_so():
    with pytest.raises(CapsuleDamaged, match="no passphrase"):
        vault.open_capsule(vault.Capsule(doors=(), ring=b""), "a passphrase")
    with pytest.raises(SharesDoNotFit, match="No recovery sheets"):
        vault.open_with_shares(MADE, SHEETS[:2])


def test_the_key_file_tells_what_a_door_costs_and_when_it_was_made_and_no_more():
    raw = json.loads(BOTH.to_json())
    assert sorted(raw) == ["doors", "format", "ring", "sum"]
    phrase, sheets = raw["doors"]
    assert (phrase["kind"], sheets["kind"]) == ("passphrase", "shares")
    assert phrase["kdf"] == {"name": "argon2id", "memory_kib": 8192, "iterations": 1, "lanes": 1}
    assert (sheets["kdf"], sheets["salt"]) == (None, "")
    assert all(sorted(d) == ["kdf", "kind", "made", "public", "salt", "wrapped"] for d in raw["doors"])
    assert {d["made"] for d in raw["doors"]} <= {BEGUN, time.strftime("%Y-%m-%d", time.gmtime())}
    assert len(base64.b64decode(phrase["salt"])) == 16
    assert {len(base64.b64decode(d["public"])) for d in raw["doors"]} == {32}
    # A master key of 32 bytes in a sealed box: 32 bytes of a fresh key, 16 of a tag.
    assert {len(base64.b64decode(d["wrapped"])) for d in raw["doors"]} == {80}


def test_each_salt_and_each_set_of_sheets_is_new():
    other = vault.change_passphrase(MADE, RING, "a passphrase", kdf=vault.QUICK)
    assert other.doors[0].salt != MADE.doors[0].salt
    assert other.doors[0].public != MADE.doors[0].public
    assert vault.make_shares()[1] != SHEETS
    assert len(shares.combine(SHEETS[:2])) == 16


def test_of_each_kind_there_is_one_door_only():
    # An old door that stayed would open with the old passphrase to whoever knows where to look.
    changed = vault.change_passphrase(BOTH, RING, "another", kdf=vault.QUICK)
    assert sorted(d.kind for d in changed.doors) == ["passphrase", "shares"]
    newer = vault.keep_shares(changed, RING, vault.make_shares()[0])
    assert sorted(d.kind for d in newer.doors) == ["passphrase", "shares"]
    assert {d.public for d in newer.doors}.isdisjoint(d.public for d in BOTH.doors)


def test_what_was_written_in_this_format_opens_with_every_later_version():
    kept = json.loads(Path(__file__).with_name("written_in_format_2.json").read_text("utf-8"))
    capsule = vault.Capsule.from_json(json.dumps(kept["capsule"]))
    ring = vault.open_capsule(capsule, kept["passphrase"])
    assert hashlib.sha256(ring.to_bytes()).hexdigest() == kept["ring_sha256"]
    assert vault.open_with_shares(capsule, kept["sheets"][1:]) == ring
    value = vault.open_sealed(ring.persons.key(8), bytes.fromhex(kept["value"]), context=b"name:1")
    assert value.decode() == "말했다"
    with vault.open_anywhere(
        ring.key("files"), io.BytesIO(bytes.fromhex(kept["file"])), context=b"file:1"
    ) as file:
        assert file.read() == b"Seven people crossed."


def test_a_door_whose_wrapping_was_altered_opens_nothing():
    wrong = dataclasses.replace(MADE.doors[0], wrapped=MADE.doors[0].wrapped[:-1] + b"\0")
    with pytest.raises(CapsuleDamaged, match="what lies in it was altered"):
        vault.open_capsule(dataclasses.replace(MADE, doors=(wrong,)), "a passphrase")
    with pytest.raises(WrongPassphrase, match="does not open"):
        vault.open_capsule(MADE, "a passphrase ")
    assert vault.open_capsule(MADE, "a passphrase") == RING


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "20 words; these are 0"),
        (" ".join(SHEETS[0].split()[:19]), "20 words; these are 19"),
        (SHEETS[0] + " " + SHEETS[0].split()[0], "20 words; these are 21"),
        (SHEETS[0].replace(SHEETS[0].split()[2], "tumen", 1), "Word 3 of"),
        (SHEETS[0].replace(SHEETS[0].split()[0], SHEETS[0].split()[0] + "ing", 1), "Word 1 of"),
        ("abcd", "Word 1 of"),
        ("x", "Word 1 of"),
    ],
)
def test_a_fault_in_a_sheet_is_named(text, said):
    with pytest.raises(ShareUnreadable, match=said):
        vault.read_sheet(text)


def test_what_the_sheets_refuse_is_named():
    _, others = vault.make_shares()
    for given, said in (
        (SHEETS[:1], "this is one"),
        ((SHEETS[0], others[1]), "not made together"),
    ):
        with pytest.raises(SharesDoNotFit, match=said):
            shares.combine(given)


def test_the_key_of_a_leaf_whose_neighbours_are_gone_is_its_own_node():
    tree = vault.KeyTree.grow(bytes(32))
    after = tree.without([17])
    assert after.key(16) == tree.key(16) == after.nodes[f"{16:016x}"]
    assert after.key(2**64 - 1) == tree.key(2**64 - 1)
    assert after.holds(0)
    assert not after.without([0]).holds(0)
    assert not after.without([16]).holds(16)  # a node of its own, and gone as well
    with pytest.raises(KeyDestroyed, match="was destroyed"):
        after.key(17)


def test_the_tree_remembers_some_and_not_ever_more():
    tree = vault.KeyTree.grow(bytes(32))
    for leaf in range(0, 16 * 4096, 16):
        tree.key(leaf)
    assert len(tree._seen) == 4096
    assert tree.key(16 * 4096) == vault.KeyTree.grow(bytes(32)).key(16 * 4096)
    assert len(tree._seen) == 1
    tree.forget()
    assert not tree._seen


def test_what_was_asked_for_is_remembered(monkeypatch):
    tree = vault.KeyTree.grow(bytes(32))
    first = tree.key(32)
    monkeypatch.setattr("tumen.vault.tree._DEPTH", None)  # whoever goes down the tree again now fails
    assert tree.key(33) != first


def test_a_faster_machine_pays_more_passes_within_bounds(monkeypatch):
    def told(seconds):
        clock = iter([5.0, 5.0 + seconds])
        monkeypatch.setattr("tumen.vault.passphrase.time", SimpleNamespace(perf_counter=lambda: next(clock)))
        return vault.calibrated()

    measured, key = [], vault.Kdf.key

    def noted(self, passphrase, salt):
        measured.append((self.memory_kib, self.iterations, self.lanes))
        return key(self, passphrase, salt)

    monkeypatch.setattr(vault.Kdf, "key", noted)
    assert told(10.0) == vault.LAPTOP
    assert measured == [(256 * 1024, 1, 4)]
    assert told(0.2) == vault.Kdf(memory_kib=256 * 1024, iterations=6, lanes=4)
    assert told(0.0).iterations == 20


def test_the_promised_cost_of_a_guess():
    promised = {"memory_kib": 256 * 1024, "iterations": 3, "lanes": 4}
    assert dataclasses.asdict(vault.LAPTOP) == promised
    assert dataclasses.asdict(vault.QUICK) == {"memory_kib": 8 * 1024, "iterations": 1, "lanes": 1}
