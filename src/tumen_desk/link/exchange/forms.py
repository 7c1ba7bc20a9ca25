"""Forms of a private comparison. The secret is typed for each step and kept nowhere."""

from __future__ import annotations

from typing import Any

from django import forms

from tumen.errors import TumenError
from tumen.linkage import private
from tumen_desk.record.models import Organisation

_REVEAL = [("counts", "counts only"), ("records", "counts, and which of the own people matched")]


class WordsField(forms.CharField):
    """Seven words, in Latin letters or Hangul; a word misheard is noticed."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", "The seven words")
        options.setdefault(
            "help_text", "In Latin letters or Hangul. They are forgotten as soon as the work begins."
        )
        options.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}))
        super().__init__(max_length=200, **options)

    def clean(self, value: Any) -> str:
        words = str(super().clean(value) or "")
        if not words:
            return ""
        try:
            private.read_secret(words)
        except TumenError as error:
            raise forms.ValidationError(f"{error.message} {error.hint}".strip()) from error
        return words


class ListForm(forms.Form):
    """Whose people make the own list."""

    issuer = forms.ModelChoiceField(
        Organisation.objects.all(), required=False, label="Our list", empty_label="everybody in this desk",
        help_text="Only people whose consent to linkage with other lists stands take part, whatever you choose.",
    )  # fmt: skip

    @property
    def chosen_issuer(self) -> int | None:
        """Number of the organisation, None for everybody."""
        found = self.cleaned_data.get("issuer")
        return None if found is None else found.pk


class BeginForm(ListForm):
    """What two or more organisations agreed on."""

    field_order = ("me", "others", "why", "reveal", "issuer")
    me = forms.CharField(label="Our name", max_length=120)
    others = forms.CharField(
        label="With whom, one a line", widget=forms.Textarea(attrs={"rows": 2}), max_length=600,
        help_text="In the order in which the file travels. With two and more others a third must count.",
    )  # fmt: skip
    why = forms.CharField(label="Why, and what happens with the number", max_length=500)
    reveal = forms.ChoiceField(choices=_REVEAL, label="What both sides learn")
    invitation = forms.FileField(
        required=False,
        label="Invitation of a third",
        help_text="Only where a third counts; read the words to them.",
    )
    smallest = forms.IntegerField(
        label="Fewest people on a list", initial=100, min_value=20,
        help_text="In a short list a count says who is in it.",
    )  # fmt: skip
    largest = forms.IntegerField(
        label="Most people on a list", initial=20_000, min_value=21,
        help_text="Whoever cheats can try as many people as a list may be long: agree on no more than you need.",
    )  # fmt: skip
    exposure = forms.IntegerField(
        label="Of a hundred of our people a cheat may find at most", initial=25, min_value=1, max_value=100
    )
    days = forms.IntegerField(label="Days until it ends", initial=14, min_value=1, max_value=90)
    reason = forms.CharField(
        required=False, max_length=300, label="Reason to compare again so soon",
        help_text="Only if you compared with one of them within the last 30 days.",
    )  # fmt: skip
    words = WordsField(widget=forms.HiddenInput)

    def clean_others(self) -> list[str]:
        return [line.strip() for line in str(self.cleaned_data["others"]).splitlines() if line.strip()]


class ReceiveForm(forms.Form):
    """A file that came, and the words that open it."""

    file = forms.FileField(label="The file you received")
    words = WordsField(
        required=False, help_text="Not needed for the outcome that a third sends, nor to count as one."
    )


class AnswerForm(ListForm):
    """What we agree to when our own list goes in."""

    field_order = ("me", "why", "issuer")
    why = forms.CharField(label="Why, and what happens with the number", max_length=500)
    reason = forms.CharField(
        required=False, max_length=300, label="Reason to compare again so soon",
        help_text="Only if you compared with one of them within the last 30 days.",
    )  # fmt: skip
    agree = forms.BooleanField(
        required=False, label="We agree that each side learns which of its people matched"
    )
    words = WordsField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, organisations: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["me"] = forms.ChoiceField(
            label="We are", choices=[(name, name) for name in organisations]
        )
        self.order_fields(self.field_order)
