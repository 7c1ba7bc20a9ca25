from __future__ import annotations

import io
import os
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from tumen import linkage, synth
from tumen.errors import JudgementsError, LinkFolderError, MentionsError
from tumen.linkage import Judgement, Linkage, LinkSettings, Mentions
from tumen.linkage.added import Added, Index, keep_index, pack_index
from tumen.linkage.mentions import FIELDS

NEW = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    rows: tuple[dict[str, str], ...]
    found: Linkage
    folder: Path

    def new(self, *numbers: int) -> Mentions:
        return Mentions.from_rows(self.rows[len(self.rows) - NEW + number] for number in numbers)


def kept(rows: tuple[dict[str, str], ...], folder: Path, settings: LinkSettings) -> Kept:
    rng = np.random.default_rng(5)
    rows = tuple(rows[at] for at in rng.permutation(len(rows)))
    found = linkage.link(Mentions.from_rows(rows[:-NEW]), settings=settings, rng=np.random.default_rng(1))
    keep_index(found, folder)
    return Kept(rows=rows, found=found, folder=folder)


@pytest.fixture(scope="module")
def small(world: Callable[..., object], tmp_path_factory: pytest.TempPathFactory) -> Kept:
    rows = world(70, seed=4).rows  # type: ignore[attr-defined]
    return kept(rows, tmp_path_factory.mktemp("small"), LinkSettings(pack=None, draws=60, all_pairs_up_to=0))


def anew(known: Kept, new: Mentions, judgements: tuple[Judgement, ...] = ()) -> Linkage:
    """Everything linked together by the same rates."""
    rows = [*known.rows[:-NEW], *(row for row in known.rows if row["mention_id"] in new.mention_id)]
    return linkage.link(
        Mentions.from_rows(rows), judgements=judgements, like=known.found, rng=np.random.default_rng(2)
    )


def company(found: Linkage | Added, mention: str) -> set[str]:
    person = {row.mention_id: row.person_id for row in found.clusters}
    return {other for other, one in person.items() if one == person[mention]}


