"""Compile the inner loops of a sampler where numba is installed; run them as plain Python where it is not.

The numbers are draws from the same distribution either way; only the time differs (about a hundredfold).
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any, TypeVar, cast

__all__ = ["COMPILED", "compiled"]

Function = TypeVar("Function", bound=Callable[..., Any])

COMPILED = find_spec("numba") is not None


def compiled(function: Function) -> Function:
    """The same function, compiled without the interpreter lock so that chains run side by side."""
    if not COMPILED:
        return function
    numba = import_module("numba")
    return cast(Function, numba.njit(cache=True, nogil=True)(function))
