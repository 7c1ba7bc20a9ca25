"""Templates that speak the reader's language.

The words of a template are looked up in the catalogue as they stand between its tags, so that no template needs marks
around each of its sentences; what the catalogue does not have stays English. Labels and messages that come from Python
go through the filter `tr`; the names of a model's choices, and what stands for a value that is not there
(`default:"not stated"`), need not even that. A message with values in it is found by its pattern: "{0} was sent";
so are sentences of the library, whose values are looked up by themselves, and each sentence of several. What the pack
says is looked up in the pack.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any, Final

from django.conf import settings
from django.template.base import (
    DebugLexer,
    FilterExpression,
    Lexer,
    NodeList,
    Parser,
    Template,
    TextNode,
    Variable,
    VariableNode,
)
from django.template.exceptions import TemplateDoesNotExist
from django.template.loaders.base import Loader as BaseLoader
from django.template.loaders.cached import Loader as CachedLoader
from django.utils.functional import Promise, lazy
from django.utils.translation import get_language, gettext

from tumen_desk.shell import packwords, terms

_TAG: Final = re.compile(r"<[^<>]*(?:>|$)")
_SAID: Final = re.compile(
    r'\b(?:aria-label|title|placeholder|alt|data-(?:start-words|kept-at|back-from|not-kept))="([^"]+)"'
)
_SENTENCE: Final = re.compile(r"(?<=[.?!])(?<!\b[Aa]rt\.)(?<!\b[Nn]o\.)\s+(?=[A-Z0-9`“‘'])")
_TOGETHER: Final = 4
"""Sentences that a phrase of the catalogue may hold at most, to be found among others."""
_FEW: Final = 16
_SHORT: Final = 40
"""A pattern of few letters that begins with a value fits short values only."""
_Fit = tuple[str, tuple[str, ...]]
_PLACE: Final = re.compile(r"\{\d(:?)\}")
"""A place for any value, or as `{0:}` for a number."""
_CHOICE: Final = re.compile(r"get_\w+_display|message|hint|help_text")
_INSTEAD: Final = frozenset({"default", "default_if_none", "yesno"})
_WEIGHED: Final = re.compile(r"((?:(?! bits\b).)+): ([+−-][\d.,]+) bits")
"""A reason with its weight: the reason is looked up by itself, as patterns do not know where it ends."""
_LETTER: Final = re.compile(r"[A-Za-z]{2}")


def phrases(source: str, *, inside: bool = False) -> Iterator[tuple[int, int]]:
    """Where words for people stand in a stretch of a template: between tags, and in attributes that are read out.

    Args:
        source: the stretch, between two template tags.
        inside: it begins within an HTML tag, because a template tag stands in that.
    """
    begin = 0
    tags = []
    if inside:
        begin = source.find(">") + 1 or len(source)
        tags.append((0, begin))
    tags += [found.span() for found in _TAG.finditer(source, begin)]
    for start, end in tags:
        yield from (found.span(1) for found in _SAID.finditer(source, start, end) if _LETTER.search(found[1]))
    at = 0
    for start, end in [*tags, (len(source), len(source))]:
        words = source[at:start]
        if _LETTER.search(words):
            yield at + len(words) - len(words.lstrip()), at + len(words.rstrip())
        at = end


def ends_inside(source: str, *, inside: bool) -> bool:
    """Whether a stretch ends within an HTML tag."""
    opened, closed = source.rfind("<"), source.rfind(">")
    return inside if opened == closed else opened > closed


def spoken(words: str) -> str:
    """Words in the language of this page, if the catalogue has them, or a pattern that they fit."""
    known = one_word(words)
    return _fitted(" ".join(words.split())) if known == words and not _in_english() else known


def one_word(words: str) -> str:
    """Words in the language of this page, if the catalogue has just these: for choices that users may have named."""
    if not words.strip() or _in_english():
        return words
    key = " ".join(words.split())
    said = gettext(key)
    return said if said != key else packwords.said(key, terms.language()) or words


def _in_english() -> bool:
    return (get_language() or "en").startswith("en")


def _fitted(words: str) -> str:
    """A message with values in it: several reasons, or sentence by sentence."""
    # Reasons of the library stand behind one another; a pattern may have a semicolon of its own.
    return _all_known(words, "; ") or _joined(_pieces(_SENTENCE.split(words), " "), " ")


def _joined(pieces: Iterable[tuple[str, bool]], mark: str) -> str:
    """Pieces behind one another; in Chinese no space follows a mark that has one of its own."""
    between = {" ": "", "; ": "；"} if terms.language() == "zh" else {}
    out = ""
    for said, _ in pieces:
        own = between.get(mark, mark) if mark != " " or out.endswith(("。", "？", "！")) else mark
        out += own + said if out else said
    return out


def _pieces(parts: list[str], mark: str) -> Iterator[tuple[str, bool]]:
    """Each part in the reader's language, or several that are one phrase, and whether it is known."""
    while parts:
        said, of, known = _first(parts, mark)
        yield said, known
        parts = parts[of:]


