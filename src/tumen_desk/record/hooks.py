"""What upper rooms may hang on the record.

`rows_leaving`: called as `fn(batch)` before an import is taken back, inside the transaction; returns reasons
(sentences) why it cannot be, so that work built upon it is never lost.
`mention_panel(url_name)`: a part that an upper room shows on a mention's page and after coding; the address takes
the mention's id, and the part is fetched when the page is shown.
`document_page(label=…, url_name=…)`: a page of an upper room about a document, linked from the document's own page.
`document_workbench(script=…, offers=…, draft=…, beside=…)`: what stands beside the text of a document.
`act_coming`: called as `fn(actor, document, start, end, seen)` before an act is coded from these words; returns reasons
to look again, `seen` being the last act that stood on the coder's page.
`act_coded`: called as `fn(actor, document, act)` inside the transaction after an act was coded.
`consent_changed`: called as `fn(consent)` inside the transaction after a decision was recorded.
`persons_known`: called as `fn(mentions)` by tables; returns mention → person for those that were linked.
`events_known`: called as `fn(acts)` by tables; returns act → event for those that were linked.
`used_by`: called as `fn(mentions, purpose)` before somebody withdraws; returns what used them for it and what becomes
of that, so that the person can be told.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User
    from tumen_desk.record.models import Act, Consent, Document, ImportBatch


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """Something that used what was consented to.

    Attributes:
        what: kind of thing, in a word.
        title: which one.
        url: where it stands, if it is in this store.
        becomes: what a withdrawal does to it.
    """

    what: str
    title: str
    url: str
    becomes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbench:
    """What an upper room puts beside the text of a document: a script, a style, and addresses of parts by document."""

    script: str
    style: str
    offers: str
    draft: str
    beside: str


Coming = Callable[["User", "Document", int, int, int], list[str]]
CodedHook = Callable[["User", "Document", "Act"], None]
Uses = Callable[[Sequence[int], str], Iterable[Use]]
Known = Callable[[Collection[int]], Mapping[int, str]]
_persons_known: list[Known] = []
_events_known: list[Known] = []
_used_by: list[Uses] = []
_rows_leaving: list[Callable[[ImportBatch], list[str]]] = []
_consent_changed: list[Callable[[Consent], None]] = []
_mention_panels: list[str] = []
_document_pages: list[tuple[str, str]] = []
_act_coming: list[Coming] = []
_act_coded: list[CodedHook] = []
_workbench: list[Workbench] = []


def mention_panel(url_name: str) -> None:
    """Register a part of a mention's page."""
    if url_name not in _mention_panels:
        _mention_panels.append(url_name)


def mention_panels() -> tuple[str, ...]:
    """Addresses of all parts, in the order of registration."""
    return tuple(_mention_panels)


def document_page(*, label: str, url_name: str) -> None:
    """Register a page about a document; its address takes the document's id."""
    if (label, url_name) not in _document_pages:
        _document_pages.append((label, url_name))


def document_pages() -> tuple[tuple[str, str], ...]:
    """Label and address of all such pages, in the order of registration."""
    return tuple(_document_pages)


def document_workbench(*, script: str, style: str, offers: str, draft: str, beside: str) -> None:
    """Register what stands beside the text of a document; the last one registered is shown."""
    _workbench[:] = [Workbench(script=script, style=style, offers=offers, draft=draft, beside=beside)]


def workbench() -> Workbench | None:
    """What stands beside the text of a document, if anything."""
    return _workbench[0] if _workbench else None


def act_coming(fn: Coming) -> Coming:
    """Register a function that may object to coding an act from some words."""
    if fn not in _act_coming:
        _act_coming.append(fn)
    return fn


def act_objections(actor: User, document: Document, start: int, end: int, seen: int) -> list[str]:
    """All reasons to look again before an act is coded."""
    return [reason for fn in _act_coming for reason in fn(actor, document, start, end, seen)]


def act_coded(fn: CodedHook) -> CodedHook:
    """Register a function that hears of a coded act."""
    if fn not in _act_coded:
        _act_coded.append(fn)
    return fn


def tell_act_coded(actor: User, document: Document, act: Act) -> None:
    """Tell every upper room."""
    for fn in _act_coded:
        fn(actor, document, act)


def rows_leaving(fn: Callable[[ImportBatch], list[str]]) -> Callable[[ImportBatch], list[str]]:
    """Register a function that may object to an undo."""
    _rows_leaving.append(fn)
    return fn


def consent_changed(fn: Callable[[Consent], None]) -> Callable[[Consent], None]:
    """Register a function that reacts to a decision."""
    _consent_changed.append(fn)
    return fn


def objections(batch: ImportBatch) -> list[str]:
    """All reasons against an undo."""
    return [reason for fn in _rows_leaving for reason in fn(batch)]


def tell_consent_changed(consent: Consent) -> None:
    """Tell every upper room."""
    for fn in _consent_changed:
        fn(consent)


def used_by(fn: Uses) -> Uses:
    """Register a function that knows what used mentions for a purpose."""
    if fn not in _used_by:
        _used_by.append(fn)
    return fn


def uses(mentions: Sequence[int], purpose: str) -> list[Use]:
    """Everything that used these mentions for a purpose."""
    return [use for fn in _used_by for use in fn(mentions, purpose)]


def persons_known(fn: Known) -> Known:
    """Register a function that says which mentions are one person."""
    if fn not in _persons_known:
        _persons_known.append(fn)
    return fn


def persons_of(mentions: Collection[int]) -> dict[int, str]:
    """Mention → person, of those of whom an upper room knows it."""
    return {pk: person for fn in _persons_known for pk, person in fn(mentions).items()}


def events_known(fn: Known) -> Known:
    """Register a function that says which acts are of one event."""
    if fn not in _events_known:
        _events_known.append(fn)
    return fn


def events_of(acts: Collection[int]) -> dict[int, str]:
    """Act → event, of those of which an upper room knows it."""
    return {pk: event for fn in _events_known for pk, event in fn(acts).items()}
