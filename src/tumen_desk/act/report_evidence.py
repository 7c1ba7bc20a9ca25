"""What the store shows in a report: figures, series, and what is coded of those in case files who agreed to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tumen import dates
from tumen_desk.act import case_queries, fates, queries, report_marks
from tumen_desk.act.models import Case, ReportSection
from tumen_desk.act.report_set import Block, Run, Setting
from tumen_desk.count import figure_charts
from tumen_desk.count.models import Figure, Series
from tumen_desk.record import coarse
from tumen_desk.record.models import Mention
from tumen_desk.record.queries import allowed_mentions

_LABELS: Final = {
    "en": ("Number", "Interval", "Seen", "As of", "Method", "Run"),
    "ko": ("수치", "구간", "관측", "기준일", "방법", "계산"),
    "zh": ("数字", "区间", "所见", "截至", "方法", "运算"),
}
_FATES: Final = {
    "en": ("Person", "Last told", "What became of them", "Last sign of life", "Who was asked", "Answer"),
    "ko": ("사람", "마지막으로 알려진 일", "그 뒤", "마지막 생존 확인", "문의처", "답변"),
    "zh": ("当事人", "最后所知", "下落", "最后生存消息", "已询问", "答复"),
}


def show_figure(number: str, section: ReportSection, setting: Setting) -> Iterator[Block]:
    """A figure as a chart, then as a table of what it rests on."""
    figure = Figure.objects.select_related("run").filter(pk=int(number) if number.isdigit() else 0).first()
    fault = f"There is no figure {number}." if figure is None else report_marks.figure_fault(figure)
    if fault or figure is None:
        yield setting.fault(fault, section)
        return
    labels = _LABELS.get(setting.report.language, _LABELS["en"])
    interval = "" if figure.low is None else f"{figure.low:,.0f} – {figure.high:,.0f} ({figure.level:.0%})"
    told = (
        figure.status if figure.point is None else f"{figure.point:,.0f} {figure.unit}", interval,
        f"{figure.observed:,}", dates.say(dates.parse(figure.as_of), setting.report.language), figure.method,
        figure.run.run_id,
    )  # fmt: skip
    words = figure_charts.in_words(figure)
    yield Block(
        kind="picture", caption=f"{figure.title}. {words}",
        svg=str(figure_charts.lists_and_estimate(figure)) if setting.draw else "",
    )  # fmt: skip
    yield Block(kind="table", rows=(labels, told), caption=figure.title)


def show_series(number: str, section: ReportSection, setting: Setting) -> Iterator[Block]:
    """A series as a table, with what must be known of it in a footnote."""
    series = Series.objects.filter(pk=int(number) if number.isdigit() else 0).first()
    if series is None:
        yield setting.fault(f"There is no series {number}.", section)
        return
    if series.link_run is not None and not series.link_run.is_current:
        yield setting.fault(
            f"Series {number} is stale: the linkage behind it is no longer the current one.", section
        )
        return
    rows = [_series_row(r) for r in series.result["rows"]]
    note = setting.note(
        f"{series.title}. Series {series.pk}; {'; '.join(map(str, series.result.get('caveats', ())))}"
    )
    yield Block(kind="paragraph", runs=(Run(text=series.title, notes=(note,)),))
    yield Block(
        kind="table",
        rows=(("", *_LABELS.get(setting.report.language, _LABELS["en"])[:2]), *rows),
        caption=series.title,
    )


def _series_row(row: dict[str, object]) -> tuple[str, str, str]:
    name = str(row.get("period") or ", ".join(map(str, row.get("key", ()))))  # type: ignore[call-overload]  # a list, as kept
    value = row.get("rate", row.get("point"))
    low, high = row.get("low"), row.get("high")
    if value is None:
        return name, "–", ""
    return name, f"{value:,.1f}", "" if low is None else f"{low:,.1f} – {high:,.1f}"


def show_case(number: str, section: ReportSection, setting: Setting) -> Iterator[Block]:
    """What is coded of those who agreed, in order of time; never a name, never a sentence of the file's notes.

    With `fate` before its number: what is known of their fate, as a table, with who was asked.
    """
    annex, number = number.startswith("fate "), number.removeprefix("fate ")
    case = Case.objects.filter(
        pk=int(number.removeprefix("K-") or 0) if number.removeprefix("K-").isdigit() else 0
    ).first()
    if case is None:
        yield setting.fault(f"There is no case file {number}.", section)
        return
    labels = {f"{case}/{p.number}" for p in case.persons.filter(mention__in=_agreed(case))}
    if not labels:
        yield setting.fault(f"Nobody of {case} agreed to stand in a report.", section)
        return
    if annex:
        language = setting.report.language
        found = fates.lines(case, language=language, of=_agreed(case))
        rows = tuple((f.person, f.told, f.outcome, f.sign, f.asked, f.answer) for f in found)
        yield Block(kind="table", rows=(_FATES.get(language, _FATES["en"]), *rows), caption=str(case))
        return
    ground = _Words(setting.report.language)
    for moment in (m for m in case_queries.timeline(case) if m.who in labels):
        parts = [
            moment.who, dates.say(dates.parse(moment.date), setting.report.language) if moment.date else "",
            ground.term(moment.vocabulary, moment.code), ground.term("place", coarse.for_release(moment.place)),
        ]  # fmt: skip
        yield Block(kind="item", runs=(Run(text="; ".join(p for p in parts if p)),))


def _agreed(case: Case) -> list[Mention]:
    found = Mention.objects.filter(cases__case=case)
    for purpose in report_marks.purposes():
        found = found.filter(pk__in=allowed_mentions(purpose).values("pk"))
    return list(found)


class _Words:
    """Codes of the pack in the language of the report."""

    def __init__(self, language: str) -> None:
        self.pack, self.language = queries.pack(), language

    def term(self, vocabulary: str, code: str) -> str:
        known = self.pack.vocabulary(vocabulary) if vocabulary in self.pack.vocabularies else None
        return str(known[code].label(self.language)) if known is not None and code in known else code
