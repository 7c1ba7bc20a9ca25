"""What an address says instead of a number finds nothing, and never a fault."""

import pytest

from tumen_desk.shell.numbers import number_in


@pytest.mark.parametrize(
    ("said", "number"),
    [("12", 12), (7, 7), ("", 0), (None, 0), ("-3", 0), ("1.5", 0), ("twelve", 0), ("٣", 0), ("9" * 16, 0)],
)
def test_only_a_number_is_one(said: object, number: int) -> None:
    assert number_in(said) == number
