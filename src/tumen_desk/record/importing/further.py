"""Tables beside persons, acts and journeys: one function a table turns its checked rows into rows of the record.

Every row says to what it belongs by an id of this import, an id of an earlier one, or the number that the desk gives
(`M-12`, `U-3`). What lies in a closed circle is not there. Nothing is guessed: a row that refers to nothing is a fault.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from django.db import models

from tumen.errors import InputError
from tumen_desk.record import asking, naming, policies
from tumen_desk.record.adapters import date_columns, document_value, last_day
from tumen_desk.record.importing.plan import Chunk, Row
from tumen_desk.record.importing.refers import NOUNS, Refers
from tumen_desk.record.importing.table import Fault
from tumen_desk.record.models import (
    Chain,
    Document,
    ImportBatch,
    Intervention,
    Involvement,
    Name,
    Passage,
    PolicyLink,
    Post,
    Said,
    Subordination,
    Telling,
    Tie,
    Unit,
)

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

_THINGS: Final = ("act", "stay", "leg", "transfer")


class Further:
    """Writes these tables of one import.

    Args:
        batch: the import.
        actor: who imports; what they do not need to know of is not there to refer to.
        made: noun → id in this import → row, as the tables before left it; what is written here is added.
        bulk: writes rows of one table.
    """

    def __init__(
        self,
        batch: ImportBatch,
        actor: User,
        made: dict[str, dict[str, int]],
        bulk: Callable[[type[models.Model], list[Any]], list[Any]],
    ) -> None:
        self.batch, self.actor, self.made, self.bulk = batch, actor, made, bulk
        self.refers = Refers(actor, made)
        self.faults: list[Fault] = []

    def write(self, table: Chunk) -> None:
        """Write some rows of one table; what they are called is known to the rows after them."""
        getattr(self, f"_{table.table}")(table)

    def _fault(self, table: Chunk, row: int, column: str, message: str) -> None:
        self.faults.append(Fault(table=table.table, row=row, column=column, message=message))

    def _rows(self, table: Chunk, **refers: str) -> list[tuple[int, Row, dict[str, int | None]]]:
        """Rows whose references are there: row number, cells, attribute → key. `refers`: attribute → `noun column`."""
        columns = {name: told.split() for name, told in refers.items()}
        for noun in {noun for noun, _ in columns.values()}:
            of_noun = [column for other, column in columns.values() if other == noun]
            self.refers.learn(noun, {str(v.get(column) or "") for _, v in table.rows for column in of_noun})
        rows = []
        for number, v in table.rows:
            keys: dict[str, int | None] = {}
            sound = True
            for name, (noun, column) in columns.items():
                text = str(v.get(column) or "")
                keys[f"{name}_id"] = key = self.refers.find(noun, text) if text else None
                if key == 0:
                    self._fault(table, number, column, "No row of this id, or several: give its number.")
                    sound = False
            if sound:
                rows.append((number, v, keys))
        return rows

    def _together(self, table: Chunk, row: int, column: str, *sources: int | None) -> bool:
        """Whether all of these are of one source; a fault if not."""
        if len({s for s in sources if s is not None}) > 1:
            self._fault(table, row, column, "This is of another source.")
            return False
        return True

    def _passages(self, table: Chunk) -> None:
        rows: list[Passage] = []
        document, there = None, set[tuple[int, int]]()
        for number, v, keys in self._rows(table, document="document document"):
            if document is None or document.pk != keys["document_id"]:
                document = Document.objects.get(pk=keys["document_id"] or 0)
                there = set(document.passages.values_list("start", "end"))
            start, end = v["start"], v["end"]
            if not 0 <= start < end <= len(document.text):
                self._fault(table, number, "end", "These characters do not stand in the document.")
                continue
            anchor = document_value(document).passage(start, end)
            stands = {"locator": str(anchor.locator), "text_sha256": anchor.sha256}
            if (start, end) not in there:
                there.add((start, end))
                rows.append(Passage(document=document, start=start, end=end, **stands))
        self.bulk(Passage, rows)

    def _names(self, table: Chunk) -> None:
        rows = [
            Name(batch=self.batch, text=v["name"], kind=v.get("name_kind") or Name.Kind.GIVEN, **keys)
            for _, v, keys in self._rows(table, mention="mention mention_id")
        ]
        naming.index(self.bulk(Name, rows))

    def _ties(self, table: Chunk) -> None:
        rows = []
        for number, v, keys in self._rows(table, mention="mention mention_id", other="mention related_to"):
            one, other = (self.refers.source_of("mention", keys[k]) for k in ("mention_id", "other_id"))
            if keys["mention_id"] == keys["other_id"]:
                self._fault(table, number, "related_to", "Nobody is their own relative.")
            elif self._together(table, number, "related_to", one, other):
                told = {"relation": v["relation"], "since": v.get("from", ""), "until": v.get("to", "")}
                rows.append(Tie(batch=self.batch, **told, **keys))
        self.bulk(Tie, rows)

    def _said(self, table: Chunk) -> None:
        rows = []
        on = {noun: f"{noun} {noun}_id" for noun in ("mention", "act", "stay", "leg", "transfer")}
        given = self._rows(table, **on)
        whose = {noun: self._mentions(noun, {keys[f"{noun}_id"] for *_, keys in given}) for noun in _THINGS}
        for number, v, keys in given:
            things = [noun for noun in _THINGS if keys[f"{noun}_id"]]
            about = things[0] if things else "mention"
            if len(things) > 1:
                self._fault(table, number, things[1] + "_id", "A value is said of one thing.")
                continue
            if things:
                told_of = whose[about][keys[f"{about}_id"]]
                if keys["mention_id"] not in (None, told_of):
                    self._fault(table, number, "mention_id", "This is said of somebody else.")
                    continue
                keys["mention_id"] = told_of
            if keys["mention_id"] is None:
                self._fault(
                    table, number, "mention_id", "Say of whom, or of which act, stay, leg or transfer."
                )
                continue
            try:
                rows.append(Said(batch=self.batch, external_id=v.get("value_id", ""), recorded_by=self.actor,
                                 **self._answer(about, v), **keys))  # fmt: skip
            except InputError as error:
                self._fault(table, number, "value", error.message)
        self.bulk(Said, rows)

    def _mentions(self, noun: str, keys: set[int | None]) -> dict[int | None, int]:
        """Of whom these acts, stays, legs or transfers tell."""
        return dict(NOUNS[noun][0]._default_manager.filter(pk__in=keys - {None}).values_list("pk", "mention"))

    def _answer(self, about: str, v: Row) -> Row:
        told = asking.field(v["field"])
        how = v.get("how") or Said.How.STATED
        cleaned = asking.clean(told, v.get("value", "")) if how == Said.How.STATED else ""
        if told.about != about:
            raise InputError(f"{told.label} is not asked of this.")
        if how == Said.How.STATED and not cleaned:
            raise InputError("Nothing is said here.")
        in_words = {"value": "", "words": cleaned} if told.in_words else {"value": cleaned, "words": ""}
        return {
            "field": v["field"], "how": how, **in_words, "since": v.get("from", ""), "until": v.get("to", ""),
            "connection": v.get("connection", ""), "credibility": v.get("credibility", ""),
        }  # fmt: skip

    def _units(self, table: Chunk) -> None:
        rows = [
            Unit(
                batch=self.batch,
                external_id=v["unit_id"],
                title=v["title"],
                **{name: v.get(name, "") for name in ("agency", "kind", "place", "facility")},
            )
            for _, v in table.rows
        ]
        self.made.setdefault("unit", {}).update({u.external_id: u.pk for u in self.bulk(Unit, rows)})

    def _structure(self, v: Row) -> Row:
        return {
            "batch": self.batch,
            "ended": v.get("to", ""),
            "ended_high": last_day(v.get("to", "")),
            "connection": v.get("connection", ""),
            **date_columns(v.get("from", "")),
        }

    def _subordinations(self, table: Chunk) -> None:
        rows = []
        refers = {"unit": "unit unit_id", "under": "unit under_id", "source": "source source_id"}
        for number, v, keys in self._rows(table, **refers):
            if keys["unit_id"] == keys["under_id"]:
                self._fault(table, number, "under_id", "A unit cannot stand under itself.")
                continue
            rows.append(Subordination(**self._structure(v), **keys))
        self.bulk(Subordination, rows)

    def _posts(self, table: Chunk) -> None:
        rows = []
        refers = {"unit": "unit unit_id", "source": "source source_id", "holder": "mention mention_id"}
        for number, v, keys in self._rows(table, **refers):
            if self._together(
                table,
                number,
                "mention_id",
                keys["source_id"],
                self.refers.source_of("mention", keys["holder_id"]),
            ):
                told = {"standing": v.get("standing", ""), "title": v.get("title", "")}
                rows.append(Post(**self._structure(v), **told, **keys))
        self.bulk(Post, rows)

    def _involvements(self, table: Chunk) -> None:
        rows = []
        refers = {"act": "act act_id", "mention": "mention mention_id", "unit": "unit unit_id"}
        for number, v, keys in self._rows(table, **refers):
            agency = v.get("agency", "")
            if not (agency or keys["mention_id"] or keys["unit_id"]):
                self._fault(table, number, "agency", "Say who took part: an agency, a unit or a person.")
            elif self._together(
                table,
                number,
                "mention_id",
                self.refers.source_of("act", keys["act_id"]),
                self.refers.source_of("mention", keys["mention_id"]),
            ):
                rows.append(Involvement(batch=self.batch, agency=agency, degree=v.get("degree", ""), **keys))
        self.bulk(Involvement, rows)

    def _chains(self, table: Chunk) -> None:
        rows = []
        for number, v, keys in self._rows(table, account="account account_id", other="account other_id"):
            if keys["account_id"] == keys["other_id"]:
                self._fault(table, number, "other_id", "A happening does not lead to itself.")
                continue
            rows.append(Chain(batch=self.batch, kind=v.get("kind", ""), **keys))
        self.bulk(Chain, rows)

    def _interventions(self, table: Chunk) -> None:
        rows = []
        refers = {"account": "account account_id", "mention": "mention mention_id"}
        for number, v, keys in self._rows(table, **refers):
            sources = (
                self.refers.source_of("account", keys["account_id"]),
                self.refers.source_of("mention", keys["mention_id"]),
            )
            if self._together(table, number, "mention_id", *sources):
                told = {
                    n: v.get(n, "") for n in ("kind", "by", "addressed_to", "response", "answered", "effect")
                }
                rows.append(Intervention(batch=self.batch, **told, **date_columns(v.get("date", "")), **keys))
        self.bulk(Intervention, rows)

    def _policies(self, table: Chunk) -> None:
        """One row a telling; rows of one id are of one policy, which takes its title from the first that has one."""
        tellings: list[Telling] = []
        for number, v, keys in self._rows(table, source="source source_id"):
            try:
                policy = self._policy_of(v)
                told = policies.Told(
                    date=v.get("from", ""), ended=v.get("to", ""), places=v.get("places") or (), price=v.get("price"),
                    **{n: v.get(n, "") for n in (*policies.CODED, *policies.WORDS, "currency")},
                )  # fmt: skip
                tellings.append(
                    Telling(
                        batch=self.batch,
                        policy_id=policy,
                        external_id=v.get("telling_id", ""),
                        **policies.columns(told),
                        **keys,
                    )
                )
            except InputError as error:
                self._fault(table, number, "policy_id", f"{error.message} {error.hint}".strip())
        made = self.bulk(Telling, tellings) if not self.faults else []
        self.made.setdefault("telling", {}).update({t.external_id: t.pk for t in made if t.external_id})

    def _policy_of(self, v: Row) -> int:
        known = self.refers.find("policy", v["policy_id"])
        if known:
            return known
        given = {name: v.get(name, "") for name in ("title", "kind", "topic", "state", "agency", "toward")}
        made = policies.policy_add(actor=self.actor, batch=self.batch, **given)
        made.external_id = v["policy_id"]
        made.save(update_fields=["external_id"])
        self.made.setdefault("policy", {})[v["policy_id"]] = made.pk
        return made.pk

    def _policy_links(self, table: Chunk) -> None:
        rows = []
        refers = {
            "telling": "telling telling_id",
            "account": "account account_id",
            "other": "policy other_id",
        }
        for number, v, keys in self._rows(table, **refers):
            if (keys["account_id"] is None) == (keys["other_id"] is None):
                self._fault(table, number, "other_id", "Name one happening, or one other rule or practice.")
                continue
            rows.append(PolicyLink(batch=self.batch, kind=v["kind"], **keys))
        self.bulk(PolicyLink, rows)
