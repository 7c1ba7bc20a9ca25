"""Compile the inner loop of comparing when there is enough to do; run it as plain Python for a few pairs.

Importing the compiler takes longer than comparing some thousand pairs without it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, TypeVar, cast

__all__ = ["for_many"]

Function = TypeVar("Function", bound=Callable[..., Any])

_WORTH_IMPORTING = 5_000
_WORTH_CALLING = 50


def for_many(function: Function, count: int) -> Function:
    """The function itself for few items, compiled for many where numba is installed; the results are the same."""
    enough = _WORTH_CALLING if "numba" in sys.modules else _WORTH_IMPORTING
    if count < enough or find_spec("numba") is None:
        return function
    return cast(Function, _compiled(function))


@cache
def _compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    # the threads of a desk may compare at once: the loop holds no lock of the interpreter
    return cast(Callable[..., Any], import_module("numba").njit(cache=True, nogil=True)(function))
