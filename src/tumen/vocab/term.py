"""The nouns of a vocabulary: a term, its label in a language, its sources, an id that was retired."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

__all__ = ["Label", "Retired", "Source", "Term", "freeze", "thaw"]


class Label(str):
    """A label that knows its language. It is a string; compare and print it as one.

    Attributes:
        language: The language it is in; empty when there was no label at all and the code stands in.
        asked: The language that was asked for.
    """

    __slots__ = ("asked", "language")

    asked: str
    language: str

    def __new__(cls, text: str, *, language: str, asked: str) -> Label:
        """A string with two languages beside it."""
        label = super().__new__(cls, text)
        label.language = language
        label.asked = asked
        return label

    @property
    def fell_back(self) -> bool:
        """Whether it is in another language than the one asked for."""
        return self.language != self.asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where facts of a pack come from.

    Attributes:
        backs: Languages in which the source's own words back a label. Empty for sources of codes, figures or
            coordinates, and for our own wording.
    """

    id: str
    title: str
    publisher: str
    year: str
    url: str
    licence: str
    backs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Retired:
    """An id that was shipped once and is not a term any more. It is never used again."""

    code: str
    since: str
    reason: str
    replaced_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One entry of a vocabulary.

    Attributes:
        vocabulary: Id of its vocabulary.
        code: Its id, unique in the vocabulary, never used for anything else.
        labels: Language to label, as the pack has them.
        languages: Languages of the pack in the order in which labels fall back.
        note: What to know when choosing it; may be empty.
        sources: Ids of the pack's sources.
        verified: Whether a source outside our own wording backs at least one label.
        unreviewed: Languages with a label that no source backs; a native speaker has yet to read them.
        group: Id of the heading under which it is shown, or None.
        parent: Code of the broader term, or None.
        mappings: Scheme to codes there, for example `{"huridocs": ((4, "380101000000"),)}`.
        fields: Everything else that this vocabulary holds of a term.
        deprecated: Whether it should not be chosen any more.
        replaced_by: Code to choose instead, when there is one.
        local: Whether it comes from an overlay and not from the pack.
    """

    vocabulary: str
    code: str
    labels: Mapping[str, str]
    languages: tuple[str, ...]
    note: str
    sources: tuple[str, ...]
    verified: bool
    unreviewed: tuple[str, ...]
    group: str | None
    parent: str | None
    mappings: Mapping[str, tuple[Any, ...]]
    fields: Mapping[str, Any]
    deprecated: bool
    replaced_by: str | None
    local: bool

    def label(self, language: str) -> Label:
        """The label in `language`, or in the first language of the pack that has one.

        Example:
            >>> from tumen.vocab import load_pack
            >>> term = load_pack("example").vocabulary("act_type")["DRIFT"]
            >>> label = term.label("ko")
            >>> str(label), label.language, label.fell_back
            ('set adrift', 'en', True)
        """
        return choose_label(self.labels, language=language, order=self.languages, otherwise=self.code)

    def as_dict(self) -> dict[str, Any]:
        """The term as plain data, for `--json` and for pages."""
        return {
            "vocabulary": self.vocabulary,
            "code": self.code,
            "labels": thaw(self.labels),
            "note": self.note,
            "group": self.group,
            "parent": self.parent,
            "sources": list(self.sources),
            "verified": self.verified,
            "unreviewed": list(self.unreviewed),
            "mappings": thaw(self.mappings),
            "fields": thaw(self.fields),
            "deprecated": self.deprecated,
            "replaced_by": self.replaced_by,
            "local": self.local,
        }


def choose_label(labels: Mapping[str, str], *, language: str, order: Sequence[str], otherwise: str) -> Label:
    """The label in `language`, else in the first of `order` that has one, else any, else `otherwise`."""
    for candidate in (language, *order, *labels):
        if candidate in labels:
            return Label(labels[candidate], language=candidate, asked=language)
    return Label(otherwise, language="", asked=language)


def freeze(value: Any) -> Any:
    """The same data with read-only mappings and tuples: a pack is shared by everybody who loads it."""
    if isinstance(value, Mapping):
        return MappingProxyType({key: freeze(item) for key, item in value.items()})
    if isinstance(value, list | tuple):
        return tuple(freeze(item) for item in value)
    return value


def thaw(value: Any) -> Any:
    """Plain dictionaries and lists again, for JSON."""
    if isinstance(value, Mapping):
        return {key: thaw(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [thaw(item) for item in value]
    return value
