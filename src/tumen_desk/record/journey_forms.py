"""Forms of the journey builder."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tumen import vocab
from tumen_desk.record.forms import TermField, WrittenDateField
from tumen_desk.record.models import Mention


def _currencies() -> list[tuple[str, str]]:
    known = vocab.load_pack(settings.CONFIG.pack).settings.get("currencies", ())
    return [("", "—"), *((str(c), str(c)) for c in known)]


class LegForm(forms.Form):
    """One leg, every column."""

    kind = TermField("journey_leg", label=_("What"), required=True)
    from_place = TermField("place", label=_("From"))
    to_place = TermField("place", label=_("To"))
    date = WrittenDateField(label=_("Begun"), help_text="")
    ended = WrittenDateField(label=_("Ended"), help_text="")
    mode = TermField("crossing_mode", label=_("Means"))
    helper_role = TermField("agency", label=_("Who helped: the kind, never a name"))
    price = forms.DecimalField(label=_("Price"), required=False, min_value=0, max_digits=12, decimal_places=2)
    currency = forms.ChoiceField(label=_("Currency"), required=False, choices=_currencies)
    paid_by = TermField("relation", label=_("Paid by"))
    people = forms.IntegerField(label=_("People together"), required=False, min_value=1, max_value=30000)
    companions = forms.ModelMultipleChoiceField(
        label=_("Who went along"), required=False, queryset=Mention.objects.none()
    )
    intercepted = forms.ChoiceField(
        label=_("Intercepted"), required=False, choices=[("", "—"), ("yes", _("yes")), ("no", _("no"))]
    )
    handed_by = TermField("agency", label=_("Handed over by"))
    handed_to = TermField("agency", label=_("to"))
    outcome = TermField("victim_outcome", label=_("What became of the person"))
    note = forms.CharField(
        label=_("Note"), max_length=500, required=False, help_text=_("Never a helper's name.")
    )

    def __init__(self, *args: Any, mention: Mention, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Mention.objects.filter(source=mention.source_id).exclude(pk=mention.pk).order_by("id")
        self.fields["companions"].queryset = others  # type: ignore[attr-defined]
        if not others.exists():
            del self.fields["companions"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("price") is not None and not cleaned.get("currency"):
            self.add_error("currency", _("A price needs its currency."))
        return cleaned


class LineForm(forms.Form):
    """A leg in one line."""

    line = forms.CharField(label=_("The next leg, in one line"), max_length=300)
    journey = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
