"""Unlocking, and creating a store."""

from __future__ import annotations

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from tumen_desk.accounts.models import Role
from tumen_desk.accounts.services import user_create
from tumen_desk.store import folder


class UnlockForm(forms.Form):
    """The passphrase of an existing store."""

    passphrase = forms.CharField(
        label="Passphrase",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )

    def run(self) -> None:
        """Unlock."""
        folder.unlock(self.cleaned_data["passphrase"])


class SheetsForm(forms.Form):
    """Two of the three recovery sheets, and the passphrase that holds from now on."""

    one = forms.CharField(
        label="One sheet",
        help_text="Its twenty words; the first four letters of each are enough.",
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "autofocus": True}),
    )
    other = forms.CharField(
        label="Another sheet", widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"})
    )
    passphrase = forms.CharField(
        label="A new passphrase",
        min_length=16,
        strip=False,
        help_text="At least 16 characters; six words drawn by dice are best.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="The new passphrase again",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if cleaned.get("passphrase") != cleaned.get("again"):
            self.add_error("again", ValidationError("The two passphrases differ."))
        return cleaned

    def run(self) -> None:
        """Unlock, and put the store behind the new passphrase."""
        folder.unlock_with_sheets([self.cleaned_data["one"], self.cleaned_data["other"]])
        folder.change_passphrase(self.cleaned_data["passphrase"])


class CreateStoreForm(forms.Form):
    """The first start: a passphrase for the store and a first account."""

    passphrase = forms.CharField(
        label="Passphrase of this store",
        min_length=16,
        strip=False,
        help_text="At least 16 characters; six words drawn by dice are best. Nobody can recover it for you; make "
        "recovery sheets soon.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "autofocus": True}),
    )
    again = forms.CharField(
        label="The passphrase again",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    username = forms.SlugField(label="Your user name", max_length=40)
    password = forms.CharField(
        label="Your password",
        strip=False,
        help_text="At least 12 characters; not the passphrase.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        password_validation.validate_password(password)
        return password

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if cleaned.get("passphrase") != cleaned.get("again"):
            self.add_error("again", ValidationError("The two passphrases differ."))
        if cleaned.get("passphrase") and cleaned.get("passphrase") == cleaned.get("password"):
            self.add_error("password", ValidationError("Use another password than the passphrase."))
        return cleaned

    def run(self) -> None:
        """Create the store and the first account, which is the data-protection lead's."""
        folder.create(self.cleaned_data["passphrase"])
        user_create(
            actor=None,
            username=self.cleaned_data["username"],
            password=self.cleaned_data["password"],
            role=Role.PROTECTION,
        )
