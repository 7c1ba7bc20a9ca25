"""The latent-class sampler against an exact posterior, and what it promises about seeds and convergence."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import special, stats

from tumen.errors import Stopped
from tumen.estimation import (
    Estimate,
    LatentClass,
    OverlapTable,
    UnseenLaw,
    calibration_ranks,
    estimate,
    published_table,
    sample,
)
from tumen.estimation.chains import Prior, Runner
from tumen.estimation.latent_class import _Judged

TINY = {"111": 3, "110": 2, "101": 1, "011": 2, "100": 4, "010": 3, "001": 5}
LISTS = ("a", "b", "c")


def run(table: OverlapTable, method: LatentClass, *, seed: int = 1) -> Estimate:
    return estimate(table, method=method, rng=np.random.default_rng(seed))


def one_class(unseen: NDArray[np.int64], table: OverlapTable) -> NDArray[np.float64]:
    """Log marginal likelihood times p(N) = 1/N when all are in one class: rates integrate to beta functions."""
    seen = table.observed
    people = seen + unseen
    ways = special.gammaln(people + 1) - special.gammaln(unseen + 1)
    rates = sum(special.betaln(x + 1, people - x + 1) for x in table.counts @ table.patterns)
    return np.asarray(ways + rates - np.log(people))


def two_classes(unseen: int, table: OverlapTable, alpha: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log marginal for each alpha with two classes, by summing over every way to deal people to class one.

    Dealing matters only through (people, captures per list) in class one. They are convolved pattern by
    pattern; the unseen pattern is dealt too. Weights integrate to a beta function for a stick V ~ Beta(1, alpha).
    """
    patterns = [*map(tuple, table.patterns.tolist()), (0, 0, 0)]
    counts = [*table.counts.tolist(), unseen]
    states: dict[tuple[int, ...], float] = {(0, 0, 0, 0): 1.0}
    for pattern, count in zip(patterns, counts, strict=True):
        ways = [float(special.binom(count, taken)) for taken in range(count + 1)]
        ahead: dict[tuple[int, ...], float] = {}
        for state, weight in states.items():
            for taken, many in enumerate(ways):
                key = (state[0] + taken, *(s + taken * x for s, x in zip(state[1:], pattern, strict=True)))
                ahead[key] = ahead.get(key, 0.0) + weight * many
        states = ahead
    dealt = np.array(list(states), dtype=float)
    logs = np.log(np.array(list(states.values())))
    people = table.observed + unseen
    totals = (table.counts @ table.patterns).astype(float)
    first = special.betaln(dealt[:, 1:] + 1, dealt[:, :1] - dealt[:, 1:] + 1).sum(axis=1)
    left = totals - dealt[:, 1:]
    second = special.betaln(left + 1, (people - dealt[:, :1]) - left + 1).sum(axis=1)
    stick = (
        special.betaln(dealt[None, :, 0] + 1, people - dealt[None, :, 0] + alpha[:, None])
        + np.log(alpha)[:, None]
    )
    inside = special.logsumexp(logs + first + second + stick, axis=1)
    ways = special.gammaln(people + 1) - special.gammaln(unseen + 1)
    return np.asarray(inside + ways - np.log(people))


