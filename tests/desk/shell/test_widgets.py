"""The quick select says exactly what Django's own says."""

from html.parser import HTMLParser

import pytest
from django import forms

from tumen.synth import awkward_by_name
from tumen_desk.shell.widgets import TermSelect

CHOICES = [
    ("", "not stated"),
    ("REFOUL", "Refoulement"),
    *((f"X-{n}", t[:200]) for n, t in enumerate(awkward_by_name.values())),
]


class _Read(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[object] = []

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, sorted((k, v or "") for k, v in attrs)))

    def handle_data(self, data):
        if data.strip():
            self.seen.append(data.strip())


def _read(markup):
    reader = _Read()
    reader.feed(str(markup))
    return reader.seen


@pytest.mark.parametrize("value", ["", "REFOUL", "X-3", "unknown", None])
@pytest.mark.parametrize("attrs", [{}, {"id": "id_type", "required": True, "aria-describedby": "x"}])
def test_the_quick_select_reads_as_djangos_own(value, attrs):
    ours, theirs = (w(choices=CHOICES).render("type", value, attrs) for w in (TermSelect, forms.Select))
    assert _read(ours) == _read(theirs)


def test_nothing_in_a_label_becomes_markup():
    markup = TermSelect(choices=[('"><script>', "<script>alert(1)</script>")]).render("x", None)
    assert "<script>" not in markup
