"""Long work of the link room."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.urls import reverse

from tumen_desk.accounts.models import User
from tumen_desk.jobs.registry import idle, kind
from tumen_desk.jobs.running import Running
from tumen_desk.link.models import ExchangeStep, LinkRun


@kind("link.run")
def run(running: Running) -> Mapping[str, object]:
    """Link the record anew. Safe to run again: the result is kept whole or not at all."""
    # The science is loaded when it runs, not whenever a desk is opened, backed up or checked.
    from tumen_desk.link import queue, services

    found = services.link_run(actor=_actor(running), progress=running)
    return _to_review(found, queue.newly_linked(found).count())


@kind("link.new")
def link_new(running: Running) -> Mapping[str, object]:
    """Link what is new, by what the last whole linkage learnt. Safe to run again: kept whole or not at all."""
    from tumen_desk.link import additions, queue

    found = additions.link_new(actor=_actor(running), progress=running)
    return _to_review(found, queue.newly_linked(found).count())


@kind("link.sample")
def sample(running: Running) -> Mapping[str, object]:
    """Draw a sample of pairs to judge. Safe to run again: what was drawn is kept whole or not at all."""
    from tumen_desk.link import sampling

    given: dict[str, Any] = running.job.parameters
    found = sampling.sample_draw(actor=_actor(running), most=int(given["most"]), progress=running)
    address = f"{reverse('link:begin')}?order=lot&verdict=sample"
    return {"sample": found.pk, "url": address, "text": "Judge the sample"}


@idle
def open_index() -> bool:
    """Open the index while new mentions wait to be linked, so that it begins at once; let go of one that is gone."""
    from tumen_desk.link import queue, standing

    run = standing.whole_run()
    if run is None or not standing.lies_ready(run):
        standing.let_go()
        return False
    if standing.held(run) or not queue.not_linked()[:1].exists():
        return False
    standing.opened(run).warm()
    return True


def _to_review(found: LinkRun, new: int) -> Mapping[str, object]:
    """Where the pairs of a linkage wait, those of the newly linked first."""
    if new:
        text = f"Review the pairs of {new:,} newly linked mention{'' if new == 1 else 's'}"
        return {"run": found.pk, "new": new, "url": f"{reverse('link:review')}?verdict=new", "text": text}
    return {"run": found.pk, "url": reverse("link:review"), "text": "Review the pairs"}


@kind("link.events")
def events(running: Running) -> Mapping[str, object]:
    """Link tellings into events anew. Safe to run again: the result is kept whole or not at all."""
    from tumen_desk.link.events import services

    given: dict[str, Any] = running.job.parameters
    found = services.event_run(actor=_actor(running), kinds=given.get("kinds", ()), progress=running)
    return {"run": found.pk, "url": reverse("link:events"), "text": "See the events"}


@kind("link.exchange_begin")
def exchange_begin(running: Running) -> Mapping[str, object]:
    """Mask the own list and make the first file. Safe to run again: what was made is found."""
    from tumen_desk.link.exchange import services

    given, words = _without_words(running)
    issuer = given.pop("issuer")
    agreed = services.Agreed(**{**given, "organisations": tuple(given["organisations"])})
    return _exchanged(
        running,
        lambda: services.exchange_begin(
            actor=_actor(running),
            agreed=agreed,
            words=words,
            issuer=issuer,
            job=running.job.pk,
            progress=running,
        ),
    )


@kind("link.exchange_take")
def exchange_take(running: Running) -> Mapping[str, object]:
    """Take in a file of a comparison, and make the next one. Safe to run again: what was made is found."""
    from tumen_desk.link.exchange import services

    given, words = _without_words(running)
    return _exchanged(
        running,
        lambda: services.exchange_take(
            actor=_actor(running), words=words, job=running.job.pk, progress=running, **given
        ),
    )


@kind("link.exchange_count")
def exchange_count(running: Running) -> Mapping[str, object]:
    """Compare the complete lists of others. Safe to run again: what was made is found."""
    from tumen_desk.link.exchange import services

    given: dict[str, Any] = running.job.parameters
    return _exchanged(
        running,
        lambda: services.exchange_count(
            actor=_actor(running), job=running.job.pk, progress=running, sha256=given["sha256"]
        ),
    )


def _actor(running: Running) -> User:
    return User.objects.get(pk=running.job.created_by)


def _without_words(running: Running) -> tuple[dict[str, Any], str]:
    """Parameters and the secret, which the job forgets before it begins: after a kill it must be typed again."""
    given = dict(running.job.parameters)
    words = str(given.pop("words", ""))
    running.job.parameters = dict(given)
    running.job.save(update_fields=["parameters"])
    return given, words


def _exchanged(running: Running, step: Callable[[], ExchangeStep]) -> Mapping[str, object]:
    done = ExchangeStep.objects.filter(job=running.job.pk).first() or step()
    return {
        "exchange": done.exchange_id,
        "url": reverse("link:exchange", args=[done.exchange_id]),
        "text": "Go on with the comparison",
    }
