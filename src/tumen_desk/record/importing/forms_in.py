"""Filled-in forms become sources, people and decisions; the same form filled in again updates them. All or nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from django.db import transaction

from tumen import documents
from tumen.errors import ImportRefused, InputError
from tumen_desk.accounts.access import Door, require
from tumen_desk.audit import log
from tumen_desk.record import arriving, asking, naming, queries, saying, services, xlsform
from tumen_desk.record.adapters import date_columns
from tumen_desk.record.importing.submitted import (
    BEFORE,
    INSTANCE,
    REPEATED,
    VERSION,
    Submitted,
    read_submissions,
)
from tumen_desk.record.importing.table import Fault
from tumen_desk.record.models import (
    Document,
    ImportBatch,
    Mention,
    Name,
    Said,
    Source,
    Submission,
)
from tumen_desk.store import files

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

_TABLE: Final = "submissions"
_COLUMNS: Final = asking.COLUMNS


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """One submission, checked.

    Attributes:
        instance: the number that Collect gave it, and that stays.
        version_id: the number of this version of it.
        state: `new`, `changed` or `same`.
        person: columns of the person.
        name: as given, and its kind.
        fields: field to answers.
        words: question to answer in words.
        consents: purpose to decision.
        sha256: of the answers.
    """

    instance: str
    version_id: str
    state: str
    form: str
    version: str
    person: dict[str, str]
    name: tuple[str, str]
    fields: dict[str, list[str]]
    words: dict[str, str]
    consents: dict[str, bool]
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledPlan:
    """What would come in."""

    filled: list[Filled]
    faults: list[Fault] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many are new, changed, the same."""
        return {
            f"submissions {s}": sum(f.state == s for f in self.filled) for s in ("new", "changed", "same")
        }


def check(content: bytes) -> FilledPlan:
    """Check every submission; nothing is written. Cost: a child process, and one look-up for each.

    Raises:
        TableUnreadable: the file holds no submissions.
    """
    known = dict(Submission.objects.values_list("instance", "content_sha256"))
    versions = dict(Submission.objects.values_list("external_id", "instance"))
    asked = asking.fields()
    submitted = read_submissions(content)
    # An older version beside the one that took its place is the same submission twice.
    corrected = {given[BEFORE] for given in submitted}
    plan, seen = FilledPlan(filled=[]), set[str]()
    for number, given in enumerate(submitted, start=1):
        row = _with_own_names(given, asked)
        row[INSTANCE] = _instance(row, known, versions)
        twice = row[INSTANCE] in seen or row[VERSION] in corrected
        faults = [
            Fault(table=_TABLE, row=number, column=c, message=m) for c, m in _faults(row, asked, twice=twice)
        ]
        plan.faults.extend(faults)
        if row[VERSION] not in corrected:
            seen.add(row[INSTANCE])
        if not faults:
            plan.filled.append(_filled(row, asked, known))
    return plan


def _instance(row: Submitted, known: Mapping[str, str], versions: Mapping[str, str]) -> str:
    """By which number the record has a submission: its own, or that of the version that was corrected."""
    for number in (row[INSTANCE], row[BEFORE]):
        if number in known:
            return number
        if number and number in versions:
            return versions[number]
    return row[INSTANCE]


def _with_own_names(given: Submitted, asked: Mapping[str, asking.Field]) -> Submitted:
    """Questions of a form that was read in have the names of their fields, and no sign before them."""
    own = {name for name, told in asked.items() if told.asked_as and told.about == "mention"}
    return {f"{xlsform.FIELD}{name}" if name in own else name: answer for name, answer in given.items()}


