"""Forms of keeping."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django import forms

from tumen.errors import ShareUnreadable
from tumen_desk.keep.models import Custody
from tumen_desk.store import folder, sheets


class PassphraseForm(forms.Form):
    """The present passphrase and a new one."""

    present = forms.CharField(
        label="The present passphrase",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    passphrase = forms.CharField(
        label="The new passphrase",
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

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("passphrase") != cleaned.get("again"):
            self.add_error("again", "The two passphrases differ.")
        elif not self.errors and not folder.passphrase_fits(cleaned["present"]):
            self.add_error("present", "This is not the present passphrase.")
        return cleaned


class SheetsForm(forms.Form):
    """The three sheets typed back from paper."""

    sheet_1 = forms.CharField(
        label="Sheet 1", widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"})
    )
    sheet_2 = forms.CharField(
        label="Sheet 2", widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"})
    )
    sheet_3 = forms.CharField(
        label="Sheet 3", widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"})
    )

    def __init__(self, *args: Any, printed: tuple[str, str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.printed = printed

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for number, printed in enumerate(self.printed, start=1):
            typed = cleaned.get(f"sheet_{number}")
            if typed:
                try:
                    same = sheets.words(typed) == sheets.words(printed)
                except ShareUnreadable as error:
                    self.add_error(f"sheet_{number}", error.message)
                else:
                    if not same:
                        self.add_error(f"sheet_{number}", "These are the words of another sheet.")
        return cleaned


class BackupForm(forms.Form):
    """Where a backup goes."""

    place = forms.CharField(
        label="Folder",
        max_length=400,
        help_text="A stick or a disk that is kept elsewhere, for example /media/usb or E:\\.",
    )

    def clean_place(self) -> str:
        place = Path(str(self.cleaned_data["place"])).expanduser()
        if not place.is_absolute() or not place.is_dir():
            raise forms.ValidationError("There is no such folder on this machine.")
        if place == folder.root() or folder.root() in place.parents:
            raise forms.ValidationError("A backup beside the original is lost with it. Choose another disk.")
        return str(place)


class EraseForm(forms.Form):
    """Which mentions are the person, and whether earlier backups are closed."""

    mentions = forms.TypedMultipleChoiceField(coerce=int, widget=forms.CheckboxSelectMultiple)
    close_backups = forms.BooleanField(
        required=False,
        label="Close earlier backups as well",
        help_text="Names and documents cannot be read in earlier backups either way. What others wrote about the "
        "person in titles and notes can, unless earlier backups are closed: then none of them opens any more.",
    )
    reason = forms.CharField(
        label="Why, and who asked for it",
        max_length=500,
        required=False,
        help_text="Without the name. It is kept, and your colleague reads it.",
    )

    def __init__(self, *args: Any, choices: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["mentions"].choices = choices  # type: ignore[attr-defined]
        self.fields["mentions"].label = "Mentions of this person"


class CustodyForm(forms.Form):
    """One link of a chain of custody."""

    kind = forms.ChoiceField(label="What happened", choices=Custody.Kind.choices)
    form = forms.ChoiceField(label="What it is", choices=Custody.Form.choices)
    party = forms.CharField(label="From whom, or to whom", max_length=200)
    on = forms.CharField(
        label="When", max_length=60, required=False, help_text="As it was told: May 2019, 2019?"
    )
    how = forms.CharField(label="How", max_length=500, required=False)


class StampReplyForm(forms.Form):
    """What an authority answered."""

    reply = forms.FileField(label="The reply (.tsr)")
    root = forms.FileField(
        label="Certificate of the authority (.pem)",
        required=False,
        help_text="The root you trust, from the authority's own site. Without it the reply is kept, not verified.",
    )
