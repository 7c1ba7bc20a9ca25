"""Files of tables that left, by command."""

from __future__ import annotations

from typing import Any

import pytest

from tumen.errors import UnknownField
from tumen_desk.commands import tables
from tumen_desk.record.models import Release

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])


def test_a_file_that_never_left_is_taken_out_of_the_comparison(officer: Any, analyst: Any) -> None:
    assert tables.files(officer) == ({"files": []}, ["No file of a table left yet."])
    number = tables.one(officer, "where", {"since": 1999}, csv=None)[0]["file"]
    result, lines = tables.files(analyst, "where")
    assert result["files"][0] | {"at": ""} == {
        "file": number, "table": "where", "at": "", "by": officer.username, "narrowing": {"since": 1999},
    }  # fmt: skip
    assert lines[0].startswith(f"file {number}: where --since 1999, ")
    for user, which, why, says in (
        (officer, number, "no", "in a sentence"),
        (analyst, number, "It was never sent out", "Only whoever made"),
        (officer, number + 1, "It was never sent out", "no file"),
    ):
        with pytest.raises(UnknownField, match=says):
            tables.never_left(user, which, why)
    tables.never_left(officer, number, "It was never sent out")
    assert Release.objects.get(pk=number).void_why == "It was never sent out"
    assert tables.files(officer)[0]["files"] == []
