"""From the mentions in numbers to the pairs that matter and what they taught; see `tumen.linkage.engine` for the work.

Rates are learnt from a bounded number of pairs, however large the table: of very many candidate pairs those of every
so many-th mention teach. Then all are compared, and only what the rates do not rule out is held.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tumen.dates import DateLevel
from tumen.linkage.blocking import all_pairs, blocks, teaching
from tumen.linkage.columns import Columns
from tumen.linkage.comparison import Comparisons, chosen, compare
from tumen.linkage.engine import Engine
from tumen.linkage.engine.meetings import Meetings, meetings
from tumen.linkage.engine.planning import Plan, planned
from tumen.linkage.engine.sieving import Kept, Sieve, gathered
from tumen.linkage.faint import Faint
from tumen.linkage.fitting import Teaching, first_model, learn
from tumen.linkage.keeping import Keep, matters, matters_of_many, telling
from tumen.linkage.model import Model
from tumen.linkage.resolution import allowed_pairs
from tumen.linkage.sample import Sample, sample
from tumen.linkage.settings import LinkSettings
from tumen.progress import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """The telling pairs, what they taught, and what was never compared.

    Attributes:
        found: the pairs that can link something, in the order of mentions.
        model: the rates.
        never: pairs that stand for those never compared; None where all were.
        notes: what blocking left out, in plain words.
        whole: of pairs less probable than this a share was kept that stands for them; 0 where all were.
    """

    found: Comparisons
    model: Model
    never: Faint | None
    notes: tuple[str, ...]
    whole: float = 0.0


def learnt_from(
    numbers: Columns, settings: LinkSettings, rng: np.random.Generator, engine: Engine, progress: Progress
) -> Learnt:
    """Compare and learn."""
    if len(numbers) <= settings.all_pairs_up_to:
        return _learnt_from_all(numbers, settings, progress)
    start = _start(numbers, settings, rng, progress)
    if start.batches > 1:
        progress.note(str(start.plan(settings)))
    found, rules = gathered(_sifted(engine, start.sieve(telling), start.step, settings, progress), numbers)
    allowed, weight = allowed_pairs(numbers.source) // start.step, start.drawn.weight
    teach = _teaching(numbers, found, rules.astype(np.int64))
    model = learn(start.first, found, teach, start.random, weight, allowed, settings, progress)
    whole = 0.0
    if start.step > 1:
        del found, rules, teach  # room for those of all mentions
        keep = matters_of_many(settings.edge_probability, settings.listed_probability)
        sieve, whole = Sieve(columns=numbers, meetings=start.met, model=model, keep=keep), keep.whole
        found, _ = gathered(_sifted(engine, sieve, 1, settings, progress), numbers)
    unseen = ~start.met.shared(start.random.a, start.random.b)
    never = Faint(pairs=chosen(start.random, unseen), weight=weight[unseen])
    notes = (*start.met.notes, *_taught(start.step))
    return Learnt(found=found, model=model, never=never, notes=notes, whole=whole)


def _learnt_from_all(numbers: Columns, settings: LinkSettings, progress: Progress) -> Learnt:
    """In a small table every pair is compared, and stands for itself."""
    tried, allowed = all_pairs(numbers), allowed_pairs(numbers.source)
    random = compare(numbers, tried.a, tried.b, progress)
    weight = np.ones(len(random))
    first = first_model(random, weight, allowed, settings)
    which = telling(first, random)
    found = chosen(random, which)
    teach = _teaching(numbers, found, tried.rules[which])
    model = learn(first, found, teach, random, weight, allowed, settings, progress)
    return Learnt(found=found, model=model, never=None, notes=())


def compared_by(
    model: Model, numbers: Columns, settings: LinkSettings, engine: Engine, progress: Progress
) -> Learnt:
    """Compare by rates that are known."""
    if len(numbers) <= settings.all_pairs_up_to:
        tried = all_pairs(numbers)
        pairs = compare(numbers, tried.a, tried.b, progress)
        return Learnt(found=chosen(pairs, matters(model, pairs)), model=model, never=None, notes=())
    met = meetings(blocks(numbers, settings), numbers)
    sieve = Sieve(columns=numbers, meetings=met, model=model, keep=matters)
    found, _ = gathered(_sifted(engine, sieve, 1, settings, progress), numbers)
    return Learnt(found=found, model=model, never=None, notes=met.notes)


def plan_of(
    numbers: Columns, settings: LinkSettings, rng: np.random.Generator, progress: Progress
) -> Plan | None:
    """What linking these would take; None for a table so small that nothing need be said."""
    if len(numbers) <= settings.all_pairs_up_to:
        return None
    return _start(numbers, settings, rng, progress).plan(settings)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Start:
    """What is there before the candidate pairs are compared.

    Attributes:
        met: who meets whom.
        drawn, random: a sample of all pairs, and its comparison.
        first: the model before any pair has taught it.
        step: the pairs of every so many-th mention teach.
        batches: how many there are.
    """

    numbers: Columns
    met: Meetings
    drawn: Sample
    random: Comparisons
    first: Model
    step: int
    batches: int

    def sieve(self, keep: Keep) -> Sieve:
        return Sieve(columns=self.numbers, meetings=self.met, model=self.first, keep=keep)

    def plan(self, settings: LinkSettings) -> Plan:
        return planned(self.sieve(telling), self.sieve(matters), settings, step=self.step)


def _start(numbers: Columns, settings: LinkSettings, rng: np.random.Generator, progress: Progress) -> _Start:
    progress.start(None, "Finding candidate pairs")
    met = meetings(blocks(numbers, settings), numbers)
    drawn = sample(numbers, rng, count=settings.training_pairs)
    random = compare(numbers, drawn.a, drawn.b, progress)
    first = first_model(random, drawn.weight, allowed_pairs(numbers.source), settings)
    most = int(met.most.sum())
    return _Start(
        numbers=numbers, met=met, drawn=drawn, random=random, first=first,
        step=max(1, math.ceil(most / settings.teaching_pairs)),
        batches=math.ceil(most / settings.batch_pairs),
    )  # fmt: skip


def _sifted(
    engine: Engine, sieve: Sieve, step: int, settings: LinkSettings, progress: Progress
) -> Iterator[Kept]:
    """Compare the pairs of every `step`-th mention."""
    batches = sieve.meetings.batches(step=step, pairs=settings.batch_pairs)
    progress.start(sum(batch.most for batch in batches), "Comparing candidate pairs")
    return engine.sift(sieve, batches, progress)


def _taught(step: int) -> Iterator[str]:
    if step > 1:
        yield f"Agreement rates were learnt from the candidate pairs of one mention in {step}."


def _teaching(numbers: Columns, found: Comparisons, rules: NDArray[np.int64]) -> Teaching:
    vouched = np.zeros(len(found), dtype=bool)
    for row, field in enumerate(found.fields):
        if field.name == "birth":
            vouched |= found.levels[row] == DateLevel.SAME_DAY
    by_field = [teaching(rules, numbers, field.name) for field in found.fields]
    return Teaching(fields=np.array(by_field), names=np.all(by_field, axis=0), vouched=vouched)
