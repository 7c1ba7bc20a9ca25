"""A small record with somebody in every table, and walking through every page a person can reach from it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve

from tumen_desk.accounts.models import Role, User
from tumen_desk.link.services import link_run
from tumen_desk.record import services as record
from tumen_desk.record.models import Mention


@pytest.fixture(scope="session", autouse=True)
def _static_folder() -> None:
    """WhiteNoise warns when the folder of collected files is missing; warnings are errors here."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


NAMES = ("카나리아새", "가나다라", "Kanaria Saegim", "나라다가")


class Links(HTMLParser):
    """Addresses that a page leads to, its tags and its title."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.title = ""
        self._in_title = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append((tag, given))
        self._in_title = tag == "title" or self._in_title
        self.found += [value for name in ("href", "hx-get", "src") if (value := given.get(name))]

    def handle_endtag(self, tag: str) -> None:
        self._in_title = self._in_title and tag != "title"

    def handle_data(self, data: str) -> None:
        self.title += data if self._in_title else ""


@dataclass(frozen=True, slots=True)
class Seen:
    """One answer of the desk on the way."""

    address: str
    view: str
    answer: HttpResponse
    text: str
    page: Links = field(repr=False)


def walk(client: Client, *, per_view: int = 2, start: tuple[str, ...] = ("/",)) -> list[Seen]:
    """Every page that links lead to from the first one; at most so many of each view."""
    waiting, known, counts, seen = list(start), set(start), {}, []
    while waiting:
        address = waiting.pop(0)
        view = resolve(address.partition("?")[0]).view_name
        if counts.get(view, 0) >= per_view or view == "shell:unlock":
            continue
        counts[view] = counts.get(view, 0) + 1
        answer = client.get(address)
        kind = answer.headers.get("Content-Type", "")
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        text = body.decode("utf-8", "replace")
        page = Links(text if kind.startswith("text/html") else "")
        seen.append(Seen(address, view, answer, text, page))
        for link in page.found:
            link = link.partition("#")[0]
            link = f"{address.partition('?')[0]}{link}" if link.startswith("?") else link
            if link.startswith("/") and not re.match("/static/", link) and link not in known:
                known.add(link)
                waiting.append(link)
    return seen


@dataclass(frozen=True, slots=True)
class Small:
    """A made-up record: who brought it in, and the people of each role."""

    people: dict[str, User]
    mentions: list[Mention]


def _small() -> Small:
    """Two sources, six mentions of which some are one person, a document, acts, a linkage."""
    people = {
        role: User.objects.create_user(f"p-{role}", password="twelve letters", role=role)
        for role in Role.values
    }
    lead = people[Role.PROTECTION]
    mentions = []
    for number in (1, 2):
        source = record.source_create(actor=lead, title=f"Interview {number}", kind="SK-VICT", published=True)
        for at, name in enumerate(NAMES[:3]):
            mentions.append(
                record.mention_create(
                    actor=lead, source=source, names=[{"text": name}], birth=f"197{at}", sex="f"
                )
            )
        account = record.account_create(actor=lead, source=source, title=f"A return {number}")
        record.act_create(actor=lead, account=account, mention=mentions[-1], type="REFOUL", date="2009")
        document = record.document_add(
            actor=lead, source=source, name="a.txt", content=f"What was told, {number}.".encode()
        )
        record.passage_anchor(actor=lead, document=document, start=0, end=8)
    link_run(actor=lead)
    return Small(people=people, mentions=mentions)


@pytest.fixture(scope="module")
def small(django_db_setup: None, django_db_blocker: Any) -> Iterator[Small]:
    """The small record, made once a file of tests; each test's own changes are rolled back."""
    with django_db_blocker.unblock():
        yield _small()
        for alias in ("default", "jobs"):
            call_command("flush", database=alias, interactive=False, verbosity=0)


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """A client signed in as a user."""

    def come(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return come


__all__ = ["NAMES", "Links", "Seen", "Small", "walk"]
