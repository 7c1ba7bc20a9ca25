"""Words that a guesser of this desk's passwords would begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.core.exceptions import ValidationError

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

_WORDS: Final = ("tumen", "password", "passphrase")
_LEAST: Final = 4
_MOSTLY: Final = 0.5


class ContextValidator:
    """No password that is mostly one's own user name or a word of this desk."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Refuse it.

        Raises:
            ValidationError: half of it or more is such a word.
        """
        plain = password.casefold()
        words = [*_WORDS, user.username.casefold() if user is not None else ""]
        for word in words:
            if len(word) >= _LEAST and plain.count(word) * len(word) >= _MOSTLY * len(plain):
                raise ValidationError("This is mostly your user name or a word of this desk.")

    def get_help_text(self) -> str:
        """What is refused, in words."""
        return "Not mostly your user name or a word of this desk."
