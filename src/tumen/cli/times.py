"""`tumen estimate` on a table of how many people were recorded once, twice, …"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from tumen.cli.estimates import show

if TYPE_CHECKING:
    from tumen.estimation import RepeatCounts


def estimate_times(
    sample: RepeatCounts, *, method: str, settings: Mapping[str, object], level: float, as_json: bool
) -> None:
    """One method for one list with repeated events, or all of them side by side.

    Raises:
        MethodError: there is no such method.
        SettingsError: a setting does not exist or is out of range.
    """
    from tumen.errors import SettingsError
    from tumen.estimation import REPEAT_METHODS, estimate_from

    if method == "all" and settings:
        raise SettingsError("--set goes with one method, not with all.")
    chosen = REPEAT_METHODS if method == "all" else (_made(method, settings),)
    found = [estimate_from(sample, method=one, level=level) for one in chosen]
    show(found, title=f"{sample.observed:,} people recorded", as_json=as_json)


def _made(method: str, settings: Mapping[str, object]) -> Any:
    """The settings object of a method by its id."""
    from tumen.errors import MethodError, SettingsError
    from tumen.estimation import REPEAT_METHODS

    kinds: dict[str, type[Any]] = {one.id: type(one) for one in REPEAT_METHODS}
    if method not in kinds:
        raise MethodError(
            f"There is no method {method!r} for times recorded.", hint=f"Methods: {', '.join(kinds)}, all."
        )
    known = {each.name: each.type for each in fields(kinds[method])}
    unknown = sorted(set(settings) - set(known))
    if unknown:
        raise SettingsError(
            f"{method} has no setting {', '.join(unknown)}.",
            hint=f"Its settings: {', '.join(sorted(known))}.",
        )
    wrong = [
        name
        for name, value in settings.items()
        if not isinstance(value, str if known[name] == "str" else int)
    ]
    if wrong:
        raise SettingsError(f"A setting of {method} has the wrong type: {wrong[0]} is {known[wrong[0]]}.")
    return kinds[method](**settings)
