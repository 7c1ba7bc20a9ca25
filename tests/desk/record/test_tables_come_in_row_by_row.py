"""A table of any length is read, checked and written some rows at a time; nothing else of it is in memory."""

from __future__ import annotations

import io
import json
from contextlib import nullcontext
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tumen.errors import ImportRefused, Stopped, TableUnreadable
from tumen.progress import Silent
from tumen_desk.record.importing import apart, plan, workbook
from tumen_desk.record.importing.apply import apply_plan
from tumen_desk.record.importing.packed import Packed
from tumen_desk.record.importing.plan import MOST_FAULTS, Plan, check_table
from tumen_desk.record.importing.rows import opened
from tumen_desk.record.importing.table import MAX_LINE, Fault, Line, Opened
from tumen_desk.record.models import ImportBatch, Mention, Tie


def _list(rows: int, *more: str) -> bytes:
    return "\n".join(
        ["mention_id,name,sex,related_to", *(f"{n},Kim Nara,f," for n in range(rows)), *more]
    ).encode()


def test_a_file_is_read_no_further_than_its_rows_are_asked_for() -> None:
    file = io.BytesIO(_list(20_000))
    with opened(lambda: nullcontext(file), table="mentions") as read:
        assert next(read.lines)[1]["name"] == "Kim Nara"  # type: ignore[index]  # a row, no fault
        assert file.tell() < 100_000 < len(file.getvalue())


def test_checked_rows_are_read_again_from_the_file_and_come_in_chunks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(plan, "_CHUNK", 4)
    times: list[int] = []

    def given() -> io.BytesIO:
        times.append(1)
        return io.BytesIO(_list(10, "x,a,woman,"))

    checked = check_table(given, table="mentions")
    assert (len(checked.rows), checked.fault_count) == (10, 1)
    before = len(times)
    assert [len(some) for some in checked.rows.chunks()] == [4, 4, 2]
    assert [number for number, _ in checked.rows] == list(range(2, 12))
    assert len(times) == before + 2


def test_of_very_many_faults_the_first_are_told_and_the_others_counted() -> None:
    bad = [f"b{n},a,neither," for n in range(MOST_FAULTS + 500)]
    checked = check_table(_list(1, *bad, "b1,a,f,", "b1,a,f,"), table="mentions")
    assert (len(checked.faults), checked.fault_count) == (MOST_FAULTS, MOST_FAULTS + 502)
    assert [fault.row for fault in checked.faults] == list(range(3, MOST_FAULTS + 3))


def test_a_quotation_mark_left_open_does_not_swallow_the_file() -> None:
    with pytest.raises(TableUnreadable, match=r"longer than|field larger"):
        check_table(b'mention_id,name\n1,"' + b"a" * (2 * MAX_LINE), table="mentions")


@pytest.mark.django_db(databases=["default", "jobs"])
def test_chunks_know_of_each_other_and_come_in_all_or_not_at_all(
    officer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan, "_CHUNK", 2)

    def import_(content: bytes, digest: str) -> ImportBatch:
        planned = Plan(tables={"mentions": check_table(content, table="mentions")})
        return apply_plan(actor=officer, plan=planned, title="x", content_sha256=digest)

    with pytest.raises(ImportRefused) as refused:
        import_(_list(5, "last,a,f,nobody"), "ab" * 32)
    assert refused.value.fields["faults"] == [
        {
            "table": "mentions",
            "row": 7,
            "column": "related_to",
            "message": "No other person of this id in the table.",
        }
    ]
    assert not Mention.objects.exists()
    first = _list(0, "a,Kim,f,d", "b,Kim,f,", "c,Kim,f,", "d,Kim,f,a", "e,Kim,f,")
    assert import_(first, "cd" * 32).counts == {"mentions": 5}
    ties = Tie.objects.order_by("pk").values_list("mention__external_id", "other__external_id")
    assert list(ties) == [("a", "d"), ("d", "a")]


class _StopsAfter(Silent):
    """Counts rows as they are written, and asks to stop at some."""

    def __init__(self, rows: int) -> None:
        self.rows, self.total, self.done = rows, 0, 0

    def start(self, total: int | None, label: str) -> None:
        self.total = total or 0

    def advance(self, n: int = 1) -> None:
        self.done += n

    @property
    def should_stop(self) -> bool:
        return self.done >= self.rows


