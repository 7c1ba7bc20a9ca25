"""The door: a draft in, remarks out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tumen import reading, vocab
from tumen.checking.arithmetic import own_reckoning
from tumen.checking.figures_known import against_ledger
from tumen.checking.finding import Draft, Finding, Outcome
from tumen.checking.known_cases import beside_cases
from tumen.checking.no_such_day import no_such_day
from tumen.checking.quoted import quotations_kept
from tumen.checking.series_known import against_series, passing_dates
from tumen.checking.sourcing import sources_of_notes
from tumen.checking.tone import tone
from tumen.checking.treaties import treaty_statements
from tumen.checking.unsupported import unsupported
from tumen.checking.wording import names_and_words
from tumen.documents import Document
from tumen.figures import Ledger
from tumen.progress import SILENT, Progress
from tumen.progress import check as go_on
from tumen.reading import Reading, Sentences

_CHECKS = (
    against_ledger, against_series, own_reckoning, treaty_statements, sources_of_notes, names_and_words, beside_cases,
    passing_dates, unsupported, tone, quotations_kept, no_such_day,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A draft with every remark on it, in the order of the text.

    Attributes:
        reading: The candidates that were checked.
        findings: The remarks.
    """

    reading: Reading
    findings: tuple[Finding, ...]

    def counts(self) -> Mapping[str, int]:
        """How many remarks of each outcome there are."""
        return {o.value: sum(f.outcome is o for f in self.findings) for o in Outcome}

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {"language": self.reading.language, "pack": self.reading.pack, "counts": self.counts(),
                "findings": [f.as_dict() for f in self.findings]}  # fmt: skip


def check(
    source: Document | str, *, pack: str = vocab.DEFAULT_PACK, language: str | None = None,
    reference: str | None = None, ledger: Ledger | None = None,
    progress: Progress = SILENT,
) -> Checked:  # fmt: skip
    """Set every figure, date, treaty statement and name of a draft beside what is known, and reckon with it.

    Nothing is corrected and nobody is declared right: each remark is an agreement, a conflict with both sides,
    a missing source, or a question.

    Args:
        source: The draft.
        pack: Name of the situation pack with ledger, law, places and cases; what it lacks is not checked.
        language: `en`; Korean is checked for figures, dates and treaties, Chinese for figures and dates.
        reference: Date of the draft as EDTF, for relative dates.
        ledger: Published figures to check against; those of the pack if not given.
        progress: Told after each kind of check.

    Raises:
        VocabError: There is no such pack.
        UnreadableLanguage: The language is not read.
    """
    text = source.text if isinstance(source, Document) else source
    found = reading.read(source, pack=pack, language=language, reference=reference)
    draft = Draft(
        text=text, reading=found, pack=vocab.load_pack(pack), sentences=Sentences(text), ledger=ledger
    )
    progress.start(len(_CHECKS), "checking the draft")
    findings: list[Finding] = []
    for one in _CHECKS:
        findings += one(draft)
        progress.advance()
        go_on(progress)
    unique = {(f.start, f.end, f.rule, f.says): f for f in findings}
    return Checked(
        reading=found, findings=tuple(sorted(unique.values(), key=lambda f: (f.start, f.end, f.rule)))
    )
