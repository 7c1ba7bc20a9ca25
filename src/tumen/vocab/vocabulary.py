"""One controlled vocabulary: terms in the order of the pack, and the ids that were retired."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tumen.errors import RetiredTerm, UnknownTerm
from tumen.vocab.term import Label, Retired, Term, choose_label


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The terms one field may hold.

    Iterating gives the terms in the order of the pack; `vocabulary[code]` gives one.
    """

    id: str
    titles: Mapping[str, str]
    languages: tuple[str, ...]
    note: str
    groups: Mapping[str, Mapping[str, str]]
    terms: Mapping[str, Term]
    retired: Mapping[str, Retired]

    def __getitem__(self, code: str) -> Term:
        """The term with this code.

        Raises:
            RetiredTerm: The code was a term once; the hint names the replacement.
            UnknownTerm: It never was one.
        """
        if code in self.terms:
            return self.terms[code]
        if code in self.retired:
            gone = self.retired[code]
            hint = (
                f"Its replacement is {gone.replaced_by}." if gone.replaced_by else "There is no replacement."
            )
            raise RetiredTerm(
                f"{code} is no longer a term of {self.id}.", hint=hint, vocabulary=self.id, term=code,
                replaced_by=gone.replaced_by,
            )  # fmt: skip
        raise UnknownTerm(f"{self.id} has no term {code}.", vocabulary=self.id, term=code)

    def __contains__(self, code: object) -> bool:
        return code in self.terms

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms.values())

    def __len__(self) -> int:
        return len(self.terms)

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code, in the order of the pack."""
        return tuple(self.terms)

    def title(self, language: str) -> Label:
        """The name of the vocabulary."""
        return choose_label(self.titles, language=language, order=self.languages, otherwise=self.id)

    def group_title(self, group: str, language: str) -> Label:
        """The heading of a group of terms."""
        return choose_label(self.groups[group], language=language, order=self.languages, otherwise=group)

    def choices(self, language: str) -> list[tuple[str, Label]]:
        """Codes and labels that may be chosen today: deprecated terms are left out."""
        return [(term.code, term.label(language)) for term in self if not term.deprecated]

    def children(self, code: str) -> tuple[Term, ...]:
        """The narrower terms directly below one."""
        return tuple(term for term in self if term.parent == code)

    def ancestors(self, code: str) -> tuple[Term, ...]:
        """The broader terms above one, nearest first."""
        above: list[Term] = []
        parent = self[code].parent
        while parent is not None:
            above.append(self.terms[parent])
            parent = self.terms[parent].parent
        return tuple(above)

    def within(self, code: str) -> tuple[Term, ...]:
        """The term and everything below it, in the order of the pack."""
        below = {code} if self[code] else set()
        return tuple(
            t for t in self if t.code in below or any(a.code in below for a in self.ancestors(t.code))
        )
