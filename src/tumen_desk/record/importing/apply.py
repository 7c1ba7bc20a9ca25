"""Writing a faultless plan: one transaction, so that a killed process leaves nothing of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models, transaction

from tumen.errors import DuplicateImport, ImportRefused
from tumen.progress import SILENT, Progress, check
from tumen_desk.accounts import circles
from tumen_desk.accounts.access import Door, require
from tumen_desk.audit import log
from tumen_desk.record import naming
from tumen_desk.record.adapters import date_columns, last_day
from tumen_desk.record.importing.defined import Defined
from tumen_desk.record.importing.plan import Checked, Plan
from tumen_desk.record.importing.refers import Refers, source_of
from tumen_desk.record.importing.table import Fault
from tumen_desk.record.importing.tables import TABLES
from tumen_desk.record.models import (
    Account,
    Act,
    Consent,
    ImportBatch,
    Involvement,
    Leg,
    Mention,
    Name,
    Organisation,
    Purpose,
    Source,
    Stay,
    Tie,
    Transfer,
)

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

_CHUNK = 2000
_NUMBER = re.compile(r"M-(\d{1,18})", re.IGNORECASE)
_SOURCE_NUMBER = re.compile(r"S-\d{1,18}", re.IGNORECASE)
Row = dict[str, Any]


def earlier_import(content_sha256: str) -> ImportBatch | None:
    """An import of the same bytes that was not taken back."""
    return ImportBatch.objects.filter(content_sha256=content_sha256, undone_at__isnull=True).first()


@transaction.atomic
def apply_plan(
    *,
    actor: User,
    plan: Plan,
    title: str,
    content_sha256: str,
    organisation: str = "",
    consented: bool = False,
    job: int | None = None,
    progress: Progress = SILENT,
) -> ImportBatch:
    """Write every row of `plan`, or nothing.

    Args:
        job: number of the job that does so.
        organisation: issuer of rows that name none.
        consented: the deliverer has consent for analysis, counting and linkage of everybody listed.

    Raises:
        ImportRefused: the plan has faults, or refers to rows that are not there.
        DuplicateImport: the same bytes are in the record.
    """
    require(actor, Door.RECORD_WRITE)
    if plan.faults:
        raise ImportRefused(
            f"{len(plan.faults)} faults; nothing was written.", faults=plain_faults(plan.faults[:500])
        )
    same = earlier_import(content_sha256)
    if same is not None:
        raise DuplicateImport(f"The same table came in before, as {same}.", batch=same.pk)
    batch = ImportBatch.objects.create(
        kind="tables",
        title=title,
        content_sha256=content_sha256,
        mapping={n: dict(t.mapping) for n, t in plan.tables.items()},
        counts=plan.counts,
        job=job,
        created_by=actor,
    )
    _Writer(batch, actor, organisation, progress).write(plan, consented=consented)
    log.write(actor, "record.import_apply", f"import:{batch.pk}", sha256=content_sha256, **plan.counts)
    return batch


def plain_faults(faults: Iterable[Fault]) -> list[dict[str, object]]:
    return [{"table": f.table, "row": f.row, "column": f.column, "message": f.message} for f in faults]


class _Writer:
    """Turns checked rows into rows of the record, table by table, remembering which id became which row."""

    def __init__(self, batch: ImportBatch, actor: User, organisation: str, progress: Progress) -> None:
        self.batch, self.actor, self.organisation, self.progress = batch, actor, organisation, progress
        self.made_up = settings.CONFIG.demo
        self.organisations = dict(Organisation.objects.values_list("name", "pk"))
        self.sources: dict[str, int] = {}
        self.mentions: dict[str, int] = {}
        self.mention_source: dict[str, int] = {}
        self.accounts: dict[str, int] = {}
        self.account_source: dict[str, int] = {}
        self.listed_sources: dict[tuple[str, int | None], int] = {}
        self.implied_accounts: dict[tuple[int, int], int] = {}
        self.known_mentions: dict[tuple[str, str], list[tuple[int, int]]] = {}
        self.made = {"source": self.sources, "mention": self.mentions, "account": self.accounts}
        self.refers = Refers(actor, self.made)
        self.faults: list[Fault] = []

    def write(self, plan: Plan, *, consented: bool) -> None:
        steps: Mapping[str, Callable[[Checked], None]] = {
            "sources": self._sources,
            "mentions": self._mentions,
            "accounts": self._accounts,
            "acts": self._acts,
            "stays": self._stays,
            "legs": self._legs,
            "transfers": self._transfers,
            "consents": self._consents,
        }
        further: Defined | None = None
        for table in (name for name in TABLES if name in plan.tables):
            self.progress.start(len(plan.tables[table].rows), f"Writing {table}")
            if table in steps:
                steps[table](plan.tables[table])
            else:
                further = further or Defined(self.batch, self.actor, self._all_made(), self._bulk)
                further.write(plan.tables[table])
                self.faults += further.faults
            if self.faults:
                raise ImportRefused(
                    f"{len(self.faults)} rows refer to rows that are not there; nothing was written.",
                    faults=plain_faults(self.faults[:500]),
                )
        if consented:
            self._consent_of_deliverer()

    def _all_made(self) -> dict[str, dict[str, int]]:
        """Ids of this import so far, for tables that refer to them."""
        for noun, model in (("act", Act), ("stay", Stay), ("leg", Leg), ("transfer", Transfer)):
            rows = model._default_manager.filter(batch=self.batch)
            self.made[noun] = dict(rows.values_list("external_id", "pk"))
        return self.made

    def _bulk(self, model: type[models.Model], rows: list[Any]) -> list[Any]:
        made: list[Any] = []
        for at in range(0, len(rows), _CHUNK):
            check(self.progress)
            made += model._default_manager.bulk_create(rows[at : at + _CHUNK], batch_size=500)
            self.progress.advance(len(rows[at : at + _CHUNK]))
        return made

    def _issuer(self, name: str) -> int | None:
        name = name or self.organisation
        if name and name not in self.organisations:
            self.organisations[name] = Organisation.objects.create(name=name).pk
        return self.organisations.get(name)

    def _sources(self, table: Checked) -> None:
        rows = [
            Source(
                batch=self.batch,
                external_id=v["source_id"],
                title=f"{v.get('organisation') or self.organisation}: {v['source_id']}".strip(": "),
                issuer_id=self._issuer(v.get("organisation", "")),
                kind=v.get("kind", ""),
                language=v.get("language", ""),
                place=v.get("place", ""),
                made_up=v.get("made_up") == "yes" or self.made_up,
                **date_columns(v.get("date", "")),
            )
            for _, v in _values(table)
        ]
        for source in self._bulk(Source, rows):
            self.sources[source.external_id] = source.pk

    def _source_for(self, v: Row) -> int:
        """The source of a mention: one of this import, one already here, or a new one for the delivered list.

        Rows without a source id belong to the list that was delivered now, one for each organisation: what another
        organisation delivered before is never theirs, and neither is the consent given for it.
        """
        external, issuer = v.get("source_id", ""), self._issuer(v.get("organisation", ""))
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

    def _mentions(self, table: Checked) -> None:
        rows = [
            Mention(
                batch=self.batch,
                external_id=v["mention_id"],
                source_id=self._source_for(v),
                role=v.get("role") or Mention.Role.INTERVIEWEE,
                sex=v.get("sex", ""),
                birthplace=v.get("birthplace", ""),
                left=v.get("left", ""),
                died=v.get("died", ""),
                **date_columns(v.get("birth", ""), name="birth"),
            )
            for _, v in _values(table)
        ]
        for mention in self._bulk(Mention, rows):
            self.mentions[mention.external_id] = mention.pk
            self.mention_source[mention.external_id] = mention.source_id
        self._names(table)
        self._check_relatives(table)
        self._ties(table)

    def _names(self, table: Checked) -> None:
        names = [
            Name(
                mention_id=self.mentions[v["mention_id"]],
                text=text,
                kind=v.get("name_kind") or Name.Kind.GIVEN,
            )
            for _, v in _values(table)
            for text in dict.fromkeys(
                t.strip() for t in (v.get("name", ""), *v.get("name_other", "").split("|")) if t.strip()
            )
        ]
        for at in range(0, len(names), _CHUNK):
            naming.index(self._bulk(Name, names[at : at + _CHUNK]))

    def _check_relatives(self, table: Checked) -> None:
        for number, v in _values(table):
            other = v.get("related_to", "")
            if other and (other not in self.mentions or other == v["mention_id"]):
                self._fault(table, number, "related_to", "No other person of this id in the table.")

    def _fault(self, table: Checked, number: int, column: str, message: str) -> None:
        self.faults.append(Fault(table=table.table, row=number, column=column, message=message))

    def _ties(self, table: Checked) -> None:
        ties = [
            Tie(
                mention_id=self.mentions[v["mention_id"]],
                other_id=self.mentions[v["related_to"]],
                relation=v.get("relation", ""),
            )
            for _, v in _values(table)
            if v.get("related_to") in self.mentions and v["related_to"] != v["mention_id"]
        ]
        self._bulk(Tie, ties)

    def _mention_for(self, table: Checked, number: int, v: Row) -> int | None:
        external = v.get("mention_id", "")
        if external not in self.mentions:
            return self._known_mention(table, number, external, v.get("source_id", ""))
        return self.mentions[external]

    def _known_mention(self, table: Checked, number: int, external: str, source: str) -> int | None:
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
        self._fault(table, number, "mention_id", many)
        return None

    def _accounts(self, table: Checked) -> None:
        rows = []
        for number, v in _values(table):
            source = self.refers.find("source", v["source_id"])
            if not source:
                self._fault(table, number, "source_id", "No source of this id.")
                continue
            teller = self._mention_for(table, number, v) if v.get("mention_id") else None
            rows.append(
                Account(
                    batch=self.batch,
                    external_id=v["account_id"],
                    source_id=source,
                    teller_id=teller,
                    title=v.get("title") or v["account_id"],
                    connection=v.get("connection", ""),
                )
            )
        for account in self._bulk(Account, rows):
            self.accounts[account.external_id] = account.pk
            self.account_source[account.external_id] = account.source_id

    def _account_for(self, v: Row, mention: int) -> int:
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

    def _teller_of(self, v: Row) -> int | None:
        """The source of the account that a row names; without one, that of the person."""
        external = v.get("account_id", "")
        if external not in self.account_source:
            known = self.refers.find("account", external)
            if not known:
                return self.mention_source[v["mention_id"]]
            self.account_source[external] = source_of("account", known) or 0
        return self.account_source[external]

    def _in_accounts(self, table: Checked, make: Callable[[Row], models.Model]) -> list[Any]:
        rows = []
        for number, v in _values(table):
            mention = self._mention_for(table, number, v)
            if mention is None:
                continue
            if self._teller_of(v) != self.mention_source[v["mention_id"]]:
                self._fault(table, number, "account_id", "The account is of another source than the person.")
                continue
            row: Any = make(v)
            row.batch, row.mention_id, row.account_id = self.batch, mention, self._account_for(v, mention)
            row.external_id = v[f"{table.table.removesuffix('s')}_id"]
            rows.append(row)
        return [] if self.faults else self._bulk(type(rows[0]), rows) if rows else []

    def _acts(self, table: Checked) -> None:
        agencies = {v["act_id"]: v.get("agency", "") for _, v in _values(table)}
        acts = self._in_accounts(
            table,
            lambda v: Act(
                type=v["type"],
                place=v.get("place", ""),
                method=v.get("method", ""),
                outcome=v.get("outcome", ""),
                **date_columns(v.get("date", "")),
            ),
        )
        self._bulk(
            Involvement,
            [Involvement(act=a, agency=agencies[a.external_id]) for a in acts if agencies[a.external_id]],
        )

    def _stays(self, table: Checked) -> None:
        self._in_accounts(
            table,
            lambda v: Stay(
                facility=v.get("facility", ""),
                facility_type=v.get("facility_type", ""),
                ended=v.get("to", ""),
                reason=v.get("reason", ""),
                outcome=v.get("outcome", ""),
                **date_columns(v.get("from", "")),
            ),
        )

    def _legs(self, table: Checked) -> None:
        self._in_accounts(
            table,
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

    def _transfers(self, table: Checked) -> None:
        self._in_accounts(
            table,
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

    def _consents(self, table: Checked) -> None:
        rows = []
        for number, v in _values(table):
            source = self.refers.find("source", v["source_id"])
            if not source:
                self._fault(table, number, "source_id", "No source of this id.")
                continue
            rows.append(
                Consent(
                    batch=self.batch,
                    external_id=v["consent_id"],
                    source_id=source,
                    mention_id=self._mention_for(table, number, v) if v.get("mention_id") else None,
                    purpose=v["purpose"],
                    audience=v.get("audience", ""),
                    granted=v["decision"] == "yes",
                    decided_on=v.get("decided_on", ""),
                    expires=v.get("expires", ""),
                    expires_after=last_day(v.get("expires", "")),
                    recorded_by=self.actor,
                )
            )
        self._bulk(Consent, rows)

    def _consent_of_deliverer(self) -> None:
        fresh = Source.objects.filter(batch=self.batch).values_list("pk", flat=True)
        self._bulk(
            Consent,
            [
                Consent(
                    batch=self.batch,
                    source_id=source,
                    purpose=purpose,
                    granted=True,
                    audience="as declared by the deliverer of the list",
                    recorded_by=self.actor,
                )
                for source in fresh
                for purpose in Purpose
            ],
        )


def _values(table: Checked) -> list[tuple[int, Row]]:
    return table.rows
