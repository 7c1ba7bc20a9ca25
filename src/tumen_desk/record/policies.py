"""Writing the register of rules, practices and positions: what a source says of one, and which value is preferred."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from tumen import dates, law, vocab
from tumen.errors import LawError, PolicyRefused
from tumen_desk.accounts.access import Door, require
from tumen_desk.audit import log
from tumen_desk.record.adapters import date_columns, edtf_text, last_day
from tumen_desk.record.models import (
    Account,
    ImportBatch,
    Passage,
    Policy,
    PolicyLink,
    PolicyPreference,
    Source,
    Telling,
)
from tumen_desk.record.services import check_code
from tumen_desk.shell import terms

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User


def states() -> dict[str, str]:
    """Code and name of every state whose rules may be entered: countries of the gazetteer and of the law register."""
    return dict(_states(settings.CONFIG.pack, terms.language()))


@lru_cache(maxsize=16)
def _states(pack: str, language: str) -> tuple[tuple[str, str], ...]:
    whole = vocab.load_pack(pack)
    found = {
        term.code: str(term.label(language))
        for term in whole.vocabulary("place")
        if term.fields.get("kind") == "country"
    }
    try:
        known = law.register(whole).states
    except LawError:
        return tuple(found.items())
    return tuple((found | {c: s.names.get(language, s.names["en"]) for c, s in known.items()}).items())


def check_state(code: str) -> str:
    """A code of a state, or empty.

    Raises:
        PolicyRefused: no such state.
    """
    if code and code not in states():
        raise PolicyRefused(f"There is no state {code!r}.", hint="Choose a state from the list.")
    return code


@transaction.atomic
def policy_add(
    *,
    actor: User,
    title: str,
    kind: str = "",
    topic: str = "",
    state: str = "",
    agency: str = "",
    toward: str = "",
    batch: ImportBatch | None = None,
) -> Policy:
    """A rule, practice or position of which sources speak. Logged.

    Raises:
        PolicyRefused: no title, nobody whose it is, or an unknown state.
    """
    require(actor, Door.RECORD_WRITE)
    if not title.strip() or not (state or agency):
        raise PolicyRefused("Say what it is called, and whose it is: a state or a body.")
    made = Policy.objects.create(
        title=title.strip(),
        kind=check_code("policy_kind", kind),
        topic=check_code("policy_topic", topic),
        state=check_state(state),
        agency=check_code("agency", agency),
        toward=check_state(toward),
        batch=batch,
    )
    log.write(actor, "record.policy_add", f"policy:{made.pk}", kind=kind, state=state)
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one source says of a policy, as written. Dates are of any precision; places and codes are terms.

    Attributes:
        date: from when.
        ended: until when; empty = open or not stated.
        standing: announced, in force, loosened, unclear …
        connection: how the source knows.
        basis: in which form it has it: a text, an order, what was done …
        credibility: grade of this telling.
        places: where it held.
        speaker: body that said so.
        spoken_by: office that said so, never a witness.
        stance: reason that the state gives, as a term.
        rule: what it says or how it is done.
        exceptions: for whom it did not hold.
        penalty: what was threatened.
        price: bounty, fine or fee.
        currency: of the price, three letters.
        stated_motive: motive that the state named.
        imputed_motive: what others take for the motive.
    """

    date: str = ""
    ended: str = ""
    standing: str = ""
    connection: str = ""
    basis: str = ""
    credibility: str = ""
    places: Sequence[str] = ()
    speaker: str = ""
    spoken_by: str = ""
    stance: str = ""
    rule: str = ""
    exceptions: str = ""
    penalty: str = ""
    price: Decimal | None = None
    currency: str = ""
    stated_motive: str = ""
    imputed_motive: str = ""


CODED = {
    "standing": "policy_standing", "connection": "information_form", "basis": "policy_basis",
    "credibility": "credibility", "speaker": "agency", "stance": "return_justification",
}  # fmt: skip
"""Columns of a telling that are terms, with their list."""
WORDS = ("spoken_by", "rule", "exceptions", "penalty", "stated_motive", "imputed_motive")


