"""What an import wrote so far, so that its later rows can refer to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.db import models

from tumen.progress import Progress, check
from tumen_desk.record.importing.listed import Listed
from tumen_desk.record.importing.plan import Chunk, Row
from tumen_desk.record.importing.refers import Refers
from tumen_desk.record.importing.table import Fault
from tumen_desk.record.importing.whom import Whom
from tumen_desk.record.models import Account, Act, ImportBatch, Leg, Stay, Transfer

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

_CHUNK: Final = 2000


class Writer:
    """What an import wrote so far: which id became which row, of which source, and what refers to nothing.

    Args:
        batch: the import.
        actor: who imports; what they do not need to know of is not there to refer to.
        organisation: issuer of rows that name none.
        progress: asked whether to stop.
    """

    def __init__(self, batch: ImportBatch, actor: User, organisation: str, progress: Progress) -> None:
        self.batch, self.actor, self.organisation, self.progress = batch, actor, organisation, progress
        self.made_up = settings.CONFIG.demo
        self.sources: dict[str, int] = {}
        self.accounts: dict[str, int] = {}
        self.whom = Whom(actor)
        self.relatives: list[tuple[int, str, str, str]] = []
        self.made = {"source": self.sources, "mention": self.whom.made, "account": self.accounts}
        self.refers = Refers(actor, self.made)
        self.listed = Listed(batch, actor, organisation, self.sources, self.refers, self.bulk)
        self._implied: dict[tuple[int, int], int] = {}
        self.faults: list[Fault] = []

    def all_made(self) -> dict[str, dict[str, int]]:
        """Ids of this import so far, for tables that refer to them."""
        for noun, model in (("act", Act), ("stay", Stay), ("leg", Leg), ("transfer", Transfer)):
            rows = model._default_manager.filter(batch=self.batch)
            self.made[noun] = dict(rows.values_list("external_id", "pk"))
        return self.made

    def bulk(self, model: type[models.Model], rows: list[Any]) -> list[Any]:
        """Write rows of one table, unless the import is to stop."""
        made: list[Any] = []
        for at in range(0, len(rows), _CHUNK):
            check(self.progress)
            made += model._default_manager.bulk_create(rows[at : at + _CHUNK], batch_size=500)
        return made

    def learn(self, chunk: Chunk, *nouns: str) -> None:
        """Look up together which people, and which of these nouns, the rows refer to."""
        self.whom.learn(chunk)
        for noun in nouns:
            self.refers.learn(noun, {v.get(f"{noun}_id") or "" for _, v in chunk.rows})

    def fault(self, table: str, number: int, column: str, message: str) -> None:
        """A row refers to what is not there."""
        self.faults.append(Fault(table=table, row=number, column=column, message=message))

    def mention_for(self, table: str, number: int, v: Row) -> int | None:
        """Whom a row is about; None, and a fault, if nobody or more than one fits. `learn` was asked before."""
        many, mention = self.whom.find(v)
        if many == 1:
            return mention
        several = "Several lists have a person of this id: give the source id."
        self.fault(table, number, "mention_id", several if many else "No person of this id.")
        return None

    def accounts_for(self, rows: list[tuple[Row, int]]) -> list[int]:
        """The account of each (row, mention): the one that the row names, or one implied, of what a source tells of
        this person."""
        named = [self.refers.find("account", v.get("account_id", "")) for v, _ in rows]
        keys = [(self.whom.source[mention], mention) for _, mention in rows]
        new = list(
            dict.fromkeys(k for n, k in zip(named, keys, strict=True) if not n and k not in self._implied)
        )
        made = [Account(batch=self.batch, source_id=source, title="As listed") for source, _ in new]
        self._implied |= {k: a.pk for k, a in zip(new, self.bulk(Account, made), strict=True)}
        return [n or self._implied[k] for n, k in zip(named, keys, strict=True)]

    def teller_of(self, v: Row, mention: int) -> int | None:
        """The source of the account that a row names; without one, that of the person."""
        known = self.refers.find("account", v.get("account_id", ""))
        return self.refers.source_of("account", known) if known else self.whom.source[mention]
