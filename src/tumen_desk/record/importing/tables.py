"""What each table may hold: one line a column. The same tables that a made-up world is written in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from tumen.errors import InputError
from tumen_desk.record.adapters import edtf_text
from tumen_desk.record.policies import check_state
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


@dataclass(frozen=True, slots=True)
class _Coded:
    """A cell that holds a term of this list."""

    vocabulary: str

    def __call__(self, text: str) -> str:
        return check_code(self.vocabulary, text)


def _code(vocabulary: str) -> Check:
    return _Coded(vocabulary)


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


def _state(text: str) -> str:
    return check_state(text)


def _places(text: str) -> list[str]:
    return [check_code("place", code.strip()) for code in text.split("|") if code.strip()]


_SOURCE_ID = _column("source_id", "Source id", _text(80), "source", "interview", "interview_id")
_MENTION_ID = _column("mention_id", "Person id in this list", _text(80), "id", "person_id", "record_id")
_DOCUMENT = _column(
    "document", "Picture, film or sound (D-12, or SHA-256 of the file)", _text(80), "sha256", required=True
)
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
    "passages": (
        _column("passage_id", "Passage id", _text(80)),
        _column("document", "Document (its number, as D-12)", _text(80), required=True),
        _column("start", "First character", _whole, required=True),
        _column("end", "Character after the last", _whole, required=True),
    ),
    "names": (
        _column("name_id", "Name id", _text(80)),
        _column("mention_id", "Person id", _text(80), "person_id", required=True),
        _column("name", "Name", None, "full_name", "이름", "성명", "姓名", required=True),
        _column("name_kind", "Kind of name", _one_of("given", "pseudonym", "partial")),
    ),
    "ties": (
        _column("tie_id", "Tie id", _text(80)),
        _column("mention_id", "Person id", _text(80), "person_id", required=True),
        _column("relation", "Is the (code)", _code("relation"), required=True),
        _column("related_to", "of (person id)", _text(80), required=True),
        _column("from", "Since", edtf_text, "since"),
        _column("to", "Until", edtf_text, "until"),
    ),
    "said": (
        _column("value_id", "Value id", _text(80)),
        _column("field", "Field", _text(60), required=True),
        _column("value", "What is said", _text(1000), "answer"),
        _column("how", "How it was answered", _one_of("stated", "not_stated", "refused", "unknown")),
        _column("mention_id", "Person id", _text(80), "person_id"),
        _column("act_id", "Act id", _text(80)),
        _column("stay_id", "Stay id", _text(80)),
        _column("leg_id", "Leg id", _text(80)),
        _column("transfer_id", "Transfer id", _text(80)),
        _column("from", "Holds from", edtf_text, "since"),
        _column("to", "to", edtf_text, "until"),
        _column("connection", "How the source knows (code)", _code("information_form")),
        _column("credibility", "Grade (code)", _code("credibility")),
    ),
    "units": (
        _column("unit_id", "Unit id", _text(80), "id", required=True),
        _column("title", "What it is called", None, "name", required=True),
        _column("agency", "Agency (code)", _code("agency")),
        _column("kind", "Kind (code)", _code("unit_kind")),
        _PLACE,
        _column("facility", "Facility (code)", _code("named_facility")),
    ),
    "subordinations": (
        _column("subordination_id", "Id", _text(80)),
        _column("unit_id", "Unit id", _text(80), required=True),
        _column("under_id", "Stood under (unit id)", _text(80), required=True),
        _column("source_id", "Source id", _text(80), required=True),
        _column("from", "From", edtf_text),
        _column("to", "To", edtf_text),
        _column("connection", "How the source knows (code)", _code("information_form")),
    ),
    "posts": (
        _column("post_id", "Post id", _text(80)),
        _column("unit_id", "Unit id", _text(80), required=True),
        _column("source_id", "Source id", _text(80), required=True),
        _column("standing", "Standing (code)", _code("post_rank")),
        _column("title", "As the source calls it", _text(120)),
        _column("mention_id", "Held by (person id)", _text(80)),
        _column("from", "From", edtf_text),
        _column("to", "To", edtf_text),
        _column("connection", "How the source knows (code)", _code("information_form")),
    ),
    "involvements": (
        _column("involvement_id", "Id", _text(80)),
        _column("act_id", "Act id", _text(80), required=True),
        _column("degree", "In what way (code)", _code("perpetrator_role"), required=True),
        _column("agency", "Agency (code)", _code("agency")),
        _column("unit_id", "Unit id", _text(80)),
        _column("mention_id", "Person id", _text(80)),
    ),
    "chains": (
        _column("chain_id", "Id", _text(80)),
        _column("account_id", "Account id", _text(80), required=True),
        _column("kind", "How (code)", _code("chain_kind"), required=True),
        _column("other_id", "The other account id", _text(80), required=True),
    ),
    "interventions": (
        _column("intervention_id", "Id", _text(80)),
        _column("account_id", "Account id", _text(80), required=True),
        _column("kind", "What was done (code)", _code("intervention_kind"), required=True),
        _column("mention_id", "For whom (person id)", _text(80)),
        _column("by", "By which body"),
        _column("addressed_to", "Addressed to (code)", _code("agency")),
        _DATE,
        _column("response", "Answer (code)", _code("intervention_response")),
        _column("answered", "Answered on", edtf_text),
        _column("effect", "What it changed (code)", _code("intervention_effect")),
    ),
    "interviews": (
        _column("interview_id", "Id", _text(80)),
        _column("source_id", "Source id", _text(80), required=True),
        _column("mention_id", "Who tells (person id)", _text(80), required=True),
        _column("adds", "Why this person was heard", _text(500), required=True),
        _column("referral", "How the person was found (code)", _code("referral")),
        _column("wave", "Round", _text(60)),
    ),
    "sessions": (
        _column("session_id", "Id", _text(80)),
        _column("source_id", "Source id of the interview", _text(80), required=True),
        _DATE,
        _PLACE,
        _column("setting", "Setting (code)", _code("interview_setting")),
        _column("language", "Language", _text(12)),
        _column("interpreter", "Interpreter (code)", _code("interpreter_kind")),
        _column("recording", "Recording (code)", _code("recording_kind")),
        _column("minutes", "Minutes", _whole),
        _column("alone", "Nobody else was there", _one_of("yes", "no")),
    ),
    "follow_ups": (
        _column("follow_up_id", "Id", _text(80)),
        _column("mention_id", "Person id", _text(80), required=True),
        _column("kind", "What was promised (code)", _code("follow_up_kind"), required=True),
        _column("due", "By when", edtf_text),
        _column("how", "How the person is reached", _text(300)),
    ),
    "heard_before": (
        _column("heard_id", "Id", _text(80)),
        _column("source_id", "Source id of the interview", _text(80), required=True),
        _column("kind", "By whom (code)", _code("earlier_kind"), required=True),
        _column("by", "Who that was"),
        _DATE,
    ),
    "wellbeing": (
        _column("note_id", "Id", _text(80)),
        _column("source_id", "Source id of the interview", _text(80), required=True),
        _column("text", "How the person was", _text(4000), "note", required=True),
    ),
    "pieces": (
        _column("piece_id", "Id", _text(80)),
        _column("source_id", "Source id of the interview", _text(80), required=True),
        _column("kind", "What was made (code)", _code("record_kind"), required=True),
        _column("document", "Document (D-12, or SHA-256)", _text(80), "sha256"),
        _column("where", "Where it lies on paper"),
        _column("made_on", "Made on", edtf_text),
    ),
    "media": (
        _column("media_id", "Id", _text(80)),
        _DOCUMENT,
        _column("kind", "Kind", _one_of("photograph", "drawing", "from_above", "scan", "film", "sound")),
        _column("credit", "Credit, as it is printed", None, "photographer"),
        _column("maker", "Who made it (sealed)"),
        _column("date", "Taken or drawn", edtf_text, "taken"),
        _column("depicts", "When what it shows was", edtf_text),
        _column("viewpoint", "Looked at from (place code)", _code("place")),
        _column("viewpoint_words", "Looked at from, in words (sealed)", _text(300)),
        _column("seen", "Place seen (code)", _code("place")),
        _column("caption", "What it shows", _text(1000)),
        _column("account_id", "Happening that it shows (account id)", _text(80)),
    ),
    "shown": (
        _column("shown_id", "Id", _text(80)),
        _DOCUMENT,
        _column("mention_id", "Who is shown (person id)", _text(80), "person_id", required=True),
        _column("recognisable", "Can be recognised", _one_of("yes", "no")),
        _column("area", "Where: left, top, width, height in percent", _text(40)),
    ),
    "custody": (
        _column("step_id", "Id", _text(80)),
        _DOCUMENT,
        _column("mention_id", "Who had it (person id)", _text(80), "person_id"),
        _column("role", "Who had it, as a kind of body (code)", _code("agency")),
        _column("who", "Who had it, in words (sealed)"),
        _column("since", "Since", edtf_text, "from"),
        _column("how", "How it came there (sealed)", _text(300)),
    ),
    "verifications": (
        _column("verification_id", "Id", _text(80)),
        _DOCUMENT,
        _column("kind", "What was looked into (code)", _code("verification_kind"), required=True),
        _column("found", "What was found", _one_of("holds", "open", "fails"), required=True),
        _column("reason", "How it was found", _text(1000), required=True),
    ),
    "policies": (
        _column("telling_id", "Id of what is told", _text(80)),
        _column("policy_id", "Rule or practice id", _text(80), "policy", required=True),
        _column("source_id", "Source id", _text(80), "source", required=True),
        _column("title", "What it is called"),
        _column("kind", "Kind (code)", _code("policy_kind")),
        _column("topic", "On what (code)", _code("policy_topic")),
        _column("state", "State (code)", _state),
        _column("agency", "Body (code)", _code("agency")),
        _column("toward", "Directed at (state)", _state),
        _column("from", "From", edtf_text, "since"),
        _column("to", "Until", edtf_text, "until"),
        _column("standing", "How it stood (code)", _code("policy_standing")),
        _column("connection", "How the source knows (code)", _code("information_form")),
        _column("basis", "In which form (code)", _code("policy_basis")),
        _column("credibility", "Grade (code)", _code("credibility")),
        _column("places", "Places (codes, divided by |)", _places),
        _column("speaker", "Body that said so (code)", _code("agency")),
        _column("spoken_by", "Office that said so", _text(120)),
        _column("stance", "Reason given (code)", _code("return_justification")),
        _column("rule", "What it says", _text(500)),
        _column("exceptions", "Exceptions", _text(300)),
        _column("penalty", "What is threatened", _text(300)),
        _column("price", "Bounty, fine or fee", _price),
        _column("currency", "Currency", _text(3)),
        _column("stated_motive", "Motive named by the state", _text(300)),
        _column("imputed_motive", "Motive as others read it", _text(300)),
    ),
    "policy_links": (
        _column("link_id", "Link id", _text(80)),
        _column("telling_id", "Id of what is told", _text(80), required=True),
        _column("kind", "Which link (code)", _code("policy_link"), required=True),
        _column("account_id", "Account id", _text(80)),
        _column("other_id", "Other rule or practice id", _text(80)),
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
