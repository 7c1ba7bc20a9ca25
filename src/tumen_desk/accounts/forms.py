"""Sign-in, and a new account."""

from __future__ import annotations

from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.forms import AuthenticationForm

from tumen_desk.accounts.models import Role, User
from tumen_desk.accounts.services import user_create


class SignInForm(AuthenticationForm):
    """User name and password; the same answer for an unknown name and a wrong password."""

    error_messages = {
        "invalid_login": "User name and password do not fit together.",
        "inactive": "User name and password do not fit together.",
    }


class NewPersonForm(forms.Form):
    """A new account."""

    username = forms.SlugField(label="User name", max_length=40)
    role = forms.ChoiceField(choices=Role.choices, widget=forms.RadioSelect, initial=Role.OFFICER)
    password = forms.CharField(
        strip=False,
        help_text="At least 12 characters. Hand it over in person.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_username(self) -> str:
        username = str(self.cleaned_data["username"])
        if User.objects.filter(username__iexact=username).exists():
            raise forms.ValidationError("There is an account of this name.")
        return username

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        password_validation.validate_password(password)
        return password

    def run(self, actor: User) -> User:
        """Create the account."""
        return user_create(
            actor=actor,
            username=self.cleaned_data["username"],
            password=self.cleaned_data["password"],
            role=self.cleaned_data["role"],
        )
