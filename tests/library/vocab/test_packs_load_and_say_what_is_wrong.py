"""Packs load fast, are checked, cannot be changed by who uses them, and name every fault."""

import shutil
import time
from importlib.resources import files
from pathlib import Path

import pytest

from tumen.errors import (
    InvalidPack,
    OverlayRefused,
    RetiredTerm,
    UnknownFacts,
    UnknownPack,
    UnknownTerm,
    UnknownVocabulary,
)
from tumen.vocab import REQUIRED, compare, load_pack, load_pack_folder, packs, thaw

EXAMPLE = Path(str(files("tumen.packs").joinpath("example")))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLE, tmp_path / "example"))


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("name", packs())
def test_every_pack_has_what_recording_needs_and_every_file_validates(name):
    pack = load_pack(name)
    pack.check()
    assert set(REQUIRED) <= set(pack.vocabularies)
    for vocabulary in pack:
        for term in vocabulary:
            assert set(term.sources) <= set(pack.sources)
            assert term.label(pack.languages[0])


@pytest.mark.parametrize("name", packs())
def test_the_vocabularies_of_a_pack_load_in_under_half_a_millisecond_a_term(name):
    folder = Path(str(files("tumen.packs").joinpath(name)))

    def seconds() -> float:
        begin = time.process_time()
        list(load_pack_folder(folder))
        return time.process_time() - begin

    terms = sum(map(len, load_pack(name)))
    assert min(seconds() for _ in range(3)) < 0.0005 * max(terms, 100)


def test_a_pack_is_read_once_and_shared():
    assert load_pack("example") is load_pack("example")
    assert load_pack("example").vocabulary("act_type") is load_pack("example").vocabulary("act_type")


def test_nobody_can_change_a_shared_pack():
    term = load_pack("example").vocabulary("place")["MRW-HAVEN"]
    with pytest.raises(TypeError):
        term.labels["en"] = "Hell"
    with pytest.raises(TypeError):
        term.fields["forms"][0]["text"] = "Hell"
    with pytest.raises(AttributeError):
        term.code = "HELL"


def test_a_label_falls_back_and_says_to_which_language():
    acts = load_pack("example").vocabulary("act_type")
    assert acts["BEAT"].label("ko") == "구타"
    assert not acts["BEAT"].label("ko").fell_back
    missing = acts["DRIFT"].label("zh")
    assert (missing, missing.language, missing.asked, missing.fell_back) == ("set adrift", "en", "zh", True)


def test_terms_come_in_the_order_of_the_pack_and_deprecated_ones_are_not_offered():
    acts = load_pack("example").vocabulary("act_type")
    assert [term.code for term in acts] == ["SENDBACK", "DRIFT", "DETAIN", "BEAT", "HIT"]
    assert [code for code, _ in acts.choices("en")] == ["SENDBACK", "DRIFT", "DETAIN", "BEAT"]
    assert acts["HIT"].deprecated
    assert acts["HIT"].replaced_by == "BEAT"


def test_narrower_terms_know_the_broader_ones():
    acts = load_pack("example").vocabulary("act_type")
    assert [term.code for term in acts.ancestors("DRIFT")] == ["SENDBACK"]
    assert [term.code for term in acts.children("SENDBACK")] == ["DRIFT"]
    assert [term.code for term in acts.within("SENDBACK")] == ["SENDBACK", "DRIFT"]
    assert acts.group_title("return", "ko") == "return"


def test_a_label_without_an_outside_source_waits_for_a_reader():
    acts = load_pack("example").vocabulary("act_type")
    assert not acts["HIT"].verified
    assert acts["HIT"].unreviewed == ("en",)
    assert acts["BEAT"].verified
    assert acts["BEAT"].unreviewed == ("ko",)


def test_a_retired_code_names_its_replacement_and_an_unknown_one_is_another_error():
    acts = load_pack("example").vocabulary("act_type")
    with pytest.raises(RetiredTerm) as retired:
        acts["BANISH"]
    assert retired.value.hint == "Its replacement is DRIFT."
    assert retired.value.fields["replaced_by"] == "DRIFT"
    assert acts.retired["BANISH"].replaced_by == "DRIFT"
    with pytest.raises(UnknownTerm):
        acts["NEVER"]
    assert "BANISH" not in acts


