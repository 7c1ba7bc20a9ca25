"""A pair is compared no further once nothing could save it, and weighed in one pass; no number depends on either."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from tumen.cli.main import build
from tumen.compiled import COMPILED
from tumen.errors import LinkageError, LinkFolderError, MentionsError
from tumen.linkage import Linkage, LinkSettings, Mentions, link, read
from tumen.linkage.comparison import chosen, compare
from tumen.linkage.engine import abandoning
from tumen.linkage.engine.abandoning import hopeful, most_of, tables_of
from tumen.linkage.keeping import Keep, matters, matters_of_many, standing_for, telling
from tumen.linkage.model import field_weights, logistic, pair_weight

FEW = LinkSettings(draws=4, parameter_draws=2)


@pytest.fixture(scope="module")
def mentions(world: Callable[..., object]) -> Mentions:
    return Mentions.from_rows(world(60, seed=7).rows)


@pytest.fixture(scope="module")
def linked(mentions: Mentions) -> Linkage:
    return link(mentions, settings=FEW, rng=np.random.default_rng(1))


@pytest.mark.skipif(not COMPILED, reason="without a compiler every pair is compared in full")
@pytest.mark.parametrize("most", [0, 10_000, 10_000_000])
@pytest.mark.parametrize("keep", [matters, telling, Keep(3.0), matters_of_many(0.02, 0.01)])
def test_no_pair_that_would_be_kept_is_let_go(
    linked: Linkage, keep: Keep, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    columns, model = linked.columns, linked.model
    a, b = np.triu_indices(len(columns), k=1)
    whole = compare(columns, a, b)
    kept = np.flatnonzero(keep(model, whole))
    monkeypatch.setattr(abandoning, "_WORTH_IT", 0)
    tables = tables_of(columns, pairs=most)
    at, pairs = hopeful(columns, model, most_of(columns, model), tables, keep, a, b)
    assert (tables.start >= 0).any() == (most > 0)
    assert 0 < len(kept) <= len(at) < len(a)
    assert at[keep(model, pairs)].tolist() == kept.tolist()
    assert np.array_equal(pairs.levels, whole.levels[:, at])
    assert np.array_equal(pairs.name, whole.name[at], equal_nan=True)


def test_the_share_of_hardly_any_that_is_kept_stands_for_all(linked: Linkage) -> None:
    a, b = np.triu_indices(len(linked.columns), k=1)
    pairs = compare(linked.columns, a, b)
    probability = logistic(pair_weight(linked.model, pairs) + linked.model.prior_log_odds)
    whole = float(np.quantile(probability, 0.95))
    some, faint = Keep(-1e9, whole=whole)(linked.model, pairs), probability < whole
    assert some[~faint].all()
    expected = probability[faint].sum()
    assert 50 < expected / whole < 0.2 * faint.sum()
    # Each kept one stands for whole / p of its kind, so that `whole` links are expected of it.
    stood_for = (probability * standing_for(probability, whole))[some & faint]
    assert np.allclose(stood_for, whole)
    assert abs(len(stood_for) - expected / whole) < 4 * np.sqrt(expected / whole)


@pytest.mark.skipif(not COMPILED, reason="there is one way to weigh without a compiler")
def test_pairs_weigh_the_same_one_by_one_and_many_at_once(linked: Linkage) -> None:
    a, b = np.triu_indices(len(linked.columns), k=1)
    model, pairs = replace(linked.model, trust=1.1), compare(linked.columns, a, b)
    few = chosen(pairs, slice(0, 400))
    many = chosen(few, np.tile(np.arange(400), 20))
    assert np.abs(field_weights(model, few) - field_weights(model, many)[:, :400]).max() < 1e-9
    assert np.abs(pair_weight(model, few) - pair_weight(model, many)[:400]).max() < 1e-9


def test_without_draws_there_is_one_partition_and_the_same_pairs(mentions: Mentions, linked: Linkage) -> None:
    alone = link(mentions, settings=replace(FEW, draws=0), rng=np.random.default_rng(1))
    assert alone.draws.labels.shape == (0, len(mentions))
    said = {(p.mention_a, p.mention_b): p.weight_log2 for p in alone.pairs}
    before = {(p.mention_a, p.mention_b): p.weight_log2 for p in linked.pairs}
    both = said.keys() & before.keys()
    assert len(both) > 0.9 * len(before)
    assert max(abs(said[pair] - before[pair]) for pair in both) < 1e-9
    assert abs(alone.person_count - linked.person_count) <= 0.05 * linked.person_count
    assert all(0 <= row.probability <= 1 for row in alone.clusters)
    with pytest.raises(LinkageError, match="no interval"):
        alone.persons_interval()
    with pytest.raises(LinkageError, match="without draws"):
        link(mentions, like=alone, rng=np.random.default_rng(1))


def test_a_folder_without_draws_gives_clusters_and_no_figures(
    tmp_path: Path, world: Callable[..., object]
) -> None:
    table, out = tmp_path / "table.csv", tmp_path / "links"
    rows = world(20, seed=7).rows
    lines = [",".join(rows[0]), *(",".join(row.values()) for row in rows)]
    table.write_text("\n".join(lines), encoding="utf-8")
    asked = ["link", str(table), "--out", str(out), "--draws", "0"]
    with pytest.raises(MentionsError, match="without draws"):
        CliRunner().invoke(build(), [*asked, "--index"], catch_exceptions=False)
    done = CliRunner().invoke(build(), asked, catch_exceptions=False)
    assert "no draws were asked for" in done.stdout
    assert (out / "clusters.parquet").is_file()
    with pytest.raises(LinkFolderError, match="made without draws"):
        read(out)
