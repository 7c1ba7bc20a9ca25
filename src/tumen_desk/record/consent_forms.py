"""What people decided about the use of what they told, as it is typed in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tumen_desk.record.forms import TermField, WrittenDateField, term_choices
from tumen_desk.shell import terms


class ConsentForm(forms.Form):
    """What was decided about a source, or one mention or passage of it: one answer for one or more purposes."""

    purpose = forms.MultipleChoiceField(
        label=_("For what"),
        choices=lambda: term_choices("consent_purpose")[1:],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick all that were answered alike; what was not asked is a no without being ticked."),
    )
    granted = forms.TypedChoiceField(
        label="Decision",
        choices=[("yes", "Yes, it may be used for this"), ("no", "No, or withdrawn")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    audience = forms.CharField(
        label=_("For whom"),
        max_length=120,
        required=False,
        help_text=_("Empty: whoever the purpose means. A name: only them."),
    )
    decided_on = WrittenDateField(label=_("Decided on"), help_text="")
    expires = WrittenDateField(label=_("Holds until"), help_text="")
    decided_by = TermField("consent_decider", label=_("Who decided"))
    manner = TermField("consent_manner", label=_("How it was given"))
    form = forms.CharField(label=_("Version of the form"), max_length=60, required=False)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        required=False,
        help_text=_("Needed where the person could not be asked. No names."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        decider = cleaned.get("decided_by")
        known = terms.vocabulary("consent_decider")
        if decider and known[decider].fields.get("asks_reason") and not cleaned.get("reason"):
            self.add_error("reason", _("Who decides for somebody else says why."))
        return cleaned
