"""A situation pack: found, read file by file when first asked for, and kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from tumen.errors import InvalidPack, UnknownFacts, UnknownPack, UnknownVocabulary
from tumen.vocab.overlay import Overlay, read_overlay
from tumen.vocab.reading import as_vocabulary, facts_faults, fitting, invalid, read, read_sources
from tumen.vocab.schema import FactsFile, ManifestFile, VocabularyFile
from tumen.vocab.term import Label, Source, choose_label, freeze
from tumen.vocab.vocabulary import Vocabulary

DEFAULT_PACK = "dprk"
"""The pack used when nobody names one. The only place in the code that names a situation."""

REQUIRED = (
    "act_type",
    "agency",
    "consent_purpose",
    "credibility",
    "crossing_mode",
    "facility_type",
    "information_form",
    "journey_leg",
    "place",
    "reliability",
    "source_kind",
    "victim_outcome",
)
"""Vocabularies that every pack has, because recording cannot do without them."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pack:
    """Everything the product knows of one situation.

    Attributes:
        name: Id of the pack, for example `example`.
        names: What to call it, by language.
        made_for: For which situation it was made, by language.
        version: Version of the pack as its makers number it.
        content_sha256: Hash of every file of vocabularies and facts and of the overlay: same hash, same pack.
        languages: Languages of its labels, in the order in which labels fall back.
        settings: Choices that the code reads instead of knowing the situation (name system, calendars ...).
        sources: Source id to source.
        credits: Lines that have to be shown where the facts are shown.
        vocabularies: Ids of its vocabularies, in alphabetical order.
        facts_files: Names that `facts` accepts.
    """

    name: str
    names: Mapping[str, str]
    made_for: Mapping[str, str]
    version: str
    content_sha256: str
    languages: tuple[str, ...]
    settings: Mapping[str, Any]
    sources: Mapping[str, Source]
    credits: tuple[str, ...]
    vocabularies: tuple[str, ...]
    facts_files: tuple[str, ...]
    _files: Mapping[str, bytes] = field(repr=False)
    _overlay: Overlay | None = field(repr=False)
    _read: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def vocabulary(self, name: str) -> Vocabulary:
        """One vocabulary.

        Raises:
            UnknownVocabulary: The pack has none of this name.
            InvalidPack: Its file does not validate.
        """
        if name not in self.vocabularies:
            raise UnknownVocabulary(
                f"The pack {self.name} has no vocabulary {name}.", pack=self.name, name=name
            )
        if name not in self._read:
            self._read[name] = self._read_vocabulary(name)
        found: Vocabulary = self._read[name]
        return found

    def facts(self, name: str) -> Mapping[str, Any]:
        """One file of facts, read-only: `version`, `note`, `sources` and `tables` (name to rows).

        Every row has been checked to have sources that exist in the file or in the pack.

        Raises:
            UnknownFacts: The pack has no such file.
            InvalidPack: The file does not validate.
        """
        if name not in self.facts_files:
            raise UnknownFacts(f"The pack {self.name} has no facts called {name}.", pack=self.name, name=name)
        key = f"{name}.yaml"
        if key not in self._read:
            self._read[key] = _read_facts(self._files[key], file=key, sources=self.sources)
        found: Mapping[str, Any] = self._read[key]
        return found

    def with_facts(self, name: str, facts: Mapping[str, Any]) -> Pack:
        """The same pack with one file of facts in another version, and so with another hash.

        Args:
            name: Of the file: one of `facts_files`, or a new one.
            facts: `version`, `sources` and `tables`, as plain values.

        Raises:
            InvalidPack: The facts do not validate.
        """
        file = f"{name}.yaml"
        # JSON is YAML; written in one order, so that the same facts have the same hash
        body = json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()
        files = {**self._files, file: body}
        made = replace(
            self,
            _files=files,
            _read={k: v for k, v in self._read.items() if k != file},
            facts_files=tuple(sorted({*self.facts_files, name})),
            content_sha256=_hash(files, overlay=self._overlay),
        )
        # read from the JSON: reading it as YAML takes some thirty times as long
        made._read[file] = _checked_facts(
            fitting(json.loads(body), FactsFile, file=file), file=file, sources=self.sources
        )
        return made

    def title(self, language: str) -> Label:
        """What to call the pack in one language."""
        return choose_label(self.names, language=language, order=self.languages, otherwise=self.name)

    def __iter__(self) -> Iterator[Vocabulary]:
        """Every vocabulary, in alphabetical order."""
        return (self.vocabulary(name) for name in self.vocabularies)

    def check(self) -> None:
        """Read every file of the pack now.

        Raises:
            InvalidPack: The first file that does not validate.
        """
        for _ in self:
            pass
        for name in self.facts_files:
            self.facts(name)

    def _read_vocabulary(self, name: str) -> Vocabulary:
        file = f"vocab/{name}.yaml"
        checked = read(self._files[file], VocabularyFile, file=file)
        if checked.id != name:
            raise invalid(file, [f"id: is {checked.id}, must be {name}"])
        own = as_vocabulary(checked, file=file, languages=self.languages, sources=self.sources)
        if self._overlay is None:
            return own
        return self._overlay.add_to(own, sources=self.sources)


