"""Asking for a figure."""

from __future__ import annotations

from typing import Any

from django import forms

from tumen.estimation import METHODS
from tumen_desk.count.recipes import CountRecipe
from tumen_desk.record.forms import WrittenDateField, term_choices


def _methods() -> list[tuple[str, str]]:
    return [(name, method.title) for name, method in METHODS.items()]


class RecipeForm(forms.Form):
    """A question to the linked record."""

    title = forms.CharField(label="What do you ask", max_length=300)
    population = forms.CharField(
        label="Who exactly is meant", max_length=300, help_text="As it must stand beside the number."
    )
    act_types = forms.MultipleChoiceField(
        label="People to whom one of these acts was done",
        choices=lambda: term_choices("act_type")[1:],
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )
    leg_kinds = forms.MultipleChoiceField(
        label="or who made one of these steps",
        choices=lambda: term_choices("journey_leg")[1:],
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )
    since = WrittenDateField(label="Since", help_text="Only what can have happened in the period.")
    until = WrittenDateField(label="Until", help_text="")
    sex = forms.ChoiceField(choices=[("", "everybody"), ("f", "female"), ("m", "male")], required=False)
    as_of = WrittenDateField(
        label="The number refers to", required=True, help_text="A day, a year or a period."
    )
    method = forms.ChoiceField(choices=_methods, initial="latent-class")
    level = forms.TypedChoiceField(
        label="Interval", choices=[("0.95", "95 %"), ("0.9", "90 %"), ("0.8", "80 %")], coerce=float
    )
    seed = forms.IntegerField(min_value=0, initial=1, help_text="The same seed gives the same number.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("act_types") and not cleaned.get("leg_kinds"):
            self.add_error("act_types", "Choose at least one act or one step.")
        return cleaned

    def recipe(self) -> CountRecipe:
        """The question as a recipe."""
        given = dict(self.cleaned_data)
        lists: dict[str, Any] = {name: tuple(given.pop(name)) for name in ("act_types", "leg_kinds")}
        return CountRecipe(**given, **lists)
