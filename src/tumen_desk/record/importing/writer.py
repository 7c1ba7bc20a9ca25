"""What an import wrote so far, so that its later rows can refer to it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.db import models

from tumen.progress import Progress, check
from tumen_desk.accounts import circles
from tumen_desk.record.importing.plan import Row
from tumen_desk.record.importing.refers import Refers, source_of
from tumen_desk.record.importing.table import Fault
from tumen_desk.record.models import (
    Account,
    Act,
    ImportBatch,
    Leg,
    Mention,
    Organisation,
    Source,
    Stay,
    Transfer,
)

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

_CHUNK: Final = 2000
_NUMBER: Final = re.compile(r"M-(\d{1,18})", re.IGNORECASE)
_SOURCE_NUMBER: Final = re.compile(r"S-\d{1,18}", re.IGNORECASE)


class Writer:
    """What an import wrote so far: which id became which row, of which source, and what refers to nothing.

    Args:
        batch: the import.
        actor: who imports; what they do not need to know of is not there to refer to.
        organisation: issuer of rows that name none.
        progress: told how many rows are written.
    """

    def __init__(self, batch: ImportBatch, actor: User, organisation: str, progress: Progress) -> None:
        self.batch, self.actor, self.organisation, self.progress = batch, actor, organisation, progress
        self.made_up = settings.CONFIG.demo
        self.organisations = dict(Organisation.objects.values_list("name", "pk"))
        self.sources: dict[str, int] = {}
        self.mentions: dict[str, int] = {}
        self.mention_source: dict[str, int] = {}
        self.accounts: dict[str, int] = {}
        self.account_source: dict[str, int] = {}
        self.relatives: list[tuple[int, str, str, str]] = []
        self.listed_sources: dict[tuple[str, int | None], int] = {}
        self.implied_accounts: dict[tuple[int, int], int] = {}
        self.known_mentions: dict[tuple[str, str], list[tuple[int, int]]] = {}
        self.made = {"source": self.sources, "mention": self.mentions, "account": self.accounts}
        self.refers = Refers(actor, self.made)
        self.faults: list[Fault] = []

    def all_made(self) -> dict[str, dict[str, int]]:
        """Ids of this import so far, for tables that refer to them."""
        for noun, model in (("act", Act), ("stay", Stay), ("leg", Leg), ("transfer", Transfer)):
            rows = model._default_manager.filter(batch=self.batch)
            self.made[noun] = dict(rows.values_list("external_id", "pk"))
        return self.made

    def bulk(self, model: type[models.Model], rows: list[Any]) -> list[Any]:
        """Write rows of one table, and tell how far it is."""
        made: list[Any] = []
        for at in range(0, len(rows), _CHUNK):
            check(self.progress)
            made += model._default_manager.bulk_create(rows[at : at + _CHUNK], batch_size=500)
            self.progress.advance(len(rows[at : at + _CHUNK]))
        return made

    def issuer(self, name: str) -> int | None:
        """The organisation of this name, made if it is new; without a name that of the import."""
        name = name or self.organisation
        if name and name not in self.organisations:
            self.organisations[name] = Organisation.objects.create(name=name).pk
        return self.organisations.get(name)

    def source_for(self, v: Row) -> int:
        """The source of a mention: one of this import, one already here, or a new one for the delivered list.

        Rows without a source id belong to the list that was delivered now, one for each organisation: what another
        organisation delivered before is never theirs, and neither is the consent given for it.
        """
        external, issuer = v.get("source_id", ""), self.issuer(v.get("organisation", ""))
        if external in self.sources:
            return self.sources[external]
        if _SOURCE_NUMBER.fullmatch(external) and (numbered := self.refers.find("source", external)):
            return numbered
        key = (external, issuer)
        if key not in self.listed_sources:
            known = self._known_source(external, issuer) if external else None
            self.listed_sources[key] = known or self._new_source(external or self.batch.title, issuer)
        return self.listed_sources[key]

    def _known_source(self, external: str, issuer: int | None) -> int | None:
        known = Source.objects.filter(external_id=external, batch__undone_at__isnull=True)
        if issuer is not None:
            known = known.filter(issuer=issuer)
        return known.order_by("-id").values_list("pk", flat=True).first()

    def _new_source(self, external: str, issuer: int | None) -> int:
        name = next((n for n, pk in self.organisations.items() if pk == issuer), "")
        made = Source.objects.create(
            batch=self.batch,
            external_id=external,
            title=f"{name}: {external}".strip(": "),
            issuer_id=issuer,
            made_up=self.made_up,
        )
        return made.pk

    def fault(self, table: str, number: int, column: str, message: str) -> None:
        """A row refers to what is not there."""
        self.faults.append(Fault(table=table, row=number, column=column, message=message))

    def mention_for(self, table: str, number: int, v: Row) -> int | None:
        """Whom a row is about; None, and a fault, if nobody or more than one fits."""
        external = v.get("mention_id", "")
        if external not in self.mentions:
            return self._known_mention(table, number, external, v.get("source_id", ""))
        return self.mentions[external]

    def _known_mention(self, table: str, number: int, external: str, source: str) -> int | None:
        """Somebody of an earlier import. Two lists may both call somebody `1`: then the row must name the source."""
        key = (external, source)
        if key not in self.known_mentions:
            named = _NUMBER.fullmatch(external)
            found = Mention.objects.filter(circles.known_to(self.actor, "source"))
            found = found.filter(pk=named[1]) if named else found.filter(external_id=external)
            found = found.filter(source__external_id=source) if source and not named else found
            self.known_mentions[key] = list(found.values_list("pk", "source_id")[:2]) if external else []
        known = self.known_mentions[key]
        if len(known) == 1:
            mention, self.mention_source[external] = known[0]
            return mention
        many = (
            "Several lists have a person of this id: give the source id."
            if known
            else "No person of this id."
        )
        self.fault(table, number, "mention_id", many)
        return None

    def account_for(self, v: Row, mention: int) -> int:
        """The account named by the row, or one implied: what this source tells of this person."""
        named = self.refers.find("account", v.get("account_id", ""))
        if named:
            return named
        source = self.mention_source[v["mention_id"]]
        key = (source, mention)
        if key not in self.implied_accounts:
            made = Account.objects.create(batch=self.batch, source_id=source, title="As listed")
            self.implied_accounts[key] = made.pk
        return self.implied_accounts[key]

    def teller_of(self, v: Row) -> int | None:
        """The source of the account that a row names; without one, that of the person."""
        external = v.get("account_id", "")
        if external not in self.account_source:
            known = self.refers.find("account", external)
            if not known:
                return self.mention_source[v["mention_id"]]
            self.account_source[external] = source_of("account", known) or 0
        return self.account_source[external]