def packs() -> tuple[str, ...]:
    """Names of the packs that ship with the library."""
    return tuple(sorted(d.name for d in files("tumen.packs").iterdir() if d.joinpath("pack.yaml").is_file()))


def load_pack(name: str = DEFAULT_PACK, *, overlay: Path | None = None) -> Pack:
    """A pack that ships with the library, with the terms of one organisation added if an overlay is given.

    Files are read when first asked for and kept; without an overlay the same pack is given to everybody.

    Args:
        name: One of `packs()`.
        overlay: A YAML file with terms to add. It may add, never redefine.

    Raises:
        UnknownPack: There is no such pack.
        InvalidPack: A file does not validate.
        OverlayRefused: The overlay would change what the pack says.

    Example:
        >>> pack = load_pack("example")
        >>> pack.vocabulary("act_type")["DETAIN"].label("en")
        'detained without reason'
    """
    if overlay is None:
        return _shipped(name)
    return _build(_files_of(_folder(name)), overlay=overlay)


def load_pack_folder(folder: Path, *, overlay: Path | None = None) -> Pack:
    """A pack from a folder on disk: one being written, an older version, or one from elsewhere.

    Raises:
        InvalidPack: There is no `pack.yaml`, or a file does not validate.
    """
    return _build(_files_of(folder), overlay=overlay)


@cache
def _shipped(name: str) -> Pack:
    return _build(_files_of(_folder(name)), overlay=None)


def _folder(name: str) -> Traversable:
    if name not in packs():
        raise UnknownPack(
            f"There is no pack called {name}.", hint=f"There are: {', '.join(packs())}.", pack=name
        )
    return files("tumen.packs").joinpath(name)


def _files_of(folder: Traversable | Path) -> dict[str, bytes]:
    found = {f.name: f.read_bytes() for f in folder.iterdir() if f.name.endswith(".yaml")}
    vocabularies = folder.joinpath("vocab")
    if vocabularies.is_dir():
        found |= {
            f"vocab/{f.name}": f.read_bytes() for f in vocabularies.iterdir() if f.name.endswith(".yaml")
        }
    return dict(sorted(found.items()))


def _build(content: Mapping[str, bytes], *, overlay: Path | None) -> Pack:
    for needed in ("pack.yaml", "sources.yaml"):
        if needed not in content:
            raise InvalidPack(f"The pack has no {needed}.", file=needed, faults=("missing",))
    manifest = read(content["pack.yaml"], ManifestFile, file="pack.yaml")
    sources = read_sources(content["sources.yaml"], file="sources.yaml")
    vocabularies = tuple(name[6:-5] for name in content if name.startswith("vocab/"))
    if missing := sorted(set(REQUIRED) - set(vocabularies)):
        raise invalid("vocab", [f"{name}: missing" for name in missing])
    added = None if overlay is None else read_overlay(overlay, vocabularies=vocabularies, sources=sources)
    pack = Pack(
        name=manifest.id,
        names=freeze(manifest.names),
        made_for=freeze(manifest.made_for),
        version=manifest.version,
        content_sha256=_hash(content, overlay=added),
        languages=tuple(manifest.languages),
        settings=freeze(manifest.settings),
        sources=freeze({**sources, **({} if added is None else added.sources)}),
        credits=tuple(manifest.credits),
        vocabularies=vocabularies,
        facts_files=tuple(n[:-5] for n in content if "/" not in n and n not in ("pack.yaml", "sources.yaml")),
        _files=content,
        _overlay=added,
    )
    if added is not None:
        # an overlay is somebody's own file: refuse it now, not on the page that first needs the vocabulary
        for name in added.terms:
            pack.vocabulary(name)
    return pack


def _hash(content: Mapping[str, bytes], *, overlay: Overlay | None) -> str:
    """SHA-256 over name, length and bytes of each file, so that no two sets of files run together."""
    digest = hashlib.sha256()
    parts = [*content.items(), *([] if overlay is None else [("overlay", overlay.content)])]
    for name, body in parts:
        digest.update(f"{name}\0{len(body)}\0".encode())
        digest.update(body)
    return digest.hexdigest()


def _read_facts(content: bytes, *, file: str, sources: Mapping[str, Source]) -> Mapping[str, Any]:
    return _checked_facts(read(content, FactsFile, file=file), file=file, sources=sources)


def _checked_facts(checked: FactsFile, *, file: str, sources: Mapping[str, Source]) -> Mapping[str, Any]:
    if faults := facts_faults(checked, sources=sources):
        raise invalid(file, faults)
    frozen: Mapping[str, Any] = freeze(checked.model_dump())
    return frozen
