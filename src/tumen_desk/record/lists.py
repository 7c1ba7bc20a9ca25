"""Lists and fields of this organisation, beside those of the pack and without code. The pack is never changed."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from tumen import vocab
from tumen.errors import TermRefused
from tumen_desk.accounts.access import Door, require
from tumen_desk.audit import log
from tumen_desk.record import asking
from tumen_desk.record.models import LocalField, LocalTerm, Said
from tumen_desk.shell import terms

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

PREFIX: Final = "LOCAL-"
_CODE: Final = re.compile(r"LOCAL-[A-Z0-9][A-Z0-9-]{0,30}")
_LIST: Final = re.compile(r"[A-Za-z0-9_-]{1,40}")
_CODE_OF_OWN_LIST: Final = re.compile(r"[\w.-]{1,40}")


@terms.extending
def with_local(found: vocab.Vocabulary) -> vocab.Vocabulary:
    """The vocabulary with the organisation's own terms behind those of the pack, and its word on which to use."""
    rows = list(LocalTerm.objects.filter(vocabulary=found.id))
    if not rows:
        return found
    known = dict(found.terms)
    whole = not of_pack(found.id)
    for row in rows:
        if whole or row.code.startswith(PREFIX):
            known[row.code] = _term(row, found)
        elif row.code in known:
            known[row.code] = dataclasses.replace(
                known[row.code], deprecated=row.deprecated, replaced_by=row.replaced_by or None
            )
    return dataclasses.replace(found, terms=MappingProxyType(known))


@terms.listing
def own_lists() -> list[str]:
    """Names of lists that the pack does not have."""
    named = LocalTerm.objects.order_by("vocabulary").values_list("vocabulary", flat=True).distinct()
    return [name for name in named if not of_pack(name)]


def of_pack(vocabulary: str) -> bool:
    """Whether the pack has a list of this name."""
    return vocabulary in vocab.load_pack(settings.CONFIG.pack).vocabularies


def _term(row: LocalTerm, beside: vocab.Vocabulary) -> vocab.Term:
    parent = beside.terms.get(row.parent)
    return vocab.Term(
        vocabulary=row.vocabulary,
        code=row.code,
        labels=MappingProxyType(dict(row.labels)),
        languages=beside.languages,
        note=row.note,
        sources=(),
        verified=False,
        unreviewed=tuple(row.labels),
        group=parent.group if parent else next(iter(beside.groups), None),
        parent=row.parent or None,
        mappings=MappingProxyType({"pack": (row.maps_to,)} if row.maps_to else {}),
        fields=MappingProxyType({}),
        deprecated=row.deprecated,
        replaced_by=row.replaced_by or None,
        local=True,
    )


@transaction.atomic
def term_set(
    *,
    actor: User,
    vocabulary: str,
    code: str,
    labels: Mapping[str, str] | None = None,
    note: str = "",
    parent: str = "",
    maps_to: str = "",
    deprecated: bool = False,
    replaced_by: str = "",
) -> LocalTerm:
    """Add or change a term of one's own, or say of a term of the pack that it is not to be chosen any more. Logged.

    A code is never used for anything else: a term that is no longer wanted is deprecated, not taken away, and what was
    coded with it stays.

    Args:
        actor: who decides.
        vocabulary: which list; one that nobody has yet begins with its first term.
        code: `LOCAL-…` for a term of one's own in a list of the pack, otherwise one of the pack; any in one's own list.
        labels: language to label; at least one for a term of one's own.
        note: when to choose it.
        parent: the broader term, of any depth.
        maps_to: the term of the pack as which it is counted and exported.
        deprecated: not to be chosen any more.
        replaced_by: what to choose instead.

    Raises:
        TermRefused: an unknown list or term, a code that does not fit, no label, or a circle of parents.
    """
    require(actor, Door.DESK_MANAGE)
    own = code.startswith(PREFIX) or not of_pack(vocabulary)
    spoken = {k: v.strip() for k, v in (labels or {}).items() if v.strip()}
    faults = term_faults(vocabulary, code, spoken, parent=parent, maps_to=maps_to, replaced_by=replaced_by)
    if faults:
        raise TermRefused(" ".join(faults))
    row, _new = LocalTerm.objects.update_or_create(
        vocabulary=vocabulary,
        code=code,
        defaults={
            "labels": spoken if own else {},
            "note": note.strip() if own else "",
            "parent": parent if own else "",
            "maps_to": maps_to if own else "",
            "deprecated": deprecated,
            "replaced_by": replaced_by,
            "changed_by": actor,
        },
    )
    _changed()
    log.write(
        actor,
        "record.term_set",
        f"local_term:{row.pk}",
        vocabulary=vocabulary,
        code=code,
        deprecated=deprecated,
    )
    return row


