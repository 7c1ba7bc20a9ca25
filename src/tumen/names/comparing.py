"""The room's verbs over the shipped tables: parse, compare, keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tumen.errors import UnevenNamePairs
from tumen.names.deck import Form
from tumen.names.explaining import exchanged, reasons
from tumen.names.matching import Matcher, probability_of
from tumen.names.roll import Roll
from tumen.names.tables import default_tables

__all__ = [
    "PRIOR_LOG_ODDS",
    "NameComparison",
    "ParsedName",
    "compare",
    "compare_at",
    "compare_many",
    "keys",
    "parse",
    "probabilities",
    "remember",
    "roll",
]

# Log odds, before the names are looked at, that two names met in one block are one person's. Set where `same`
# (probability of at least one half) had the best F1 on the frozen pairs, both halves looked at.
PRIOR_LOG_ODDS = -4.5


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedName:
    """A name taken apart. The original is kept; each form holds its readings, likeliest first."""

    original: str
    forms: tuple[Form, ...]

    @property
    def hangul(self) -> str:
        """The likeliest Hangul of the first form that can be read; empty when none can."""
        return next((form.readings[0].hangul for form in self.forms if form.readings), "")

    def likeliest(self, most: int = 5) -> tuple[tuple[str, float], ...]:
        """Hangul that the first readable form may mean, likeliest first, with probabilities; at most `most`."""
        share: dict[str, float] = {}
        for reading in next((form.readings for form in self.forms if form.readings), ()):
            for text, weight in reading.spelt():
                share[text] = share.get(text, 0.0) + weight
        return tuple(sorted(share.items(), key=lambda item: (-item[1], item[0]))[:most])


@dataclass(frozen=True, slots=True, kw_only=True)
class NameComparison:
    """What two names say about being one person's.

    Attributes:
        score: log-likelihood ratio, natural log: above 0 speaks for one person, below 0 against.
        probability: posterior with the stated prior log odds.
        same: probability of at least one half. A suggestion; a person decides.
        reasons: in plain words, the strongest first.
        exchanged: the names would fit if two given syllables stood in each other's place (영희 and 희영). Two names,
            unless one was written the wrong way round; the score does not count it.
    """

    score: float
    probability: float
    same: bool
    reasons: tuple[str, ...]
    exchanged: bool = False


@cache
def _matcher() -> Matcher:
    return Matcher(default_tables())


def parse(text: str) -> ParsedName:
    """Take a name apart into forms, titles, words and possible Hangul readings.

    Args:
        text: one name; several forms may be separated by `|`. Nothing is thrown away.

    Example:
        >>> parse("Ms. Yong-hui Kim").hangul
        '김용희'
    """
    return ParsedName(original=text, forms=_matcher().forms(text))


def keys(text: str) -> tuple[str, ...]:
    """Blocking keys that do not depend on the script; two spellings of one name nearly always share one."""
    return _matcher().keys(text)


def compare(a: str, b: str, *, prior_log_odds: float = PRIOR_LOG_ODDS) -> NameComparison:
    """Compare two names.

    Args:
        a, b: names in any script; several forms of one person may be separated by `|`.
        prior_log_odds: natural log odds that the two are one person before the names are looked at.

    Example:
        >>> compare("金英姬", "Kim Yong Hui").same
        True
    """
    matcher = _matcher()
    score = float(matcher.scores([a], [b])[0])
    probability = probability_of(score, prior_log_odds)
    ordered = sorted((a, b))
    return NameComparison(
        score=score,
        probability=probability,
        same=probability >= 0.5,
        reasons=reasons(matcher, *ordered),
        exchanged=exchanged(matcher, *ordered),
    )


def compare_many(a: Sequence[str], b: Sequence[str]) -> NDArray[np.float64]:
    """Log-likelihood ratios (natural log) of many pairs, shape (n,); equal names are read once.

    Args:
        a, b: names, n each; pair i is (a[i], b[i]).

    Raises:
        UnevenNamePairs: the two have different lengths.
    """
    if len(a) != len(b):
        raise UnevenNamePairs("Pairs of names need as many left as right names.", left=len(a), right=len(b))
    return _matcher().scores(a, b)


def compare_at(
    names: Sequence[str], left: NDArray[np.int64], right: NDArray[np.int64]
) -> NDArray[np.float64]:
    """As `compare_many`, for many pairs among few names: the names once, pairs by their places in `names`.

    Args:
        names: names, any number.
        left, right: places in `names`, shape (n,) each; pair i is (names[left[i]], names[right[i]]).

    Raises:
        UnevenNamePairs: left and right have different lengths.

    Example:
        >>> compare_at(["김영희", "Kim Yong Hui", "박철수"], np.array([0, 0]), np.array([1, 2])) > 0
        array([ True, False])
    """
    if len(left) != len(right):
        raise UnevenNamePairs(
            "Pairs of names need as many left as right names.", left=len(left), right=len(right)
        )
    return _matcher().scores_at(names, left, right)


def roll(names: Sequence[str]) -> Roll:
    """What was read of names, as numbers that can be kept in files; `remember` makes them known again.

    Args:
        names: names, any number.
    """
    return _matcher().roll(names)


def remember(names: Sequence[str], read: Roll) -> None:
    """Know names from what was read of them earlier, so that `keys` and `compare_at` need not read them.

    Args:
        names: the names, n.
        read: the rows of these n names.

    Raises:
        NamesError: they were read with other tables than there are now.

    Example:
        >>> remember(["김영희"], roll(["김영희"]))
        >>> keys("김영희")[0]
        '김:0nH'
    """
    _matcher().remember(names, read)


def probabilities(
    scores: NDArray[np.float64], *, prior_log_odds: float = PRIOR_LOG_ODDS
) -> NDArray[np.float64]:
    """Posterior probabilities of log-likelihood ratios, shape as given."""
    return np.asarray(1 / (1 + np.exp(-np.clip(scores + prior_log_odds, -700, 700))), dtype=np.float64)
