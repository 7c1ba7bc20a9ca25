"""A secret that can be read out over a telephone, and phrases that show whether both sides hold the same.

Words are made of syllables that English, Korean and Chinese speakers keep apart (no b/p, l/r, f/p, z/j), and each has
exactly one spelling in Latin letters and one in Hangul.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from typing import Final

from tumen.errors import ExchangeSecretError

_ONSETS: Final = "hjkmnpst"
_VOWELS: Final = "aiou"
_SYLLABLES: Final = tuple(onset + vowel for onset in _ONSETS for vowel in _VOWELS)
# The same syllables in Hangul: onset numbers of h j k m n p s t, vowel numbers of a i o u (Unicode, section 3.12).
_HANGUL: Final = tuple(
    chr(0xAC00 + onset * 588 + vowel * 28) for onset in (18, 12, 0, 6, 2, 7, 9, 3) for vowel in (0, 20, 8, 13)
)
_PER_WORD: Final = 3
_WORD_BITS: Final = 5 * _PER_WORD
WORDS: Final = 6
"""Words that carry the secret: 90 bits; one more checks them."""


def new_secret() -> str:
    """Seven words: six at random (90 bits) and one that shows a word misheard."""
    number = secrets.randbits(_WORD_BITS * WORDS)
    return " ".join((*_words(number, WORDS), _check_word(number)))


def read_secret(text: str) -> bytes:
    """The secret of words typed in Latin letters or Hangul; capitals, spaces and hyphens do not matter.

    Raises:
        ExchangeSecretError: not seven such words, or a word is not what was read out.
    """
    syllables = _syllables(text)
    if len(syllables) != _PER_WORD * (WORDS + 1):
        raise ExchangeSecretError(f"A secret has {WORDS + 1} words of {_PER_WORD} syllables each.")
    number = 0
    for syllable in syllables[:-_PER_WORD]:
        number = number << 5 | syllable
    if "".join(_SYLLABLES[each] for each in syllables[-_PER_WORD:]) != _check_word(number):
        raise ExchangeSecretError(
            "One of the words was misheard or mistyped: the last does not fit the others."
        )
    return number.to_bytes((_WORD_BITS * WORDS + 7) // 8, "big")


def in_hangul(words: str) -> str:
    """The same words in Hangul, to be read out in Korean.

    Example:
        >>> in_hangul("kamito")
        '가미도'
    """
    return " ".join("".join(_HANGUL[each] for each in _syllables(word)) for word in words.split())


def phrase(digest: bytes, *, words: int = 3) -> str:
    """Words that two people read to each other: equal words, equal digests (15 bits a word)."""
    number = int.from_bytes(hashlib.sha256(b"phrase" + digest).digest(), "big")
    return " ".join(_words(number & ((1 << _WORD_BITS * words) - 1), words))


def _syllables(text: str) -> list[int]:
    letters = [c for c in unicodedata.normalize("NFC", text).lower() if c.isalpha()]
    found: list[int] = []
    at = 0
    while at < len(letters):
        width = 1 if letters[at] in _HANGUL else 2
        piece = "".join(letters[at : at + width])
        table = _HANGUL if width == 1 else _SYLLABLES
        if piece not in table:
            raise ExchangeSecretError("These are not words of a secret.")
        found.append(table.index(piece))
        at += width
    return found


def _words(number: int, count: int) -> tuple[str, ...]:
    syllables = [_SYLLABLES[number >> 5 * place & 31] for place in reversed(range(_PER_WORD * count))]
    return tuple("".join(syllables[at : at + _PER_WORD]) for at in range(0, len(syllables), _PER_WORD))


def _check_word(number: int) -> str:
    digest = hashlib.sha256(b"tumen secret" + number.to_bytes(16, "big")).digest()
    return _words(int.from_bytes(digest[:2], "big") & 0x7FFF, 1)[0]
