"""That two namesakes are of one sex says little, since a name is mostly borne by one."""

from __future__ import annotations

import numpy as np
import pytest

from tumen import linkage
from tumen.linkage.fields import NEUTRAL
from tumen.linkage.seen import FITS, fit_of

SETTINGS = linkage.LinkSettings(draws=1, parameter_draws=1)
SAME, DIFFERENT = 1, 2


@pytest.fixture(scope="module")
def found() -> linkage.Linkage:
    """Six names are borne by women and six by men; who bears one has namesakes of every age."""
    rng = np.random.default_rng(5)
    given = {
        "f": ("영희", "은주", "순옥", "정숙", "미란", "춘화"),
        "m": ("철수", "명호", "광철", "성일", "룡남", "동혁"),
    }
    rows = []
    for person in range(500):
        sex = "fm"[person % 2]
        told = {
            "name": "김이박최"[rng.integers(4)] + given[sex][rng.integers(6)],
            "sex": sex, "birth": f"{rng.integers(1940, 1990)}-{rng.integers(1, 13):02d}-{rng.integers(1, 29):02d}",
        }  # fmt: skip
        rows += [told | {"mention_id": f"m{person}-{n}", "source_id": f"s{person}-{n}"} for n in range(2)]
    return linkage.link(linkage.Mentions.from_rows(rows), settings=SETTINGS, rng=np.random.default_rng(1))


def row_of(model: linkage.Model, name: str) -> int:
    return [field.name for field in model.fields].index(name)


def test_what_namesakes_agree_in_is_learnt_from_the_table(found: linkage.Linkage) -> None:
    model = found.model
    sex = row_of(model, "sex")

    assert model.u[sex][SAME] < 0.6
    assert (model.namesakes[sex][1:, SAME] > model.u[sex][SAME] + 0.1).any()


def test_a_sex_that_agrees_weighs_less_where_the_names_do_too(found: linkage.Linkage) -> None:
    model, pairs = found.model, found.pairs
    sex = row_of(model, "sex")
    namesakes = (fit_of(pairs.compared.name) >= 2) & (pairs.compared.levels[sex] == SAME)
    at = int(np.flatnonzero(namesakes)[0])
    a, b = (pairs.mention_ids[int(side[at])] for side in (pairs.compared.a, pairs.compared.b))
    weighed = next(reason.weight_log2 for reason in found.explain(a, b) if reason.field == "sex")

    assert weighed < np.log2(model.m[sex][SAME] / model.u[sex][SAME]) - 0.3


def test_rates_among_namesakes_are_rates_and_never_make_agreement_say_more(found: linkage.Linkage) -> None:
    model = found.model
    for field, m, u, named in zip(model.fields, model.m, model.u, model.namesakes, strict=True):
        assert named.shape == (len(FITS), len(field.levels))
        for group in set(field.groups.tolist()) - {NEUTRAL}:
            inside = field.groups == group
            assert named[:, inside].sum(axis=1) == pytest.approx(1)
        assert np.all(named[:, m > u] >= u[m > u] * (1 - 1e-9))
        if not field.named:
            assert np.array_equal(named, np.tile(u, (len(FITS), 1)))


def test_where_a_name_says_nothing_of_the_sex_it_weighs_as_ever() -> None:
    """Of namesakes of both sexes the one half must not come to prove that the other is one person."""
    rng = np.random.default_rng(3)
    rows = [
        {"mention_id": f"n{i}", "source_id": f"s{i}", "sex": "fm"[i % 2], "birth": str(1950 + int(rng.integers(50))),
         "name": "김이박"[rng.integers(3)] + ("영희", "철수")[rng.integers(2)]}
        for i in range(400)
    ]  # fmt: skip
    model = linkage.link(
        linkage.Mentions.from_rows(rows), settings=SETTINGS, rng=np.random.default_rng(1)
    ).model
    sex = row_of(model, "sex")

    assert np.log(model.m[sex][SAME] / model.namesakes[sex][:, SAME]).max() < np.log(2) + 0.05