@pytest.mark.parametrize("number", range(NEW))
def test_a_new_mention_is_linked_as_in_a_full_run_with_the_same_rates(small: Kept, number: int) -> None:
    new = small.new(number)
    mention = new.mention_id[0]
    added = Index(small.folder).link(new, rng=np.random.default_rng(3))
    full = anew(small, new)
    assert company(added, mention) == company(full, mention)
    said = {tuple(sorted((p.mention_a, p.mention_b))): p for p in added.pairs}
    expected = {
        tuple(sorted((p.mention_a, p.mention_b))): p
        for p in full.pairs
        if mention in (p.mention_a, p.mention_b)
    }
    # Those between two that were there are not listed again.
    assert said.keys() == expected.keys()
    for pair, one in said.items():
        assert one.weight_log2 == pytest.approx(expected[pair].weight_log2, abs=1e-9)
        assert one.probability == pytest.approx(expected[pair].probability, abs=0.1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interviews:
    """A linkage of interviews in which people tell of their kin, and others that are not in it."""

    found: Linkage
    there: Mentions
    new: tuple[Mentions, ...]
    folder: Path


@pytest.fixture(scope="module")
def interviews(tmp_path_factory: pytest.TempPathFactory) -> Interviews:
    out = tmp_path_factory.mktemp("interviews")
    synth.write(synth.World(people=200, seed=3, texts=0), out / "world")
    told = Mentions.from_csv(out / "world" / "mentions.csv", beside=out / "world")
    by_source: dict[str, list[dict[str, str]]] = {}
    for row in rows_of(told):
        by_source.setdefault(row["source_id"], []).append(row)
    held = [source for source in sorted(by_source) if len(by_source[source]) > 2][:5]
    there = Mentions.from_rows(row for source in by_source.keys() - set(held) for row in by_source[source])
    settings = LinkSettings(draws=60, all_pairs_up_to=0)
    found = linkage.link(there, settings=settings, rng=np.random.default_rng(1))
    keep_index(found, out)
    new = tuple(Mentions.from_rows(by_source[source]) for source in held)
    return Interviews(found=found, there=there, new=new, folder=out)


def rows_of(mentions: Mentions) -> list[dict[str, str]]:
    columns = zip(*(getattr(mentions, field) for field in FIELDS), strict=True)
    return [dict(zip(FIELDS, row, strict=True)) for row in columns]


@pytest.mark.parametrize("number", range(5))
def test_a_whole_interview_with_its_kin_is_linked_as_in_a_full_run_with_the_same_rates(
    interviews: Interviews, number: int
) -> None:
    new = interviews.new[number]
    assert any(new.related_to)
    added = Index(interviews.folder).link(new, rng=np.random.default_rng(3))
    full = linkage.link(
        Mentions.from_rows([*rows_of(interviews.there), *rows_of(new)]),
        like=interviews.found,
        rng=np.random.default_rng(2),
    )
    for mention in new.mention_id:
        assert company(added, mention) == company(full, mention)
    said = {tuple(sorted((p.mention_a, p.mention_b))): p for p in added.pairs}
    fresh = set(new.mention_id)
    expected = {
        tuple(sorted((p.mention_a, p.mention_b))): p for p in full.pairs if {p.mention_a, p.mention_b} & fresh
    }
    # What 60 draws of either met once or twice may be listed by one alone.
    for listed, other in ((said, expected), (expected, said)):
        assert all(one.probability < 0.06 for pair, one in listed.items() if pair not in other)
    both = said.keys() & expected.keys()
    assert both
    for pair in both:
        assert said[pair].weight_log2 == pytest.approx(expected[pair].weight_log2, abs=1e-9)
        assert said[pair].probability == pytest.approx(expected[pair].probability, abs=0.15)
        assert said[pair].reasons == expected[pair].reasons
    # Ties too faint for a group join as many, too.
    first = len(interviews.there)
    theirs = [full.draws.mention_ids.index(mention) for mention in new.mention_id]
    ours = np.searchsorted(added.position, first + np.arange(len(new)))
    assert np.allclose(alone(added.labels, ours), alone(full.draws.labels, theirs), atol=0.2)


def test_kin_of_what_was_added_count_when_the_next_interview_is_linked(
    interviews: Interviews, tmp_path: Path
) -> None:
    folder = tmp_path / "links"
    shutil.copytree(interviews.folder / "index", folder / "index")
    index = Index(folder)
    # Somebody old enough to have the child below.
    asked, known = next(
        (asked, pair)
        for asked in interviews.new
        for pair in index.link(asked, rng=np.random.default_rng(3)).pairs
        if pair.probability > 0.9 and pair.mention_b in asked.mention_id
        if "1940" < asked.birth[asked.mention_id.index(pair.mention_b)][:4] < "1980"
    )
    # A mention is told as the child of somebody who is there, and another as the child of that somebody's namesake.
    rows = {row["mention_id"]: row for row in rows_of(asked)}
    namesake = rows[known.mention_b]
    there = next(row for row in rows_of(interviews.there) if row["mention_id"] == known.mention_a)
    child = {"name": "최은별", "sex": "f", "birth": "1999-05-06", "relation": "child"}
    late = child | {"mention_id": "late", "source_id": there["source_id"], "related_to": known.mention_a}
    later = child | {"mention_id": "later", "source_id": namesake["source_id"], "related_to": known.mention_b}
    first = Mentions.from_rows([late])
    index.add(index.link(first, rng=np.random.default_rng(3)))
    second = Mentions.from_rows([*rows.values(), later])
    full = linkage.link(
        Mentions.from_rows([*rows_of(interviews.there), late, *rows.values(), later]),
        like=interviews.found,
        rng=np.random.default_rng(2),
    )
    expected = {frozenset((p.mention_a, p.mention_b)): p for p in full.pairs}
    for opened in (index, Index(folder)):
        added = opened.link(second, rng=np.random.default_rng(3))
        said = {frozenset((p.mention_a, p.mention_b)): p for p in added.pairs}
        for pair in (frozenset(("late", "later")), frozenset((known.mention_a, known.mention_b))):
            assert any("origin" in reason or "household" in reason for reason in said[pair].reasons)
            assert said[pair].reasons == expected[pair].reasons
            assert said[pair].weight_log2 == pytest.approx(expected[pair].weight_log2, abs=1e-9)


def alone(labels: np.ndarray, mentions: Sequence[int] | np.ndarray) -> np.ndarray:
    """Share of draws in which each of some mentions is of one person with nobody."""
    with_it = [(labels == labels[:, [at]]).sum(axis=1) for at in mentions]
    return (np.array(with_it) == 1).mean(axis=1)


def test_what_was_added_is_there_when_the_next_is_linked_and_after_opening_again(
    small: Kept, tmp_path: Path
) -> None:
    folder = tmp_path / "links"
    shutil.copytree(small.folder, folder)
    before = {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    index = Index(folder)
    first, second = small.new(0), small.new(1)
    index.add(index.link(first, rng=np.random.default_rng(3)))
    same = Judgement(mention_a=first.mention_id[0], mention_b=second.mention_id[0], verdict="same")
    for opened in (index, Index(folder)):
        found = opened.link(second, judgements=[same], rng=np.random.default_rng(3))
        assert first.mention_id[0] in company(found, second.mention_id[0])
        with pytest.raises(MentionsError, match="already"):
            opened.link(first, rng=np.random.default_rng(3))
    assert all(path.read_bytes() == content for path, content in before.items())


def test_an_addition_is_whole_or_not_there(
    small: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "links"
    shutil.copytree(small.folder, folder)
    index = Index(folder)
    found = index.link(small.new(2), rng=np.random.default_rng(3))

    def full(*_: object, **__: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(np, "savez", full)
    with pytest.raises(LinkFolderError):
        index.add(found)
    monkeypatch.undo()
    assert not list((folder / "added").iterdir())
    assert len(Index(folder)) == len(index) == len(small.rows) - NEW
    other = Index(folder)
    index.add(found)
    with pytest.raises(LinkFolderError, match="cannot be kept"):
        other.add(found)


def killed_while(event: str, name: str, index: Index, found: Added) -> None:
    """Add in a child process that kills itself the moment it is about to do something with a file of this name."""

    def die(happening: str, arguments: tuple[object, ...]) -> None:
        if happening == event and str(arguments[0]).endswith(name):
            os.kill(os.getpid(), signal.SIGKILL)

    child = os.fork()
    if child == 0:
        sys.addaudithook(die)
        index.add(found)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)
    assert os.WTERMSIG(status) == signal.SIGKILL


@pytest.mark.parametrize(
    ("event", "name", "there"),
    [
        ("open", "state.npz", False),
        ("open", "addition.json", False),
        ("os.rename", "", False),
        ("shutil.rmtree", "", True),
    ],
)
def test_whoever_is_killed_while_adding_leaves_all_of_it_or_nothing(
    small: Kept, tmp_path: Path, event: str, name: str, there: bool
) -> None:
    folder = tmp_path / "links"
    linkage.write(small.found, folder, index=True)
    new = small.new(3)
    index = Index(folder)
    found = index.link(new, rng=np.random.default_rng(3))
    killed_while(event, name, index, found)
    assert len(linkage.read(folder).clusters) == len(small.rows) - NEW + there
    again = Index(folder)
    assert (again.position(new.mention_id[0]) is not None) == there
    if not there:
        again.add(found)
    assert [path.name for path in (folder / "added").iterdir() if not path.name.startswith(".")] == ["000001"]
    other = small.new(4)
    after = Index(folder)
    after.add(after.link(other, rng=np.random.default_rng(3)))
    assert sorted(path.name for path in (folder / "added").iterdir()) == ["000001", "000002"]
    links = linkage.read(folder)
    assert {new.mention_id[0], other.mention_id[0]} <= {row.mention_id for row in links.clusters}
    assert links.draws.labels.shape[1] == len(links.clusters) == len(small.rows) - NEW + 2


def test_of_two_who_add_at_the_same_time_one_is_whole_and_one_is_refused(small: Kept, tmp_path: Path) -> None:
    folder = tmp_path / "links"
    linkage.write(small.found, folder, index=True)
    together = threading.Barrier(2)
    mentions = [small.new(number) for number in (5, 6)]

    def add(new: Mentions) -> str | None:
        index = Index(folder)
        found = index.link(new, rng=np.random.default_rng(3))
        together.wait(timeout=60)  # should the other have failed, that is what is told
        try:
            index.add(found)
        except LinkFolderError as refusal:
            return refusal.hint
        return None

    with ThreadPoolExecutor(2) as pool:
        hints = list(pool.map(add, mentions))
    assert sorted(hint is None for hint in hints) == [False, True]
    refused = hints.index(next(hint for hint in hints if hint is not None))
    there = {row.mention_id for row in linkage.read(folder).clusters}
    assert [new.mention_id[0] in there for new in mentions] == [number != refused for number in (0, 1)]
    assert sorted(path.name for path in (folder / "added").iterdir()) == ["000001"]
    index = Index(folder)
    index.add(index.link(mentions[refused], rng=np.random.default_rng(3)))
    assert len(linkage.read(folder).clusters) == len(there) + 1


def test_judgements_of_an_addition_name_a_new_mention(small: Kept) -> None:
    old = small.found.draws.mention_ids[:2]
    with pytest.raises(JudgementsError):
        Index(small.folder).link(
            small.new(0),
            judgements=[Judgement(mention_a=old[0], mention_b=old[1], verdict="same")],
            rng=np.random.default_rng(1),
        )


def test_a_folder_without_an_index_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LinkFolderError, match="no index"):
        Index(tmp_path)


def test_an_index_in_one_file_answers_as_one_in_a_folder_and_takes_nothing_in(small: Kept) -> None:
    packed = io.BytesIO()
    pack_index(small.found, packed)
    packed.seek(0)
    index = Index.unpacked(packed)
    index.warm()
    new = small.new(0)
    added, expected = (each.link(new, rng=np.random.default_rng(3)) for each in (index, Index(small.folder)))
    assert added.clusters == expected.clusters
    assert (added.labels == expected.labels).all()
    assert len(index) == len(small.found.clusters)
    with pytest.raises(LinkFolderError, match="lies in one file"):
        index.add(added)


@pytest.mark.parametrize("content", [b"", b"no index", b"PK\x03\x04 neither"])
def test_what_is_no_index_is_said_to_be_none(content: bytes) -> None:
    with pytest.raises(LinkFolderError, match="There is no index"):
        Index.unpacked(io.BytesIO(content))


def test_whom_a_faint_tie_may_join_is_said_with_the_share_of_draws(interviews: Interviews) -> None:
    """A new mention that is one with somebody in a draw may join that one's person, drawn again or not."""
    index = Index(interviews.folder)
    for new in interviews.new:
        added = index.link(new, rng=np.random.default_rng(3))
        place = {int(position): at for at, position in enumerate(added.position)}
        for step, mention in enumerate(new.mention_id):
            labels = added.labels[:, place[len(index) + step]]
            somebody = (labels < len(index)).mean()
            assert sum(one.probability for one in added.joins[mention]) >= somebody - 1e-9