@pytest.fixture(scope="module")
def exact() -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Posterior of the unseen people of a tiny table under two classes, summed and integrated by hand."""
    table = OverlapTable.from_patterns(LISTS, {"111": 2, "110": 1, "011": 1, "100": 3, "010": 2, "001": 2})
    alpha = np.geomspace(1e-4, 30.0, 61)
    prior = 2.0 * np.log(alpha) - 2.0 * alpha + np.log(alpha)  # Gamma(3, 2) on a logarithmic grid
    unseen = np.arange(0, 23)
    logs = np.array([special.logsumexp(two_classes(int(m), table, alpha) + prior) for m in unseen])
    return unseen, np.exp(logs - special.logsumexp(logs))


def law_of(table: OverlapTable, method: LatentClass, *, most: float, sweeps: int, seed: int) -> UnseenLaw:
    states = sample(table, method, rng=np.random.default_rng(seed), sweeps=sweeps)
    return UnseenLaw(observed=table.observed, log_seen=states[:, :, 0].reshape(-1), most=most)


def test_the_law_of_the_unseen_is_the_exact_posterior_of_a_tiny_table(
    exact: tuple[NDArray[np.int64], NDArray[np.float64]],
) -> None:
    table = OverlapTable.from_patterns(LISTS, {"111": 2, "110": 1, "011": 1, "100": 3, "010": 2, "001": 2})
    method = LatentClass(classes=2, alpha_shape=3.0, alpha_rate=2.0, min_observed=1)
    unseen, expected = exact
    law = law_of(table, method, most=float(unseen[-1]), sweeps=15_000, seed=3)
    found = np.array([law.share(m - 1.0, float(m)) for m in unseen])
    assert np.abs(found - expected).max() < 0.006
    assert np.abs(np.cumsum(found) - np.cumsum(expected)).max() < 0.02
    assert law.quantiles((0.5,))[0] == unseen[np.searchsorted(np.cumsum(found), 0.5)]


def test_exchanges_with_rungs_of_fewer_people_leave_the_posterior_as_it_is() -> None:
    """One likely class again, where the answer has a closed form; this table has enough people for a ladder."""
    table = OverlapTable.from_patterns(
        LISTS, {"111": 5, "110": 13, "101": 13, "011": 12, "100": 30, "010": 29, "001": 28}
    )
    method = LatentClass(classes=2, alpha_shape=1.0, alpha_rate=1e6, explorers=0)
    unseen = np.arange(0, 20 * table.observed + 1)
    logs = one_class(unseen, table)
    expected = np.cumsum(np.exp(logs - special.logsumexp(logs)))
    found = run(table, method)
    assert int(str(found.diagnostics["rungs"])) > 4
    assert found.interval is not None
    for value, share in ((found.interval.low, 0.025), (found.point, 0.5), (found.interval.high, 0.975)):
        assert value is not None
        exact_value = table.observed + int(np.searchsorted(expected, share))
        assert value == pytest.approx(exact_value, rel=0.01)


def test_moves_with_memberships_summed_out_leave_the_posterior_as_it_is() -> None:
    """On a table of one class, where the concentration is often so small that weights underflow."""
    table = published_table("new_orleans_5").table
    with_moves, without = (
        run(table, LatentClass(collapsed_moves=moves, first_sweeps=6000, max_sweeps=6000, rhat_limit=1.03))
        for moves in (6, 0)
    )
    assert with_moves.point is not None
    assert with_moves.point == pytest.approx(without.point, rel=0.03)


def test_every_order_of_the_sticks_is_left_again() -> None:
    """Chains that hold everybody in the last class, with the concentration that goes with it, come back."""
    table = published_table("new_orleans_5").table
    runner = Runner(table, Prior(classes=10, alpha_shape=0.25, alpha_rate=0.25, moves=2))
    last = []
    for stream in np.random.default_rng(1).spawn(8):
        chain = runner.spread(stream, 0)
        chain.alpha[0] = 40.0
        chain.rates[0, -1] = (table.counts @ table.patterns / table.observed).clip(0.01, 0.99)
        chain.log_weights[0] = np.log([*[0.05 / 9] * 9, 0.95])
        runner.run(chain, rounds=300)
        last.append(chain.log_weights[0, -1])
    assert np.median(last) < -5.0


def test_with_one_likely_class_the_posterior_is_the_closed_form() -> None:
    table = OverlapTable.from_patterns(LISTS, TINY)
    method = LatentClass(classes=2, alpha_shape=1.0, alpha_rate=1e6, min_observed=1, max_unseen_ratio=50.0)
    unseen = np.arange(0, 50 * table.observed + 1)
    logs = one_class(unseen, table)
    expected = np.exp(logs - special.logsumexp(logs))
    found = run(table, method)
    assert found.draws is not None
    for share in (0.05, 0.5, 0.95):
        quantile = int(np.searchsorted(np.cumsum(expected), share))
        assert np.mean(found.draws - table.observed <= quantile) == pytest.approx(
            float(np.cumsum(expected)[quantile]), abs=0.03
        )


QUICK = LatentClass(first_sweeps=900, max_sweeps=1800, explorers=4)
FOUR = {
    "1000": 60,
    "0100": 55,
    "0010": 70,
    "0001": 50,
    "1100": 20,
    "0011": 22,
    "1010": 18,
    "1111": 6,
    "0110": 15,
}


def test_order_of_lists_and_rows_does_not_change_the_number() -> None:
    plain = OverlapTable.from_patterns(["p", "q", "r", "s"], FOUR)
    turned = OverlapTable.from_patterns(
        ["s", "r", "q", "p"], {pattern[::-1]: count for pattern, count in reversed(FOUR.items())}
    )
    first, second = run(plain, QUICK), run(turned, QUICK)
    assert first.as_dict() == second.as_dict()
    assert first.seed == 1


def test_a_used_generator_has_no_seed_to_report() -> None:
    rng = np.random.default_rng(1)
    rng.random()
    table = OverlapTable.from_patterns(["p", "q", "r", "s"], FOUR)
    assert estimate(table, method=LatentClass(first_sweeps=100, max_sweeps=100), rng=rng).seed is None


def test_chains_that_had_no_time_to_agree_publish_nothing() -> None:
    table = OverlapTable.from_patterns(["p", "q", "r", "s"], FOUR)
    found = run(table, LatentClass(first_sweeps=100, max_sweeps=100))
    assert found.status in {"not converged", "not determined by these data"}
    assert found.point is None
    assert found.draws is None
    assert found.modes


def test_hostile_sizes_end_without_exception_or_absurd_numbers() -> None:
    tables = [
        OverlapTable.from_patterns(LISTS, {"100": 10**7, "010": 10**7, "001": 10**7, "110": 5, "011": 5}),
        OverlapTable.from_patterns(LISTS, {"111": 50, "110": 40, "100": 30}),
        OverlapTable.from_patterns(LISTS, {"100": 40, "010": 40, "001": 40, "111": 1}),
        OverlapTable.from_patterns(LISTS, {"111": 400, "110": 1}),
    ]
    for table in tables:
        for method in ("independence", "chao-mth", LatentClass(first_sweeps=500, max_sweeps=500)):
            found = estimate(table, method=method, rng=np.random.default_rng(1))
            assert (found.point is None) == (not found.is_ok)
            if found.point is not None and found.interval is not None:
                assert (
                    table.observed <= found.interval.low <= found.point <= (found.interval.high or 0) <= 1e9
                )


class Stopping:
    """Somebody who asks to stop."""

    should_stop = True

    def start(self, total: int | None, label: str) -> None: ...

    def advance(self, n: int = 1) -> None: ...

    def note(self, text: str) -> None: ...


def test_it_stops_when_asked() -> None:
    table = OverlapTable.from_patterns(["p", "q", "r", "s"], FOUR)
    with pytest.raises(Stopped):
        estimate(table, method=QUICK, rng=np.random.default_rng(1), progress=Stopping())


def divided() -> OverlapTable:
    """Six lists that divide 22,153 people between them; few stand on two."""
    rng = np.random.default_rng(24)
    people = []
    for own, size in enumerate((6000, 4000, 5000, 1500, 2500, 3153)):
        rates = np.full(6, 0.004)
        rates[own] = 0.35
        people.append(rng.random((size, 6)) < rates)
    people.append(rng.random((80, 6)) < np.array([0.5, 0.1, 0.6, 0.3, 0.05, 0.4]))
    return OverlapTable.from_people(list("abcdef"), np.concatenate(people).astype(np.int64))


def test_lists_that_divide_the_people_do_not_determine_how_many_there_are() -> None:
    """Populations many times as large fit as well."""
    found = run(divided(), LatentClass(first_sweeps=1500, max_sweeps=6000))
    assert found.status == "not determined by these data"
    assert found.point is None
    assert all(mode.population >= found.observed for mode in found.modes)


def states(
    population: float, fit: float, *, chains: int = 6, spread: float = 0.05, seed: int = 1
) -> NDArray[np.float64]:
    """Recorded states of chains that stay around one population, as the sampler records them; 300 people seen."""
    rng = np.random.default_rng(seed)
    made = np.zeros((chains, 1500, 4))
    made[:, :, 0] = np.log(300 / population) + spread * rng.standard_normal((chains, 1500))
    made[:, :, 1] = fit + 0.5 * rng.standard_normal((chains, 1500))
    made[:, :, 2] = 4
    return made


def judged(kept: NDArray[np.float64], before: _Judged | None = None) -> _Judged:
    table = OverlapTable.from_patterns(LISTS, {"100": 120, "010": 80, "001": 60, "110": 25, "101": 15})
    return _Judged(
        table=table, method=LatentClass(), kept=kept, plain=before, sweeps=6000, rungs=1, level=0.95
    )  # fmt: skip


def test_a_region_that_a_chain_left_counts_if_it_fits_as_well() -> None:
    """Otherwise the verdict would hang on how soon a chain happens to leave, and so on the seed."""
    early = states(3_000, -500)
    early[2] = states(900, -500, chains=1)[0]
    unlucky = judged(states(3_000, -500, seed=2), judged(early)).answer(np.random.default_rng(1))
    assert unlucky.status == "not determined by these data"
    assert unlucky.point is None
    assert unlucky.diagnostics["explorers_elsewhere"] == pytest.approx(1 / 6, abs=0.001)
    assert {round(mode.population, -2) for mode in unlucky.modes} == {3_000, 900}
    early[2] = states(900, -510, chains=1)[0]  # it fits worse: on its way, and no answer
    assert judged(states(3_000, -500, seed=2), judged(early)).answer(np.random.default_rng(1)).status == "ok"


def test_a_posterior_beyond_the_end_of_the_prior_is_told_without_that_end() -> None:
    """The few draws before the end are others for every seed."""
    medians = []
    for seed in (1, 2):
        found = judged(states(20_000, -500, spread=0.35, seed=seed)).answer(np.random.default_rng(1))
        assert found.status == "not determined by these data"
        assert found.diagnostics["posterior"] == found.diagnostics["without_ceiling"]
        medians.append(found.diagnostics["posterior"]["median"])  # type: ignore[index]
    assert min(medians) > 15_000
    assert max(medians) / min(medians) < 1.05
    within = judged(states(3_000, -500)).answer(np.random.default_rng(1))
    assert within.point == within.diagnostics["posterior"]["median"]  # type: ignore[index]


def test_the_end_of_the_prior_is_a_setting_and_its_effect_is_told() -> None:
    table = OverlapTable.from_patterns(LISTS, {"100": 60, "010": 50, "001": 40, "110": 1, "101": 1})
    method = LatentClass(first_sweeps=3000, max_sweeps=6000, ess_limit=100, rhat_limit=1.05, explorers=0)
    ended, endless = (run(table, replace(method, max_unseen_ratio=ratio)) for ratio in (20.0, None))
    told = ended.diagnostics["without_ceiling"]
    assert isinstance(told, dict)
    assert told == endless.diagnostics["posterior"]
    posterior = ended.diagnostics["posterior"]
    assert isinstance(posterior, dict)
    assert posterior["high"] <= 21 * table.observed < told["high"]
    assert "up to 21 times" in " ".join(ended.assumptions)
    assert "up to" not in " ".join(endless.assumptions)


TWIN = """
import importlib.util, sys
find = importlib.util.find_spec
importlib.util.find_spec = lambda name, *rest: None if name == "numba" else find(name, *rest)
import numpy as np
from tumen.compiled import COMPILED
from tumen.estimation import LatentClass, OverlapTable, sample
table = OverlapTable.from_patterns("abc", {"111": 3, "110": 8, "101": 7, "011": 8, "100": 4, "010": 3, "001": 3})
method = LatentClass(classes=3, collapsed_moves=2)
states = sample(table, method, rng=np.random.default_rng(1), sweeps=30)
said = " ".join(f"{x:.6g}" for x in states[:, :, 0].reshape(-1))
"""


def test_the_numbers_are_those_of_plain_python() -> None:
    """Without the compiler the same draws come out, only later. Two rungs: they exchange their states."""
    plain = subprocess.run(
        [sys.executable, "-c", TWIN + "print(COMPILED, said)"], capture_output=True, text=True, check=True
    ).stdout.split()
    table = OverlapTable.from_patterns(
        "abc", {"111": 3, "110": 8, "101": 7, "011": 8, "100": 4, "010": 3, "001": 3}
    )
    method = LatentClass(classes=3, collapsed_moves=2)
    states = sample(table, method, rng=np.random.default_rng(1), sweeps=30)
    assert plain[0] == "False"
    assert plain[1:] == [f"{x:.6g}" for x in states[:, :, 0].reshape(-1)]
    assert len(plain) > 20


def test_the_law_of_the_unseen_keeps_its_shape_at_any_size() -> None:
    for observed, seen in ((1, 0.5), (50, 0.999), (3000, 0.01), (10**9, 0.3), (10**6, 1e-9)):
        law = UnseenLaw(observed=observed, log_seen=np.full(20, np.log(seen)))
        low, middle, high = law.quantiles((0.025, 0.5, 0.975))
        assert low <= middle <= high
        expected = observed * (1 - seen) / seen
        assert middle == pytest.approx(expected, rel=4 / np.sqrt(observed), abs=2.0)
        cut = replace(law, least=low, most=middle)
        assert low <= cut.quantiles((0.5,))[0] <= middle
        drawn = cut.draw(np.random.default_rng(1))
        assert ((drawn >= low) & (drawn <= middle)).all()
        assert cut.share(-1.0, np.inf) == pytest.approx(1.0)


def test_a_true_population_has_an_even_rank_in_its_posterior() -> None:
    """Simulation-based calibration in small; benchmarks/estimation/calibration.py is the whole one."""
    method = LatentClass(classes=3)
    ranks = [
        calibration_ranks(
            np.random.default_rng([seed, 7]), least=50, most=1_000, lists=3, method=method, sweeps=240
        )
        for seed in range(40)
    ]
    for quantity in ranks[0]:
        assert stats.kstest([rank[quantity] for rank in ranks], "uniform").pvalue > 0.003, quantity


def test_known_populations_lie_in_the_interval() -> None:
    """Two classes, four lists; a tiny version of benchmarks/estimation."""
    rng = np.random.default_rng(11)
    covered = 0
    for _ in range(2):
        rates = np.where(rng.random(1500)[:, None] < 0.75, [0.12, 0.1, 0.2, 0.15], [0.5, 0.6, 0.45, 0.7])
        people = (rng.random((1500, 4)) < rates).astype(np.int64)
        found = run(OverlapTable.from_people(["a", "b", "c", "d"], people), LatentClass().for_pooling())
        assert found.interval is not None
        covered += found.interval.low <= 1500 <= (found.interval.high or 0)
    assert covered == 2
