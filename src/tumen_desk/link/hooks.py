"""What upper rooms may hang on linking.

`rests_on`: called as `fn(mentions)` with numbers of mentions when a change of who is who is looked at before it is
made; returns (words, address) of what counts these mentions and may change with them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

Resting = Callable[[Sequence[int]], list[tuple[str, str]]]
_resting: list[Resting] = []


def rests_on(fn: Resting) -> Resting:
    """Register a function that says what counts some mentions."""
    if fn not in _resting:
        _resting.append(fn)
    return fn


def resting_on(mentions: Sequence[int]) -> list[tuple[str, str]]:
    """Everything that counts some of these mentions."""
    return [found for fn in _resting for found in fn(mentions)]
