"""What comes in: one row per account of a happening, checked as a whole before anything is computed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tumen.errors import AccountsError
from tumen.linkage.events.numbers import told
from tumen.linkage.table import Table, Taker, is_date

REQUIRED: Final = ("account_id", "source_id", "kind")
TOLD: Final = ("kind", "place", "date", "number", "participants", "persons", "agency", "method", "outcome")
"""What an account says of the happening."""
KNOWN: Final = (
    "stance", "knowledge", "informant", "heard_from", "cites", "statement", "household", "kin", "referral", "together",
    "issuer",
)  # fmt: skip
"""How whoever tells it knows, and on whom that depends."""
FIELDS: Final = ("account_id", "source_id", *TOLD, *KNOWN)
SEVERAL: Final = frozenset({"participants", "persons", "method", "heard_from", "cites", "kin", "together"})
"""Fields that may hold several values, parted by semicolons."""

FORMS: Final = ("lived", "saw", "heard", "rumour", "document", "inferred")
"""How somebody may know; the first two are first-hand."""
STANCES: Final = ("says", "denies")
_TAKER: Final = Taker(what="accounts", error=AccountsError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One source's telling of one happening; an empty value means "not stated".

    Attributes:
        account_id: names it.
        source_id: the source it stands in.
        kind: what happened: a code of the pack's kinds of acts, or a word.
        place: a code or a written place.
        date: as `tumen.dates` reads it.
        number: how many people it happened to, as told: `7`, `6-8`, `about thirty`, `at least 20`.
        participants: names of people it happened to.
        persons: ids of linked persons it happened to.
        agency: who did it, as told.
        method: in what manner.
        outcome: what came of it.
        stance: `denies` where the source says that it did not happen (a state's denial is a source too).
        knowledge: one of `FORMS`.
        informant: who tells it; where not stated the source itself.
        heard_from: informants or sources whom the informant heard it from.
        cites: sources that it quotes.
        statement: id of a text that several sources share word for word or signed together.
        household: id of the informant's household.
        kin: informants who are relatives of this one.
        referral: the broker, shelter or office through whom the informant came.
        together: informants, or ids of groups, with whom this one went through it or talked it over.
        issuer: who published it.
    """

    account_id: str
    source_id: str
    kind: str
    place: str = ""
    date: str = ""
    number: str = ""
    participants: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    agency: str = ""
    method: tuple[str, ...] = ()
    outcome: str = ""
    stance: str = ""
    knowledge: str = ""
    informant: str = ""
    heard_from: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    statement: str = ""
    household: str = ""
    kin: tuple[str, ...] = ()
    referral: str = ""
    together: tuple[str, ...] = ()
    issuer: str = ""

    @property
    def teller(self) -> str:
        """Who tells it: the informant, or the source where none is named."""
        return self.informant or self.source_id

    @property
    def first_hand(self) -> bool:
        """Whether the informant lived through it or saw it."""
        return self.knowledge in FORMS[:2]

    @property
    def denies(self) -> bool:
        """Whether it says that the happening did not take place."""
        return self.stance == STANCES[1]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Accounts(Sequence[Account]):
    """Accounts in the order of their ids, whatever order they came in. The repr shows no values."""

    rows: tuple[Account, ...]

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, index: Any) -> Any:
        return self.rows[index]

    def __repr__(self) -> str:
        return f"Accounts({len(self)} accounts from {len({row.source_id for row in self.rows})} sources)"

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the accounts."""
        return tuple(row.account_id for row in self.rows)

    @property
    def sha256(self) -> str:
        """SHA-256 of the content; the order of rows and columns that are not used do not change it."""
        digest = hashlib.sha256()
        for row in self.rows:
            digest.update(json.dumps([getattr(row, field) for field in FIELDS], ensure_ascii=False).encode())
        return digest.hexdigest()

    @classmethod
    def from_rows(
        cls, rows: Iterable[Mapping[str, object]], *, mapping: Mapping[str, str] | None = None,
        knowledge: Mapping[str, str] | None = None,
    ) -> Accounts:  # fmt: skip
        """Accounts from rows.

        Args:
            rows: one mapping per account, column → value; several values in one cell are parted by `;`.
                Other columns are ignored.
            mapping: field → the column that holds it, where they differ.
            knowledge: code of the pack or of the table → one of `FORMS`.

        Raises:
            AccountsError: with every fault found and its row number (the first row is 1).
        """
        return cls(rows=_checked(_TAKER.rows(rows), mapping or {}, knowledge or {}))

    @classmethod
    def from_csv(
        cls, path: Path | str, *, mapping: Mapping[str, str] | None = None,
        knowledge: Mapping[str, str] | None = None,
    ) -> Accounts:  # fmt: skip
        """Accounts from a UTF-8 CSV file with a header row; see `from_rows`.

        Row numbers in faults are those of a spreadsheet: the header is row 1.

        Raises:
            AccountsError: the file cannot be read, or rows are at fault.
        """
        return cls(rows=_checked(_TAKER.csv(path), mapping or {}, knowledge or {}))


def _checked(table: Table, mapping: Mapping[str, str], knowledge: Mapping[str, str]) -> tuple[Account, ...]:
    _TAKER.check_columns(table, mapping, fields=FIELDS, required=REQUIRED)
    told = table.cells(FIELDS, mapping)
    cells = [{**row, "knowledge": knowledge.get(row["knowledge"], row["knowledge"])} for row in told]
    _TAKER.refuse(table.used_twice(cells, "account_id") + table.faults(cells, _bad))
    if not cells:
        raise AccountsError("There are no accounts to link.", hint="Give a table with at least one account.")
    return tuple(_account(row) for row in sorted(cells, key=lambda row: row["account_id"]))


def _account(row: Mapping[str, str]) -> Account:
    values: dict[str, Any] = {f: _parted(row[f]) if f in SEVERAL else row[f] for f in FIELDS}
    return Account(**values)


def _parted(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in cell.split(";") if part.strip()))


def _bad(row: Mapping[str, str]) -> list[tuple[str, str]]:
    said = [(column, "not stated") for column in REQUIRED if not row[column]]
    if row["date"] and not is_date(row["date"]):
        said.append(("date", "not a date that can be read"))
    if row["number"] and told(row["number"]) is None:
        said.append(("number", "not a number that can be read"))
    for column, allowed in (("knowledge", FORMS), ("stance", STANCES)):
        if row[column] and row[column] not in allowed:
            said.append((column, f"neither {', '.join(allowed)} nor empty"))
    return said
