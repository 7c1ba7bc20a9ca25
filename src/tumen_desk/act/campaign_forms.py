"""Forms of campaigns."""

from __future__ import annotations

from typing import Any

from django import forms

from tumen_desk.act.work_forms import day_field


class CampaignForm(forms.Form):
    """A campaign with its day. Never titled with a name."""

    title = forms.CharField(max_length=200)
    day = day_field(label="Its day")
    begins = day_field(label="Begin with it on", required=False)
    about = forms.CharField(
        label="What it is about", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean(self) -> dict[str, Any]:
        told = dict(super().clean() or {})
        if told.get("begins") and told.get("day") and told["begins"] > told["day"]:
            raise forms.ValidationError("A campaign begins before its day.")
        return told


class NumberForm(forms.Form):
    """Which text or demand goes in, or out."""

    number = forms.IntegerField(min_value=1)
    out = forms.BooleanField(required=False)


class PutForm(forms.Form):
    """A list of what may go in."""

    number = forms.ChoiceField(choices=())

    def __init__(self, *args: Any, kind: str, rows: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["number"]
        field.label = {"papers": "Paper", "reports": "Report", "demands": "Recommendation"}[kind]
        field.choices = [(r.pk, _said(r)) for r in rows[:200]]  # type: ignore[attr-defined]  # a choice field, as declared


def _said(row: Any) -> str:
    words = getattr(row, "title", "") or row.text
    return f"{row}: {words}"[:120]