@pytest.mark.parametrize(
    ("ask", "error"),
    [
        (lambda: load_pack("nowhere"), UnknownPack),
        (lambda: load_pack("../example"), UnknownPack),
        (lambda: load_pack("example").vocabulary("colours"), UnknownVocabulary),
        (lambda: load_pack("example").facts("pack"), UnknownFacts),
    ],
)
def test_what_is_not_there_is_named(ask, error):
    with pytest.raises(error):
        ask()


def test_facts_are_given_as_written_with_their_sources():
    facts = load_pack("example").facts("routes")
    assert facts["version"] == "1"
    assert thaw(facts["tables"]["crossings"][0]) == {
        "id": "C1", "from": "MRW-HAVEN", "to": "SAL-QUAY", "hours": 9, "sources": ["TIDES"],
    }  # fmt: skip
    with pytest.raises(TypeError):
        facts["tables"]["crossings"][0]["hours"] = 1


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("sources: [TIDES, MADE-UP]", "sources: [TIDES, GUESS]", "crossings C2: no source GUESS"),
        ("sources: [TIDES, MADE-UP]", "sources: []", "crossings C2: no sources"),
        ("sources: [TIDES, MADE-UP]", "source: TIDES", "crossings C2: no sources"),
        ("id: C2", "id: C1", "crossings C1: twice"),
        ("id: C2, ", "", "crossings: some rows have an id and some have none"),
        ("hours: 7", "note: one, and two", "crossings C2: a key with a space, 'and two'"),
        ('version: "1"\n', "", "version: Field required"),
    ],
)
def test_a_faulty_file_of_facts_is_refused(folder, old, new, fault):
    _edit(folder / "routes.yaml", old, new)
    with pytest.raises(InvalidPack) as refused:
        load_pack_folder(folder).facts("routes")
    assert fault in refused.value.fields["faults"]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("parent: SENDBACK", "parent: NONE", "DRIFT: no parent NONE"),
        ("{code: SENDBACK,", "{code: SENDBACK, parent: DRIFT,", "DRIFT: is its own ancestor"),
        ("{code: BEAT,", "{code: DETAIN,", "DETAIN: twice"),
        ("sources: [HEARSAY]", "sources: [NOBODY]", "HIT: no source NOBODY"),
        ("{code: DETAIN,", "{code: BANISH,", "BANISH: retired, cannot be used again"),
        ("replaced_by: BEAT}", "replaced_by: GONE}", "HIT: no replacement GONE"),
        ("replaced_by: DRIFT", "replaced_by: GONE", "BANISH: no replacement GONE"),
        ("group: return}", "group: other}", "SENDBACK: no group other"),
        ("{code: BEAT,", "{code: BEAT, colour: red,", "terms.3.colour: Extra inputs are not permitted"),
        ("labels: {en: beaten,", "labels: {en: beaten, en: hurt,", "a key stands twice"),
        ("{en: beaten, ko: 구타}", "!!python/name:os.system", "could not determine a constructor"),
        ("id: act_type", "id: acts", "id: is acts, must be act_type"),
    ],
)
def test_a_faulty_vocabulary_is_refused_with_the_place_of_the_fault(folder, old, new, fault):
    _edit(folder / "vocab" / "act_type.yaml", old, new)
    with pytest.raises(InvalidPack) as refused:
        load_pack_folder(folder).vocabulary("act_type")
    assert any(fault in found for found in refused.value.fields["faults"])
    assert refused.value.fields["file"] == "vocab/act_type.yaml"


def test_all_faults_of_a_file_are_told_at_once(folder):
    _edit(folder / "vocab" / "act_type.yaml", "parent: SENDBACK", "parent: NONE")
    _edit(folder / "vocab" / "act_type.yaml", "sources: [HEARSAY]", "sources: [NOBODY]")
    with pytest.raises(InvalidPack) as refused:
        load_pack_folder(folder).vocabulary("act_type")
    assert len(refused.value.fields["faults"]) == 2


