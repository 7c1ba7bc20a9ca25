"""Forms for values by source: what was said in a field, and why one value is preferred."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tumen_desk.record import asking
from tumen_desk.record.forms import TermField, WrittenDateField
from tumen_desk.record.models import Said
from tumen_desk.shell import terms
from tumen_desk.shell.widgets import TermSelect

_YES_NO = [("", "—"), ("yes", _("yes")), ("no", _("no"))]
_SEX = [("", "—"), ("f", _("female")), ("m", _("male"))]


class WhichFieldForm(forms.Form):
    """Which of the fields that may be asked of a thing."""

    field = forms.ChoiceField(label=_("What is told"))

    def __init__(self, *args: Any, about: str, act_type: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = asking.asked_of(about, act_type=act_type)
        self.fields["field"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            *((f.id, f.label[:1].upper() + f.label[1:]) for f in asked),
        ]


class SayForm(forms.Form):
    """The answer in one field. What kind of answer it takes follows from the field."""

    how = forms.ChoiceField(label=_("How it was answered"), choices=Said.How.choices, required=False)
    since = WrittenDateField(label=_("Holds from"), help_text="")
    until = WrittenDateField(label=_("to"), help_text="")
    decided_by = TermField("agency", label=_("Decided by"))
    connection = TermField("information_form", label=_("How the source knows it"))
    credibility = TermField("credibility", label=_("Grade of this value"))

    def __init__(self, *args: Any, asked: asking.Field, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answer = _answer_field(asked)
        answer.label, answer.required = asked.label[:1].upper() + asked.label[1:], False
        if hint := terms.label(asked.asked_as.get("hint", {})):
            answer.help_text = hint
        self.fields = {"answer": answer, **self.fields}
        if not asked.over_time:
            del self.fields["since"], self.fields["until"]
        if not asked.decided:
            del self.fields["decided_by"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["how"] = cleaned.get("how") or Said.How.STATED
        if cleaned["how"] == Said.How.STATED and not cleaned.get("answer"):
            self.add_error("answer", _("Give the answer, or say that there was none."))
        return cleaned


def _answer_field(asked: asking.Field) -> forms.Field:
    if asked.kind == "term":
        known = terms.vocabulary(asked.vocabulary)
        return forms.ChoiceField(choices=[("", "—"), *known.choices(terms.language())], widget=TermSelect)
    if asked.kind == "date":
        return WrittenDateField()
    if asked.kind in ("yes_no", "sex"):
        return forms.ChoiceField(choices=_YES_NO if asked.kind == "yes_no" else _SEX)
    if asked.kind == "number":
        return forms.DecimalField(min_value=0)
    if asked.kind == "money":
        return forms.CharField(
            max_length=20, help_text=_("Amount and currency, as told; nothing is converted.")
        )
    return forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class ReasonForm(forms.Form):
    """Why a value is preferred, or not any more."""

    reason = forms.CharField(label=_("Why"), max_length=500)
