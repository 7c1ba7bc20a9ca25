"""Compile the inner loops of a sampler where numba is installed; run them as plain Python where it is not.

The numbers are draws from the same distribution either way; only the time differs (about a hundredfold). The compiler
is loaded by the first call and not before: a desk that only writes down, or a command that only reads, never waits
for it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, update_wrapper
from importlib import import_module
from importlib.util import find_spec
from typing import Any, TypeVar, cast

__all__ = ["COMPILED", "compiled"]

Function = TypeVar("Function", bound=Callable[..., Any])

COMPILED = find_spec("numba") is not None


def compiled(function: Function) -> Function:
    """The same function, compiled without the interpreter lock so that chains run side by side."""
    return cast(Function, _CompiledWhenCalled(function)) if COMPILED else function


class _CompiledWhenCalled:
    """A function for whom the compiler is loaded when it is first called, from Python or by another such function."""

    def __init__(self, function: Callable[..., Any]) -> None:
        update_wrapper(self, function)
        self._function = function

    @cached_property
    def _dispatcher(self) -> Any:
        return import_module("numba").njit(cache=True, nogil=True)(self._function)

    @property
    def _numba_type_(self) -> Any:
        # numba asks every object that compiled code names for its type; a function's is that of its compiled self.
        return self._dispatcher._numba_type_

    def __call__(self, *arguments: Any) -> Any:
        return self._dispatcher(*arguments)

    def __reduce__(self) -> str:
        # Sent to another process by name, like any function.
        return self._function.__qualname__
