"""Who may open what, as one table: every address × every role × nobody, exactly as `access.DOORS` says."""

from __future__ import annotations

from contextlib import contextmanager
from copy import deepcopy

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tumen_desk.accounts.access import DOORS, Door, door_of, may
from tumen_desk.accounts.models import Role
from tumen_desk.accounts.services import user_create

ARGUMENTS = {
    "pk": 999_999,
    "job_id": 999_999,
    "a": 999_998,
    "b": 999_999,
    "position": 1,
    "key": "p-0",
    "code": "NONE",
    "table": "mentions",
    "sha256": "ab" * 32,
    "sequence": 999_999,
    "part": "head",
    "what": "task",
    "kind": "pdf",
    "noun": "mention",
    "name": "place",
}

# Views without a door, and why.
OPEN = {
    "shell:unlock": "there is nobody to ask while the desk is sealed",
    "shell:unlock-sheets": "there is nobody to ask while the desk is sealed",
    "shell:lock": "whoever is signed in may close everything at once",
    "shell:language": "whoever stands before the desk may choose its language",
    "accounts:sign-in": "",
    "accounts:second": "only for whoever has just given the right password",
    "accounts:passkey-begin": "a challenge for whoever comes",
    "accounts:passkey-finish": "a signature decides who comes in",
    "accounts:demo-sign-in": "exists in the demo only",
    "accounts:sign-out": "",
}
# Views that change something: they answer POST and nothing else.
POST_ONLY = {
    "shell:lock", "accounts:demo-sign-in", "accounts:sign-out", "accounts:passkey-begin", "accounts:passkey-finish",
    "accounts:app-drop", "accounts:codes", "accounts:passkey-ask", "accounts:passkey-keep", "accounts:passkey-drop",
    "accounts:sessions-end", "accounts:identities-more", "accounts:alarm-see", "accounts:person-role",
    "accounts:person-ceiling", "accounts:person-sign-out", "accounts:person-factors", "accounts:person-leave",
    "accounts:person-return", "accounts:seat-give", "accounts:seat-take", "accounts:source-enclose",
    "accounts:source-release", "audit:head-make", "audit:head-against", "audit:witness-new",
    "audit:countersign", "jobs:cancel", "audit:check", "record:document-add",
    "record:consent-add", "record:table-inside", "record:release-void", "record:import-undo", "link:judge",
    "link:run", "link:run-new", "link:sample",
    "link:new-take-back", "link:take-back",
    "link:reviewer", "link:rule", "link:events-run", "link:event-judge", "link:event-take-back", "link:known-add",
    "link:known-undo", "link:exchange-receive", "link:exchange-answer", "count:figure-again",
    "count:figure-check", "count:figure-publish", "keep:recovery-drop", "keep:custody-add", "keep:bag-pack",
    "keep:stamp-add", "act:file-write", "act:inquiry-answer", "act:task-done", "act:paper-do",
    "act:recommendation-step", "act:contact-decide", "act:report-do", "act:section-do", "act:contacts-take-over",
    "act:amendment-back", "act:campaign-put",
    "record:say-add", "record:prefer", "record:prefer-end", "record:policy-prefer",
    "record:interview-add", "record:interview-close", "record:follow-up-contact", "record:follow-up-done",
    "record:media-describe", "record:take-out", "record:media-shown", "record:letters",
    "record:transcript", "record:translation",
    "record:bulk-do", "record:bulk-undo",
    "record:leg-line-add", "record:leg-remove-undo", "record:term-add", "record:proof-add", "record:theme-undo",
    "coding:offers", "coding:second-finish", "find:save", "find:forget", "shell:language",
    "read:begin", "read:accept", "read:dismiss", "read:undo", "read:code", "read:draft-wipe",
}  # fmt: skip


def _walk(resolver, prefix=""):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _walk(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
        elif isinstance(entry, URLPattern):
            name = f"{prefix}{entry.name}"
            yield (
                name,
                entry.callback,
                reverse(name, kwargs={n: ARGUMENTS[n] for n in entry.pattern.converters}),
            )


VIEWS = sorted(_walk(get_resolver()), key=lambda v: v[0])
GUARDED = [(name, door_of(view), address) for name, view, address in VIEWS if name not in OPEN]

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])


@pytest.fixture
def clients():
    signed_in = {}
    for role in Role:
        signed_in[role] = Client()
        signed_in[role].force_login(
            user_create(actor=None, username=f"a-{role.value}", password=None, role=role)
        )
    return signed_in


def test_no_view_is_without_a_door_but_the_listed_few():
    assert {name for name, view, _ in VIEWS if door_of(view) is None} == set(OPEN)


def test_every_door_has_roles_and_every_role_a_door():
    assert set(DOORS) == set(Door)
    assert all(DOORS.values())
    assert set().union(*DOORS.values()) == set(Role)


ROOMS = sorted({name.split(":")[0] for name, _, _ in GUARDED})


@contextmanager
def undone(client):
    """What a request changed is taken back, the client's session as well: one world serves every address."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic("default"), transaction.atomic("jobs"):
        yield
        transaction.set_rollback(True, "default")
        transaction.set_rollback(True, "jobs")
    client.cookies = cookies


@pytest.mark.parametrize("room", ROOMS)
def test_exactly_the_roles_behind_the_door_come_in(clients, room):
    wrong = {}
    for name, door, address in (g for g in GUARDED if g[0].split(":")[0] == room):
        for role, client in clients.items():
            with undone(client):
                status = getattr(client, "post" if name in POST_ONLY else "get")(address).status_code
            # Ids that do not exist, files that are not there: refused in words, never by falling over.
            if (status == 403) != (role not in DOORS[door]) or status >= 500:
                wrong[name, role] = status
    assert wrong == {}


def test_nobody_comes_in_without_signing_in():
    for name, _, address in GUARDED:
        for answer in (Client().get(address), Client().post(address)):
            assert answer.status_code == 302, name
            assert answer.headers["Location"].startswith("/accounts/sign-in/"), name


def test_what_changes_something_refuses_get(clients):
    answered = {
        name: clients[Role.PROTECTION].get(address).status_code
        for name, _, address in VIEWS
        if name in POST_ONLY
    }
    assert answered == dict.fromkeys(POST_ONLY, 405)


def test_no_other_view_is_named_as_if_it_changed_something():
    words = ("add", "undo", "cancel", "judge", "again", "run", "delete", "lock", "out")
    suspicious = {name for name, _, _ in VIEWS if name.split(":")[1].split("-")[-1] in words}
    assert suspicious <= POST_ONLY


def test_a_refusal_names_the_roles_that_may(clients):
    page = clients[Role.LAWYER].get(reverse("audit:list")).content.decode()
    assert "Data-protection lead" in page
    assert "Analyst" not in page.split("<main", 1)[1]


def test_somebody_whose_account_was_closed_comes_in_nowhere(clients):
    user = user_create(actor=None, username="gone", password=None, role=Role.PROTECTION)
    client = Client()
    client.force_login(user)
    user.is_active = False
    user.save()
    assert client.get("/").status_code == 302
    assert not any(may(user, door) for door in Door)


def test_a_role_that_does_not_exist_opens_nothing():
    user = user_create(actor=None, username="odd", password=None, role="superuser")
    user.is_superuser = user.is_staff = True
    assert not any(may(user, door) for door in Door)


def test_a_form_token_is_needed_for_every_change(clients):
    for name in sorted(POST_ONLY - {"accounts:demo-sign-in"}):
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = clients[Role.PROTECTION].cookies
        address = next(a for n, _, a in VIEWS if n == name)
        assert strict.post(address).status_code == 403, name
