"""Forms about an interview."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tumen_desk.record.forms import LANGUAGES, TermField, WrittenDateField
from tumen_desk.record.models import Source
from tumen_desk.shell import terms


class InterviewForm(forms.Form):
    """How an interview came about."""

    person = forms.ChoiceField(label=_("Who tells"), required=False)
    adds = forms.CharField(
        label=_("Why this person is heard"),
        max_length=500,
        help_text=_(
            "What it adds to what others already recorded. Nobody should be asked twice for nothing."
        ),
    )
    referral = TermField("referral", label=_("How the person was found"))
    wave = forms.CharField(label=_("Round of interviews"), max_length=60, required=False)
    expenses = forms.CharField(
        label=_("Expenses paid"), max_length=200, required=False, help_text=_("Never for the story.")
    )

    def __init__(self, *args: Any, source: Source, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = source.mentions.filter(role="interviewee").order_by("id")
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            *((str(m.pk), str(m)) for m in told),
            ("", _("somebody new in this source")),
        ]


class SessionForm(forms.Form):
    """One sitting."""

    date = WrittenDateField(label=_("When"), help_text="")
    place = TermField("place", label=_("Where"))
    setting = TermField("interview_setting", label=_("Setting"))
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, required=False)
    interpreter = TermField("interpreter_kind", label=_("Interpreter"))
    recording = TermField("recording_kind", label=_("Recorded by"))
    minutes = forms.IntegerField(label=_("Minutes"), required=False, min_value=1, max_value=2000)
    present = forms.MultipleChoiceField(
        label=_("Who else was in the room"),
        required=False,
        choices=lambda: terms.vocabulary("presence").choices(terms.language()),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Besides the interviewer. Roles, never names."),
    )
    alone = forms.BooleanField(label=_("Nobody but the interviewer"), required=False)
    watched = forms.CharField(
        label=_("Was the person watched or warned?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Sealed; read by few."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("alone") and cleaned.get("present"):
            self.add_error("alone", _("Somebody else is ticked as well."))
        return cleaned


class HeardBeforeForm(forms.Form):
    """Who heard the person before."""

    kind = TermField("earlier_kind", label=_("Who heard the person before"), required=True)
    by = forms.CharField(label=_("Which body"), max_length=200, required=False)
    date = WrittenDateField(label=_("When"), help_text="")


class PieceForm(forms.Form):
    """One record of the interview."""

    kind = TermField("record_kind", label=_("Record"), required=True)
    document = forms.ChoiceField(label=_("Document"), required=False)
    where = forms.CharField(label=_("On paper: where it lies"), max_length=200, required=False)
    made_on = WrittenDateField(label=_("Made on"), help_text="")

    def __init__(self, *args: Any, source: Source, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            *((str(d.pk), str(d)) for d in source.documents.defer("text", "layout")),
        ]


class WellbeingForm(forms.Form):
    """How the person was."""

    text = forms.CharField(
        label=_("How the person was"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class FollowUpForm(forms.Form):
    """What was promised."""

    kind = TermField("follow_up_kind", label=_("What was promised"), required=True)
    due = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    how = forms.CharField(
        label=_("How to reach the person safely, and how not"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Sealed; opened by those who may see names, and each look is logged."),
    )


class OutcomeForm(forms.Form):
    """What came of it."""

    outcome = forms.CharField(label=_("What came of it"), max_length=500, required=False)
