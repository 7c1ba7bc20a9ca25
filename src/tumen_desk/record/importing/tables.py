"""What each table may hold: one line a column. The same tables that a made-up world is written in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from tumen.errors import InputError
from tumen_desk.record.adapters import edtf_text
from tumen_desk.record.services import check_code

Check = Callable[[str], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its name, what a person reads, how a cell is checked, other headings it goes by."""

    name: str
    label: str
    check: Check = str
    required: bool = False
    also: tuple[str, ...] = ()


def _code(vocabulary: str) -> Check:
    return lambda text: check_code(vocabulary, text)


def _one_of(*values: str) -> Check:
    def check(text: str) -> str:
        if text.lower() not in (*values, ""):
            raise InputError(f"{text!r} is none of {', '.join(values)}.")
        return text.lower()

    return check


def _sex(text: str) -> str:
    known = {
        "": "",
        "f": "f",
        "female": "f",
        "여": "f",
        "女": "f",
        "m": "m",
        "male": "m",
        "남": "m",
        "男": "m",
    }
    if text.lower() not in known:
        raise InputError(f"{text!r} is not a sex this table knows.", hint="Use f, m, or leave it empty.")
    return known[text.lower()]


def _price(text: str) -> Decimal | None:
    try:
        price = Decimal(text.replace(",", "")) if text else None
    except InvalidOperation as error:
        raise InputError(f"{text!r} is not a number.") from error
    if price is not None and not (price.is_finite() and 0 <= price < Decimal(10) ** 10):
        raise InputError(f"{text!r} is not a price.")
    return price


def _whole(text: str) -> int:
    if text and not text.isdecimal():
        raise InputError(f"{text!r} is not a whole number.")
    return int(text or 0)


def _text(length: int) -> Check:
    def check(text: str) -> str:
        if len(text) > length:
            raise InputError(f"Longer than {length} characters.")
        return text

    return check


def _column(name: str, label: str, check: Check | None = None, *also: str, required: bool = False) -> Column:
    return Column(name=name, label=label, check=check or _text(200), required=required, also=also)


_SOURCE_ID = _column("source_id", "Source id", _text(80), "source", "interview", "interview_id")
_MENTION_ID = _column("mention_id", "Person id in this list", _text(80), "id", "person_id", "record_id")
_DATE = _column("date", "Date", edtf_text, "when", "날짜")
_PLACE = _column("place", "Place (code)", _code("place"), "장소")
_OUTCOME = _column("outcome", "Outcome (code)", _code("victim_outcome"))

TABLES: dict[str, tuple[Column, ...]] = {
    "sources": (
        _column("source_id", "Source id", _text(80), required=True),
        _column("organisation", "Organisation"),
        _column("kind", "Kind (code)", _code("source_kind")),
        _DATE,
        _column("language", "Language", _text(12)),
        _PLACE,
        _column("made_up", "Made up", _one_of("yes", "no")),
    ),
    "mentions": (
        _column(
            "mention_id", "Person id in this list", _text(80), "id", "person_id", "record_id", required=True
        ),
        _SOURCE_ID,
        _column("organisation", "Organisation", None, "list", "issuer"),
        _column("role", "Role", _one_of("interviewee", "spoken_of")),
        _column("name", "Name", None, "full_name", "이름", "성명", "姓名"),
        _column("name_other", "Name in another script", _text(400), "other_name"),
        _column("name_kind", "Kind of name", _one_of("given", "pseudonym", "partial")),
        _column("sex", "Sex", _sex, "gender", "성별", "性别"),
        _column("birth", "Born", edtf_text, "birth_date", "date_of_birth", "dob", "생년월일"),
        _column("birthplace", "Place of birth (code)", _code("place")),
        _column("left", "Left home", edtf_text),
        _column("died", "Died", edtf_text),
        _column("related_to", "Relative of (person id)", _text(80)),
        _column("relation", "Relation", _text(40)),
    ),
    "accounts": (
        _column("account_id", "Account id", _text(80), required=True),
        _column("source_id", "Source id", _text(80), required=True),
        _column("mention_id", "Who tells it (person id)", _text(80)),
        _column("title", "Title"),
        _column("connection", "How it is known (code)", _code("information_form")),
    ),
    "acts": (
        _column("act_id", "Act id", _text(80), "id", required=True),
        _column("account_id", "Account id", _text(80)),
        _SOURCE_ID,
        _column(
            "mention_id", "Victim (person id)", _text(80), "victim", "victim_id", "person_id", required=True
        ),
        _column("type", "Type of act (code)", _code("act_type"), "act", "act_type", required=True),
        _PLACE,
        _DATE,
        _column("agency", "Agency (code)", _code("agency")),
        _column("method", "Method (code)", _code("torture_method")),
        _OUTCOME,
    ),
    "stays": (
        _column("stay_id", "Stay id", _text(80), required=True),
        _column("account_id", "Account id", _text(80)),
        _SOURCE_ID,
        _MENTION_ID,
        _column("facility", "Facility (code)", _code("named_facility")),
        _column("facility_type", "Type of facility (code)", _code("facility_type")),
        _column("from", "From", edtf_text),
        _column("to", "To", edtf_text),
        _column("reason", "Reason", _text(40)),
        _OUTCOME,
    ),
    "legs": (
        _column("leg_id", "Leg id", _text(80), required=True),
        _column("account_id", "Account id", _text(80)),
        _SOURCE_ID,
        _MENTION_ID,
        _column("journey", "Journey", _text(40)),
        _column("sequence", "Step", _whole),
        _column("kind", "Kind of leg (code)", _code("journey_leg"), required=True),
        _column("from_place", "From (place code)", _code("place")),
        _column("to_place", "To (place code)", _code("place")),
        _column("from", "Begun", edtf_text),
        _column("to", "Ended", edtf_text),
        _column("mode", "Means (code)", _code("crossing_mode")),
        _column("helper_role", "Helper's role", _text(40)),
        _column("price", "Price", _price),
        _column("currency", "Currency", _text(3)),
        _column("intercepted", "Intercepted", _one_of("yes", "no")),
        _OUTCOME,
    ),
    "transfers": (
        _column("transfer_id", "Transfer id", _text(80), required=True),
        _column("account_id", "Account id", _text(80)),
        _SOURCE_ID,
        _MENTION_ID,
        _column("seller_role", "Seller's role", _text(40)),
        _column("buyer_role", "Buyer's role", _text(40)),
        _column("price", "Price", _price),
        _column("currency", "Currency", _text(3)),
        _column("purpose", "Purpose", _text(40)),
        _PLACE,
        _DATE,
    ),
    "consents": (
        _column("consent_id", "Consent id", _text(80), required=True),
        _column("source_id", "Source id", _text(80), required=True),
        _column("mention_id", "Person id", _text(80)),
        _column("purpose", "Purpose (code)", _code("consent_purpose"), required=True),
        _column("audience", "Audience", _text(120)),
        _column("decision", "Decision", _one_of("yes", "no"), required=True),
        _column("decided_on", "Decided on", edtf_text),
        _column("expires", "Expires", edtf_text),
    ),
}
"""In the order in which they must be written: a table refers only to tables before it."""


def guess_mapping(table: str, columns: list[str]) -> dict[str, str]:
    """Which heading most likely fills which column: equal names first, then names a column also goes by."""
    by_folded = {c.lower().replace(" ", "_"): c for c in columns}
    mapping: dict[str, str] = {}
    for column in TABLES[table]:
        for name in (column.name, *column.also):
            if name in by_folded and by_folded[name] not in mapping.values():
                mapping[column.name] = by_folded[name]
                break
    return mapping
