"""Forms of reports."""

from __future__ import annotations

from django import forms

from tumen_desk.act.models import Contact, ReportSection
from tumen_desk.act.work_forms import day_field

LANGUAGES = [("en", "English"), ("ko", "Korean"), ("zh", "Chinese")]


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ReportNewForm(forms.Form):
    """Begin a report."""

    title = forms.CharField(max_length=200)
    language = forms.ChoiceField(choices=LANGUAGES)


class ReportForm(forms.Form):
    """What stands above a report."""

    title = forms.CharField(max_length=200)
    subtitle = forms.CharField(max_length=300, required=False)
    language = forms.ChoiceField(choices=LANGUAGES)
    authors = forms.CharField(
        required=False, widget=_area(2), max_length=2000,
        help_text="One a line: Name, office | agreed 2026-01-31. Without agreement nobody is printed.",
    )  # fmt: skip
    house_terms = forms.CharField(
        label="House terms", required=False, widget=_area(2), max_length=2000,
        help_text="One a line: instead of this -> say this. Quotations are never altered.",
    )  # fmt: skip


class SectionForm(forms.Form):
    """One section."""

    title = forms.CharField(max_length=200, required=False)
    text = forms.CharField(required=False, widget=_area(6), max_length=100_000)


class SectionNewForm(forms.Form):
    """A section more."""

    kind = forms.ChoiceField(choices=ReportSection.Kind.choices)
    title = forms.CharField(max_length=200, required=False)


class WithdrawForm(forms.Form):
    """Why a report no longer stands."""

    why = forms.CharField(label="What no longer holds", max_length=500, widget=_area(2))


class DeliveryForm(forms.Form):
    """To whom, how and when something was brought."""

    contact = forms.ModelChoiceField(
        label="To which contact", queryset=Contact.objects.none(), empty_label="choose a contact",
        help_text="Only contacts that may receive it stand here.",
    )  # fmt: skip
    way = forms.CharField(label="How", max_length=120, help_text="By hand, by post, through a form …")
    on = day_field(label="On")
    place = forms.CharField(required=False, max_length=120)
    by_whom = forms.CharField(label="By whom", required=False, max_length=200)
    proof = forms.CharField(required=False, max_length=300, help_text="Receipt, number, photograph.")

    def __init__(self, *args: object, contacts: list[Contact] | None = None, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]  # what a form takes
        field = self.fields["contact"]
        # A posted contact may be any: the service says why one may not receive it.
        known = Contact.objects.all()
        field.queryset = known if contacts is None else known.filter(pk__in=[c.pk for c in contacts])  # type: ignore[attr-defined]
        field.label_from_instance = lambda c: c.name  # type: ignore[attr-defined]
