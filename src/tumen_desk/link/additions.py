"""What came in since the last whole linkage, linked by what that one learnt: in seconds, and to be taken back at once.

Everything new is linked together each time, upon the whole linkage and not upon what was added before: so a verdict on
somebody who was added holds with the next addition, and whoever leaves is simply not among the new any more. The
result is a run of its own; figures that rest on an earlier one stay as they are.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, ProtectedError

from tumen import linkage
from tumen.errors import LinkageError
from tumen.linkage.mentions import FIELDS
from tumen.model import LinkDraws, Run, input_sha256
from tumen.progress import SILENT, Progress, check
from tumen_desk.accounts.access import Door, require
from tumen_desk.audit import log
from tumen_desk.link import standing
from tumen_desk.link.adapters import (
    added_draws_bytes,
    mention_key,
    mention_pk,
    mention_rows,
    verdicts_in_force,
)
from tumen_desk.link.keeping import lists_of, pair_row
from tumen_desk.link.models import LinkRun, Membership, Pair
from tumen_desk.link.news import MOST
from tumen_desk.link.queue import not_linked
from tumen_desk.link.worth import Worths, worths
from tumen_desk.record.models import Mention
from tumen_desk.record.models.mention import Tie
from tumen_desk.store import files

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tumen_desk.accounts.models import User

SEED: Final = 1
_BACK: Final = {"parent": "child", "child": "parent"}
_ANEW: Final = "Link everything anew."
_AROUND: Final = 20_000


def link_new(*, actor: User, progress: Progress = SILENT) -> LinkRun:
    """Link every mention that may be linked and that the last whole linkage had not seen, with all judgements on them.

    The result becomes the current run. What is told of others is as it was; their verdicts wait for a whole linkage.

    Raises:
        LinkageError: nothing is new, or too much; there is no index that can be used; what is told of somebody whom
            the new ones meet has changed. Each says what to do.
        ContradictionError: judgements contradict each other.
    """
    require(actor, Door.LINK_JUDGE)
    whole = standing.whole_run()
    if whole is None:
        raise LinkageError("Nothing is linked yet.", hint="Run the linkage first.")
    progress.start(None, "Opening what the whole linkage learnt")
    index = standing.opened(whole)
    progress.start(None, "Collecting what is new")
    new = _new(whole)
    check(progress)
    added = index.link(
        new, judgements=_judgements(index, new), rng=np.random.default_rng(SEED), progress=progress
    )
    _refuse_changed(index, added)
    progress.start(None, "Keeping persons and pairs")
    return _keep(actor, whole, index, added)


def _new(whole: LinkRun) -> linkage.Mentions:
    """What is told of everybody who is new to a whole linkage."""
    found = Mention.objects.filter(pk__in=not_linked(whole).values("pk"))
    rows = {str(row["mention_id"]): row for row in mention_rows(found)}
    if not rows:
        raise LinkageError("There is nothing new to link.", hint="Everybody who may be linked is linked.")
    if len(rows) > MOST:
        raise LinkageError(f"More than {MOST:,} mentions are new.", hint=_ANEW)
    _tie_back(rows)
    return linkage.Mentions.from_rows(rows.values())


def _tie_back(rows: dict[str, dict[str, object]]) -> None:
    """Somebody who was linked is told to be kin of somebody new: the same, said of the new one."""
    kinship = linkage.kinship_of(settings.CONFIG.pack)
    new = {mention_pk(key) for key in rows}
    for tie in Tie.objects.filter(other__in=new).exclude(mention__in=new).order_by("pk"):
        row, role = rows[mention_key(tie.other_id)], kinship.get(tie.relation, tie.relation)
        for field, more in (
            ("related_to", mention_key(tie.mention_id)),
            ("relation", _BACK.get(role, role)),
        ):
            row[field] = f"{row[field]}|{more}" if row["related_to"] and row[field] else more


def _judgements(index: linkage.Index, new: linkage.Mentions) -> list[linkage.Judgement]:
    """What holds for pairs with somebody new."""
    fresh = set(new.mention_id)
    found = []
    for (a, b), verdict in verdicts_in_force().items():
        keys = {mention_key(a), mention_key(b)}
        if keys & fresh and all(key in fresh or index.position(key) is not None for key in keys):
            found.append(
                linkage.Judgement(mention_a=mention_key(a), mention_b=mention_key(b), verdict=verdict)  # type: ignore[arg-type]  # the choices of the column
            )
    return found


def _refuse_changed(index: linkage.Index, added: linkage.Added) -> None:
    """The answer is that of a whole linkage only as long as what was told of those whom the new ones meet still stands.

    Raises:
        LinkageError: it does not.
    """
    fresh = set(added.new.mention_id)
    met = {m for pair in added.pairs for m in (pair.mention_a, pair.mention_b)} - fresh
    there = added.position[added.position < len(index)].tolist()
    positions = sorted({*there, *(at for m in met if (at := index.position(m)) is not None)})
    was = index.mentions(positions)
    told = Mention.objects.filter(pk__in=[mention_pk(m) for m in was.mention_id])
    now = linkage.Mentions.from_rows(mention_rows(told)) if positions else was
    changed = sorted(_rows(was, fresh) ^ _rows(now, fresh))
    if changed:
        numbers = sorted({mention_pk(row[0]) for row in changed})
        shown = ", ".join(f"M-{number}" for number in numbers[:5])
        changed_of = f"What is told of {shown} has changed since the whole linkage."
        if len(numbers) > 5:
            changed_of = f"What is told of {shown} and others has changed since the whole linkage."
        raise LinkageError(changed_of, hint=_ANEW)


def _rows(mentions: linkage.Mentions, fresh: Collection[str]) -> set[tuple[str, ...]]:
    """What is told of each, but for ties to somebody new."""
    found = set()
    for row in zip(*(getattr(mentions, field) for field in FIELDS), strict=True):
        told = dict(zip(FIELDS, row, strict=True))
        others, relations = told["related_to"].split("|"), told["relation"].split("|")
        if any(other in fresh for other in others):
            kept = [pair for pair in zip(others, relations, strict=True) if pair[0] not in fresh]
            told["related_to"] = "|".join(other for other, _ in kept)
            told["relation"] = "|".join(relation for _, relation in kept)
        found.add(tuple(told.values()))
    return found


@transaction.atomic
def _keep(actor: User, whole: LinkRun, index: linkage.Index, added: linkage.Added) -> LinkRun:
    earlier = list(whole.added.values_list("pk", flat=True))
    LinkRun.objects.filter(is_current=True).update(is_current=False)
    manifest = Run(
        kind="link",
        recipe={"upon": whole.run_id, "settings": index.settings.as_dict()},
        inputs={"mentions": added.new.sha256, "judgements": _sha256(added.judgements)},
        seed=SEED,
    )
    worth = _worth(index, added, whole)
    run = LinkRun.objects.create(
        upon=whole,
        run_id=manifest.id,
        manifest={**manifest.as_dict(), "notes": [*whole.manifest.get("notes", ()), *added.notes]},
        mentions=whole.mentions + len(added.new),
        persons=0,
        draws_sha256=files.put(
            added_draws_bytes(whole.draws_sha256, added.new.mention_id, added.position, added.labels)
        ),
        worth=whole.worth + float(worth.persons.sum()),
        model=whole.model,
        is_current=True,
        created_by=actor,
    )
    for model in (Membership, Pair):
        _copy(model, whole, run)
    _change_persons(run, added)
    Pair.objects.bulk_create(
        [
            pair_row(run, *row)
            for row in zip(added.pairs, worth.persons.tolist(), worth.estimate.tolist(), strict=True)
        ],
        batch_size=500,
    )
    run.persons = Membership.objects.filter(run=run).values("person").distinct().count()
    run.save(update_fields=["persons"])
    _let_go(earlier)
    log.write(
        actor,
        "link.added",
        f"link_run:{run.pk}",
        upon=whole.pk,
        new=len(added.new),
        mentions=run.mentions,
        persons=run.persons,
        run_id=run.run_id,
    )
    return run


def _sha256(judgements: Sequence[linkage.Judgement]) -> str:
    told = sorted((j.mention_a, j.mention_b, j.verdict) for j in judgements)
    return input_sha256(json.dumps(told).encode())


def _copy(model: type[Membership | Pair], whole: LinkRun, run: LinkRun) -> None:
    """Rows of one run for another, within the database: there may be very many."""
    quote = connection.ops.quote_name
    columns = [f.column for f in model._meta.concrete_fields if not f.primary_key and f.name != "run"]
    listed, table = ", ".join(quote(str(column)) for column in columns), quote(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (run_id, {listed}) SELECT %s, {listed} FROM {table} WHERE run_id = %s",
            [run.pk, whole.pk],
        )


def _change_persons(run: LinkRun, added: linkage.Added) -> None:
    """Who is who among those that the new ones touch, and how many each person has now."""
    changed = {mention_pk(one.mention_id): one for one in added.clusters}
    before = Membership.objects.filter(run=run, mention__in=list(changed))
    persons = set(before.values_list("person", flat=True))
    before.delete()
    rows = [
        Membership(
            run=run,
            mention_id=pk,
            person=f"p-{mention_pk(one.person_id.removeprefix('p-'))}",
            probability=one.probability,
        )
        for pk, one in changed.items()
    ]
    Membership.objects.bulk_create(rows, batch_size=500)
    persons |= {row.person for row in rows}
    here = Membership.objects.filter(run=run, person__in=list(persons))
    by_number: dict[int, list[str]] = defaultdict(list)
    for person, number in here.values_list("person").annotate(n=Count("pk")).order_by():
        by_number[number].append(person)
    for number, some in by_number.items():
        here.filter(person__in=some).exclude(company=number).update(company=number)


def _worth(index: linkage.Index, added: linkage.Added, whole: LinkRun) -> Worths:
    """What a verdict on each new pair tells, from the draws of those whom any draw puts together with them."""
    first = len(index)
    place = {mention: first + at for at, mention in enumerate(added.new.mention_id)}
    a, b = (
        np.array([place.get(m, index.position(m)) for m in some], dtype=np.int64)
        for some in ([p.mention_a for p in added.pairs], [p.mention_b for p in added.pairs])
    )
    wanted = _around(index, np.unique(np.concatenate([added.position, a, b])))
    there = wanted < first
    labels = np.empty((len(added.labels), len(wanted)), dtype=np.int64)
    labels[:, there] = index.past.labels(wanted[there])
    labels[:, np.searchsorted(wanted, added.position)] = added.labels
    ids = [index.mention_id(at) for at in wanted[there].tolist()] + list(added.new.mention_id)
    known = whole.manifest["lists"]
    return worths(
        LinkDraws(mention_ids=tuple(ids), labels=labels),
        np.searchsorted(wanted, a),
        np.searchsorted(wanted, b),
        np.array([p.probability for p in added.pairs]),
        lists_of(ids),
        known=(known["once"], known["twice"]),
    )


def _around(index: linkage.Index, positions: NDArray[np.int64]) -> NDArray[np.int64]:
    """These with all that some draw puts together with them, directly or round corners."""
    while len(positions) < _AROUND:
        grown = np.union1d(positions, index.past.mates(positions[positions < len(index)]))
        if len(grown) == len(positions):
            break
        positions = grown
    return positions


@transaction.atomic
def take_back(*, actor: User) -> LinkRun:
    """Take back what was added to the last whole linkage, which becomes the current run again. Logged.

    Raises:
        LinkageError: nothing was added.
    """
    require(actor, Door.LINK_JUDGE)
    run = LinkRun.objects.filter(is_current=True).select_related("upon").first()
    if run is None or run.upon is None:
        raise LinkageError(
            "Nothing was added to the last whole linkage.", hint="There is nothing to take back."
        )
    whole = run.upon
    LinkRun.objects.filter(pk=run.pk).update(is_current=False)
    LinkRun.objects.filter(pk=whole.pk).update(is_current=True)
    _let_go(whole.added.values_list("pk", flat=True))
    log.write(
        actor,
        "link.added_take_back",
        f"link_run:{whole.pk}",
        taken_back=run.pk,
        mentions=run.mentions - whole.mentions,
    )
    return whole


def _let_go(runs: Collection[int]) -> None:
    """Delete additions that are no longer current, but for those that a figure rests on."""
    for run in LinkRun.objects.filter(pk__in=list(runs)):
        try:
            with transaction.atomic():
                run.delete()
        except ProtectedError:
            continue
        if not LinkRun.objects.filter(draws_sha256=run.draws_sha256).exists():
            transaction.on_commit(partial(files.remove, run.draws_sha256))