def columns(told: Told) -> dict[str, object]:
    """What is told, checked, as values of columns.

    Raises:
        PolicyRefused: it ends before it begins, or a price without a currency.
        VocabError: no such term.
        DatesError: no date.
    """
    spans = [dates.parse(text) for text in (told.date.strip(), told.ended.strip()) if text]
    if len(spans) == 2 and spans[0].earliest and spans[1].latest and spans[1].latest < spans[0].earliest:
        raise PolicyRefused("It cannot end before it begins.")
    if (told.price is None) != (not told.currency.strip()):
        raise PolicyRefused("Give a price with its currency, such as 5000 and CNY.")
    return {
        **{name: check_code(vocabulary, getattr(told, name)) for name, vocabulary in CODED.items()},
        **{name: getattr(told, name).strip() for name in WORDS},
        **date_columns(told.date),
        "ended": edtf_text(told.ended),
        "ended_high": last_day(told.ended),
        "places": [check_code("place", place) for place in told.places],
        "price": told.price,
        "currency": told.currency.strip().upper(),
    }


@transaction.atomic
def policy_tell(
    *,
    actor: User,
    policy: Policy,
    source: Source,
    told: Told,
    passage: Passage | None = None,
    batch: ImportBatch | None = None,
) -> Telling:
    """What a source says of a policy; it stands beside what other sources say, and beside what it said before. Logged.

    Raises:
        PolicyRefused: nothing is said, the passage stands in another source, or see `columns`.
    """
    require(actor, Door.RECORD_WRITE)
    if passage is not None and passage.document.source_id != source.pk:
        raise PolicyRefused("The passage stands in another source.")
    if dataclasses.replace(told, places=tuple(told.places)) == Told():
        raise PolicyRefused("Nothing is said yet.", hint="Say when it held, how it stood, or what it says.")
    made = Telling.objects.create(policy=policy, source=source, passage=passage, batch=batch, **columns(told))
    log.write(actor, "record.policy_tell", f"policy:{policy.pk}", telling=made.pk, source=source.pk)
    return made


@transaction.atomic
def policy_link(
    *,
    actor: User,
    telling: Telling,
    kind: str,
    account: Account | None = None,
    other: Policy | None = None,
) -> PolicyLink:
    """What a policy has to do with a happening or another policy, as that source says. Logged; the same twice is once.

    Raises:
        PolicyRefused: neither or both are named, or the policy itself.
    """
    require(actor, Door.RECORD_WRITE)
    if (account is None) == (other is None) or other == telling.policy:
        raise PolicyRefused("Name one happening, or one other rule or practice.")
    made, new = PolicyLink.objects.get_or_create(
        telling=telling, account=account, other=other, kind=check_code("policy_link", kind)
    )
    if new:
        log.write(actor, "record.policy_link", f"policy:{telling.policy_id}", link=made.pk, kind=kind)
    return made


@transaction.atomic
def policy_prefer(
    *, actor: User, telling: Telling, field: str, reason: str, withdrawn: bool = False
) -> PolicyPreference:
    """Judge that in one field this telling is to be taken, or (`withdrawn`) not any more; all values stay. Logged.

    Raises:
        PolicyRefused: the telling says nothing there, or no reason is given.
    """
    require(actor, Door.LINK_JUDGE)
    known = {*CODED, *WORDS, "date", "ended", "places", "price"}
    if field not in known or not getattr(telling, field) or not reason.strip():
        raise PolicyRefused(
            "A preference needs a value and a reason.", hint="Say in a few words why this value."
        )
    made = PolicyPreference.objects.create(
        telling=telling, field=field, reason=reason.strip()[:500], withdrawn=withdrawn, by=actor
    )
    log.write(actor, "record.policy_prefer", f"policy:{telling.policy_id}", field=field, withdrawn=withdrawn)
    return made
