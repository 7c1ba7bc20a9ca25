"""What people give to the log's pages: heads from outside, partners, signatures."""

from __future__ import annotations

from django import forms


class HeadTextForm(forms.Form):
    """A head that was kept outside."""

    text = forms.CharField(
        label="The head that was kept outside",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )


class LineForm(forms.Form):
    """A partner's signature under one of our heads."""

    line = forms.CharField(label="The line a partner sent back", max_length=200)


class WitnessForm(forms.Form):
    """A partner and their key."""

    name = forms.CharField(label="Partner", max_length=100)
    key = forms.CharField(
        label="Their public key", max_length=80, help_text="64 digits and letters; compare them in person."
    )


class CountersignForm(HeadTextForm):
    """A partner's head to sign."""

    proof = forms.CharField(
        label="Their proof that it continues the last one",
        required=False,
        max_length=10_000,
        help_text="The contents of the file they sent with it; empty for their first head.",
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )
