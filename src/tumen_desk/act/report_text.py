"""A report as it would be printed today: every reference resolved, every footnote numbered, nothing kept.

House terms change the words of the authors; between the marks of a quotation nothing changes.
"""

from __future__ import annotations

import copy
import datetime
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from tumen_desk.act import report_evidence, report_marks
from tumen_desk.act.models import Report, ReportSection
from tumen_desk.act.report_marks import MARK, Told
from tumen_desk.act.report_set import Block, Part, Run, Set, Setting
from tumen_desk.count.models import Figure
from tumen_desk.count.services import methods_text
from tumen_desk.shell import terms
from tumen_desk.shell.languages import said_in

AGREED: Final = re.compile(r"^(?P<name>[^|]+)\|\s*agreed\s+(?P<day>\d{4}-\d{2}-\d{2})\s*$")
"""A line of thanks or of authors: a name, and the day on which they agreed to stand there."""
UNNAMED: Final = re.compile(r"^unnamed\b[: ]*(?P<whom>.*)$", re.IGNORECASE)
_OTHERS: Final = {
    "en": "We also thank those who stay unnamed",
    "ko": "이름을 밝히지 않은 분들께도 감사드립니다",
    "zh": "也感谢不愿具名者",
}
_STANDARD: Final = {"en": "Standard of proof reached", "ko": "도달한 입증 기준", "zh": "达到的证明标准"}
_FUNDERS: Final = {
    "en": ("This report was paid for by:", "Nobody outside the organisation paid for this report."),
    "ko": ("이 보고서의 비용을 댄 곳:", "이 보고서는 단체 밖의 지원 없이 만들었습니다."),
    "zh": ("本报告由下列各方资助：", "本报告未受组织以外任何一方资助。"),
}
_INSTEAD: Final = {
    "en": "“{new}” is said here instead of “{old}”, except in quotations.",
    "ko": "인용문을 제외하고 “{old}” 대신 “{new}”라고 씁니다.",
    "zh": "除引文外，本报告用“{new}”代替“{old}”。",
}


def set_up(report: Report, *, draft: str = "", draw: bool = True) -> Set:
    """Resolve every reference of a report as of today; without charts where nobody prints it."""
    setting = Setting(report=report, terms=house_terms(report.house_terms), draw=draw)
    sections = list(report.sections.all())
    resolved = [(s, tuple(_KINDS[s.kind](s, setting))) for s in sections]
    # A section without a word is not printed.
    parts = tuple(Part(title=s.title, kind=s.kind, blocks=blocks) for s, blocks in resolved if blocks)
    authors, faults = named(report.authors)
    setting.faults += [(0, f"Authors: {f}") for f in faults]
    return Set(
        title=_house(report.title, setting), subtitle=_house(report.subtitle, setting), authors=", ".join(authors),
        language=report.language, reference=str(report), day=datetime.datetime.now(datetime.UTC).date().isoformat(),
        parts=parts, notes=tuple(setting.notes), faults=tuple(setting.faults), quotes=tuple(setting.quotes),
        draft=draft,
    )  # fmt: skip


def house_terms(text: str) -> dict[str, str]:
    """Lines such as `instead of this -> say this`."""
    pairs = (line.split("->", 1) for line in text.splitlines() if "->" in line)
    return {old.strip(): new.strip() for old, new in pairs if old.strip() and new.strip()}


def named(text: str) -> tuple[list[str], list[str]]:
    """Names of those who agreed to stand somewhere, and what is wrong with the other lines."""
    names, faults = [], []
    for line in filter(None, map(str.strip, text.splitlines())):
        if found := AGREED.match(line):
            names.append(found["name"].strip())
        elif not UNNAMED.match(line):
            faults.append("a line without agreement; write “Name | agreed 2026-01-31”, or “unnamed”.")
    return names, faults


def _house(text: str, setting: Setting) -> str:
    for old, new in setting.terms.items():
        text = re.sub(rf"(?<!\w){re.escape(old)}(s?)(?!\w)", partial(_said, new), text, flags=re.IGNORECASE)
    return text


def _said(new: str, found: re.Match[str]) -> str:
    """The house term, with the capital and the plural of the word it replaces."""
    return (new[:1].upper() + new[1:] if found[0][:1].isupper() else new) + found[1]


def _prose(section: ReportSection, setting: Setting) -> Iterator[Block]:
    for line in filter(None, map(str.strip, section.text.splitlines())):
        item = line.startswith("- ")
        runs = tuple(_runs(line.removeprefix("- "), section, setting))
        yield Block(kind="item" if item else "paragraph", runs=runs)


def _runs(line: str, section: ReportSection, setting: Setting) -> Iterator[Run]:
    at = 0
    for mark in MARK.finditer(line):
        if mark.start() > at:
            yield Run(text=_house(line[at : mark.start()], setting))
        yield _run(report_marks.resolve(mark, setting.report.language), section, setting)
        at = mark.end()
    if at < len(line):
        yield Run(text=_house(line[at:], setting))


