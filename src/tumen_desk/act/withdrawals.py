"""Papers and reports that speak of somebody who withdraws, and what becomes of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from tumen import law
from tumen_desk.act import queries
from tumen_desk.act.models import Paper, Report
from tumen_desk.act.report_marks import CHANNEL
from tumen_desk.record.hooks import Use, used_by
from tumen_desk.record.models import Mention


@used_by
def written(mentions: Sequence[int], purpose: str) -> Iterator[Use]:
    """Papers in which these mentions stand and whose channel asks for this purpose."""
    known = law.channels(queries.pack()).channels
    for paper in Paper.objects.filter(persons__in=mentions).distinct().order_by("pk"):
        way = known.get(paper.channel)
        if way is None or purpose not in way.consent:
            continue
        sent = paper.state == Paper.State.SENT
        yield Use(
            what=_("paper"),
            title=f"{paper} {paper.title}",
            url=reverse("act:paper", args=[paper.pk]),
            becomes=_("was sent and cannot be called back; a task is set to tell whoever received it")
            if sent
            else _("is halted and may not leave"),
        )


@used_by
def reported(mentions: Sequence[int], purpose: str) -> Iterator[Use]:
    """Reports that quote the sources of these mentions, or have a case file about them."""
    way = law.channels(queries.pack()).channels.get(CHANNEL)
    if way is None or purpose not in way.consent:
        return
    told_by = Mention.objects.filter(pk__in=mentions).values("source")
    touched = Q(passages__document__source__in=told_by) | Q(cases__persons__mention__in=mentions)
    for report in Report.objects.filter(touched).distinct().order_by("pk"):
        yield Use(
            what=_("report"),
            title=f"{report} {report.title}",
            url=reverse("act:report", args=[report.pk]),
            becomes=_("is halted and may not leave")
            if report.state == Report.State.DRAFT
            else _("was sent and cannot be called back; a task is set to tell whoever received it"),
        )
