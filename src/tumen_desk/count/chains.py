"""Who repeats whom: the sources behind a published figure, as far as sources of this desk name what they cite."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tumen.figures import Claim
from tumen_desk.accounts import circles
from tumen_desk.count import ledger
from tumen_desk.record.models import Source

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User
    from tumen_desk.count.models import Published

_DEEPEST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One source that cites another."""

    source: Source
    cites: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """What stands behind a published figure.

    Attributes:
        links: who cites whom, beginning with the source of the figure.
        same: other claims of the ledger with the very same number about the same thing.
        warnings: circles and voices that are one, each a sentence.
    """

    links: tuple[Link, ...]
    same: tuple[Claim, ...]
    warnings: tuple[str, ...]


def chain(published: Published, user: User) -> Chain:
    """Follow what the source cites, and look for the same number elsewhere in the ledger."""
    links, round_again = _links(published.source, circles.closed_sources(user))
    books = ledger.books(user)
    claim = next(c for c in books.claims if c.code == ledger.own_code(published.pk))
    same = tuple(c for c in books.claims if c.code != claim.code and _same_number(claim, c))
    return Chain(links=links, same=same, warnings=(*round_again, *_one_voice(published, claim, same, links)))


def _links(source: Source | None, closed: frozenset[int]) -> tuple[tuple[Link, ...], tuple[str, ...]]:
    """Breadth first; a source that is met on the way back to itself closes a circle."""
    links: list[Link] = []
    circular: list[str] = []
    paths: list[tuple[Source, ...]] = [(source,)] if source is not None else []
    for _ in range(_DEEPEST):
        longer: list[tuple[Source, ...]] = []
        for path in paths:
            for cited in path[-1].cites.exclude(pk__in=closed).select_related("issuer").order_by("pk"):
                links.append(Link(source=path[-1], cites=cited))
                if cited in path:
                    told = " → ".join(str(s) for s in (*path[path.index(cited) :], cited))
                    circular.append(
                        f"These sources cite one another in a circle: {told}. They are one source."
                    )
                else:
                    longer.append((*path, cited))
        paths = longer
    return tuple(dict.fromkeys(links)), tuple(dict.fromkeys(circular))


def _same_number(one: Claim, other: Claim) -> bool:
    number = (one.value, one.low, one.high)
    return (
        one.quantity == other.quantity
        and number == (other.value, other.low, other.high)
        and one.unit == other.unit
    )


def _one_voice(
    published: Published, claim: Claim, same: tuple[Claim, ...], links: tuple[Link, ...]
) -> list[str]:
    """One body that stands behind several of them is one voice; so is a source that cites its own issuer."""
    told = []
    issuer = published.source.issuer if published.source else None
    if issuer is not None and any(link.cites.issuer == issuer for link in links):
        told.append(f"What it cites comes from the same issuer, {issuer}: one voice, not two.")
    if issuer is not None and claim.sources and claim.sources[0].casefold() == issuer.name.casefold():
        told.append("It names its own issuer as who says it.")
    shared = sorted({c.code for c in same if {*c.sources, *c.quoted_by} & {*claim.sources, *claim.quoted_by}})
    if shared:
        told.append(f"Not independent of {', '.join(shared)}: the same source stands behind them.")
    return told
