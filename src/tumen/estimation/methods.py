"""The registry of methods and the one call that runs any of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from types import MappingProxyType, NoneType
from typing import Any

import numpy as np

from tumen.errors import MethodError, SettingsError
from tumen.estimation.assumed_dependence import NoHighestInteraction, OddsRatio
from tumen.estimation.best_model import BestModel
from tumen.estimation.contract import Answer, Estimate, Method, require, seed_of, settings_of
from tumen.estimation.graph_averaging import GraphAveraging
from tumen.estimation.heterogeneity import Heterogeneity
from tumen.estimation.latent_class import LatentClass
from tumen.estimation.list_effects import ChaoMth, Independence
from tumen.estimation.paragraph import sources_of
from tumen.estimation.refusal import cautions, empty_list, refusals
from tumen.estimation.sample_coverage import SampleCoverage
from tumen.estimation.several import Several
from tumen.estimation.stepwise import Stepwise
from tumen.estimation.table import OverlapTable
from tumen.progress import SILENT, Progress

__all__ = ["METHODS", "SIDE_BY_SIDE", "estimate", "estimate_all", "method_settings", "references"]

METHODS: Mapping[str, type[Any]] = MappingProxyType(
    {
        cls.id: cls
        for cls in (
            Independence, ChaoMth, Heterogeneity, SampleCoverage, Stepwise, BestModel, GraphAveraging, LatentClass,
            NoHighestInteraction, OddsRatio, Several,
        )
    }
)  # fmt: skip


SIDE_BY_SIDE = tuple(name for name in METHODS if name != Several.id)
"""The methods that stand beside one another; a mixture of some of them adds nothing there and costs twice."""


def method_settings(method: str, settings: Mapping[str, object] | None = None) -> Method:
    """The settings of a method by its id.

    Raises:
        MethodError: there is no such method.
        SettingsError: a setting does not exist or is out of range.
    """
    if method not in METHODS:
        raise MethodError(f"There is no method {method!r}.", hint=f"Methods: {', '.join(METHODS)}.")
    known = {f.name for f in fields(METHODS[method])}
    unknown = sorted(set(settings or {}) - known)
    if unknown:
        raise SettingsError(
            f"{method} has no setting {', '.join(unknown)}.",
            hint=f"Its settings: {', '.join(sorted(known))}.",
        )
    _check_types(method, settings or {})
    try:
        made: Method = METHODS[method](**(settings or {}))
    except TypeError as wrong:
        raise SettingsError(f"A setting of {method} has the wrong type: {wrong}.") from None
    return made


_KINDS: Mapping[str, tuple[type, ...]] = {
    "int": (int,), "float": (int, float), "str": (str,), "bool": (bool,),
    "int | None": (int, NoneType), "float | None": (int, float, NoneType),
    "tuple[float, ...]": (list, tuple),
}  # fmt: skip


def _check_types(method: str, settings: Mapping[str, object]) -> None:
    """Values from a command or a file may have any type; a wrong one must not reach the arithmetic."""
    for f in fields(METHODS[method]):
        kinds = _KINDS.get(str(f.type), (object,))
        value = settings.get(f.name, f.default)
        flag = isinstance(value, bool) and bool not in kinds
        if flag or not isinstance(value, kinds):
            raise SettingsError(f"A setting of {method} has the wrong type: {f.name} is {f.type}.")


def references(method: str) -> tuple[str, ...]:
    """Whom to cite for a method.

    Raises:
        MethodError: there is no such method.
    """
    return sources_of(type(method_settings(method)))


def _own_cautions(found: Answer) -> tuple[str, ...]:
    """What the method itself adds to what is doubtful about the table."""
    own = found.diagnostics.get("cautions", ())
    return own if isinstance(own, tuple) else ()


def estimate(
    table: OverlapTable,
    *,
    method: str | Method = "latent-class",
    level: float = 0.95,
    rng: np.random.Generator,
    progress: Progress = SILENT,
) -> Estimate:
    """Estimate how many people there are from who stands on which lists.

    Args:
        table: the overlaps.
        method: an id from METHODS, or a settings object such as `LatentClass(classes=20)`.
        level: of the interval, 0-1.
        rng: the only source of randomness. Equal seeds and equal tables give equal numbers, whatever the
            order of lists and rows. A list that nobody stands on changes nothing and is named in the cautions.
        progress: told about long work.

    Returns:
        An estimate whose status says whether there is a number, and if not, why.

    Raises:
        MethodError: there is no such method.
        SettingsError: level outside 0-1.
        Stopped: the person asked to stop.

    Example:
        >>> table = OverlapTable.from_patterns(["A", "B"], {"10": 60, "01": 40, "11": 20})
        >>> found = estimate(table, method="independence", rng=np.random.default_rng(1))
        >>> round(found.point), found.observed, found.status
        (234, 120, 'ok')
    """
    require(0.0 < level < 1.0, "The level lies between 0 and 1.")
    chosen = method_settings(method) if isinstance(method, str) else method
    settings = settings_of(chosen)
    seed = seed_of(rng) if chosen.needs_rng else None
    reasons = refusals(table, min_observed=int(str(settings["min_observed"])), min_lists=chosen.min_lists)
    if reasons:
        found = Answer(status=f"refused: {'; '.join(reasons)}", diagnostics={"refusals": reasons})
        doubts: tuple[str, ...] = ()
    else:
        kept, empty = table.without_empty()
        found = chosen.answer(kept, level=level, rng=rng, progress=progress)
        doubts = (*map(empty_list, empty), *cautions(kept), *_own_cautions(found))
    return Estimate(
        method=chosen.id,
        point=found.point,
        interval=found.interval,
        observed=table.observed,
        status=found.status,
        diagnostics={"list_sizes": table.sizes, **found.diagnostics, "cautions": doubts},
        modes=found.modes,
        assumptions=chosen.assumptions(table.without_empty()[0]),
        settings={"level": level, **settings},
        seed=seed,
        input_sha256=table.sha256,
        draws=found.draws,
        title=chosen.title,
        sources=sources_of(type(chosen)),
    )


def estimate_all(
    table: OverlapTable,
    *,
    seed: int,
    level: float = 0.95,
    methods: Iterable[str | Method] | None = None,
    progress: Progress = SILENT,
) -> tuple[Estimate, ...]:
    """The methods side by side, each from a fresh generator, so that none depends on which others ran.

    Without `methods` all but `several`, which mixes some of them.
    """
    return tuple(
        estimate(table, method=method, level=level, rng=np.random.default_rng(seed), progress=progress)
        for method in (SIDE_BY_SIDE if methods is None else methods)
    )
