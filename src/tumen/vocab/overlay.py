"""Terms of one organisation beside a pack. They add; they never change what the pack says.

A local code begins with `LOCAL-`, so that no later version of the pack can bring the same code with another
meaning.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tumen.errors import OverlayRefused
from tumen.vocab.reading import as_sources, as_term, read, term_faults
from tumen.vocab.schema import OverlayFile, TermFile
from tumen.vocab.term import Source, freeze
from tumen.vocab.vocabulary import Vocabulary

PREFIX = "LOCAL-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """A checked overlay, not yet joined to its vocabularies."""

    file: str
    content: bytes
    sources: Mapping[str, Source]
    terms: Mapping[str, tuple[TermFile, ...]]

    def add_to(self, vocabulary: Vocabulary, *, sources: Mapping[str, Source]) -> Vocabulary:
        """The vocabulary with the local terms after its own.

        Raises:
            OverlayRefused: A local term names a parent, group or source that does not exist.
        """
        added = self.terms.get(vocabulary.id, ())
        faults = term_faults(
            added,
            known=vocabulary.terms,
            groups=vocabulary.groups,
            sources=sources,
            retired=vocabulary.retired,
        )
        if faults:
            raise _refused(self.file, faults)
        local = {
            t.code: as_term(
                t, vocabulary=vocabulary.id, languages=vocabulary.languages, sources=sources, local=True
            )
            for t in added
        }
        return dataclasses.replace(vocabulary, terms=freeze({**vocabulary.terms, **local}))


def read_overlay(path: Path, *, vocabularies: tuple[str, ...], sources: Mapping[str, Source]) -> Overlay:
    """One overlay file, checked against the pack it is for.

    Raises:
        InvalidPack: The file does not validate.
        OverlayRefused: It cannot be read, or it would change what the pack says.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _refused(path.name, [error.strerror or "cannot be read"]) from error
    checked = read(content, OverlayFile, file=path.name)
    faults = [
        f"{name}: the pack has no such vocabulary" for name in checked.terms if name not in vocabularies
    ]
    faults += [f"{key}: a source of the pack" for key in checked.sources if key in sources]
    faults += [
        f"{term.code}: does not begin with {PREFIX}"
        for terms in checked.terms.values()
        for term in terms
        if not term.code.startswith(PREFIX)
    ]
    if faults:
        raise _refused(path.name, faults)
    return Overlay(
        file=path.name,
        content=content,
        sources=freeze(as_sources(checked.sources)),
        terms=freeze(checked.terms),
    )


def _refused(file: str, faults: list[str]) -> OverlayRefused:
    return OverlayRefused(f"{file} was not added: {'; '.join(faults)}.", file=file, faults=tuple(faults))
