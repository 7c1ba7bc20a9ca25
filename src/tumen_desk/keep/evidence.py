"""Evidence: who had a document, when it verifiably existed, and a bag for others to check."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string

from tumen import evidence
from tumen.errors import KeepError
from tumen_desk.accounts import approvals, identities
from tumen_desk.accounts.access import Door, require
from tumen_desk.accounts.deeds import Deed, deed
from tumen_desk.audit import log
from tumen_desk.audit.models import Entry
from tumen_desk.keep.models import Custody, Stamp
from tumen_desk.record.adapters import edtf_text
from tumen_desk.record.models import Document, Source
from tumen_desk.store import files

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

PACK = deed(
    Deed(
        code="keep.bag_pack",
        label="Pack originals into a bag",
        asks=Door.NAMES_SEE,
        warns="Originals leave this desk readable, names and all. Ask who gets them, by which way, and who else may.",
    )
)
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_ENDINGS = {
    "application/pdf": "pdf",
    "text/plain": "txt",
    "text/html": "html",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One link of a chain of custody: when, who, what; from the log of this desk or as somebody said it."""

    at: datetime
    by: str
    what: str
    said: bool


@transaction.atomic
def custody_add(
    *, actor: User, document: Document, kind: str, form: str, party: str, on: str = "", how: str = ""
) -> Custody:
    """Say how a document came here or where it went. Only ever added. Logged without the party's name."""
    require(actor, Door.RECORD_WRITE)
    link = Custody.objects.create(
        document=document,
        kind=Custody.Kind(kind),
        form=Custody.Form(form),
        on=edtf_text(on),
        party=party.strip(),
        how=how.strip(),
        by=actor,
    )
    log.write(actor, "keep.custody_add", f"document:{document.pk}", kind=kind, form=form)
    return link


def chain(document: Document) -> list[Link]:
    """Everything that is known of who had a document, oldest first."""
    words = {
        "record.document_add": "brought into this desk, hashed and sealed",
        "record.document_open": "original opened",
        "keep.bag_pack": "packed into a bag for others",
    }
    logged = Entry.objects.filter(
        Q(subject=f"document:{document.pk}")
        | Q(subject=f"source:{document.source_id}", action="keep.bag_pack"),
        action__in=words,
    ).select_related("actor")
    links = [Link(at=e.at, by=str(e.actor or "this desk"), what=words[e.action], said=False) for e in logged]
    if not any(e.action == "record.document_add" for e in logged):
        links.append(
            Link(at=document.created_at, by="an import", what=words["record.document_add"], said=False)
        )
    for said in document.custody.select_related("by"):
        on = f" ({said.on})" if said.on else ""
        how = f"; {said.how}" if said.how else ""
        what = f"{said.get_kind_display()}: {said.get_form_display()}, {said.party}{on}{how}"
        links.append(Link(at=said.at, by=str(said.by), what=what, said=True))
    return sorted(links, key=lambda link: link.at)


def unstamped() -> int:
    """How many documents no request covers yet."""
    last = Stamp.objects.first()
    since = Document.objects.filter(created_at__gt=last.at) if last else Document.objects.all()
    return since.count()


@transaction.atomic
def stamp_ask(*, actor: User) -> Stamp:
    """Make a request for a time stamp over every document of the record; it waits until somebody goes online. Logged.

    Raises:
        KeepError: there is no document.
    """
    require(actor, Door.RECORD_WRITE)
    listed = [
        evidence.Listed(sha256=sha256, bytes=size)
        for sha256, size in Document.objects.values_list("file_sha256", "bytes")
    ]
    if not listed:
        raise KeepError("There is no document to stamp yet.")
    manifest = evidence.manifest(listed)
    stamp = Stamp.objects.create(
        by=actor,
        documents=len(set(listed)),
        manifest_sha256=files.put(manifest),
        request=evidence.ask(manifest),
    )
    log.write(actor, "keep.stamp_ask", f"stamp:{stamp.pk}", documents=stamp.documents)
    return stamp


@transaction.atomic
def stamp_answer(*, actor: User, stamp: Stamp, reply: bytes, roots: Sequence[bytes] = ()) -> Stamp:
    """Keep the answer of an authority, if it is one to this request and these documents. Logged.

    Raises:
        StampRefused: it proves nothing of them.
    """
    require(actor, Door.RECORD_WRITE)
    found = evidence.read_reply(
        reply, request=bytes(stamp.request), message=files.get(stamp.manifest_sha256), roots=roots
    )
    stamp.reply, stamp.time, stamp.authority = reply, found.time, found.authority[:200]
    stamp.trusted, stamp.answered_at = found.trusted, datetime.now(UTC)
    stamp.save()
    log.write(actor, "keep.stamp_answer", f"stamp:{stamp.pk}", trusted=found.trusted)
    return stamp


