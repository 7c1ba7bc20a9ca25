"""What somebody's safety asks of whoever meets them: flags that were said, flags that follow from what is told, rules.

A flag that follows is raised without anybody saying it, and says from what. Nothing here is stored.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.utils.translation import gettext as _

from tumen import dates, vocab
from tumen_desk.accounts.access import Door, require
from tumen_desk.record import asking
from tumen_desk.record.journeys import country_of
from tumen_desk.record.models import Act, Mention, Said, Tie
from tumen_desk.shell import terms

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

CONTACT, INTERVIEW, GRADE = "contact", "interview", "grade"
_FULL_AGE: Final = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """One flag of a person.

    Attributes:
        code: a term of the list of risks.
        because: from what it follows; empty if a source says it.
        rules: what is to be heeded, in the language of the page.
    """

    code: str
    because: str
    rules: tuple[str, ...]


def flags_of(user: User, mention: Mention, *, when: str = "") -> list[Flag]:
    """The flags of a person as its source tells of them; `when` keeps the rules of that moment alone.

    Raises:
        PermissionDenied: this user's role may not see what leads to people.
    """
    require(user, Door.NAMES_SEE)
    said = Said.objects.filter(mention=mention, field="risk", how=Said.How.STATED).values_list(
        "value", flat=True
    )
    found = dict.fromkeys(said, "")
    for row in asking.facts(settings.CONFIG.pack, "flags"):
        because = next(_follows(row["follows"], mention), "")
        if because:
            found.setdefault(row["id"], because)
    return [Flag(code=code, because=because, rules=_rules(code, when)) for code, because in found.items()]


def _rules(flag: str, when: str) -> tuple[str, ...]:
    rows = asking.facts(settings.CONFIG.pack, "care")
    return tuple(
        terms.label(row["labels"]) for row in rows if row["flag"] == flag and when in ("", row["when"])
    )


def _follows(condition: str, mention: Mention) -> Iterator[str]:
    """From what a flag follows, first the surest."""
    kind, _space, about = condition.partition(" ")
    if kind == "kin_at_home":
        yield from _kin_at_home(mention)
    elif kind == "insider":
        if mention.role == Mention.Role.INTERVIEWEE and mention.source.kind == about:
            yield _("heard as an insider")
        elif mention.involvements.exists():
            yield _("told to have taken part in an act")
    elif kind == "under_age":
        yield from _under_age(mention)
    elif kind == "acts":
        known = terms.vocabulary("act_type")
        for code in Act.objects.filter(mention=mention).values_list("type", flat=True):
            if code in known and known[code].group == about:
                yield _("what is told was done: %(act)s") % {"act": known[code].label(terms.language())}


def _kin_at_home(mention: Mention) -> Iterator[str]:
    """Relatives who are told to be in the country that was left, or of whom nothing says that they left it."""
    home = str(vocab.load_pack(settings.CONFIG.pack).settings.get("country", ""))
    silent = []
    for tie in Tie.objects.filter(mention=mention).select_related("other"):
        other = tie.other
        living = {
            country_of(value)
            for value in other.said.filter(field="reached_destination").values_list("value", flat=True)
        }
        words = {"relation": _relation(tie.relation), "who": str(other)}
        if other.died:
            continue
        if home in living:
            yield _("%(relation)s of %(who)s, who is told to be there") % words
        elif not living and not other.left and not other.legs.exists():
            silent.append(_("%(relation)s of %(who)s, of whom nothing says that they left") % words)
    yield from silent


def _relation(code: str) -> str:
    known = terms.vocabulary("relation")
    return str(known[code].label(terms.language())) if code in known else code


def _under_age(mention: Mention) -> Iterator[str]:
    if mention.birth_high is None or not mention.birth:
        return
    today = datetime.datetime.now(datetime.UTC).date()
    years = today.year - mention.birth_high.year
    if years < _FULL_AGE or (
        years == _FULL_AGE and (today.month, today.day) < (mention.birth_high.month, mention.birth_high.day)
    ):
        yield _("born %(when)s") % {"when": dates.say(dates.parse(mention.birth), terms.language())}