def _run(told: Told, section: ReportSection, setting: Setting) -> Run:
    if told.fault:
        setting.faults.append((section.pk, told.fault))
        return Run(text=f"[{told.fault}]")
    notes = (setting.note(told.note),) if told.note else ()
    if told.quoted:
        setting.quotes.append(told.text)
        return Run(text=f"“{told.text}”", quoted=True, notes=notes)
    return Run(text=told.text, notes=notes)


def _lines(section: ReportSection, word: str) -> Iterator[tuple[str, str]]:
    """(number, rest) of lines such as `figure 12`; other lines are prose."""
    for line in filter(None, map(str.strip, section.text.splitlines())):
        found = re.fullmatch(rf"({word})[ :]+(\S+)", line, re.IGNORECASE)
        yield (f"fate {found[2]}" if found[1].lower() == "fate" else found[2], "") if found else ("", line)


def _chosen(
    section: ReportSection,
    setting: Setting,
    word: str,
    show: Callable[[str, ReportSection, Setting], Iterator[Block]],
) -> Iterator[Block]:
    for number, line in _lines(section, word):
        if number:
            yield from show(number, section, setting)
        else:
            yield Block(kind="paragraph", runs=tuple(_runs(line, section, setting)))


def used_figures(report: Report) -> list[Figure]:
    """Every figure that the report refers to, in order."""
    return list(report.figures.select_related("run", "run__link_run").order_by("pk"))


def _methods(section: ReportSection, setting: Setting) -> Iterator[Block]:
    yield from _prose(section, setting)
    for figure in used_figures(setting.report):
        elsewhere = {"What must stand beside it:", *(f"- {c}" for c in figure.caveats)}  # among the limits
        for line in (each for each in methods_text(figure).splitlines() if each not in elsewhere):
            yield Block(
                kind="item" if line.startswith("- ") else "paragraph",
                runs=(Run(text=said_in(line.removeprefix("- "), setting.report.language)),),
            )


def _limits(section: ReportSection, setting: Setting) -> Iterator[Block]:
    yield from _prose(section, setting)
    told = dict.fromkeys(str(c) for f in used_figures(setting.report) for c in f.caveats)
    language = setting.report.language
    yield from (Block(kind="item", runs=(Run(text=said_in(t, language)),)) for t in told)


def _terms(section: ReportSection, setting: Setting) -> Iterator[Block]:
    """Terms with their definitions, and which word the report uses instead of which."""
    yield from _prose(section, setting)
    for old, new in setting.terms.items():
        words = _INSTEAD.get(setting.report.language, _INSTEAD["en"]).format(new=new, old=old)
        yield Block(kind="item", runs=(Run(text=words),))
    for words in report_marks.definitions(setting.report.language):
        yield Block(kind="item", runs=(Run(text=words),))


def _standard(section: ReportSection, setting: Setting) -> Iterator[Block]:
    """The standard of proof reached, in the words of the pack, then what the authors write of what is open."""
    code, _line, rest = section.text.strip().partition("\n")
    known, language = terms.vocabulary("proof_standard"), setting.report.language
    if code.strip() not in known:
        codes = ", ".join(term.code for term in known)
        yield setting.fault(f"Say in the first line which standard was reached: {codes}.", section)
        return
    term = known[code.strip()]
    yield Block(
        kind="paragraph",
        runs=(Run(text=f"{_STANDARD.get(language, _STANDARD['en'])}: {term.label(language)}."),),
    )
    further = copy.copy(section)
    further.text = rest
    yield from _prose(further, setting)


def _funders(section: ReportSection, setting: Setting) -> Iterator[Block]:
    """Who paid for it, one a line; that nobody did is said as well."""
    language = setting.report.language
    lines = [line.strip() for line in section.text.splitlines() if line.strip()]
    paid, nobody = _FUNDERS.get(language, _FUNDERS["en"])
    yield Block(kind="paragraph", runs=(Run(text=paid if lines else nobody),))
    yield from (Block(kind="item", runs=(Run(text=line),)) for line in lines)


def _thanks(section: ReportSection, setting: Setting) -> Iterator[Block]:
    names, faults = named(section.text)
    setting.faults += [(section.pk, f"Thanks: {f}") for f in faults]
    yield from (Block(kind="item", runs=(Run(text=n),)) for n in names)
    others = [m["whom"].strip() for line in section.text.splitlines() if (m := UNNAMED.match(line.strip()))]
    if others:
        whom = ", ".join(filter(None, others))
        text = _OTHERS.get(setting.report.language, _OTHERS["en"])
        yield Block(kind="paragraph", runs=(Run(text=f"{text}{f': {whom}' if whom else ''}."),))


_KINDS: Final[dict[str, Callable[[ReportSection, Setting], Iterator[Block]]]] = {
    "text": _prose,
    "figures": lambda section, setting: _chosen(section, setting, "figure", report_evidence.show_figure),
    "tables": lambda section, setting: _chosen(section, setting, "series", report_evidence.show_series),
    "cases": lambda section, setting: _chosen(section, setting, "case|fate", report_evidence.show_case),
    "methods": _methods, "limits": _limits, "terms": _terms, "thanks": _thanks, "standard": _standard,
    "funders": _funders,
}  # fmt: skip
