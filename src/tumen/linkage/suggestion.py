"""One new mention against those already known, with the agreement rates an earlier linkage learnt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tumen import names, vocab
from tumen.errors import LinkageError
from tumen.linkage.bounds import Bar, bounds_of
from tumen.linkage.comparison import compare
from tumen.linkage.curve import NameCurve
from tumen.linkage.judgements import said_of
from tumen.linkage.mentions import Mentions
from tumen.linkage.model import Model, field_weights, logistic
from tumen.linkage.name_weight import NameWeight
from tumen.linkage.reasons import BITS, Reason, prior_reason, waterfall
from tumen.linkage.told import mention_columns, mention_fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A known mention that may be the same person as the new one.

    Attributes:
        mention_id: the known mention.
        weight_log2: bits for one person against two.
        probability: that they are one person, from these two mentions alone.
        reasons: the waterfall from the prior on, strongest words in full.
    """

    mention_id: str
    weight_log2: float
    probability: float
    reasons: tuple[Reason, ...]


def suggest(
    mention_id: str,
    mentions: Mentions,
    *,
    model: Model,
    limit: int = 10,
    at_least: float = 0.05,
    pack: str | None = vocab.DEFAULT_PACK,
) -> tuple[Suggestion, ...]:
    """Who of `mentions` may be the same person as `mention_id`, most probable first.

    What no one person can be is not suggested: the rules of a linkage hold here too.

    Args:
        mention_id: one of `mentions`.
        mentions: the new mention and the known ones that share a key with it.
        model: what a linkage of the whole record learnt.
        limit: at most so many.
        at_least: the smallest probability worth showing.
        pack: situation pack whose gazetteer says which places lie in which.

    Cost: one comparison a known mention, about 50 microseconds each.

    Raises:
        LinkageError: `mention_id` is not among `mentions`.
    """
    if mention_id not in mentions.mention_id:
        raise LinkageError("The mention to compare is not among the mentions.", mention=mention_id)
    numbers = mention_columns(mentions, pack=pack)
    at = mentions.mention_id.index(mention_id)
    others = _possible(mentions, at, pack)
    found = compare(numbers, np.full(len(others), at, dtype=np.int64), others)
    # How rare a value is cannot be read from a handful of look-alikes: the model's average rate holds.
    none = found.rarities._replace(factor=np.zeros_like(found.rarities.factor))
    found = replace(found, rarities=none)
    weights = field_weights(model, found)
    total = weights.sum(axis=0)
    probability = logistic(total + model.prior_log_odds)
    best = [row for row in np.argsort(-total, kind="stable")[:limit].tolist() if probability[row] >= at_least]
    return tuple(
        Suggestion(
            mention_id=mentions.mention_id[int(others[row])],
            weight_log2=float(total[row]) * BITS,
            probability=float(probability[row]),
            reasons=(
                prior_reason(model.prior_log_odds),
                *(
                    _in_full(step, numbers.names[at], numbers.names[int(others[row])])
                    for step in waterfall(found, weights, row)
                ),
            ),
        )
        for row in best
    )


def _possible(mentions: Mentions, at: int, pack: str | None) -> NDArray[np.int64]:
    """Positions of those whom no rule parts from the mention at `at`."""
    together, _ = said_of(mentions, ())
    others = np.delete(np.arange(len(mentions)), at)
    bars = bounds_of(mentions, together, pack).rules(np.full(len(others), at), others)
    return np.asarray(others[bars == Bar.NONE], dtype=np.int64)


def _in_full(step: Reason, one: str, other: str) -> Reason:
    if step.field != "name":
        return step
    said = names.compare(one, other).reasons
    words = f"{step.words} ({'; '.join(said)})" if said else step.words
    return replace(step, words=words)


def model_to_json(model: Model) -> dict[str, object]:
    """The learnt rates as plain data."""
    return {
        "m": [rates.tolist() for rates in model.m],
        "u": [rates.tolist() for rates in model.u],
        "namesakes": [rates.tolist() for rates in model.namesakes],
        "excess": [excess.tolist() for excess in model.excess],
        "m_counts": [counts.tolist() for counts in model.m_counts],
        "match_share": model.match_share,
        "names": _names_to_json(model.names),
        "trust": model.trust,
    }


def model_from_json(plain: Mapping[str, Any], *, pack: str | None = vocab.DEFAULT_PACK) -> Model:
    """The learnt rates back from plain data.

    Args:
        plain: what `model_to_json` gave.
        pack: the situation pack of the linkage.

    Raises:
        LinkageError: the rates were learnt for other fields or levels than are compared now.
    """
    fields = mention_fields(pack)
    sizes = [len(field.levels) for field in fields]
    if "namesakes" not in plain or [len(rates) for rates in plain["m"]] != sizes:
        raise LinkageError(
            "The last linkage compared other things than this version does.", hint="Link the record again."
        )
    return Model(
        fields=fields,
        m=tuple(np.array(rates, dtype=np.float64) for rates in plain["m"]),
        u=tuple(np.array(rates, dtype=np.float64) for rates in plain["u"]),
        namesakes=tuple(np.array(rates, dtype=np.float64) for rates in plain["namesakes"]),
        excess=tuple(np.array(excess, dtype=np.float64) for excess in plain["excess"]),
        m_counts=tuple(np.array(counts, dtype=np.float64) for counts in plain["m_counts"]),
        match_share=float(plain["match_share"]),
        names=_names_from_json(plain["names"]),
        trust=float(plain["trust"]),
    )


def _names_to_json(weight: NameWeight) -> dict[str, object]:
    curve = weight.curve
    return {
        "counts": weight.counts.tolist(),
        "shares": weight.shares.tolist(),
        "loose_chance": weight.loose_chance,
        "curve": [curve.score.tolist(), curve.weight.tolist(), curve.spread.tolist()],
    }


def _names_from_json(plain: Mapping[str, Any]) -> NameWeight:
    score, weight, spread = (np.array(column, dtype=np.float64) for column in plain["curve"])
    return NameWeight(
        counts=np.array(plain["counts"], dtype=np.float64),
        shares=np.array(plain["shares"], dtype=np.float64),
        loose_chance=float(plain["loose_chance"]),
        curve=NameCurve(score=score, weight=weight, spread=spread),
    )
