"""An empty table to fill in: its headings, what each column takes, and every code that may stand in it."""

from __future__ import annotations

import io
from typing import Final

from tumen_desk.record.importing.columns import Column
from tumen_desk.record.importing.tables import TABLES
from tumen_desk.shell import terms
from tumen_desk.shell.spoken import one_word

_SPOKEN: Final = {"en": "English", "ko": "한국어", "zh": "中文"}


def workbook(table: str) -> bytes:
    """The table as XLSX: headings on the first sheet, then what each column takes, then the codes of its lists."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101  (narrowing: a new workbook has a sheet)
    sheet.title = table
    sheet.append([column.name for column in TABLES[table]])
    sheet.freeze_panes = "A2"
    # What these two sheets are for is said in the reader's language; names of columns and codes are what is read again.
    about = book.create_sheet(one_word("columns"))
    about.append([one_word(head) for head in ("Column", "What it takes", "Needed", "List of codes")])
    for column in TABLES[table]:
        needed = one_word("yes") if column.required else ""
        about.append([column.name, one_word(column.label), needed, _list(column)])
    codes = book.create_sheet(one_word("codes"))
    codes.append([one_word("List"), one_word("Code"), *_SPOKEN.values()])
    for name in dict.fromkeys(_list(column) for column in TABLES[table] if _list(column)):
        for term in terms.vocabulary(name):
            if not term.deprecated:
                codes.append([name, term.code, *(str(term.labels.get(spoken, "")) for spoken in _SPOKEN)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _list(column: Column) -> str:
    return str(getattr(column.check, "vocabulary", ""))
