"""Writing to the record, one row at a time. Each function checks the door, changes, logs; all or nothing.

Keyword-only; `actor` is who asks. Dates come as written and are kept as EDTF; codes must be terms of the pack.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, BinaryIO

from django.db import transaction

from tumen import documents
from tumen.errors import DuplicateDocument, ParserCrashed, UnknownPassage, VocabError
from tumen_desk.accounts import identities
from tumen_desk.accounts.access import Door, require
from tumen_desk.audit import log
from tumen_desk.record import arriving, hooks, naming
from tumen_desk.record.adapters import date_columns, document_value, edtf_text, last_day
from tumen_desk.record.models import (
    Account,
    Act,
    Consent,
    Document,
    ImportBatch,
    Involvement,
    Mention,
    Name,
    Organisation,
    Passage,
    Purpose,
    Source,
)
from tumen_desk.shell import terms
from tumen_desk.store import files

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User


def check_code(vocabulary: str, code: str) -> str:
    """A code of the pack, or empty.

    Raises:
        VocabError: the pack has no such term.
    """
    if code and code not in terms.vocabulary(vocabulary):
        raise VocabError(
            f"The vocabulary {vocabulary} has no term {code!r}.", hint="Choose a term from the list."
        )
    return code


@transaction.atomic
def source_create(
    *,
    actor: User,
    title: str,
    kind: str,
    issuer: str = "",
    date: str = "",
    language: str = "",
    address: str = "",
    retrieved: str = "",
    published: bool = False,
    made_up: bool = False,
    batch: ImportBatch | None = None,
) -> Source:
    """Register a source. `published` records the consent that publication implies: analysis, linkage, counting."""
    require(actor, Door.RECORD_WRITE)
    organisation = Organisation.objects.get_or_create(name=issuer.strip())[0] if issuer.strip() else None
    source = Source.objects.create(
        title=title.strip(),
        kind=check_code("source_kind", kind),
        issuer=organisation,
        language=language,
        address=address,
        retrieved=edtf_text(retrieved),
        made_up=made_up,
        batch=batch,
        **date_columns(date),
    )
    log.write(actor, "record.source_create", f"source:{source.pk}", kind=kind)
    if published:
        for purpose in Purpose:
            consent_record(
                actor=actor, source=source, purpose=purpose, granted=True, audience="published by its issuer"
            )
    return source


@transaction.atomic
def document_add(
    *, actor: User, source: Source, name: str, content: bytes | BinaryIO, of: Document | None = None
) -> Document:
    """Read a file in the parser jail, seal it, and keep its text under `source`; `of` is the film or sound of which it
    is the transcript. A file that is open for reading passes through memory piece by piece.

    Raises:
        DocumentError: it cannot be read, or must not be.
        DuplicateDocument: the same bytes are already here.
    """
    require(actor, Door.RECORD_WRITE)
    given = io.BytesIO(content) if isinstance(content, bytes) else content
    given.seek(0)
    read = documents.read_in_jail(given, name=name, limits=arriving.limits())
    same = Document.objects.filter(file_sha256=read.sha256).first()
    if same is not None:
        raise DuplicateDocument(f"This file is already in the record as {same}.", document=same.pk)
    if files.put(given) != read.sha256:
        raise ParserCrashed("The file changed while it was read.")
    document = arriving.keep(read, source=source, size=given.seek(0, io.SEEK_END), of=of)
    _keep_address(actor, source, read)
    log.write(
        actor, "record.document_add", f"document:{document.pk}", file_sha256=read.sha256, source=source.pk
    )
    return document


def _keep_address(actor: User, source: Source, read: documents.Document) -> None:
    """Where and when a captured page was fetched, unless somebody said so of the source before. Logged."""
    captured = {} if source.address else arriving.captured(read)
    if captured:
        source.address, source.retrieved = captured["address"], source.retrieved or captured["retrieved"]
        source.save(update_fields=["address", "retrieved"])
        log.write(actor, "record.source_captured", f"source:{source.pk}")


@transaction.atomic
def passage_anchor(*, actor: User, document: Document, start: int, end: int) -> Passage:
    """The passage of characters `start` to `end`; the same characters give the same passage.

    Raises:
        UnknownPassage: outside the text, or empty.
    """
    require(actor, Door.RECORD_WRITE)
    if not 0 <= start < end <= len(document.text):
        raise UnknownPassage("These characters do not stand in the document.", document=document.pk)
    anchor = document_value(document).passage(start, end)
    passage, new = Passage.objects.get_or_create(
        document=document,
        start=start,
        end=end,
        defaults={"locator": str(anchor.locator), "text_sha256": anchor.sha256},
    )
    if new:
        log.write(actor, "record.passage_anchor", f"passage:{passage.pk}", document=document.pk)
    return passage


def passage_is_whole(passage: Passage) -> bool:
    """True if what stands at the passage is what was anchored."""
    return (
        documents.passage_in(passage.document.text, passage.start, passage.end).sha256 == passage.text_sha256
    )


def document_open(*, actor: User, document: Document) -> io.BufferedReader:
    """The original file, names and all, to read from. Each opening is logged."""
    require(actor, Door.NAMES_SEE)
    identities.require_open(actor, f"document:{document.pk}", reason="original file")
    log.write(actor, "record.document_open", f"document:{document.pk}")
    return files.opened(document.file_sha256)


@transaction.atomic
def mention_create(
    *,
    actor: User,
    source: Source,
    names: Sequence[Mapping[str, str]] = (),
    role: str = Mention.Role.SPOKEN_OF,
    sex: str = "",
    birth: str = "",
    birthplace: str = "",
    left: str = "",
    died: str = "",
    is_group: bool = False,
    number_low: int | None = None,
    number_high: int | None = None,
    batch: ImportBatch | None = None,
) -> Mention:
    """A person or group as `source` tells of them. `names`: mappings with `text` and optionally `kind`."""
    require(actor, Door.RECORD_WRITE)
    mention = Mention.objects.create(
        source=source,
        role=role,
        sex=sex,
        birthplace=check_code("place", birthplace),
        left=edtf_text(left),
        died=edtf_text(died),
        is_group=is_group,
        number_low=number_low,
        number_high=number_high,
        batch=batch,
        **date_columns(birth, name="birth"),
    )
    written = Name.objects.bulk_create(
        Name(mention=mention, text=n["text"].strip(), kind=n.get("kind") or Name.Kind.GIVEN)
        for n in names
        if n["text"].strip()
    )
    naming.index(written)
    if written:
        identities.wrote(actor, f"mention:{mention.pk}")
    log.write(actor, "record.mention_create", f"mention:{mention.pk}", source=source.pk)
    return mention


@transaction.atomic
def account_create(
    *,
    actor: User,
    source: Source,
    title: str,
    connection: str = "",
    teller: Mention | None = None,
    date: str = "",
    place: str = "",
) -> Account:
    """One telling of one happening by `source`."""
    require(actor, Door.RECORD_WRITE)
    account = Account.objects.create(
        source=source,
        title=title.strip(),
        connection=check_code("information_form", connection),
        teller=teller,
        place=check_code("place", place),
        **date_columns(date),
    )
    log.write(actor, "record.account_create", f"account:{account.pk}", source=source.pk)
    return account


@transaction.atomic
def act_create(
    *,
    actor: User,
    account: Account,
    mention: Mention,
    type: str,
    date: str = "",
    place: str = "",
    method: str = "",
    outcome: str = "",
    agency: str = "",
    passage: Passage | None = None,
    note: str = "",
) -> Act:
    """What was done to `mention`, as `account` tells it, anchored to `passage`."""
    require(actor, Door.RECORD_WRITE)
    if mention.source_id != account.source_id:
        raise UnknownPassage("The victim must be a mention of the same source as the account.")
    act = Act.objects.create(
        account=account,
        mention=mention,
        type=check_code("act_type", type),
        place=check_code("place", place),
        method=check_code("torture_method", method),
        outcome=check_code("victim_outcome", outcome),
        passage=passage,
        note=note.strip(),
        **date_columns(date),
    )
    if agency:
        Involvement.objects.create(act=act, agency=check_code("agency", agency))
    log.write(actor, "record.act_create", f"act:{act.pk}", type=type, account=account.pk)
    return act


@transaction.atomic
def consent_record(
    *,
    actor: User,
    source: Source,
    purpose: str,
    granted: bool,
    mention: Mention | None = None,
    passage: Passage | None = None,
    audience: str = "",
    decided_on: str = "",
    expires: str = "",
    decided_by: str = "",
    manner: str = "",
    form: str = "",
    reason: str = "",
    batch: ImportBatch | None = None,
) -> Consent:
    """Record a decision; a withdrawal is a later decision, nothing is overwritten. Fires `consent_changed`.

    `decided_by` and `manner` are terms: who decided, and how it was given; `form` is the version of the form.
    """
    require(actor, Door.RECORD_WRITE)
    consent = Consent.objects.create(
        source=source,
        mention=mention,
        passage=passage,
        purpose=check_code("consent_purpose", purpose),
        audience=audience,
        granted=granted,
        decided_on=edtf_text(decided_on),
        expires=edtf_text(expires),
        expires_after=last_day(expires),
        decided_by=check_code("consent_decider", decided_by),
        manner=check_code("consent_manner", manner),
        form=form.strip(),
        reason=reason.strip(),
        recorded_by=actor,
        batch=batch,
    )
    log.write(
        actor,
        "record.consent_record",
        f"source:{source.pk}",
        consent=consent.pk,
        purpose=purpose,
        granted=granted,
        mention=mention.pk if mention else None,
    )
    hooks.tell_consent_changed(consent)
    return consent
