"""Published figures and law."""

from __future__ import annotations

from tumen.errors.base import InputError

__all__ = [
    "FiguresError",
    "LawError",
    "UnknownAct",
    "UnknownChannel",
    "UnknownInstrument",
    "UnknownQuantity",
    "UnknownState",
]


class FiguresError(InputError):
    """Claims that do not make sense."""

    code = "figures"


class UnknownQuantity(FiguresError):
    """The pack has no quantity or series of this name."""

    code = "figures.quantity"


class LawError(InputError):
    """An unknown instrument, state or act."""

    code = "law"


class UnknownAct(LawError):
    """No act, rule or label of this name."""

    code = "law.act"
    default_hint = "`tumen vocab PACK act_type` lists the acts."


class UnknownState(LawError):
    """The register has no such state."""

    code = "law.state"


class UnknownInstrument(LawError):
    """The register has no such instrument."""

    code = "law.instrument"


class UnknownChannel(LawError):
    """The pack knows no such channel for a paper."""

    code = "law.channel"
