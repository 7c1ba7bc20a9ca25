"""What people write down about accounts and their own sign-in."""

from __future__ import annotations

from django import forms
from django.contrib.auth import password_validation

from tumen_desk.accounts.identities import MOST_MORE
from tumen_desk.accounts.models import Circle, Role, User
from tumen_desk.accounts.services import user_create

_NEW_PASSWORD = forms.PasswordInput(attrs={"autocomplete": "new-password"})
_OLD_PASSWORD = forms.PasswordInput(attrs={"autocomplete": "current-password"})


class SignInForm(forms.Form):
    """User name and password."""

    username = forms.CharField(
        label="Username",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(strip=False, max_length=500, widget=_OLD_PASSWORD)


class CodeForm(forms.Form):
    """Six digits of an app, or a recovery code."""

    code = forms.CharField(
        label="Code",
        max_length=40,
        help_text="Six digits from the app on your telephone, or one of the recovery codes on your paper.",
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}
        ),
    )


class AgainForm(forms.Form):
    """One's password once more."""

    password = forms.CharField(label="Your password", strip=False, max_length=500, widget=_OLD_PASSWORD)


class PasswordForm(forms.Form):
    """One's own new password."""

    present = forms.CharField(label="Your password now", strip=False, max_length=500, widget=_OLD_PASSWORD)
    new = forms.CharField(
        label="The new one",
        strip=False,
        max_length=500,
        help_text="At least 12 characters; a sentence is better than a puzzle.",
        widget=_NEW_PASSWORD,
    )

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as given
        self.user = user

    def clean_new(self) -> str:
        password = str(self.cleaned_data["new"])
        password_validation.validate_password(password, self.user)
        return password


class NewPersonForm(forms.Form):
    """A new account."""

    username = forms.SlugField(label="User name", max_length=40)
    role = forms.ChoiceField(choices=Role.choices, widget=forms.RadioSelect, initial=Role.OFFICER)
    password = forms.CharField(
        strip=False,
        help_text="At least 12 characters. Hand it over in person.",
        widget=_NEW_PASSWORD,
    )

    def clean_username(self) -> str:
        username = str(self.cleaned_data["username"])
        if User.objects.filter(username__iexact=username).exists():
            raise forms.ValidationError("There is an account of this name.")
        return username

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        named = User(username=str(self.cleaned_data.get("username", "")))
        password_validation.validate_password(password, named)
        return password

    def run(self, actor: User) -> User:
        """Create the account."""
        return user_create(
            actor=actor,
            username=self.cleaned_data["username"],
            password=self.cleaned_data["password"],
            role=self.cleaned_data["role"],
        )


class RoleForm(forms.Form):
    """What somebody's work is from now on."""

    role = forms.ChoiceField(choices=Role.choices, widget=forms.RadioSelect)


class CeilingForm(forms.Form):
    """How many identities somebody may open a day."""

    a_day = forms.IntegerField(label="Identities a day", min_value=0, max_value=MOST_MORE)


class CircleForm(forms.Form):
    """A new circle."""

    title = forms.CharField(
        label="What work it is for", max_length=100, help_text="The work, never who it is about."
    )

    def clean_title(self) -> str:
        title = str(self.cleaned_data["title"]).strip()
        if Circle.objects.filter(title__iexact=title).exists():
            raise forms.ValidationError("There is a circle of this title.")
        return title


class SeatForm(forms.Form):
    """Somebody who needs to know."""

    user = forms.ModelChoiceField(User.objects.filter(is_active=True).order_by("username"), label="Who")
    reason = forms.CharField(label="Why they need to know", max_length=200)
    until = forms.DateField(required=False, help_text="YYYY-MM-DD; empty: until it is taken back.")


class EncloseForm(forms.Form):
    """A source by its number, as it stands in lists (S-12)."""

    source = forms.RegexField(r"^[Ss]?-?[0-9]{1,15}$", label="Source", help_text="Its number, such as S-12.")

    def clean_source(self) -> int:
        return int(str(self.cleaned_data["source"]).upper().removeprefix("S").removeprefix("-"))


class LeaveForm(forms.Form):
    """Who takes over when somebody leaves."""

    successor = forms.ChoiceField(label="Who takes over their open work", required=False)

    def __init__(self, *args: object, colleagues: list[User], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as given
        named = [(str(c.pk), f"{c.username} ({c.get_role_display()})") for c in colleagues]
        self.fields["successor"].choices = [("", "nobody for now"), *named]  # type: ignore[attr-defined]


class AskForm(forms.Form):
    """A request for a second person."""

    reason = forms.CharField(
        label="Why",
        max_length=500,
        help_text="Your colleague reads this. Numbers of records, no names.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class MoreForm(AskForm):
    """A request to open more identities today."""

    more = forms.IntegerField(label="How many more", min_value=1, max_value=MOST_MORE, initial=10)
    field_order = ("more", "reason")


class DecideForm(forms.Form):
    """The answer of the second person."""

    granted = forms.ChoiceField(
        label="Your answer", choices=[("yes", "I agree"), ("no", "I refuse")], widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label="What you looked at, and why", max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    password = forms.CharField(
        label="Your own password",
        strip=False,
        max_length=500,
        help_text="So that nobody agrees at a desk you left open.",
        widget=_OLD_PASSWORD,
    )

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as given
        if not user.has_usable_password():
            del self.fields["password"]
