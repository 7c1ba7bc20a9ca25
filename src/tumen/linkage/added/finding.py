"""Whom new mentions join: finds whom they meet, draws what they touch again, and says what that changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from tumen.linkage.added.faintly import join_faint
from tumen.linkage.added.meeting import compared, keys_of, question
from tumen.linkage.added.outcome import Added
from tumen.linkage.added.regrouping import regrouped
from tumen.linkage.added.relabelling import Draws
from tumen.linkage.added.telling import tell
from tumen.linkage.judgements import Judgement
from tumen.linkage.mentions import Mentions
from tumen.progress import Progress, check

if TYPE_CHECKING:
    from tumen.linkage.added.index import Index


def find(
    index: Index,
    new: Mentions,
    *,
    judgements: Sequence[Judgement],
    rng: np.random.Generator,
    progress: Progress,
) -> Added:
    """See `Index.link`."""
    asked = question(index, new, judgements)
    progress.start(None, "Finding whom the new mentions meet")
    keys = keys_of(asked)
    check(progress)
    met = compared(asked, keys)
    check(progress)
    found = regrouped(asked, met, rng, progress)
    # What stands in no group that is drawn again was needed only to compare.
    again = np.flatnonzero((found.group >= 0) | (np.arange(len(found.position)) >= found.first_new))
    place = np.full(len(found.position), -1, dtype=np.int64)
    place[again] = np.arange(len(again))
    draws = Draws(index, found.position[again], place[found.resolution.labels[:, again]])
    join_faint(asked, met, draws, rng)
    return tell(asked, keys, met, found, again, draws)