def _first(parts: list[str], mark: str) -> tuple[str, int, bool]:
    """What the first parts are called, as many as make one phrase; how many these are; whether they are known."""
    wider = None
    for of in range(min(_TOGETHER, len(parts)), 0, -1):
        words = mark.join(parts[:of])
        if weighed := _WEIGHED.fullmatch(words):
            return f"{spoken(weighed[1])}: {gettext('{0} bits').format(weighed[2])}", of, True
        if said := _of_field(words):
            return said, of, True
        known = one_word(words)
        if known != words:
            return known, of, True
        within, across = _found(words, mark)
        if within:
            return _put(*within), of, True
        wider = wider or (across and (across, of))
    if wider:  # a value may hold what looks like the end of a sentence
        return _put(*wider[0]), wider[1], True
    if parts[0].endswith(".") and (said := spoken(parts[0][:-1])) != parts[0][:-1]:
        # A few words that the library made a sentence of by its full stop.
        return said + ("。" if terms.language() == "zh" else "."), 1, True
    return parts[0], 1, False


def _of_field(words: str) -> str:
    """What was found of a field, “born: a year apart”, if the catalogue has the field and what was found."""
    field, _, found = words.partition(": ")
    named = gettext(f"{field}: {{0}}") if found and len(field) < _SHORT else ""
    if not named or named.startswith(field) or " bits" in found:
        return ""
    said = spoken(found)
    return named.format(said) if said != found else ""


def _found(words: str, mark: str) -> tuple[_Fit | None, _Fit | None]:
    """The first pattern that the words fit with no value beyond one part, and the first with any; with their values."""
    any_value = None
    for pattern, core, fits in _patterns():
        if core in words and (values := fits(words)):
            if not any(mark in value and (mark.strip() or _SENTENCE.search(value)) for value in values):
                return (pattern, values), None
            any_value = any_value or (pattern, values)
    return None, None if mark.strip() else any_value


def _put(pattern: str, values: tuple[str, ...]) -> str:
    """A pattern in the reader's language; the values are looked up too, as they may be words of the desk."""
    return gettext(pattern).format(*map(_value, values))


def _all_known(words: str, mark: str) -> str:
    """Parts between marks, if every one of them is known."""
    parts = [part.strip() for part in _outside_brackets(words, mark)]
    said = list(_pieces(parts, mark)) if len(parts) > 1 else []
    return _joined(said, mark) if said and all(known for _, known in said) else ""


def _outside_brackets(words: str, mark: str) -> list[str]:
    """Parts between marks; what stands in brackets stays together, unless some are left open."""
    if words.count("(") != words.count(")"):
        return words.split(mark)
    parts = [""]
    for piece in words.split(mark):
        within = parts[-1].count("(") > parts[-1].count(")")
        parts[-1:] = [parts[-1] + mark + piece] if within else [*parts[-1:], piece]
    return parts[1:]


def _value(value: str) -> str:
    """A value as it is said: as a whole if it is just a word, else what stands in it one by one."""
    known = one_word(value)
    if known == value:
        known = _of_field(value) or value
    if known != value or ", " not in value:
        return known if known != value else spoken(value)
    if reasons := _all_known(value, "; "):
        return reasons
    parts = value.split(", ")
    said = [spoken(part.strip()) for part in parts]
    return ", ".join(said) if said != parts else spoken(value)


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, str, Callable[[str], tuple[str, ...]]], ...]:
    """Every phrase of the catalogues with places for values, the wordiest first; the longest of its words between the
    places, which rules most out at once; and what takes the values out of a text that fits it."""
    listed = (settings.LOCALE_PATHS[0] / "patterns.txt").read_text("utf-8").splitlines()
    wordy = sorted(listed, key=lambda line: (len(_PLACE.sub("", line)), line), reverse=True)
    return tuple((line, max(_PLACE.split(line)[::2], key=len), _fitting(line)) for line in wordy)


