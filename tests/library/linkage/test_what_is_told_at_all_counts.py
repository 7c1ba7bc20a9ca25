"""That nothing is told of a leaving or a death counts as far as the table teaches it, and no further."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tumen import linkage, synth
from tumen.linkage.standing import BY_KIN, BY_OTHERS, DEATH, HEARD, STANDING, StatusColumn, deaths, standing

SETTINGS = linkage.LinkSettings(draws=1, parameter_draws=1)


def test_every_two_states_have_a_level_of_their_own_whichever_comes_first() -> None:
    everyone = np.arange(5)
    column = StatusColumn(STANDING, everyone)
    x, y = np.triu_indices(5)

    assert sorted(column.levels(x, y).tolist()) == list(range(1, len(STANDING.levels)))
    assert np.array_equal(column.levels(x, y), column.levels(y, x))
    said = STANDING.levels[int(column.levels(np.array([HEARD]), np.array([BY_KIN + 1]))[0])].words
    assert said == "told of: one in an interview of their own; one by kin, without one"


def test_states_are_read_from_what_is_told() -> None:
    heard, kin, left = (np.array(each, dtype=bool) for each in ([1, 0, 0, 0], [0, 1, 1, 0], [0, 1, 0, 0]))

    assert standing(heard, kin, left).number.tolist() == [HEARD, BY_KIN, BY_KIN + 1, BY_OTHERS + 1]


def test_before_any_pair_it_says_nothing() -> None:
    column = deaths(np.array([True, False, False]))

    assert np.array_equal(column.field.priors, column.field.chances)
    assert column.field.priors[1:].sum() == pytest.approx(1)
    assert [level.words for level in column.field.levels] == [level.words for level in DEATH.levels]


@pytest.fixture(scope="module")
def found(world: Callable[..., Any]) -> linkage.Linkage:
    """Of every other person a leaving is never told, because there was none."""
    made = world(110, seed=4)
    rows = []
    for row in made.rows:
        stayed = int(made.truth[row["mention_id"]]) % 2 == 0
        rows.append(row | {"left": "" if stayed else row["left"] or "2001", "role": "spoken_of"})
    return linkage.link(linkage.Mentions.from_rows(rows), settings=SETTINGS, rng=np.random.default_rng(1))


def test_the_table_teaches_what_silence_says(found: linkage.Linkage) -> None:
    row = [field.name for field in found.model.fields].index("standing")
    weight = np.log(found.model.m[row] / found.model.u[row])
    level = StatusColumn(STANDING, np.arange(5)).levels
    left, stayed = np.array([BY_OTHERS]), np.array([BY_OTHERS + 1])

    assert weight[level(left, left)] > 0.3
    assert weight[level(stayed, stayed)] > 0.3
    assert weight[level(left, stayed)] < -1


def test_it_stands_among_the_reasons(found: linkage.Linkage) -> None:
    pairs = found.pairs
    a, b = (pairs.mention_ids[int(side[0])] for side in (pairs.compared.a, pairs.compared.b))

    assert "standing" in [reason.field for reason in found.explain(a, b)]
    assert "death" not in [reason.field for reason in found.explain(a, b)]


def test_namesakes_who_were_all_heard_are_not_taken_for_one_person(tmp_path: Path) -> None:
    """Among many namesakes how a person was told of goes with how fully; it must not vouch for itself."""
    rng = np.random.default_rng(3)
    names = [
        surname + given for surname in "김이박" for given in ("영희", "철수", "명호", "은주", "광철", "순옥")
    ]
    namesakes = [
        {"mention_id": f"n{i}", "source_id": f"s{i}", "role": "interviewee", "name": names[rng.integers(len(names))],
         "sex": "fm"[i % 2], "left": str(1998 + i % 20)}
        for i in range(1_500)
    ]  # fmt: skip
    synth.write(synth.World(people=200, seed=1, texts=0), tmp_path / "world")
    with (tmp_path / "world" / "mentions.csv").open(encoding="utf-8") as stream:
        table = linkage.Mentions.from_rows([*csv.DictReader(stream), *namesakes])
    found = linkage.link(table, settings=linkage.LinkSettings(draws=0), rng=np.random.default_rng(1))
    of = {row.mention_id: row.person_id for row in found.clusters}
    persons = len({of[row["mention_id"]] for row in namesakes})
    assert persons > 0.8 * len(namesakes)
    sex = next(at for at, field in enumerate(found.model.fields) if field.name == "sex")
    assert np.log(found.model.m[sex] / found.model.u[sex])[1] > 0.3, (
        "who agrees in sex and who does not is told apart"
    )
