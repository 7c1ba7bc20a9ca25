"""Themes: questions to the record that are kept, each a set of kinds of acts, in the order of an outline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tumen.errors import TermRefused
from tumen_desk.accounts import circles
from tumen_desk.accounts.access import Door, require
from tumen_desk.audit import log
from tumen_desk.record.models import Act, ImportBatch, Theme
from tumen_desk.record.services import check_code
from tumen_desk.shell import terms

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A theme with what the record holds of it for one user."""

    theme: Theme
    acts: int
    people: int
    sources: int


@transaction.atomic
def theme_keep(
    *, actor: User, title: str, acts: Sequence[str], order: int = 0, batch: ImportBatch | None = None
) -> Theme:
    """Keep a theme, or change the one of this title, which is then no longer of the import that brought it. Logged.

    Raises:
        TermRefused: no title, or no kind of act.
        VocabError: no such kind of act.
    """
    require(actor, Door.RECORD_WRITE)
    if not title.strip() or not acts:
        raise TermRefused(_("A theme needs a title and at least one kind of act."))
    codes = [check_code("act_type", code) for code in dict.fromkeys(acts)]
    made, _new = Theme.objects.update_or_create(
        title=title.strip()[:120], defaults={"acts": codes, "order": order, "by": actor, "batch": batch}
    )
    log.write(actor, "record.theme_keep", f"theme:{made.pk}", acts=codes)
    return made


@transaction.atomic
def theme_remove(*, actor: User, theme: Theme) -> None:
    """Keep a theme no longer; nothing of the record changes. Logged."""
    require(actor, Door.RECORD_WRITE)
    log.write(actor, "record.theme_remove", f"theme:{theme.pk}")
    theme.delete()


def acts_of(user: User, theme: Theme) -> QuerySet[Act]:
    """Acts of a theme that the user may know of: of its kinds, and of those below them."""
    known = terms.vocabulary("act_type")
    codes = {
        t.code
        for t in known
        if t.code in theme.acts or {a.code for a in known.ancestors(t.code)} & set(theme.acts)
    }
    rows = Act.objects.filter(circles.known_to(user, "account__source", "mention__source"), type__in=codes)
    return rows.select_related("account__source__issuer", "mention", "passage").order_by("-pk")


def themes(user: User) -> Iterator[Held]:
    """Every theme in order, with how much of it there is."""
    for theme in Theme.objects.select_related("by"):
        acts = acts_of(user, theme)
        yield Held(
            theme=theme,
            acts=acts.count(),
            people=acts.order_by().values("mention").distinct().count(),
            sources=acts.order_by().values("account__source").distinct().count(),
        )
