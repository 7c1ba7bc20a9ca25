"""Comparing lists between organisations that may not show names."""

from __future__ import annotations

from tumen.errors.linkage import LinkageError

__all__ = [
    "ExchangeDamaged",
    "ExchangeExpired",
    "ExchangeFolderError",
    "ExchangeForeign",
    "ExchangeSecretError",
    "ExchangeTermsError",
    "ExchangeTooSoon",
    "ExchangeUsed",
    "PrivateError",
    "PrivateListError",
]


class PrivateError(LinkageError):
    """A private comparison that cannot go on; nothing was sent and nothing is lost."""

    code = "linkage.private"


class PrivateListError(PrivateError):
    """A list that may not or cannot take part; `fields["faults"]` names rows and columns where there are any."""

    code = "linkage.private.list"
    default_hint = "Correct the list; nothing was written."


class ExchangeSecretError(PrivateError):
    """Words that are no secret, or not the secret of this exchange."""

    code = "linkage.private.secret"
    default_hint = "Have the words read to you again, one by one; the last word checks the others."


class ExchangeTermsError(PrivateError):
    """Terms outside their range, not agreed to, or that this program cannot keep."""

    code = "linkage.private.terms"
    default_hint = "Talk to the other organisation and begin a new exchange."


class ExchangeDamaged(PrivateError):
    """A file of an exchange that was cut, altered, or is none."""

    code = "linkage.private.damaged"
    default_hint = "Copy the file again from where it was written; what you have here is kept."


class ExchangeForeign(PrivateError):
    """A file of another exchange, for somebody else, or signed by a stranger."""

    code = "linkage.private.foreign"
    default_hint = "Look for the file that was written for you in this exchange."


class ExchangeUsed(PrivateError):
    """A file that was answered already, or comes out of turn."""

    code = "linkage.private.used"
    default_hint = "Send the file that was written then, or wait for the next one."


class ExchangeExpired(PrivateError):
    """An exchange whose last day has passed."""

    code = "linkage.private.expired"
    default_hint = "Begin a new exchange, with a new secret."


class ExchangeTooSoon(PrivateError):
    """Another comparison with the same organisation within the waiting time both agreed to."""

    code = "linkage.private.too_soon"
    default_hint = "Wait, or give the reason why it is needed again; the reason is written into the record."


class ExchangeFolderError(PrivateError):
    """A folder of exchanges that cannot be read or written."""

    code = "linkage.private.folder"
    default_hint = "Name the folder in which this exchange was begun, and check the space on the disk."
