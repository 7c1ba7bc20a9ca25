"""Words for the telephone: two scripts, a check against mishearing, ninety bits."""

import functools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tumen.errors import ExchangeSecretError
from tumen.linkage import private


def test_a_secret_is_seven_words_and_never_the_same():
    made = {private.new_secret() for _ in range(50)}
    assert len(made) == 50
    assert all(len(words.split()) == 7 for words in made)


def test_words_typed_in_hangul_capitals_or_with_hyphens_are_the_same_secret():
    words = private.new_secret()
    secret = private.read_secret(words)
    assert len(secret) == 12
    assert private.read_secret(private.in_hangul(words)) == secret
    assert private.read_secret(words.upper().replace(" ", "-")) == secret


TABLE = [onset + vowel for onset in "hjkmnpst" for vowel in "aiou"]


@functools.cache
def a_secret() -> list[str]:
    """The syllables of six fixed words with the word that checks them."""
    words = "kamito sunaha pojuti nakisa hotupa mijako"
    last = next(a + b + c for a in TABLE for b in TABLE for c in TABLE if _reads(f"{words} {a}{b}{c}"))
    whole = words.replace(" ", "") + last
    return [whole[at : at + 2] for at in range(0, len(whole), 2)]


@settings(deadline=None, max_examples=60)
@given(place=st.integers(0, 20), other=st.integers(1, 31))
def test_one_syllable_misheard_is_noticed(place, other):
    syllables = list(a_secret())
    syllables[place] = TABLE[(TABLE.index(syllables[place]) + other) % 32]
    # Fifteen bits of check: of these few hundred slips none happens to fit.
    assert not _reads("".join(syllables))


@pytest.mark.parametrize("text", ["", "kamito", "kamito sunaha", "correct horse battery staple"])
def test_other_words_are_refused_without_repeating_them(text):
    with pytest.raises(ExchangeSecretError) as refused:
        private.read_secret(text)
    assert "horse" not in refused.value.message


def _reads(text: str) -> bool:
    try:
        private.read_secret(text)
    except ExchangeSecretError:
        return False
    return True