def _fitting(line: str) -> Callable[[str], tuple[str, ...]]:
    """Takes the values out of a text, each as short as may be; nothing if the text does not fit."""
    parts = _PLACE.split(line)  # words and, between them, what a place says of its value
    head, *inner, tail = parts[::2]
    few = not head and len(line) < _FEW  # “{0} lists” is no sentence that ends with this word
    # What stands at a word ends it, or follows on with a mark: “3 day{1}”, “since{3}”.
    any_value = [r"(\w*| ?[(,;].*?)" if word[-1:].isalpha() else "(.*?)" for word in parts[::2]]
    values = [
        r"([\d,.–]+ ?%?)" if said else any_one for said, any_one in zip(parts[1::2], any_value, strict=False)
    ]
    whole = re.compile(
        "".join(word + value for word, value in zip(map(re.escape, [head, *inner]), values, strict=True))
    )

    def fits(words: str) -> tuple[str, ...]:
        if not (words.startswith(head) and words.endswith(tail)):
            return ()
        at = len(head)
        for word in inner:  # rules out nearly all, in one pass, before anything is tried twice
            if (at := words.find(word, at)) < 0:
                return ()
            at += len(word)
        found = whole.fullmatch(words, 0, len(words) - len(tail))
        values = found.groups() if found else ()
        return () if few and any(len(value) > _SHORT for value in values) else values

    return fits


class SpokenText(TextNode):
    """A stretch of a template with its words in the reader's language."""

    def __init__(self, s: str, *, inside: bool = False) -> None:
        super().__init__(s)
        self.phrases = tuple(sorted(phrases(s, inside=inside)))
        self._kept: dict[str, str] = {}

    def render(self, context: Any) -> str:
        return self.render_annotated(context)

    def render_annotated(self, context: Any) -> str:
        language = get_language() or "en"
        if language.startswith("en") or not self.phrases:
            return self.s
        if language not in self._kept:
            self._kept[language] = self._said()
        return self._kept[language]

    def _said(self) -> str:
        out, at = [], 0
        for start, end in self.phrases:
            out += [self.s[at:start], spoken(self.s[start:end])]
            at = end
        return "".join([*out, self.s[at:]])


def _looked_up(value: Any) -> Any:
    # Markup is put together elsewhere, of words that were looked up there.
    return spoken(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def _parts(words: str) -> str:
    return ",".join(spoken(part) for part in words.split(","))


_later: Callable[[str], Any] = lazy(_parts, str)


def _speaking(expression: FilterExpression) -> None:
    """Let a value be looked up if it is named by the desk and not by its users."""
    named = expression.var.lookups if isinstance(expression.var, Variable) else None
    if named and len(named) > 1 and _CHOICE.fullmatch(named[-1]):
        expression.filters.insert(0, (_looked_up, []))
    for fn, arguments in expression.filters:
        if getattr(fn, "_filter_name", "") in _INSTEAD:
            # What a template marks itself, as `default:_("none")`, waits for each reader's language already.
            arguments[:] = [
                (known, said if known or isinstance(said, Promise) else _later(str(said)))
                for known, said in arguments
            ]


class _SpokenParser(Parser):
    inside = False

    def extend_nodelist(self, nodelist: NodeList, node: Any, token: Any) -> None:
        if type(node) is VariableNode and not self.inside:
            _speaking(node.filter_expression)
        if type(node) is TextNode:
            node, self.inside = (
                SpokenText(node.s, inside=self.inside),
                ends_inside(node.s, inside=self.inside),
            )
        super().extend_nodelist(nodelist, node, token)


class SpokenTemplate(Template):
    """A template whose words are looked up."""

    def compile_nodelist(self) -> NodeList:
        lexer = (DebugLexer if self.engine.debug else Lexer)(self.source)
        parser = _SpokenParser(
            lexer.tokenize(), self.engine.template_libraries, self.engine.template_builtins, self.origin
        )
        return parser.parse()


class _Speaking(BaseLoader):
    """Makes templates that speak."""

    def get_template(self, template_name: str, skip: Any = None) -> Template:
        tried = []
        for origin in self.get_template_sources(template_name):
            if skip is not None and origin in skip:
                tried.append((origin, "Skipped to avoid recursion"))
                continue
            try:
                contents = str(origin.loader.get_contents(origin))  # type: ignore[union-attr]  # a source has its loader
            except TemplateDoesNotExist:
                tried.append((origin, "Source does not exist"))
                continue
            return SpokenTemplate(contents, origin, str(origin.template_name), self.engine)
        raise TemplateDoesNotExist(template_name, tried=tried)


class Loader(CachedLoader, _Speaking):
    """Finds templates as the loaders it is given do, lets them speak, and keeps them."""
