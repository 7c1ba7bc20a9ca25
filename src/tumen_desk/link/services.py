"""Judging pairs and running the linkage."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
from django.db import transaction
from django.db.models import Count

from tumen import linkage
from tumen.errors import LinkageError
from tumen.progress import SILENT, Progress, check
from tumen_desk.accounts.access import Door, require
from tumen_desk.audit import log
from tumen_desk.link import standing
from tumen_desk.link.adapters import judgement_values, mention_key, mention_pk, mention_rows
from tumen_desk.link.chains import refuse_contradiction
from tumen_desk.link.keeping import keep_whole
from tumen_desk.link.models import Judgement, LinkRun, Opinion, Reviewer, ReviewRule
from tumen_desk.link.reasons import reasons_to_choose
from tumen_desk.record.models import Mention, Name, NameKey, Purpose
from tumen_desk.record.queries import allowed_mentions, allowing

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

SEED = 1
_LOOK_ALIKES = 200
_PARTED = 100


@transaction.atomic
def judgement_add(
    *,
    actor: User,
    mention_a: Mention,
    mention_b: Mention,
    verdict: str,
    reason: str = "",
    why: str = "",
    blind: bool = False,
) -> Judgement:
    """Say whether two mentions are one person. Only added: one's later verdict on the pair replaces one's earlier.

    What more reviewers say holds from the next linkage on; nothing is merged. Logged.

    Raises:
        LinkageError: a mention and itself, a reason that the pack does not have, or consent that does not stand.
        ContradictionError: with this verdict, what holds could not be true together; nothing is kept.
    """
    require(actor, Door.LINK_JUDGE)
    if mention_a.pk == mention_b.pk:
        raise LinkageError("A mention is always the same as itself.")
    if reason and reason not in reasons_to_choose():
        raise LinkageError("There is no such reason.", hint="Choose one of the list, or say it in words.")
    first, second = sorted((mention_a, mention_b), key=lambda m: m.pk)
    if allowed_mentions(Purpose.LINK).filter(pk__in=[first.pk, second.pk]).count() != 2:
        raise LinkageError(
            "There is no consent to link these two.",
            hint="Go on to the next pair, or record the consent first.",
        )
    judgement = Judgement.objects.create(
        mention_a=first,
        mention_b=second,
        verdict=Judgement.Verdict(verdict),
        reason=reason,
        why=why.strip(),
        blind=blind,
        by=actor,
    )
    _form_opinion(judgement)
    refuse_contradiction(first, second)
    log.write(
        actor,
        "link.judgement_add",
        f"judgement:{judgement.pk}",
        a=first.pk,
        b=second.pk,
        verdict=verdict,
        blind=blind,
    )
    return judgement


@transaction.atomic
def judgement_take_back(*, actor: User, judgement: Judgement | None = None) -> Judgement:
    """Take back a verdict of one's own (default: one's latest). A new entry; the one before it stands again. Logged.

    Raises:
        LinkageError: there is nothing of this reviewer's to take back.
        ContradictionError: the verdict that would stand again contradicts what was judged since.
    """
    require(actor, Door.LINK_JUDGE)
    standing = Judgement.objects.filter(by=actor, takes_back=None, taken_back_by=None)
    found = standing.filter(pk=judgement.pk).first() if judgement else standing.first()
    if found is None:
        raise LinkageError(
            "There is no verdict of yours to take back.",
            hint="A verdict can be taken back once, by whoever gave it.",
        )
    back = Judgement.objects.create(
        mention_a=found.mention_a, mention_b=found.mention_b, takes_back=found, by=actor
    )
    _form_opinion(back)
    refuse_contradiction(found.mention_a, found.mention_b)
    log.write(
        actor,
        "link.judgement_take_back",
        f"judgement:{found.pk}",
        a=found.mention_a_id,
        b=found.mention_b_id,
        verdict=found.verdict,
    )
    return back


def _form_opinion(judgement: Judgement) -> None:
    """What the reviewer thinks of the pair now: the latest verdict that was not taken back, if any."""
    of: dict[str, Any] = {
        "mention_a": judgement.mention_a,
        "mention_b": judgement.mention_b,
        "by": judgement.by,
    }
    latest = Judgement.objects.filter(**of, takes_back=None, taken_back_by=None).first()
    if latest is None:
        Opinion.objects.filter(**of).delete()
    else:
        Opinion.objects.update_or_create(**of, defaults={"verdict": latest.verdict, "judgement": latest})


@transaction.atomic
def persons_part(
    *, actor: User, one: Sequence[Mention], other: Sequence[Mention], reason: str = "", why: str = ""
) -> list[Judgement]:
    """Say of every two mentions across two sides that they are different people. All verdicts are kept, or none.

    Raises:
        LinkageError, ContradictionError: as `judgement_add`; or the two sides are too large to be parted so.
    """
    require(actor, Door.LINK_JUDGE)
    if not one or not other or len(one) * len(other) > _PARTED:
        raise LinkageError(
            f"A person is parted into two sides with at most {_PARTED} pairs between them.",
            hint="Judge the pairs that matter one by one.",
        )
    return [
        judgement_add(actor=actor, mention_a=a, mention_b=b, verdict="different", reason=reason, why=why)
        for a in one
        for b in other
    ]


@transaction.atomic
def reviewer_set(*, actor: User, score_first: bool) -> Reviewer:
    """Say how one likes to review. Logged, because it says what was seen before a verdict."""
    require(actor, Door.LINK_JUDGE)
    reviewer, _ = Reviewer.objects.update_or_create(user=actor, defaults={"score_first": score_first})
    log.write(actor, "link.reviewer_set", f"user:{actor.pk}", score_first=score_first)
    return reviewer


@transaction.atomic
def review_rule_set(*, actor: User, second_share: float) -> ReviewRule:
    """Say of which share of the pairs a second reviewer is asked. For those who manage the desk. Logged.

    Raises:
        LinkageError: not a share between 0 and 1.
    """
    require(actor, Door.DESK_MANAGE)
    if not 0 <= second_share <= 1:
        raise LinkageError("A share lies between 0 and 100 %.", hint="10 % is a good beginning.")
    rule = ReviewRule.objects.create(second_share=second_share, by=actor)
    log.write(actor, "link.review_rule_set", f"review_rule:{rule.pk}", second_share=second_share)
    return rule


def link_run(*, actor: User, progress: Progress = SILENT) -> LinkRun:
    """Link every mention whose consent allows it, with all judgements; the result becomes the current run.

    Raises:
        LinkageError: nobody may be linked, or judgements contradict each other.
    """
    progress.start(None, "Collecting mentions that may be linked")
    began = datetime.now(UTC)
    rows = list(mention_rows(allowed_mentions(Purpose.LINK)))
    if not rows:
        raise LinkageError(
            "There is nobody to link.",
            hint="Import persons, and record the consent for linkage with other lists.",
        )
    check(progress)
    mentions = linkage.Mentions.from_rows(rows)
    judgements = judgement_values(mention_pk(m) for m in mentions.mention_id)
    found = linkage.link(mentions, judgements=judgements, rng=np.random.default_rng(SEED), progress=progress)
    with transaction.atomic():
        run = keep_whole(actor, found, progress)
        log.write(
            actor,
            "link.run",
            f"link_run:{run.pk}",
            mentions=run.mentions,
            persons=run.persons,
            run_id=run.run_id,
        )
    progress.start(None, "Keeping what new mentions will need")
    standing.keep(run, found, began=began)
    return run


def suggestions(mention: Mention) -> tuple[linkage.Suggestion, ...]:
    """Who in the linked record may be the same person as `mention`, with reasons; no names in it.

    Raises:
        LinkageError: no linkage was run yet, so that nothing is known about agreement rates.
    """
    run = LinkRun.objects.filter(is_current=True).first()
    if run is None:
        raise LinkageError("Nothing is linked yet.", hint="Run the linkage first.")
    # A pseudonym says nothing about identity.
    telling = NameKey.objects.exclude(name__kind=Name.Kind.PSEUDONYM)
    near = (
        telling.filter(
            allowing(Purpose.LINK, "name__mention"),
            key__in=telling.filter(name__mention=mention).values("key"),
        )
        .exclude(name__mention__source=mention.source_id)
        .values("name__mention")
        .annotate(shared=Count("key", distinct=True))
        .order_by("-shared", "name__mention")[:_LOOK_ALIKES]
    )
    ids = [row["name__mention"] for row in near]
    if not ids:
        return ()
    rows = list(mention_rows(Mention.objects.filter(pk__in=[mention.pk, *ids])))
    return linkage.suggest(
        mention_key(mention.pk), linkage.Mentions.from_rows(rows), model=linkage.model_from_json(run.model)
    )
