"""A made-up return and what followed, coded by an officer; each person's consent as the test wants it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tumen_desk.accounts.models import User
from tumen_desk.record import services as record
from tumen_desk.record.models import Act, Mention, Source, Stay

NAME = "Ra Made-Up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """One made-up person who was sent back.

    Attributes:
        act: The return.
        mention: The person, sealed name on record.
        agree: Record what they agree to, or withdraw it.
    """

    source: Source
    mention: Mention
    act: Act
    agree: Callable[..., None]


@pytest.fixture
def returned(officer: User) -> Returned:
    """Sent back in a month, beaten the month after; one name, no consent yet."""
    source = record.source_create(actor=officer, title="Interview 7 (made up)", kind="SK-REL", made_up=True)
    mention = record.mention_create(
        actor=officer, source=source, names=[{"text": NAME}], sex="f", birth="1995", role="spoken_of"
    )
    account = record.account_create(actor=officer, source=source, title="The return", connection="IF-HEARD")
    act = record.act_create(
        actor=officer, account=account, mention=mention, type="REFOUL", date="2013-11", place="CN-TUMEN",
        agency="CN-PSB",
    )  # fmt: skip
    record.act_create(
        actor=officer, account=account, mention=mention, type="BEAT", date="2013-12", place="KP-ONSONG",
        agency="PRK-MSS", outcome="O-MISSING",
    )  # fmt: skip
    Stay.objects.create(
        account=account, mention=mention, facility_type="JIPKYUL", date="2013-12", reason="CH-221"
    )

    def agree(*purposes: str, granted: bool = True) -> None:
        for purpose in purposes:
            record.consent_record(
                actor=officer, source=source, mention=mention, purpose=purpose, granted=granted
            )

    return Returned(source=source, mention=mention, act=act, agree=agree)