def test_a_pack_without_a_needed_vocabulary_is_refused(folder):
    (folder / "vocab" / "agency.yaml").unlink()
    with pytest.raises(InvalidPack, match="agency: missing"):
        load_pack_folder(folder)


def test_yaml_does_not_turn_words_into_other_things(folder):
    _edit(folder / "routes.yaml", "hours: 9", "hours: 010, state: NO, day: 2001-02-03, on: 12:30, empty: ")
    row = load_pack_folder(folder).facts("routes")["tables"]["crossings"][0]
    assert (row["hours"], row["state"], row["day"], row["on"]) == ("010", "NO", "2001-02-03", "12:30")
    assert row["empty"] is None


def test_the_hash_tells_two_packs_apart_and_the_same_pack_the_same(folder):
    assert load_pack_folder(folder).content_sha256 == load_pack("example").content_sha256
    _edit(folder / "sources.yaml", "Invented for tests", "Invented for examples")
    assert load_pack_folder(folder).content_sha256 != load_pack("example").content_sha256


def test_comparing_two_versions_tells_what_was_added_removed_retired_and_changed(folder):
    _edit(
        folder / "vocab" / "act_type.yaml",
        "  - {code: BEAT, labels: {en: beaten, ko: 구타}, sources: [MADE-UP]}\n",
        "",
    )
    _edit(folder / "vocab" / "act_type.yaml", "replaced_by: BEAT", "replaced_by: DETAIN")
    _edit(
        folder / "vocab" / "crossing_mode.yaml",
        "{code: RAFT, labels: {en: raft}",
        "{code: RAFT-2, labels: {en: raft}",
    )
    _edit(
        folder / "vocab" / "act_type.yaml",
        "retired:\n",
        'retired:\n  BEAT: {since: "2", reason: now in another list}\n',
    )
    difference = compare(load_pack("example"), load_pack_folder(folder))
    assert [(c.vocabulary, c.code) for c in difference.added] == [("crossing_mode", "RAFT-2")]
    assert [(c.code, c.retired) for c in difference.removed] == [("BEAT", True), ("RAFT", False)]
    assert [(c.code, c.what) for c in difference.changed] == [("HIT", ("replaced_by",))]
    assert not difference.same
    assert compare(load_pack("example"), load_pack("example")).same


OVERLAY = """
version: "1"
sources:
  OUR-OFFICE: {title: Our own cases, backs: [en]}
terms:
  act_type:
    - {code: LOCAL-CURSE, labels: {en: cursed}, sources: [OUR-OFFICE], parent: BEAT}
"""


def test_an_overlay_adds_terms_after_those_of_the_pack(tmp_path):
    file = tmp_path / "ours.yaml"
    file.write_text(OVERLAY)
    pack = load_pack("example", overlay=file)
    acts = pack.vocabulary("act_type")
    assert acts.codes[-1] == "LOCAL-CURSE"
    assert acts["LOCAL-CURSE"].local
    assert not acts["BEAT"].local
    assert pack.sources["OUR-OFFICE"].title == "Our own cases"
    assert pack.content_sha256 != load_pack("example").content_sha256
    assert "LOCAL-CURSE" not in load_pack("example").vocabulary("act_type")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("LOCAL-CURSE", "BEAT", "BEAT: does not begin with LOCAL-"),
        ("OUR-OFFICE:", "MADE-UP:", "MADE-UP: a source of the pack"),
        ("act_type:", "colours:", "colours: the pack has no such vocabulary"),
        ("parent: BEAT", "parent: NONE", "LOCAL-CURSE: no parent NONE"),
        ("sources: [OUR-OFFICE]", "sources: [NOBODY]", "LOCAL-CURSE: no source NOBODY"),
    ],
)
def test_an_overlay_that_would_change_the_pack_is_refused(tmp_path, old, new, fault):
    file = tmp_path / "ours.yaml"
    file.write_text(OVERLAY.replace(old, new))
    with pytest.raises(OverlayRefused) as refused:
        load_pack("example", overlay=file)
    assert fault in refused.value.fields["faults"]


def test_a_missing_overlay_is_refused(tmp_path):
    with pytest.raises(OverlayRefused):
        load_pack("example", overlay=tmp_path / "none.yaml")
