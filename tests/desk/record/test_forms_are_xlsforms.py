"""The form that goes out is read by pyxform, the program behind ODK and Kobo, without an error or a warning."""

from __future__ import annotations

import io

import openpyxl
import pytest

from tumen_desk.record import xlsform

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])


def test_pyxform_makes_a_form_of_every_question_in_three_languages() -> None:
    from pyxform.xls2xform import convert  # only here: it takes a while to load

    made = xlsform.workbook(interview=True, consent=True)
    form = convert(io.BytesIO(made), file_type=".xlsx", validate=False)
    assert form.warnings == []
    survey = openpyxl.load_workbook(io.BytesIO(made))["survey"].iter_rows(min_row=2, values_only=True)
    for kind, name, *_ in survey:
        assert kind in ("begin_group", "end_group") or f'/{name}"' in form.xform, name
    for language in xlsform.SPOKEN.values():
        assert f'<translation lang="{language}"' in form.xform
