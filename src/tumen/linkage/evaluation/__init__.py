"""Evaluation: how right a linkage is, with and without the truth.

What it does: where the truth is known, compares with it (`evaluate`, `calibration`). Where it is not, says which pairs
a person should judge (`plan_pairs`) and reckons precision and recall with intervals from the verdicts
(`rates_from_judged`), beside what the linkage expects of itself (`expected_rates`).

What it never does: take the linkage's own probabilities for the truth without saying so, or show a reviewer what the
linkage thinks.

Begin with `plan_pairs` and `write_sample`; every function takes a linkage or the folder it was written to.
"""

from tumen.linkage.evaluation.agreement import Evaluation, evaluate
from tumen.linkage.evaluation.calibration import Band, Calibration, calibration
from tumen.linkage.evaluation.design import PairSample, SampledPair, Stratum, plan_pairs
from tumen.linkage.evaluation.judged import (
    JudgedRates,
    JudgedStratum,
    Rate,
    Rates,
    expected_rates,
    rates_from_judged,
)
from tumen.linkage.evaluation.sheets import read_sample, read_verdicts, write_sample

__all__ = [
    "Band",
    "Calibration",
    "Evaluation",
    "JudgedRates",
    "JudgedStratum",
    "PairSample",
    "Rate",
    "Rates",
    "SampledPair",
    "Stratum",
    "calibration",
    "evaluate",
    "expected_rates",
    "plan_pairs",
    "rates_from_judged",
    "read_sample",
    "read_verdicts",
    "write_sample",
]
