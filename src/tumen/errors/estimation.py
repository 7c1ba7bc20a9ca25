"""Estimating populations."""

from __future__ import annotations

from tumen.errors.base import InputError

__all__ = [
    "EstimationError",
    "MethodError",
    "OverlapTableError",
    "SampleError",
    "SettingsError",
]


class EstimationError(InputError):
    """A table from which nothing may be estimated."""

    code = "estimation"


class OverlapTableError(EstimationError):
    """An overlap table with faults; all of them are in `fields["faults"]`."""

    code = "estimation.table"
    default_hint = "One 0/1 column per list and a column 'count' of whole numbers; nobody on no list."


class MethodError(EstimationError):
    """An estimator that does not exist."""

    code = "estimation.method"


class SampleError(EstimationError):
    """A table of counts, interviews, households or flows with faults; all of them are in `fields["faults"]`."""

    code = "estimation.sample"
    default_hint = (
        "A CSV file with a header row; docs/methods/samples.md says which columns each method reads."
    )


class SettingsError(EstimationError):
    """A setting of an estimator, or a level, outside its range."""

    code = "estimation.settings"
