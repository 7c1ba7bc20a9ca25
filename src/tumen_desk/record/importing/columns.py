"""A column of a table that comes in, and how a cell of it is checked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from tumen.errors import InputError
from tumen_desk.record.policies import check_state
from tumen_desk.record.services import check_code
from tumen_desk.shell import terms

Check = Callable[[str], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its name, what a person reads, how a cell is checked, other headings it goes by."""

    name: str
    label: str
    check: Check = str
    required: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Coded:
    """A cell that holds a term of this list."""

    vocabulary: str

    def __call__(self, text: str) -> str:
        return check_code(self.vocabulary, text)


@dataclass(frozen=True, slots=True)
class _Several:
    """A cell that holds terms of this list, divided by `|`."""

    vocabulary: str

    def __call__(self, text: str) -> list[str]:
        return [check_code(self.vocabulary, code.strip()) for code in text.split("|") if code.strip()]


def coded(vocabulary: str) -> Check:
    """A term of this list, or nothing."""
    return _Coded(vocabulary)


def several(vocabulary: str) -> Check:
    """Terms of this list, divided by `|`."""
    return _Several(vocabulary)


def list_name(text: str) -> str:
    """The name of a list of the desk."""
    if text and text not in terms.vocabularies():
        raise InputError(f"The desk has no list {text!r}.")
    return text


def one_of(*values: str) -> Check:
    """One of these words, or nothing."""

    def check(text: str) -> str:
        if text.lower() not in (*values, ""):
            # In quotation marks they stay as they must be typed, whatever the language of the page.
            raise InputError(f"{text!r} is none of {', '.join(map(repr, values))}.")
        return text.lower()

    return check


def sex_of(text: str) -> str:
    """`f`, `m` or nothing, as lists write it."""
    written = {
        "": ("",),
        "f": ("f", "female", "여", "여자", "여성", "女", "女性"),
        "m": ("m", "male", "남", "남자", "남성", "男", "男性"),
    }
    for sex, words in written.items():
        if text.lower() in words:
            return sex
    raise InputError(f"{text!r} is not a sex this table knows.", hint="Use f, m, or leave it empty.")


def price_of(text: str) -> Decimal | None:
    """An amount of money; None if nothing is said."""
    try:
        price = Decimal(text.replace(",", "")) if text else None
    except InvalidOperation as error:
        raise InputError(f"{text!r} is not a number.") from error
    if price is not None and not (price.is_finite() and 0 <= price < Decimal(10) ** 10):
        raise InputError(f"{text!r} is not a price.")
    return price


def whole(text: str) -> int:
    """A whole number; 0 if nothing is said."""
    if text and not text.isdecimal():
        raise InputError(f"{text!r} is not a whole number.")
    return int(text or 0)


def up_to(length: int) -> Check:
    """Words of at most so many characters."""

    def check(text: str) -> str:
        if len(text) > length:
            raise InputError(f"Longer than {length} characters.")
        return text

    return check


def column(name: str, label: str, check: Check | None = None, *also: str, required: bool = False) -> Column:
    """A column; without a check its cells hold up to 200 characters."""
    return Column(name=name, label=label, check=check or up_to(200), required=required, also=also)


def state_of(text: str) -> str:
    """A state, by its code."""
    return check_state(text)
