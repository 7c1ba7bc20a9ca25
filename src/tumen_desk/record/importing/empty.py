"""An empty table to fill in: its headings, what each column takes, and every code that may stand in it."""

from __future__ import annotations

import io
from typing import Final

from tumen_desk.record.importing.columns import Column
from tumen_desk.record.importing.tables import TABLES
from tumen_desk.shell import terms

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
    about = book.create_sheet("columns")
    about.append(["column", "what it takes", "needed", "list of codes"])
    for column in TABLES[table]:
        about.append([column.name, column.label, "yes" if column.required else "", _list(column)])
    codes = book.create_sheet("codes")
    codes.append(["list", "code", *_SPOKEN.values()])
    for name in dict.fromkeys(_list(column) for column in TABLES[table] if _list(column)):
        for term in terms.vocabulary(name):
            if not term.deprecated:
                codes.append([name, term.code, *(str(term.labels.get(spoken, "")) for spoken in _SPOKEN)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _list(column: Column) -> str:
    return str(getattr(column.check, "vocabulary", ""))
