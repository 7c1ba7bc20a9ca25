"""Templates that speak the reader's language.

The words of a template are looked up in the catalogue as they stand between its tags, so that no template needs marks
around each of its sentences; what the catalogue does not have stays English. Labels and messages that come from Python
go through the filter `tr`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from django.template.base import DebugLexer, Lexer, NodeList, Parser, Template, TextNode
from django.template.exceptions import TemplateDoesNotExist
from django.template.loaders.base import Loader as BaseLoader
from django.template.loaders.cached import Loader as CachedLoader
from django.utils.translation import get_language, gettext

_TAG: Final = re.compile(r"<[^<>]*(?:>|$)")
_SAID: Final = re.compile(r'\b(?:aria-label|title|placeholder|alt)="([^"]+)"')
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
    """Words in the language of this page, if the catalogue has them."""
    return gettext(" ".join(words.split())) if words.strip() else words


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


class _SpokenParser(Parser):
    inside = False

    def extend_nodelist(self, nodelist: NodeList, node: Any, token: Any) -> None:
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
