"""Evaluation: how right a linkage is, with and without the truth.

What it does: where the truth is known, compares with it (`evaluate`, `calibration`). Where it is not, says which pairs
a person should judge (`plan_pairs`) and reckons precision and recall with intervals from the verdicts
(`rates_from_judged`), beside what the linkage expects of itself (`expected_rates`).

What it never does: take the linkage's own probabilities for the truth without saying so, or show a reviewer what the
linkage thinks.

Beside these: whole persons as a sample (`plan_persons`), for whom links go wrong (`errors_by_group`), how sure one must
be to link (`choose_threshold`), what changed since an earlier linkage (`drift`), and why mentions are one person, what
that hangs on and who is nearest outside (`why_person`, `why_pair`).

Begin with `plan_pairs` and `write_sample`; every function takes a linkage or the folder it was written to.
"""

from tumen.linkage.evaluation.agreement import Evaluation, evaluate
from tumen.linkage.evaluation.calibration import Band, Calibration, calibration
from tumen.linkage.evaluation.costs import Choice, CostCurve, choose_threshold
from tumen.linkage.evaluation.design import PairSample, SampledPair, Stratum, plan_pairs
from tumen.linkage.evaluation.drift import Change, Drift, Given, Move, drift
from tumen.linkage.evaluation.groups import GroupErrors, errors_by_group, judged_errors_by_group
from tumen.linkage.evaluation.judged import (
    JudgedRates,
    JudgedStratum,
    Rate,
    Rates,
    expected_rates,
    rates_from_judged,
)
from tumen.linkage.evaluation.persons import PersonRates, PersonSample, plan_persons, rates_from_persons
from tumen.linkage.evaluation.sheets import read_sample, read_verdicts, write_sample
from tumen.linkage.evaluation.why import Rest, Tie, Why, why_pair, why_person

__all__ = [
    "Band",
    "Calibration",
    "Change",
    "Choice",
    "CostCurve",
    "Drift",
    "Evaluation",
    "Given",
    "GroupErrors",
    "JudgedRates",
    "JudgedStratum",
    "Move",
    "PairSample",
    "PersonRates",
    "PersonSample",
    "Rate",
    "Rates",
    "Rest",
    "SampledPair",
    "Stratum",
    "Tie",
    "Why",
    "calibration",
    "choose_threshold",
    "drift",
    "errors_by_group",
    "evaluate",
    "expected_rates",
    "judged_errors_by_group",
    "plan_pairs",
    "plan_persons",
    "rates_from_judged",
    "rates_from_persons",
    "read_sample",
    "read_verdicts",
    "why_pair",
    "why_person",
    "write_sample",
]
