"""What a linkage hands back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import NDArray

from tumen import names
from tumen.errors import LinkageError
from tumen.linkage.columns import Columns
from tumen.linkage.comparison import Comparisons, compare
from tumen.linkage.judgements import Constraints
from tumen.linkage.model import Model, field_weights
from tumen.linkage.reasons import BITS, Reason, prior_reason, waterfall, waterfalls
from tumen.linkage.state import State
from tumen.model import Interval, LinkDraws, Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """One mention belongs to one person.

    `person_id` is `p-` and the smallest mention id of the person, so it does not depend on the order of
    rows. `probability` is the share of draws in which this mention's person has exactly these mentions.
    """

    mention_id: str
    person_id: str
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two mentions that may be one person.

    Attributes:
        weight_log2: bits for one person against two, from these two mentions alone.
        probability: that they are one person, all other mentions and judgements considered.
        reasons: the waterfall behind the weight, in plain words.
    """

    mention_a: str
    mention_b: str
    weight_log2: float
    probability: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Pairs(Sequence[Pair]):
    """The listed pairs, most probable first; reasons are put into words when a pair is looked at."""

    mention_ids: tuple[str, ...]
    compared: Comparisons
    weights: NDArray[np.float64]
    probability: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.compared)

    @overload
    def __getitem__(self, index: int) -> Pair: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Pair]: ...
    def __getitem__(self, index: int | slice) -> Pair | Sequence[Pair]:
        if isinstance(index, slice):
            return [self._pair(row, self._why(row)) for row in range(*index.indices(len(self)))]
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        return self._pair(index % len(self), self._why(index % len(self)))

    def __iter__(self) -> Iterator[Pair]:
        reasons = waterfalls(self.compared, self.weights)
        return (self._pair(row, why) for row, why in enumerate(reasons))

    def __repr__(self) -> str:
        return f"Pairs({len(self)} pairs)"

    def _why(self, row: int) -> tuple[Reason, ...]:
        return waterfall(self.compared, self.weights, row)

    def _pair(self, row: int, why: tuple[Reason, ...]) -> Pair:
        return Pair(
            mention_a=self.mention_ids[self.compared.a[row]],
            mention_b=self.mention_ids[self.compared.b[row]],
            weight_log2=float(self.weights[:, row].sum()) * BITS,
            probability=float(self.probability[row]),
            reasons=tuple(str(reason) for reason in why),
        )


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Links:
    """What others need of a linkage: who belongs to whom, how sure that is, and from what.

    Attributes:
        clusters: one row per mention.
        draws: draws from the posterior over partitions.
        run: what was computed from what.
    """

    clusters: tuple[Membership, ...]
    draws: LinkDraws
    run: Run

    @property
    def person_count(self) -> int:
        """Number of persons in the reported partition."""
        return len({row.person_id for row in self.clusters})


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Linkage:
    """Mentions resolved into persons, with what is not certain about it.

    Attributes:
        clusters: one row per mention, in the order of mention ids.
        pairs: pairs that may be one person, most probable first.
        draws: draws from the posterior over partitions.
        run: what was computed from what.
        model: agreement rates the model learnt.
        notes: what a careful reader must know: what was not compared, cut or could not be read.
        columns: the mentions as they were compared; for `explain`.
        held: what every draw respects; for `explain`.
        state: what it was computed from and by; so that more can be linked into it.
    """

    clusters: tuple[Membership, ...]
    pairs: Pairs
    draws: LinkDraws
    run: Run
    model: Model
    notes: tuple[str, ...]
    columns: Columns
    held: Constraints
    state: State

    def __repr__(self) -> str:
        count = f"{len(self.clusters)} mentions, {self.person_count} persons, {len(self.draws.labels)} draws"
        return f"Linkage({count})"

    @property
    def person_count(self) -> int:
        """Number of persons in the reported partition."""
        return self.links.person_count

    @property
    def links(self) -> Links:
        """The part of it that is written and read again."""
        return Links(clusters=self.clusters, draws=self.draws, run=self.run)

    def persons_interval(self, *, level: float = 0.95) -> Interval:
        """Interval of the number of persons mentioned, over the draws.

        Raises:
            LinkageError: the linkage was made without draws.
        """
        if not len(self.draws.labels):
            raise LinkageError("Without draws there is no interval.", hint="Link with draws=100.")
        counts = [np.count_nonzero(np.bincount(row)) for row in self.draws.labels]
        low, high = np.quantile(counts, [(1 - level) / 2, (1 + level) / 2])
        return Interval(level=level, low=float(low), high=float(high))

    def explain(self, mention_a: str, mention_b: str) -> tuple[Reason, ...]:
        """The waterfall of any two mentions, from the prior on; the weights add up to the log2 odds.

        Where the two cannot be one person the last step says why, and weighs minus infinity.

        Raises:
            LinkageError: a mention is not there.
        """
        position = {mention: index for index, mention in enumerate(self.draws.mention_ids)}
        unknown = [mention for mention in (mention_a, mention_b) if mention not in position]
        if unknown:
            raise LinkageError(f"There is no mention {', '.join(unknown)}.", mentions=unknown)
        a, b = sorted((position[mention_a], position[mention_b]))
        pair = compare(self.columns, np.array([a]), np.array([b]))
        steps = waterfall(pair, field_weights(self.model, pair), 0)
        why = self.held.why_apart(a, b)
        parted = (Reason(field="rule", words=why, weight_log2=-np.inf),) if why else ()
        return (
            prior_reason(self.model.prior_log_odds), *(self._with_name(step, a, b) for step in steps), *parted,
        )  # fmt: skip

    def _with_name(self, step: Reason, a: int, b: int) -> Reason:
        if step.field != "name":
            return step
        said = names.compare(self.columns.names[a], self.columns.names[b]).reasons
        words = f"{step.words} ({'; '.join(said)})" if said else step.words
        return Reason(field="name", words=words, weight_log2=step.weight_log2)
