"""The form of the search page."""

from __future__ import annotations

from django import forms

from tumen_desk.find.queries import Asked
from tumen_desk.record.forms import LANGUAGES, EdgeDateField, TermField
from tumen_desk.record.models import Organisation


def _issuers() -> list[tuple[str, str]]:
    return [("", "all"), *((str(pk), name) for pk, name in Organisation.objects.values_list("pk", "name"))]


class SearchForm(forms.Form):
    """Words, and what narrows them."""

    words = forms.CharField(
        label="Words or a name",
        max_length=400,
        widget=forms.TextInput(attrs={"type": "search", "autofocus": True, "autocomplete": "off"}),
    )
    kind = TermField("source_kind", any_label="all", label="Kind of source")
    issuer = forms.ChoiceField(label="Issued by", choices=_issuers, required=False)
    language = forms.ChoiceField(choices=[("", "all"), *LANGUAGES[1:]], required=False)
    act = TermField("act_type", any_label="all", label="Source tells of")
    others = forms.BooleanField(label="Every word for the people", required=False)
    since = EdgeDateField(label="Source dated since")
    until = EdgeDateField(label="until", last=True)

    def asked(self) -> Asked:
        """What was asked; call it on a valid form."""
        return Asked(**self.cleaned_data)
