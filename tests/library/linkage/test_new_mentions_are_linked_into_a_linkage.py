from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from tumen import linkage
from tumen.errors import JudgementsError, LinkFolderError, MentionsError
from tumen.linkage import Judgement, Linkage, LinkSettings, Mentions
from tumen.linkage.added import Added, Index, keep_index

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
