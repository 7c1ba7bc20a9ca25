"""Which encoding bytes are in, how sure that is, and when it cannot be told.

Tried in order: a byte order mark, UTF-8, UTF-16 without a mark, then the national encodings side by
side. CP949 (Korean) and GB18030 (Chinese) decode nearly every byte string of the other, so a decoder
that does not complain proves nothing. What tells them apart is what comes out: Korean prose is
Hangul of the 2,350 syllables of KS X 1001, Chinese prose is hanzi of GB 2312's first level.
"""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from tumen.errors import UndecodableText

SAMPLE_BYTES = 64 * 1024
"""National encodings are told apart on the first 64 KiB; the choice must then decode the whole."""

LEAST_CONFIDENCE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Text out of bytes.

    Attributes:
        text: without a byte order mark; line ends as found.
        encoding: a name Python knows.
        confidence: 0 to 1; 1 where the bytes themselves prove it.
        reason: why, in plain words.
        cut: True if the last character was cut off and stands as U+FFFD.
    """

    text: str
    encoding: str
    confidence: float
    reason: str
    cut: bool = False


_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(content: bytes, *, encoding: str | None = None) -> Decoded:
    """Turn bytes into text.

    Args:
        content: the bytes.
        encoding: what they are in, if somebody knows; then nothing is guessed.

    Raises:
        UndecodableText: no encoding gives readable text, or the stated one does not fit.
    """
    if encoding is not None:
        return _as_stated(content, encoding)
    found = _marked(content) or _utf8(content) or _utf16_bare(content) or _national(content)
    found = found or _utf8_damaged(content)
    if found is None:
        raise UndecodableText("The bytes are not text in an encoding that can be told.")
    _refuse_binary(found.text)
    return found


def _as_stated(content: bytes, encoding: str) -> Decoded:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as fault:
        raise UndecodableText(
            f"Not {encoding}: byte {fault.start} does not fit.", encoding=encoding, position=fault.start
        ) from None
    except (LookupError, ValueError):  # a null character in a name is no unknown name to Python
        raise UndecodableText(f"No encoding is called {encoding!r}.", encoding=encoding) from None
    return Decoded(
        text=text.removeprefix("\ufeff"), encoding=encoding, confidence=1.0, reason="stated by the caller"
    )


def _marked(content: bytes) -> Decoded | None:
    for mark, encoding in _MARKS:
        if not content.startswith(mark):
            continue
        text, cut = _decode_but_for_the_end(content, encoding)
        if text is None:
            return None
        return Decoded(text=text, encoding=encoding, confidence=1.0, reason="byte order mark", cut=cut)
    return None


def _utf8(content: bytes) -> Decoded | None:
    text, cut = _decode_but_for_the_end(content, "utf-8")
    if text is None:
        return None
    if content.isascii():
        # Two-byte NUL patterns are ASCII too; leave them to the test for UTF-16.
        return (
            None
            if b"\0" in content
            else Decoded(text=text, encoding="ascii", confidence=1.0, reason="ASCII only")
        )
    return Decoded(
        text=text, encoding="utf-8", confidence=0.99, reason="valid UTF-8 with letters beyond ASCII", cut=cut
    )


def _utf8_damaged(content: bytes) -> Decoded | None:
    """UTF-8 with a few bytes spoilt, which stand as U+FFFD. Tried last: nothing else may fit at all."""
    text = content.decode("utf-8", "replace")
    spoilt = text.count("�")
    whole = sum(1 for c in text if c > "\x7f") - spoilt
    if spoilt > 2 + len(text) // 500 or whole < 5 * spoilt:
        return None
    return Decoded(text=text, encoding="utf-8", confidence=0.8, reason=f"UTF-8 but for {spoilt} place(s)")


def _utf16_bare(content: bytes) -> Decoded | None:
    """UTF-16 without a mark: every second byte is nearly constant (0 in Latin, few values in Hangul)."""
    if len(content) < 4 or len(content) % 2:
        return None
    best: Decoded | None = None
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        share = _letters_and_signs(text[:20_000])
        if share > 0.97 and (best is None or share > best.confidence):
            best = Decoded(
                text=text, encoding=encoding, confidence=min(share, 0.9), reason="no mark; reads as prose"
            )
    return best


def _letters_and_signs(text: str) -> float:
    """Share of characters that prose in Latin, Hangul, kana or common hanzi is made of, if it has spaces."""
    if not text or not any(sign in text for sign in " \n。、，"):
        return 0.0
    good = sum(
        1
        for c in text
        if c in "\t\n\r" or " " <= c <= "\u024f" or _common_asian(c) or "\u2010" <= c <= "\u203b"
    )
    return good / len(text)


def _common_asian(character: str) -> bool:
    return _in_ksx1001(character) or _in_gb2312_first(character) or "\u3000" <= character <= "\u30ff"


def _national(content: bytes) -> Decoded | None:
    """CP949, GB18030 or Windows-1252, whichever gives the most plausible text of its language."""
    sample = content[:SAMPLE_BYTES]
    scored = []
    for encoding, score in _NATIONAL.items():
        text, _ = _decode_but_for_the_end(sample, encoding)
        if text is not None:
            scored.append((score(text), encoding))
    scored.sort(reverse=True)
    if not scored or scored[0][0] < LEAST_CONFIDENCE:
        return None
    plausible, encoding = scored[0]
    second = scored[1][0] if len(scored) > 1 else 0.0
    text, cut = _decode_but_for_the_end(content, encoding)
    if text is None or plausible - second < 0.05:
        return None
    confidence = round(min(plausible, 0.5 + (plausible - second)), 2)
    reason = f"{plausible:.0%} of the letters are usual in it; the next best, {second:.0%}"
    return Decoded(
        text=text, encoding=_narrowest(content, encoding), confidence=confidence, reason=reason, cut=cut
    )


def _narrowest(content: bytes, encoding: str) -> str:
    """EUC-KR where no byte needs the later extension."""
    if encoding != "cp949":
        return encoding
    try:
        content.decode("euc-kr")
    except UnicodeDecodeError:
        return "cp949"
    return "euc-kr"


def _korean(text: str) -> float:
    """How Korean the letters look: nearly all Hangul in use, or mixed with hanja but full of particles.

    Chinese decoded as CP949 comes out as roughly half Hangul, half hanja, without the particles.
    """
    letters = _beyond_ascii(text)
    if not letters:
        return 0.0
    hangul = sum(map(_in_ksx1001, letters)) / len(letters)
    particles = sum(letters.count(c) for c in _KOREAN_FREQUENT) / len(letters)
    return max(hangul**3, hangul * min(particles / 0.15, 1.0))


def _chinese(text: str) -> float:
    """How Chinese the letters look: hanzi of level 1, among them the words that no prose does without.

    Korean decoded as GB18030 is nearly all level 1 as well, but has no more than 2 % of those words.
    """
    letters = _beyond_ascii(text)
    if not letters:
        return 0.0
    usual = sum(map(_in_gb2312_first, letters)) / len(letters)
    frequent = sum(letters.count(c) for c in _CHINESE_FREQUENT) / len(letters)
    # Korean written in GB18030 takes four bytes a syllable, which CP949 never makes Hangul of.
    return max(usual * max(min(frequent / 0.1, 1.0), 0.6), _korean(text))


_KOREAN_FREQUENT = "이다는의에을를가은고하도로"
_CHINESE_FREQUENT = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年"
)


def _western(text: str) -> float:
    """Windows-1252: a few typographic signs and accented letters among many plain ones."""
    odd = sum(1 for c in text if c > "\x7f")
    plain = sum(1 for c in text if c.isascii() and c.isalpha())
    if not odd or odd > 0.2 * plain:
        return 0.0
    usual = sum(1 for c in text if c in _WESTERN_SIGNS or (c > "\xbf" and c.isalpha()))
    return 0.9 * usual / odd


_WESTERN_SIGNS = "‘’“”–—…•€§°·«»£©®\xa0"

_NATIONAL: dict[str, Callable[[str], float]] = {"cp949": _korean, "gb18030": _chinese, "cp1252": _western}


def _beyond_ascii(text: str) -> str:
    """Letters beyond ASCII: punctuation is common to the East Asian sets and tells nothing."""
    return "".join(c for c in text if c > "\x7f" and unicodedata.category(c)[0] in "LCM")


def _in_ksx1001(character: str) -> bool:
    if not "가" <= character <= "힣":
        return False
    try:
        return len(character.encode("euc-kr")) == 2
    except UnicodeEncodeError:
        return False


def _in_gb2312_first(character: str) -> bool:
    """One of the 3,755 hanzi of GB 2312 level 1 (rows 16 to 55, lead bytes B0 to D7)."""
    if not "一" <= character <= "鿿":
        return False
    try:
        return 0xB0 <= character.encode("gb2312")[0] <= 0xD7
    except UnicodeEncodeError:
        return False


def _decode_but_for_the_end(content: bytes, encoding: str) -> tuple[str | None, bool]:
    """Text, and whether its last character was cut off; None if it does not fit elsewhere."""
    try:
        return content.decode(encoding), False
    except UnicodeDecodeError as fault:
        if len(content) - fault.start > 3 or fault.start == 0:
            return None, False
        return content[: fault.start].decode(encoding) + "�", True


def _refuse_binary(text: str) -> None:
    """Bytes can be valid UTF-8 and still be no text: control characters give them away."""
    control = sum(1 for c in text if (c < " " and c not in "\t\n\r\f\x0b\x1a") or c == "\x7f")
    if "\0" in text or control > 0.005 * len(text) + 1:
        raise UndecodableText(
            "The bytes decode, but they are no text: too many control characters.", control=control
        )