def _faults(row: Submitted, asked: Mapping[str, asking.Field], *, twice: bool) -> Iterator[tuple[str, str]]:
    if not row[INSTANCE]:
        yield INSTANCE, "The number of the submission is missing: export it with its metadata."
    elif twice:
        yield INSTANCE, "This submission stands in the file twice."
    purposes = {t.code for t in xlsform.purposes()}
    for name, answer in row.items():
        if name.startswith(xlsform.FIELD) and answer:
            told = asked.get(name.removeprefix(xlsform.FIELD))
            if told is None or told.about != "mention":
                yield name, "This desk does not ask this of a person."
                continue
            for one in _answers(told, answer):
                try:
                    asking.clean(told, one)
                except InputError as error:
                    yield name, error.message
        elif name.startswith(xlsform.CONSENT) and answer:
            if name.removeprefix(xlsform.CONSENT) not in purposes:
                yield name, "There is no such purpose of consent."
            elif answer not in ("yes", "no"):
                yield name, "Consent is yes or no."


def _answers(told: asking.Field, answer: str) -> list[str]:
    repeated = [one for one in answer.split(REPEATED) if one]
    if told.kind == "term" and told.several:
        return list(dict.fromkeys(code for one in repeated for code in one.split()))
    return repeated


def _filled(row: Submitted, asked: Mapping[str, asking.Field], known: Mapping[str, str]) -> Filled:
    answers = {
        name.removeprefix(xlsform.FIELD): answer
        for name, answer in row.items()
        if name.startswith(xlsform.FIELD) and answer
    }
    cleaned = {
        name: [asking.clean(asked[name], one) for one in _answers(asked[name], answer)]
        for name, answer in answers.items()
    }
    telling = {k: v for k, v in row.items() if k.startswith((xlsform.FIELD, xlsform.WORDS, xlsform.CONSENT))}
    telling |= {k: row.get(k, "") for k in ("given_name", "name_kind")}
    sha256 = hashlib.sha256(json.dumps(telling, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    before = known.get(row[INSTANCE])
    kind = row.get("name_kind", "")
    return Filled(
        instance=row[INSTANCE][:120],
        version_id=row[VERSION][:80],
        state="new" if before is None else "same" if before == sha256 else "changed",
        form=str(row.get("_form") or row.get("_xform_id_string") or row.get("formID") or "form")[:80],
        version=str(row.get("__version__") or row.get("version") or "")[:40],
        person={k: v[0] for k, v in cleaned.items() if k in _COLUMNS},
        name=(row.get("given_name", ""), kind if kind in Name.Kind.values else Name.Kind.GIVEN),
        fields={k: v for k, v in cleaned.items() if k not in _COLUMNS},
        words={k: v for k, v in row.items() if k.startswith(xlsform.WORDS) and v},
        consents={
            k.removeprefix(xlsform.CONSENT): v == "yes"
            for k, v in row.items()
            if k.startswith(xlsform.CONSENT) and v
        },
        sha256=sha256,
    )


@transaction.atomic
def apply_filled(
    *, actor: User, plan: FilledPlan, title: str, kind: str, content_sha256: str, job: int | None = None
) -> ImportBatch:
    """Write what is new and update what changed. What was updated stays when the import is taken back.

    Raises:
        ImportRefused: there are faults.
    """
    require(actor, Door.RECORD_WRITE)
    if plan.faults:
        raise ImportRefused(f"{len(plan.faults)} faults; nothing was written.")
    batch = ImportBatch.objects.create(
        kind=_TABLE, title=title, content_sha256=content_sha256, counts=plan.counts, job=job, created_by=actor
    )
    for filled in plan.filled:
        if filled.state == "new":
            _bring_in(actor, filled, batch, kind)
        elif filled.state == "changed":
            _update(actor, filled)
        else:
            Submission.objects.filter(instance=filled.instance).update(external_id=filled.version_id)
    log.write(actor, "record.submissions_apply", f"import:{batch.pk}", sha256=content_sha256, **_plain(plan))
    return batch


def _plain(plan: FilledPlan) -> dict[str, int]:
    return {name.replace(" ", "_"): number for name, number in plan.counts.items()}


def _bring_in(actor: User, filled: Filled, batch: ImportBatch, kind: str) -> None:
    title = f"{filled.form} {filled.instance[-8:]}"
    source = services.source_create(actor=actor, title=title, kind=kind, batch=batch)
    names = [{"text": filled.name[0], "kind": filled.name[1]}] if filled.name[0] else []
    mention = services.mention_create(
        actor=actor,
        source=source,
        names=names,
        role=Mention.Role.INTERVIEWEE,
        batch=batch,
        sex=filled.person.get("sex", ""),
        birth=filled.person.get("birth", ""),
        birthplace=filled.person.get("birthplace", ""),
        left=filled.person.get("left", ""),
        died=filled.person.get("died", ""),
    )
    Submission.objects.create(
        batch=batch,
        instance=filled.instance,
        external_id=filled.version_id,
        form=filled.form,
        version=filled.version,
        content_sha256=filled.sha256,
        source=source,
        mention=mention,
    )
    _say(actor, mention, filled.fields, batch)
    _keep_words(filled, source, batch)
    _decide(actor, source, filled.consents, batch)


def _update(actor: User, filled: Filled) -> None:
    kept = Submission.objects.select_related("source", "mention").get(instance=filled.instance)
    mention = kept.mention
    if mention is not None:
        born = date_columns(filled.person.get("birth", ""), name="birth")
        for name, value in {**dict.fromkeys(_COLUMNS, ""), **filled.person, **born}.items():
            setattr(mention, name, value)
        mention.save()
        _rename(mention, filled.name)
        _say(actor, mention, filled.fields)
    _keep_words(filled, kept.source, None)
    _decide(actor, kept.source, filled.consents)
    kept.content_sha256, kept.version = filled.sha256, filled.version
    kept.external_id = filled.version_id
    kept.save()
    about = f"mention:{mention.pk}" if mention else f"source:{kept.source_id}"
    log.write(actor, "record.submission_update", about, submission=kept.pk)


def _rename(mention: Mention, name: tuple[str, str]) -> None:
    """The name as it is given now, if it is another one."""
    given = list(Name.objects.filter(mention=mention))
    if not name[0] or any(n.text == name[0] for n in given):
        return
    Name.objects.filter(pk__in=[n.pk for n in given]).delete()
    naming.index(Name.objects.bulk_create([Name(mention=mention, text=name[0], kind=name[1])]))


def _say(
    actor: User, mention: Mention, fields: Mapping[str, list[str]], batch: ImportBatch | None = None
) -> None:
    """Answers take the place of those that this form gave before; what it says no more is "not stated" from now on."""
    for name, answers in fields.items():
        before = list(Said.objects.filter(mention=mention, field=name, passage=None, how=Said.How.STATED))
        held = {said.words or said.value for said in before}
        fresh = [answer for answer in answers if answer not in held]
        for said in (s for s in before if (s.words or s.value) not in answers):
            _correct(actor, said, fresh.pop(0) if fresh else "")
        for answer in fresh:
            saying.value_say(actor=actor, thing=mention, field=name, answer=answer, batch=batch)


def _correct(actor: User, said: Said, answer: str) -> None:
    in_words = asking.field(said.field).in_words
    said.value, said.words = ("", answer) if in_words else (answer, "")
    said.how = Said.How.STATED if answer else Said.How.NOT_STATED
    said.save()
    log.write(actor, "record.value_correct", f"said:{said.pk}", field=said.field, how=said.how)


def _keep_words(filled: Filled, source: Source, batch: ImportBatch | None) -> None:
    """What was answered in words, as a text from which can be coded; a changed one comes beside the old."""
    if not filled.words:
        return
    asked = xlsform.word_questions()
    told = "\n\n".join(f"{asked.get(name, name)}\n{answer}" for name, answer in sorted(filled.words.items()))
    content = told.encode()
    if Document.objects.filter(file_sha256=hashlib.sha256(content).hexdigest()).exists():
        return
    read = documents.read(content, name="answers.txt", encoding="utf-8")
    files.put(content)
    arriving.keep(read, source=source, size=len(content), batch=batch)


def _decide(
    actor: User, source: Source, consents: Mapping[str, bool], batch: ImportBatch | None = None
) -> None:
    held = {
        d.purpose: d.granted for d in queries.decisions(source) if d.mention_id is None and not d.passage_id
    }
    for purpose, granted in consents.items():
        if held.get(purpose) is not granted:
            services.consent_record(
                actor=actor, source=source, purpose=purpose, granted=granted, form="XLSForm", batch=batch
            )
