"""Compile the inner loop of comparing when there is enough to do; run it as plain Python for a few pairs.

Importing the compiler takes longer than comparing some thousand pairs without it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar, cast

from tumen.compiled import COMPILED, compiled

__all__ = ["for_many"]

Function = TypeVar("Function", bound=Callable[..., Any])

_WORTH_IMPORTING = 5_000
_WORTH_CALLING = 50

_compiled_once = cache(compiled)


def for_many(function: Function, count: int) -> Function:
    """The function itself for few items, compiled for many where numba is installed; the results are the same."""
    enough = _WORTH_CALLING if "numba" in sys.modules else _WORTH_IMPORTING
    if count < enough or not COMPILED:
        return function
    return cast(Function, _compiled_once(function))
