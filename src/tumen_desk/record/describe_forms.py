"""Forms about sources, happenings, people and films: where they belong, how they are to be taken."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tumen_desk.record.forms import TermField, WrittenDateField
from tumen_desk.record.models import Account, Mention, Source, Verification


class SourceDescribeForm(forms.Form):
    """Where a source belongs, and what is to be known of it."""

    part_of = forms.ModelChoiceField(
        label=_("Part of (number of the whole source)"),
        queryset=Source.objects.all(),
        widget=forms.NumberInput,
        required=False,
        help_text=_("A report in parts, or a collection with an order of reading."),
    )
    part_order = forms.IntegerField(label=_("Its place in the whole"), required=False, min_value=1)
    first_note = forms.IntegerField(
        label=_("Number of its first note"),
        required=False,
        min_value=1,
        help_text=_("Where notes are counted through the whole."),
    )
    covers = WrittenDateField(
        label=_("Period that it reports on"), help_text=_("2012, or from 2011-04 to 2012-03.")
    )
    interest = TermField("source_interest", label=_("What it has to gain or defend"))
    interest_words = forms.CharField(label=_("In words"), max_length=300, required=False)


class GradeForm(forms.Form):
    """A grade with its reasons."""

    reliability = TermField("reliability", label=_("Grade"))
    why = forms.CharField(
        label=_("Reasons"),
        max_length=300,
        required=False,
        help_text=_("A grade without reasons is not kept."),
    )


class AccountDescribeForm(forms.Form):
    """What kind of happening it is, and the order of its acts."""

    kind = TermField("happening_kind", label=_("Kind of happening"))

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.acts = list(account.acts.order_by("date_low", "pk"))
        for act in self.acts:
            self.fields[f"stage_{act.pk}"] = forms.IntegerField(
                label=_("Stage of act %(n)s") % {"n": act.pk}, required=False, min_value=1, max_value=999
            )

    @property
    def stages(self) -> dict[int, int | None]:
        """Act → its place, as given."""
        return {act.pk: self.cleaned_data.get(f"stage_{act.pk}") for act in self.acts}


class PublicForm(forms.Form):
    """Their own publication."""

    publication = forms.ModelChoiceField(
        label=_("Their own publication (number of the source)"),
        queryset=Source.objects.all(),
        widget=forms.NumberInput,
        required=False,
        help_text=_(
            "Empty: not public. They are named by reference to it alone; whoever they tell of stays closed."
        ),
    )


class HandlingForm(forms.Form):
    """The next step of the way of a film."""

    mention = forms.ModelChoiceField(label=_("Who had it"), queryset=Mention.objects.none(), required=False)
    role = TermField("agency", label=_("or what kind of body"))
    who = forms.CharField(
        label=_("or in words"), max_length=200, required=False, help_text=_("Sealed with the file.")
    )
    since = WrittenDateField(label=_("Since"), help_text="")
    how = forms.CharField(label=_("How it came to them"), max_length=300, required=False)

    def __init__(self, *args: Any, source: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mention"].queryset = Mention.objects.filter(source=source).order_by("pk")  # type: ignore[attr-defined]


class MediaOfForm(forms.Form):
    """Which happening it shows."""

    account = forms.ModelChoiceField(
        label=_("The happening that it shows (number of an account)"),
        queryset=Account.objects.all(),
        widget=forms.NumberInput,
        required=False,
    )


class VerificationForm(forms.Form):
    """What was looked into, and found."""

    kind = TermField("verification_kind", label=_("What was looked into"), required=True)
    found = forms.ChoiceField(label=_("Found"), choices=Verification.Found.choices)
    reason = forms.CharField(
        label=_("How it was found"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class DefinitionForm(forms.Form):
    """How a source defines a term."""

    code = forms.ChoiceField(label=_("Term"))
    source = forms.ModelChoiceField(
        label=_("Number of the source that says so"), queryset=Source.objects.all(), widget=forms.NumberInput
    )
    words = forms.CharField(label=_("Its words"), max_length=600, widget=forms.Textarea(attrs={"rows": 3}))
    where = forms.CharField(label=_("Page or paragraph"), max_length=80, required=False)
    house = forms.BooleanField(label=_("This is how we use the word"), required=False)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = choices  # type: ignore[attr-defined]


class PlaceRiskForm(forms.Form):
    """What is to be heeded in a place."""

    place = TermField("place", label=_("Place"), required=True)
    words = forms.CharField(
        label=_("What is to be heeded"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    since = WrittenDateField(label=_("Since"), help_text="")
    until = WrittenDateField(label=_("until"), help_text="")
