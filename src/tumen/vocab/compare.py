"""What changed between two versions of a pack."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from tumen.vocab.pack import Pack
from tumen.vocab.term import Term

COMPARED = tuple(
    f.name for f in dataclasses.fields(Term) if f.name not in ("vocabulary", "code", "languages")
)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class TermChange:
    """One term that is new, gone or different.

    Attributes:
        what: For a changed term the attributes of `Term` that differ; otherwise empty.
        retired: For a removed term whether the new pack lists the code as retired. If not, the pack broke
            its promise.
    """

    vocabulary: str
    code: str
    what: tuple[str, ...] = ()
    retired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PackComparison:
    """The difference between two packs, term by term, in alphabetical order."""

    added: tuple[TermChange, ...]
    removed: tuple[TermChange, ...]
    changed: tuple[TermChange, ...]

    @property
    def same(self) -> bool:
        """Whether no term differs."""
        return not (self.added or self.removed or self.changed)


def compare(old: Pack, new: Pack) -> PackComparison:
    """Terms added, removed and changed from `old` to `new`.

    Example:
        >>> from tumen.vocab import load_pack
        >>> compare(load_pack("example"), load_pack("example")).same
        True
    """
    before, after = _terms(old), _terms(new)
    added = tuple(TermChange(vocabulary=v, code=c) for v, c in sorted(after.keys() - before.keys()))
    removed = tuple(
        TermChange(vocabulary=v, code=c, retired=v in new.vocabularies and c in new.vocabulary(v).retired)
        for v, c in sorted(before.keys() - after.keys())
    )
    changed = tuple(
        TermChange(vocabulary=v, code=c, what=what)
        for v, c in sorted(before.keys() & after.keys())
        if (what := _differing(before[v, c], after[v, c]))
    )
    return PackComparison(added=added, removed=removed, changed=changed)


def _terms(pack: Pack) -> dict[tuple[str, str], Term]:
    return {(term.vocabulary, term.code): term for vocabulary in pack for term in vocabulary}


def _differing(old: Term, new: Term) -> tuple[str, ...]:
    return tuple(name for name in COMPARED if getattr(old, name) != getattr(new, name))
