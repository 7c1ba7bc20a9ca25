"""Words for kinds of areas (`county`, 시, 县) as they stand beside a name, in each script. Knows no places."""

from __future__ import annotations

import re
from typing import Final

# kind → words after a Latin name (English, Korean and Chinese romanised), after a Hangul name, after a Han name
_WORDS: Final[dict[str, tuple[str, str, str]]] = {
    "province": ("province|do|sheng|region|autonomous region", "자치구|[도성]", "自治区|自治區|[省道]"),
    "prefecture": ("prefecture|autonomous prefecture|zhou", "자치주|주", "自治州|州"),
    "county": ("county|gun|kun|xian|hsien", "군|현", "[县縣郡]"),
    "city": ("city|si|shi", "시", "市"),
    "district": ("workers'? district|district|guyok|kuyok|gu|ku|qu", "로동자구|노동자구|구역|구", "区|區"),
    "town": ("town|township|up|ŭp|eup|zhen", "읍|면", "[镇鎮邑]"),
    "village": ("village|ri|ni|li|cun|dong", "리|동", "[里村洞]"),
    "port": ("port|wharf|hang|kouan", "항|세관", "口岸|[港]"),
    "river": ("river|gang|kang|jiang", "강", "江"),
    "": ("special city", "특별시|직할시|광역시", "直辖市|直轄市|特别市"),
}
# An area of one of these kinds is never one of another kind, whatever has been renamed or raised.
_APART: Final = frozenset({"country", "province", "prefecture", "river"})
_SHORTEST_STEM: Final = 2
# written in one word, a Latin name must be longer, or `Musan` would be a Mu
_SHORTEST_JOINED: Final = 4


def _pattern(column: int, separator: str) -> re.Pattern[str]:
    # the longest word of all kinds wins: `special city` before `city`
    words = [(word, kind) for kind, row in _WORDS.items() for word in row[column].split("|")]
    ordered = sorted(words, key=lambda pair: -len(pair[0]))
    groups = "|".join(f"(?P<k{n}>{word})" for n, (word, _) in enumerate(ordered))
    _KINDS[column] = {f"k{n}": kind for n, (_, kind) in enumerate(ordered)}
    return re.compile(rf"{separator}(?:{groups})$")


_KINDS: dict[int, dict[str, str]] = {}
_AFTER: Final = tuple(
    _pattern(column, separator) for column, separator in enumerate((r"[\s-]+", r"\s?", r"\s?"))
)
_BEFORE: Final = re.compile(
    r"^(?:the )?(?P<kind>city|county|province|town|village|port|district|prefecture|river) (?:of )?(?=\w)"
)
_JOINED: Final = re.compile(r"(?:gun|kun|shi|si|sheng|xian|eup|up|ri|do)$")


def split_kind(text: str) -> tuple[str, str]:
    """A tidy name without the word for its kind, and that kind; empty where no word says one.

    Example:
        >>> split_kind("haven county"), split_kind("용정시"), split_kind("city of haven")
        (('haven', 'county'), ('용정', 'city'), ('haven', 'city'))
    """
    if (before := _BEFORE.match(text)) is not None:
        return text[before.end() :], before["kind"]
    for column, pattern in enumerate(_AFTER):
        after = pattern.search(text)
        if after is not None and after.start() >= _SHORTEST_STEM:
            (group,) = (name for name, found in after.groupdict().items() if found is not None)
            return text[: after.start()], _KINDS[column][group]
    return text, ""


def stem(text: str) -> str:
    """A tidy name without the word for its kind, when enough of it is left."""
    return split_kind(text)[0]


def joined_stem(text: str) -> str:
    """A Latin name without the syllable for its kind written in one word with it (`havengun`), or unchanged."""
    cut = _JOINED.sub("", text)
    return cut if len(cut) >= _SHORTEST_JOINED else text


def kind_fits(said: str, kind: str) -> bool | None:
    """Whether a place of a kind may be called a `said`; None when it is another kind of settlement.

    A county is raised to a city and a village to a town, so those are no contradiction.
    """
    own = set(kind.replace("/", " ").split())
    if not said or said in own:
        return True
    return False if said in _APART or own & _APART else None
