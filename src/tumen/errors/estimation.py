"""Estimating populations."""

from __future__ import annotations

from tumen.errors.base import InputError

__all__ = [
    "ChartError",
    "EstimationError",
    "MethodError",
    "OverlapTableError",
    "SampleError",
    "SettingsError",
    "StrataError",
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


class ChartError(EstimationError):
    """A chart that cannot be drawn here."""

    code = "estimation.chart"
    default_hint = (
        "Install the desk's extra (`tumen[desk]`), show it in a notebook, or draw `chart.spec` yourself."
    )


class StrataError(EstimationError):
    """Strata that cannot be estimated, kept or added up."""

    code = "estimation.strata"
    default_hint = "Name columns of the table with --by, and a folder that is new or holds the same strata."


class SettingsError(EstimationError):
    """A setting of an estimator, or a level, outside its range."""

    code = "estimation.settings"