def term_faults(
    vocabulary: str,
    code: str,
    labels: Mapping[str, str],
    *,
    parent: str = "",
    maps_to: str = "",
    replaced_by: str = "",
) -> list[str]:
    """Why a term cannot stand so; empty if it can."""
    known = terms.vocabulary(vocabulary)
    pack = vocab.load_pack(settings.CONFIG.pack)
    there = pack.vocabulary(vocabulary).codes if of_pack(vocabulary) else None
    own = code.startswith(PREFIX) or there is None
    faults = []
    if there is None and not _LIST.fullmatch(vocabulary):
        faults.append(_("The name of a list is up to 40 letters, digits, hyphens and underscores."))
    if there is None and not _CODE_OF_OWN_LIST.fullmatch(code):
        faults.append(
            _("A code is up to 40 letters, digits, points, hyphens and underscores, without a space.")
        )
    if there is not None and own and not _CODE.fullmatch(code):
        faults.append(_("A code of one's own is LOCAL- and then capital letters, digits and hyphens."))
    if not own and code not in (there or ()):
        faults.append(_("The pack has no such term; a code of one's own begins with LOCAL-."))
    if own and not labels:
        faults.append(_("A term needs a label in at least one language."))
    faults += [_("There is no term %s.") % c for c in (parent, replaced_by) if c and c not in known]
    if maps_to and maps_to not in (there or ()):
        faults.append(_("A term of one's own is mapped to one of the pack."))
    if code and code in (parent, replaced_by):
        faults.append(_("A term is not its own parent or replacement."))
    if parent in known and any(above.code == code for above in known.ancestors(parent)):
        faults.append(_("This would make the term its own ancestor."))
    return faults


@transaction.atomic
def field_set(
    *,
    actor: User,
    name: str,
    about: str,
    kind: str,
    labels: Mapping[str, str],
    vocabulary: str = "",
    acts: Sequence[str] = (),
    several: bool = False,
    restricted: bool = False,
    retired: bool = False,
    asked_as: Mapping[str, Any] | None = None,
) -> LocalField:
    """Add or change a field of one's own. What kind of answer it takes is fixed once somebody answered. Logged.

    `asked_as` is what a form says of it beside that (see `importing.questions`); left away, it stays as it was.

    Raises:
        TermRefused: the name is taken, no label, a list that does not exist, or another kind of answer than was given.
    """
    require(actor, Door.DESK_MANAGE)
    spoken = {k: v.strip() for k, v in labels.items() if v.strip()}
    faults = field_faults(name, about=about, kind=kind, labels=spoken)
    if kind == LocalField.Kind.TERM and vocabulary not in terms.vocabularies():
        faults.append(_("Choose the list from which it is answered."))
    if faults:
        raise TermRefused(" ".join(faults))
    row, _new = LocalField.objects.update_or_create(
        name=name,
        defaults={
            "about": about, "kind": LocalField.Kind(kind), "labels": spoken, "acts": list(acts), "several": several,
            "vocabulary": vocabulary if kind == LocalField.Kind.TERM else "", "restricted": restricted,
            "retired": retired, "changed_by": actor, **({} if asked_as is None else {"asked_as": dict(asked_as)}),
        },
    )  # fmt: skip
    log.write(actor, "record.field_set", f"local_field:{row.pk}", name=name, about=about, retired=retired)
    return row


def field_faults(name: str, *, about: str, kind: str, labels: Mapping[str, str]) -> list[str]:
    """Why a field cannot stand so; empty if it can. Its list is not looked at."""
    faults = []
    if name in asking.of_pack(settings.CONFIG.pack):
        faults.append(_("The pack has a field of this name."))
    if not labels:
        faults.append(_("A field needs a label in at least one language."))
    before = LocalField.objects.filter(name=name).first()
    if before is not None and _answered(name) and (before.kind, before.about) != (kind, about):
        faults.append(_("It was answered already: its kind stays as it is."))
    return faults


def _answered(name: str) -> bool:
    return Said.objects.filter(field=name).exists()


def _changed() -> None:
    """Read anew, also if the transaction is taken back: what is kept is read from the table each time."""
    terms.changed()
    transaction.on_commit(terms.changed)


def pack_code(vocabulary: str, code: str) -> str:
    """The term of the pack that a code counts and is judged as: itself, or what a term of one's own is mapped to."""
    if not code.startswith(PREFIX):
        return code
    known = terms.vocabulary(vocabulary)
    mapped = known[code].mappings.get("pack", ()) if code in known else ()
    return str(mapped[0]) if mapped else code


def counting_as(vocabulary: str, codes: Sequence[str]) -> list[str]:
    """These codes, and every term of one's own that is mapped to one of them."""
    wanted = set(codes)
    own = (
        t.code for t in terms.vocabulary(vocabulary) if t.local and wanted & set(t.mappings.get("pack", ()))
    )
    return [*codes, *(code for code in own if code not in wanted)]


def tree(vocabulary: str) -> list[tuple[vocab.Term, int]]:
    """Terms of a list with their depth, each below its broader term, however deep."""
    known = terms.vocabulary(vocabulary)
    below: dict[str | None, list[vocab.Term]] = {}
    for term in known:
        below.setdefault(term.parent if term.parent in known else None, []).append(term)
    found: list[tuple[vocab.Term, int]] = []

    def walk(parent: str | None, depth: int) -> None:
        for term in below.get(parent, ()):
            found.append((term, depth))
            walk(term.code, depth + 1)

    walk(None, 0)
    return found