def check_stamps() -> list[str]:
    """Which stamps do not fit what they stamped any more."""
    problems = []
    for stamp in Stamp.objects.filter(reply__isnull=False):
        try:
            evidence.read_reply(
                bytes(stamp.reply or b""),
                request=bytes(stamp.request),
                message=files.get(stamp.manifest_sha256),
            )
        except Exception as error:  # noqa: BLE001  (whatever is wrong with it, the others are looked at too)
            problems.append(f"Time stamp {stamp}: {error}")
    return problems


def stamps_of(document: Document) -> list[Stamp]:
    """Answered stamps whose list has this document, oldest first."""
    line = f"{document.file_sha256} {document.bytes}\n".encode()
    answered = Stamp.objects.filter(reply__isnull=False).order_by("id")
    return [s for s in answered if line in files.get(s.manifest_sha256)]


def _bag(source: Source) -> dict[str, Any]:
    """What a second person agrees to: these originals and no others."""
    held = source.documents.order_by("id").values_list("pk", "file_sha256")
    content = {
        "documents": ", ".join(f"D-{pk}" for pk, _ in held),
        "originals": hashlib.sha256("".join(sha256 for _, sha256 in held).encode()).hexdigest(),
    }
    return {"deed": PACK.code, "subject": f"source:{source.pk}", "content": content}


def bag_ask(*, actor: User, source: Source, reason: str) -> None:
    """Ask a second person whether the originals of a source may leave the desk. Logged.

    Raises:
        KeepError: the source has no document.
    """
    if not source.documents.exists():
        raise KeepError("This source has no document.")
    approvals.ask(actor=actor, reason=reason, **_bag(source))


def bag_may_go(*, actor: User, source: Source) -> bool:
    """True if a second person agreed to this user's request."""
    return approvals.is_granted(actor=actor, **_bag(source))


@transaction.atomic
def bag_pack(*, actor: User, source: Source) -> evidence.Bag:
    """A bag of the originals of one source, with custody, stamps, a checker and a certificate to print; saved web pages
    also as web archives. Logged.

    Raises:
        PermissionDenied: this role may not open originals.
        CeilingReached: more identities than this user may open in a day.
        KeepError: the source has no document.
        SecondPersonNeeded: nobody agreed to these originals.
        SealBroken, KeyDestroyed: an original is not there any more.
    """
    require(actor, Door.NAMES_SEE)
    documents = list(source.documents.order_by("id"))
    if not documents:
        raise KeepError("This source has no document.")
    approvals.spend(actor=actor, **_bag(source))
    for document in documents:
        identities.require_open(actor, f"document:{document.pk}", reason="packed into a bag")
    log.write(actor, "keep.bag_pack", f"source:{source.pk}", documents=[d.pk for d in documents])
    # Originals may be long: each is opened to be hashed, and again piece by piece when the bag is sent.
    payload = {
        f"{d}.{_ENDINGS.get(d.media_type, 'bin')}": partial(files.opened, d.file_sha256) for d in documents
    }
    stamps = {s.pk: s for d in documents for s in stamps_of(d)}
    tags = {f"stamps/{s}.{ending}": data for s in stamps.values() for ending, data in _stamp_files(s)}
    custody = [_custody_plain(d) for d in documents]
    certificate = render_to_string(
        "keep/certificate.html",
        {"source": source, "custody": custody, "stamps": stamps.values(), "now": datetime.now(UTC)},
    )
    tags["custody.json"] = json.dumps(custody, ensure_ascii=False, indent=1).encode()
    tags["certificate.html"] = certificate.encode()
    tags |= {f"web/{d}.wacz": _web_archive(d) for d in documents if d.media_type == "text/html"}
    facts = {"External-Identifier": str(source), "Internal-Sender-Description": "Evidence with its custody"}
    return evidence.pack(payload, tags=tags, facts=facts, folder=f"evidence-{source}")


def _web_archive(document: Document) -> bytes:
    """The saved page, as viewers of web archives show it; the day it was retrieved, or came into this desk."""
    source = document.source
    day = _DAY.fullmatch(source.retrieved)
    saved = evidence.SavedPage(
        address=source.address or f"https://address-was-not-kept.invalid/{document}",
        at=datetime.fromisoformat(day[0]).replace(tzinfo=UTC) if day else document.created_at,
        content=files.get(document.file_sha256),
        media_type=document.media_type,
        title=source.title,
    )
    return evidence.pack_web([saved], title=f"{document} of {source}")


def _stamp_files(stamp: Stamp) -> tuple[tuple[str, bytes], ...]:
    return (
        ("manifest.txt", files.get(stamp.manifest_sha256)),
        ("tsq", bytes(stamp.request)),
        ("tsr", bytes(stamp.reply or b"")),
    )


def _custody_plain(document: Document) -> dict[str, object]:
    return {
        "document": str(document),
        "file": f"data/{document}.{_ENDINGS.get(document.media_type, 'bin')}",
        "sha256": document.file_sha256,
        "bytes": document.bytes,
        "custody": [
            {"at": link.at.isoformat(timespec="seconds"), "by": link.by, "what": link.what, "said": link.said}
            for link in chain(document)
        ],
    }
