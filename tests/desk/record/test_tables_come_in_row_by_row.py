"""A table of any length is read, checked and written some rows at a time; nothing else of it is in memory."""

from __future__ import annotations

import io
from contextlib import nullcontext
from typing import Any

import pytest

from tumen.errors import ImportRefused, TableUnreadable
from tumen_desk.record.importing import plan
from tumen_desk.record.importing.apply import apply_plan
from tumen_desk.record.importing.plan import MOST_FAULTS, Plan, check_table
from tumen_desk.record.importing.rows import opened
from tumen_desk.record.importing.table import MAX_LINE
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
