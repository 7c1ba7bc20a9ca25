"""Rows of accounts, and of what happened in them: acts, stays, legs of journeys, transfers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models

from tumen_desk.record.adapters import date_columns
from tumen_desk.record.importing.plan import Chunk, Row
from tumen_desk.record.importing.writer import Writer
from tumen_desk.record.models import Account, Act, Involvement, Leg, Stay, Transfer


def accounts(w: Writer, chunk: Chunk) -> None:
    """Rows of accounts."""
    rows = []
    w.learn(chunk, "source")
    for number, v in chunk.rows:
        source = w.refers.find("source", v["source_id"])
        if not source:
            w.fault(chunk.table, number, "source_id", "No source of this id.")
            continue
        teller = w.mention_for(chunk.table, number, v) if v.get("mention_id") else None
        rows.append(
            Account(
                batch=w.batch,
                external_id=v["account_id"],
                source_id=source,
                teller_id=teller,
                title=v.get("title") or v["account_id"],
                connection=v.get("connection", ""),
            )
        )
    for account in w.bulk(Account, rows):
        w.accounts[account.external_id] = account.pk


def _in_accounts(w: Writer, chunk: Chunk, make: Callable[[Row], models.Model]) -> list[Any]:
    """What happened, each within the account that tells it; nothing is written once something refers to nothing."""
    given: list[tuple[Row, int]] = []
    w.learn(chunk, "account")
    for number, v in chunk.rows:
        mention = w.mention_for(chunk.table, number, v)
        if mention is None:
            continue
        if w.teller_of(v, mention) != w.whom.source[mention]:
            w.fault(chunk.table, number, "account_id", "The account is of another source than the person.")
            continue
        given.append((v, mention))
    if w.faults or not given:
        return []
    rows: list[Any] = []
    for (v, mention), account in zip(given, w.accounts_for(given), strict=True):
        row: Any = make(v)
        row.batch, row.mention_id, row.account_id = w.batch, mention, account
        row.external_id = v[f"{chunk.table.removesuffix('s')}_id"]
        rows.append(row)
    return w.bulk(type(rows[0]), rows)


def acts(w: Writer, chunk: Chunk) -> None:
    """Rows of acts, with the agency of each."""
    agencies = {v["act_id"]: v.get("agency", "") for _, v in chunk.rows}
    acts = _in_accounts(
        w,
        chunk,
        lambda v: Act(
            type=v["type"],
            place=v.get("place", ""),
            method=v.get("method", ""),
            outcome=v.get("outcome", ""),
            **date_columns(v.get("date", "")),
        ),
    )
    w.bulk(
        Involvement,
        [Involvement(act=a, agency=agencies[a.external_id]) for a in acts if agencies[a.external_id]],
    )


def stays(w: Writer, chunk: Chunk) -> None:
    """Rows of stays."""
    _in_accounts(
        w,
        chunk,
        lambda v: Stay(
            facility=v.get("facility", ""),
            facility_type=v.get("facility_type", ""),
            ended=v.get("to", ""),
            reason=v.get("reason", ""),
            outcome=v.get("outcome", ""),
            **date_columns(v.get("from", "")),
        ),
    )


def legs(w: Writer, chunk: Chunk) -> None:
    """Rows of legs of journeys."""
    _in_accounts(
        w,
        chunk,
        lambda v: Leg(
            journey=v.get("journey", ""),
            sequence=v.get("sequence", 0),
            kind=v["kind"],
            from_place=v.get("from_place", ""),
            to_place=v.get("to_place", ""),
            ended=v.get("to", ""),
            mode=v.get("mode", ""),
            helper_role=v.get("helper_role", ""),
            price=v.get("price"),
            currency=v.get("currency", ""),
            intercepted=v.get("intercepted", ""),
            outcome=v.get("outcome", ""),
            **date_columns(v.get("from", "")),
        ),
    )


def transfers(w: Writer, chunk: Chunk) -> None:
    """Rows of transfers."""
    _in_accounts(
        w,
        chunk,
        lambda v: Transfer(
            seller_role=v.get("seller_role", ""),
            buyer_role=v.get("buyer_role", ""),
            price=v.get("price"),
            currency=v.get("currency", ""),
            purpose=v.get("purpose", ""),
            place=v.get("place", ""),
            **date_columns(v.get("date", "")),
        ),
    )
