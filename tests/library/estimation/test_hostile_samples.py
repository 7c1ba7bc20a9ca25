"""Whatever a file holds: faults in words, or an answer that can be written as JSON, and never anything else."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tumen.errors import SampleError
from tumen.estimation import (
    REPEAT_METHODS,
    SAMPLE_METHODS,
    ChaoCounts,
    FlowTable,
    GeneralisedScaleUp,
    HouseholdDeaths,
    MortalityRate,
    NetworkReports,
    Plan,
    ReferralChains,
    ReferralShare,
    RepeatCounts,
    RepeatModel,
    ScaleUp,
    StockBalance,
    SurveyMean,
    SurveyRatio,
    SurveySample,
    SurveyTotal,
    estimate_from,
)

PLAN = Plan(strata="h", clusters=["c"], populations=["N"], weight="w")
Reader = Callable[[str], Any]
KINDS: dict[str, tuple[str, Reader, tuple[Any, ...]]] = {
    "repeats": (
        "count,people,x",
        lambda text: RepeatCounts.from_csv(text, people="people", covariates=["x"]),
        (ChaoCounts(min_observed=1), RepeatModel(min_observed=1), REPEAT_METHODS[9], REPEAT_METHODS[-1]),
    ),
    "survey": (
        "y,x,h,c,N,w",
        lambda text: SurveySample.from_csv(text, value="y", per="x", plan=PLAN, missing=(0, 9)),
        (SurveyTotal(single="centre"), SurveyMean(single="average"), SurveyRatio(single="certainty")),
    ),
    "mortality": (
        "present,joined,left,born,died,days,h,c,N,w",
        lambda text: HouseholdDeaths.from_csv(text, plan=PLAN),
        (MortalityRate(single="certainty"),),
    ),
    "chains": (
        "id,recruiter,degree,t",
        lambda text: ReferralChains.from_csv(text, trait=("t", "1")),
        (
            ReferralShare(min_observed=1, min_choices=1, replicates=100),
            ReferralShare(min_observed=1, min_choices=1, replicates=100, population=5),
        ),
    ),
    "networks": (
        "a,b,h",
        lambda text: NetworkReports.from_csv(
            text, hidden="h", known={"a": 5.0, "b": 9.0}, population=99, members=text
        ),
        (ScaleUp(min_observed=1, replicates=100), GeneralisedScaleUp(min_observed=1, replicates=100)),
    ),
    "flows": ("year,kind,flow,low,best,high", FlowTable.from_csv, (StockBalance(replicates=1000),)),
}
CELLS = st.sampled_from(
    [
        "0",
        "1",
        "2",
        "3",
        "7",
        "",
        "NA",
        "-1",
        "1e308",
        "nan",
        "inf",
        "0.5",
        "x",
        "start",
        "in",
        "out",
        "known",
    ]
)
CALM = st.sampled_from(["0", "1", "2", "3", "7", "12"])


def answer(kind: str, text: str) -> None:
    _, read, methods = KINDS[kind]
    try:
        sample = read(text)
    except SampleError:
        return
    for method in methods:
        found = estimate_from(sample, method=method, rng=np.random.default_rng(1))
        assert found.is_ok == (found.point is not None) == (found.interval is not None)
        json.dumps(found.as_dict(), allow_nan=False, default=lambda x: x.tolist())
        if found.interval is not None and found.interval.high is not None:
            assert found.interval.low <= found.interval.high


@pytest.mark.parametrize("kind", sorted(KINDS))
@settings(deadline=None, max_examples=60)
@given(
    rows=st.lists(st.lists(st.one_of(CALM, CALM, CALM, CALM, CELLS), min_size=10, max_size=10), max_size=12)
)
def test_any_cells_end_in_faults_or_in_an_answer(kind: str, rows: list[list[str]]) -> None:
    heading = KINDS[kind][0]
    width = heading.count(",") + 1
    answer(kind, "\n".join([heading, *(",".join(row[:width]) for row in rows)]))


@pytest.mark.parametrize("kind", sorted(KINDS))
@settings(deadline=None, max_examples=40)
@given(rows=st.lists(st.lists(CALM, min_size=10, max_size=10), min_size=2, max_size=12), data=st.data())
def test_files_that_could_be_true_end_in_faults_or_in_an_answer(
    kind: str, rows: list[list[str]], data: st.DataObject
) -> None:
    heading = KINDS[kind][0].split(",")
    for at, row in enumerate(rows):
        told = dict(zip(heading, row, strict=False))
        told |= {"N": "50", "c": f"{told.get('h', '')}-{told.get('c', '')}", "id": f"p{at}"}
        told |= {
            "w": str(1 + at),
            "days": "90",
            "recruiter": f"p{data.draw(st.integers(0, at - 1))}" if at > 1 else "",
        }
        told |= {
            "degree": str(1 + at),
            "kind": "in" if at else "start",
            "year": str(at),
            "best": "",
            "high": "15",
        }
        told |= {"flow": "came", "joined": "0", "born": "0"}
        rows[at] = [told[name] for name in heading]
    answer(kind, "\n".join([",".join(heading), *map(",".join, rows)]))


@pytest.mark.parametrize("kind", sorted(KINDS))
@settings(deadline=None, max_examples=40)
@given(text=st.text(max_size=60))
def test_any_text_is_a_fault_and_not_a_crash(kind: str, text: str) -> None:
    answer(kind, text)


def test_every_method_says_when_not_to_use_it_and_what_it_rests_on() -> None:
    tried = {type(method) for _, _, methods in KINDS.values() for method in methods}
    assert {c.id for c in tried} <= set(SAMPLE_METHODS)
    for name, made in SAMPLE_METHODS.items():
        assert made.id == name
        assert len(made.avoid) > 0
        assert len(made().assumptions()) > 1
        assert "Source: " in (made.__doc__ or "")