@pytest.mark.django_db(databases=["default", "jobs"])
def test_whoever_asks_to_stop_waits_for_some_rows_only_and_nothing_of_it_stays(
    officer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan, "_CHUNK", 2)
    planned = Plan(tables={"mentions": check_table(_list(9), table="mentions")})

    def import_(progress: _StopsAfter) -> None:
        apply_plan(actor=officer, plan=planned, title="x", content_sha256="ef" * 32, progress=progress)

    stopping, going_on = _StopsAfter(4), _StopsAfter(1000)
    with pytest.raises(Stopped):
        import_(stopping)
    assert (stopping.done, stopping.total) == (4, 9)
    assert [m.objects.count() for m in (Mention, ImportBatch)] == [0, 0]
    import_(going_on)  # the same file may come in afterwards
    assert (going_on.done, Mention.objects.count()) == (9, 9)


_LINKED = {
    "mentions": "mention_id,source_id,name\n{},s{},Kim Nara",
    "accounts": "account_id,source_id,mention_id\na{0},s{0},{0}",
    "acts": "act_id,account_id,mention_id,type\nt{0},a{0},{0},REFOUL",
    "stays": "stay_id,mention_id,source_id,facility_type\ny{0},{0},s{0},",
    "names": "name_id,mention_id,name\nn{0},{0},Kim Bora",
    "involvements": "act_id,degree,mention_id\nt{0},PR-DID,{0}",
    "interviews": "source_id,mention_id,adds\ns{0},{0},saw it",
    "sessions": "session_id,source_id\nw{0},s{0}",
    "consents": "consent_id,source_id,mention_id,purpose,decision\nc{0},s{0},{0},CP-STAT,yes",
}
"""Each table refers to rows of the imports before it: the dearest case."""


@pytest.mark.django_db(databases=["default", "jobs"])
def test_an_import_asks_for_all_of_its_references_together(officer: Any) -> None:
    asked: dict[str, list[int]] = {}
    begun = 0
    for rows in (5, 40):
        for table, told in _LINKED.items():
            heading, row = told.split("\n")
            lines = [row.format(n, n) for n in range(begun, begun + rows)]
            given = "\n".join([heading, *lines]).encode()
            planned = Plan(tables={table: check_table(given, table=table)})
            assert not planned.faults
            with CaptureQueriesContext(connection) as queries:
                made = apply_plan(
                    actor=officer, plan=planned, title=table, content_sha256=f"{table[:9]}{rows}"
                )
            assert made.counts == {table: rows}
            asked.setdefault(table, []).append(len(queries))
        begun += rows
    assert {table: many for table, (few, many) in asked.items() if many > few} == {}
    assert max(few for few, _ in asked.values()) < 30


def test_a_workbook_is_told_some_hundred_rows_a_line_and_no_row_may_be_endless(capsysbinary: Any) -> None:
    lines = [(n, {"a": "x" * 3000, "b": "ᄋ"}) for n in range(2, 902)]
    fault = Fault(table="mentions", row=902, column="a", message="The cell is a formula; put its value.")
    workbook._answer(Opened(columns=["a", "b"], lines=iter([*lines, fault])), "mentions")
    told = capsysbinary.readouterr().out.splitlines()
    assert max(map(len, told)) <= workbook.MOST_ANSWERED
    answers = [json.loads(line) for line in told]
    assert answers[0] == {"sheet": "mentions", "columns": ["a", "b"]}
    assert [len(answer["rows"]) for answer in answers[1:]] == [346, 346, 209]  # as many as fit into a line
    assert list(apart._lines(iter(answers[1:]), "mentions")) == [*lines, fault]
    with pytest.raises(TableUnreadable, match="longer than"):
        workbook._answer(Opened(columns=["a"], lines=iter([(2, {"a": "x" * MAX_LINE})])), "mentions")


def test_rows_of_a_workbook_are_kept_packed_and_read_as_often_as_asked() -> None:
    fault = Fault(table="mentions", row=4, column="a", message="The cell is a formula; put its value.")
    lines: list[Line] = [
        (2, {"a": "김나라"}),
        (3, {"a": ""}),
        fault,
        *((n, {"a": "Kim Nara"}) for n in range(5, 2005)),
    ]
    packed = Packed(iter(lines))
    assert list(packed) == list(packed) == lines
    assert len(packed) < 20_000
