"""From files to values: every fault of a file is collected, then reported once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError

from tumen.errors import InvalidPack
from tumen.vocab.schema import FactsFile, SourceFile, TermFile, VocabularyFile
from tumen.vocab.strict_yaml import parse_yaml
from tumen.vocab.term import Retired, Source, Term, freeze
from tumen.vocab.vocabulary import Vocabulary

Schema = TypeVar("Schema", bound=BaseModel)

_SOURCES = TypeAdapter(dict[str, SourceFile])


def read(content: bytes, schema: type[Schema], *, file: str) -> Schema:
    """One file, checked.

    Raises:
        InvalidPack: It is not YAML or does not fit the schema; `faults` lists every place.
    """
    return fitting(_parsed(content, file=file), schema, file=file)


def fitting(told: object, schema: type[Schema], *, file: str) -> Schema:
    """Plain values, checked as a file with them would be.

    Raises:
        InvalidPack: They do not fit the schema; `faults` lists every place.
    """
    try:
        return schema.model_validate(told)
    except ValidationError as error:
        raise invalid(file, _faults(error)) from None


def read_sources(content: bytes, *, file: str) -> dict[str, Source]:
    """A table of sources: id to source."""
    try:
        files = _SOURCES.validate_python(_parsed(content, file=file))
    except ValidationError as error:
        raise invalid(file, _faults(error)) from None
    return as_sources(files)


def as_sources(files: Mapping[str, SourceFile]) -> dict[str, Source]:
    """Checked sources as plain values."""
    return {
        key: Source(
            id=key, title=s.title, publisher=s.publisher, year=str(s.year), url=s.url, licence=s.licence,
            backs=tuple(s.backs),
        )
        for key, s in files.items()
    }  # fmt: skip


def as_vocabulary(
    checked: VocabularyFile, *, file: str, languages: tuple[str, ...], sources: Mapping[str, Source]
) -> Vocabulary:
    """A checked file as a vocabulary, after the checks that need more than one term.

    Raises:
        InvalidPack: A code twice, an unknown source, parent, group or replacement, or a circle of parents.
    """
    faults = [
        *term_faults(
            checked.terms, known=(), groups=checked.groups, sources=sources, retired=checked.retired
        ),
        *_retired_faults(checked),
    ]
    if faults:
        raise invalid(file, faults)
    terms = (as_term(t, vocabulary=checked.id, languages=languages, sources=sources) for t in checked.terms)
    return Vocabulary(
        id=checked.id,
        titles=freeze(checked.title),
        languages=languages,
        note=checked.note,
        groups=freeze(checked.groups),
        terms=freeze({term.code: term for term in terms}),
        retired=freeze({
            code: Retired(code=code, since=r.since, reason=r.reason, replaced_by=r.replaced_by)
            for code, r in checked.retired.items()
        }),
    )  # fmt: skip


def as_term(
    term: TermFile,
    *,
    vocabulary: str,
    languages: tuple[str, ...],
    sources: Mapping[str, Source],
    local: bool = False,
) -> Term:
    """One checked term as a value; which labels still need a reader follows from its sources."""
    backed = {language for source in term.sources for language in sources[source].backs}
    unreviewed = tuple(language for language in term.labels if language not in backed)
    return Term(
        vocabulary=vocabulary,
        code=term.code,
        labels=freeze(term.labels),
        languages=languages,
        note=term.note,
        sources=tuple(term.sources),
        verified=len(unreviewed) < len(term.labels),
        unreviewed=unreviewed,
        group=term.group,
        parent=term.parent,
        mappings=freeze(term.mappings),
        fields=freeze(term.fields),
        deprecated=term.deprecated is not None,
        replaced_by=None if term.deprecated is None else term.deprecated.replaced_by,
        local=local,
    )


def term_faults(
    terms: Iterable[TermFile],
    *,
    known: Iterable[str],
    groups: Iterable[str],
    sources: Iterable[str],
    retired: Iterable[str],
) -> list[str]:
    """What is wrong with terms taken together; `known` are codes that already exist beside them."""
    terms, sources, groups, retired = list(terms), set(sources), set(groups), set(retired)
    codes = [term.code for term in terms]
    existing = {*known, *codes}
    faults = [f"{code}: twice" for code in sorted({c for c in codes if codes.count(c) > 1})]
    for term in terms:
        faults += [f"{term.code}: no source {s}" for s in term.sources if s not in sources]
        if term.code in retired:
            faults.append(f"{term.code}: retired, cannot be used again")
        if term.group is not None and term.group not in groups:
            faults.append(f"{term.code}: no group {term.group}")
        for what, other in (("parent", term.parent), ("replacement", _replacement(term))):
            if other is not None and other not in existing:
                faults.append(f"{term.code}: no {what} {other}")
    return faults + _circles({term.code: term.parent for term in terms})


def facts_faults(checked: FactsFile, *, sources: Iterable[str]) -> list[str]:
    """Rows without a source, with a source nobody knows, or with an id that another row has."""
    known = {*sources, *checked.sources}
    faults: list[str] = []
    for table, rows in checked.tables.items():
        faults += _id_faults(table, rows)
        for number, row in enumerate(rows, start=1):
            where = f"{table} {row.get('id', number)}"
            # `{remark: one, two}` reads as a key `two`: text with a comma has to stand in quotation marks
            faults += [f"{where}: a key with a space, {key!r}" for key in row if " " in key]
            given = row.get("sources")
            if not isinstance(given, list) or not given:
                faults.append(f"{where}: no sources")
            else:
                faults += [f"{where}: no source {s}" for s in given if s not in known]
    return faults


def invalid(file: str, faults: list[str]) -> InvalidPack:
    """The error that names a file and every fault found in it."""
    shown = "; ".join(faults[:5]) + (f"; and {len(faults) - 5} more" if len(faults) > 5 else "")
    return InvalidPack(f"{file} cannot be used: {shown}.", file=file, faults=tuple(faults))


def _parsed(content: bytes, *, file: str) -> object:
    try:
        return parse_yaml(content)
    except yaml.YAMLError as error:
        raise invalid(file, [" ".join(str(error).split())]) from None


def _faults(error: ValidationError) -> list[str]:
    return [f"{'.'.join(map(str, e['loc'])) or 'file'}: {e['msg']}" for e in error.errors(include_url=False)]


def _replacement(term: TermFile) -> str | None:
    return None if term.deprecated is None else term.deprecated.replaced_by


def _retired_faults(checked: VocabularyFile) -> list[str]:
    known = {term.code for term in checked.terms} | set(checked.retired)
    return [
        f"{code}: no replacement {r.replaced_by}"
        for code, r in checked.retired.items()
        if r.replaced_by is not None and r.replaced_by not in known
    ]


def _circles(parents: Mapping[str, str | None]) -> list[str]:
    faults: list[str] = []
    for code in parents:
        seen, above = {code}, parents[code]
        while above is not None and above not in seen:
            seen.add(above)
            above = parents.get(above)
        if above == code:
            faults.append(f"{code}: is its own ancestor")
    return faults


def _id_faults(table: str, rows: list[dict[str, object]]) -> list[str]:
    ids = [row["id"] for row in rows if "id" in row]
    if not ids:
        return []
    faults = [] if len(ids) == len(rows) else [f"{table}: some rows have an id and some have none"]
    return faults + [f"{table} {i}: twice" for i in sorted({str(i) for i in ids if ids.count(i) > 1})]
