"""The tables of who tells, of whom, and of what happened to them."""

from __future__ import annotations

from tumen_desk.record.adapters import edtf_text
from tumen_desk.record.importing.columns import (
    Column,
    coded,
    column,
    one_of,
    price_of,
    sex_of,
    up_to,
    whole,
)

SOURCE_ID = column("source_id", "Source id", up_to(80), "source", "interview", "interview_id")
MENTION_ID = column("mention_id", "Person id in this list", up_to(80), "id", "person_id", "record_id")
DATE = column("date", "Date", edtf_text, "when", "날짜")
PLACE = column("place", "Place (code)", coded("place"), "장소")
OUTCOME = column("outcome", "Outcome (code)", coded("victim_outcome"))

TOLD: dict[str, tuple[Column, ...]] = {
    "sources": (
        column("source_id", "Source id", up_to(80), required=True),
        column("organisation", "Organisation"),
        column("kind", "Kind (code)", coded("source_kind")),
        DATE,
        column("language", "Language", up_to(12)),
        PLACE,
        column("made_up", "Made up", one_of("yes", "no")),
    ),
    "mentions": (
        column(
            "mention_id", "Person id in this list", up_to(80), "id", "person_id", "record_id", required=True
        ),
        SOURCE_ID,
        column("organisation", "Organisation", None, "list", "issuer"),
        column("role", "Role", one_of("interviewee", "spoken_of")),
        column("name", "Name", None, "full_name", "이름", "성명", "姓名"),
        column("name_other", "Name in another script", up_to(400), "other_name"),
        column("name_kind", "Kind of name", one_of("given", "pseudonym", "partial")),
        column("sex", "Sex", sex_of, "gender", "성별", "性别"),
        column("birth", "Born", edtf_text, "birth_date", "date_of_birth", "dob", "생년월일"),
        column("birthplace", "Place of birth (code)", coded("place")),
        column("left", "Left home", edtf_text),
        column("died", "Died", edtf_text),
        column("related_to", "Relative of (person id)", up_to(80)),
        column("relation", "Relation", up_to(40)),
    ),
    "accounts": (
        column("account_id", "Account id", up_to(80), required=True),
        column("source_id", "Source id", up_to(80), required=True),
        column("mention_id", "Who tells it (person id)", up_to(80)),
        column("title", "Title"),
        column("connection", "How it is known (code)", coded("information_form")),
    ),
    "acts": (
        column("act_id", "Act id", up_to(80), "id", required=True),
        column("account_id", "Account id", up_to(80)),
        SOURCE_ID,
        column(
            "mention_id", "Victim (person id)", up_to(80), "victim", "victim_id", "person_id", required=True
        ),
        column("type", "Type of act (code)", coded("act_type"), "act", "act_type", required=True),
        PLACE,
        DATE,
        column("agency", "Agency (code)", coded("agency")),
        column("method", "Method (code)", coded("torture_method")),
        OUTCOME,
    ),
    "stays": (
        column("stay_id", "Stay id", up_to(80), required=True),
        column("account_id", "Account id", up_to(80)),
        SOURCE_ID,
        MENTION_ID,
        column("facility", "Facility (code)", coded("named_facility")),
        column("facility_type", "Type of facility (code)", coded("facility_type")),
        column("from", "From", edtf_text),
        column("to", "To", edtf_text),
        column("reason", "Reason", up_to(40)),
        OUTCOME,
    ),
    "legs": (
        column("leg_id", "Leg id", up_to(80), required=True),
        column("account_id", "Account id", up_to(80)),
        SOURCE_ID,
        MENTION_ID,
        column("journey", "Journey", up_to(40)),
        column("sequence", "Step", whole),
        column("kind", "Kind of leg (code)", coded("journey_leg"), required=True),
        column("from_place", "From (place code)", coded("place")),
        column("to_place", "To (place code)", coded("place")),
        column("from", "Begun", edtf_text),
        column("to", "Ended", edtf_text),
        column("mode", "Means (code)", coded("crossing_mode")),
        column("helper_role", "Helper's role", up_to(40)),
        column("price", "Price", price_of),
        column("currency", "Currency", up_to(3)),
        column("intercepted", "Intercepted", one_of("yes", "no")),
        OUTCOME,
    ),
    "transfers": (
        column("transfer_id", "Transfer id", up_to(80), required=True),
        column("account_id", "Account id", up_to(80)),
        SOURCE_ID,
        MENTION_ID,
        column("seller_role", "Seller's role", up_to(40)),
        column("buyer_role", "Buyer's role", up_to(40)),
        column("price", "Price", price_of),
        column("currency", "Currency", up_to(3)),
        column("purpose", "Purpose", up_to(40)),
        PLACE,
        DATE,
    ),
}
