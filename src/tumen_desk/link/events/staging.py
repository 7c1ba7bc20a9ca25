"""One happening as its sources tell it: which kinds of sources there are, and whether they tell the same order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from tumen_desk.link.events.tellings import Told, allowed_acts
from tumen_desk.record.models import Account


@dataclass(frozen=True, slots=True, kw_only=True)
class Stages:
    """Kinds of acts in the order of the account that tells most of them, with their place in each account.

    Attributes:
        accounts: whose source tells an order.
        rows: kind of act, and its place in each account, None where it is not told.
        agree: of each two accounts with two kinds or more in common: whether these come in one order.
    """

    accounts: tuple[Account, ...]
    rows: tuple[tuple[str, tuple[int | None, ...]], ...]
    agree: tuple[tuple[Account, Account, int, bool], ...]


def by_kind(told: Sequence[Told]) -> list[tuple[str, list[Account]]]:
    """Accounts by kind of source: press, film and testimony each for itself."""
    found: dict[str, dict[int, Account]] = {}
    for each in told:
        found.setdefault(each.account.source.kind, {})[each.account.pk] = each.account
    return [(kind, list(accounts.values())) for kind, accounts in sorted(found.items())]


def stages(told: Sequence[Told]) -> Stages | None:
    """The order of acts, account beside account; None where no account of the event tells one.

    Acts whose people may not be linked are left out, as everywhere on the event.
    """
    accounts = {each.account.pk: each.account for each in told}
    orders: dict[int, dict[str, int]] = {}
    acts = allowed_acts().filter(account__in=accounts, stage__isnull=False).order_by("stage", "pk")
    for account, kind, stage in acts.values_list("account", "type", "stage"):
        orders.setdefault(account, {}).setdefault(kind, stage or 0)
    if not orders:
        return None
    fullest = sorted(orders, key=lambda pk: (-len(orders[pk]), pk))
    kinds = dict.fromkeys(kind for pk in fullest for kind in orders[pk])
    compared = []
    for one, other in combinations(sorted(orders), 2):
        shared = orders[one].keys() & orders[other].keys()
        if len(shared) > 1:
            compared.append(
                (accounts[one], accounts[other], len(shared), _agree(orders[one], orders[other], shared))
            )
    told_by = sorted(orders)
    return Stages(
        accounts=tuple(accounts[pk] for pk in told_by),
        rows=tuple((kind, tuple(orders[pk].get(kind) for pk in told_by)) for kind in kinds),
        agree=tuple(compared),
    )


def _agree(one: Mapping[str, int], other: Mapping[str, int], shared: set[str]) -> bool:
    """True if no two kinds stand in one order here and in the other there; acts at once stand in none."""
    return all((one[a] - one[b]) * (other[a] - other[b]) >= 0 for a, b in combinations(sorted(shared), 2))
