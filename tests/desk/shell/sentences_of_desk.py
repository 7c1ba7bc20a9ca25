"""Every sentence that the desk's own code says to people, read out of the code.

What is said goes through errors, messages, labels and steps of work: it is found by the call or the word that it is
given to, and any other text by its form, a sentence that begins with a capital and ends with a full stop. A text with
values in it is given as the catalogue has it, with `{0}`, `{1}` where the values stand.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import tumen_desk
from tumen import errors

DESK: Final = Path(tumen_desk.__file__).parent
_OF_THE_TERMINAL: Final = {"commands", "settings", "migrations"}
"""What these say is read where the program was started; commands speak English."""

_ERRORS: Final = {
    name for name, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, errors.TumenError)
}
_SAYING: Final = {*_ERRORS, "ValidationError", "_", "gettext", "gettext_lazy", "lazy", "start"}
"""Whatever text these are given is said."""
_MESSAGES: Final = {"success", "error", "info", "warning"}
_LISTED: Final = {"faults", "problems"}
_WORDS: Final = {
    "hint", "label", "help_text", "empty_label", "message", "fault", "verbose_name", "button", "summary", "warning",
    "title", "why", "about", "warns", "one", "said", "note", "what",
}  # fmt: skip
"""Whatever text is given to these names is said."""
_FOR_PROGRAMMERS: Final = {
    "TypeError", "ValueError", "RuntimeError", "DatabaseError", "debug", "warning", "exception", "compile", "execute",
}  # fmt: skip
_SENTENCE: Final = re.compile(r"[A-Z“{].*[a-z{}”)%0-9][.?!…]", re.DOTALL)


class Sentence(NamedTuple):
    """What is said, and where."""

    words: str
    where: str


@cache
def sentences() -> tuple[Sentence, ...]:
    """Every sentence, label and step, once for each place."""
    return tuple(_read())


def _read() -> Iterator[Sentence]:
    for path in sorted(DESK.rglob("*.py")):
        where = path.relative_to(DESK)
        if not _OF_THE_TERMINAL & set(where.parts):
            reader = _Reader(of_tables="models" in (*where.parts, where.stem))
            reader.walk(ast.parse(path.read_text("utf-8")), said=False)
            yield from (Sentence(words, f"{where.as_posix()}:{line}") for line, words in reader.found)


def _pattern(node: ast.AST) -> str:
    """A text as the catalogue has it; empty for what is no text."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return " ".join(node.value.split())
    if not isinstance(node, ast.JoinedStr):
        return ""
    values = iter(range(len(node.values)))
    parts = [str(p.value) if isinstance(p, ast.Constant) else f"{{{next(values)}}}" for p in node.values]
    return " ".join("".join(parts).split())


class _Reader:
    """Walks one file; descriptions of columns in models are for whoever reads the code, and no page shows them."""

    def __init__(self, *, of_tables: bool) -> None:
        self.of_tables = of_tables
        self.found: list[tuple[int, str]] = []

    def walk(self, node: ast.AST, *, said: bool) -> None:
        """`said`: a text that stands here is said whatever its form."""
        text = _pattern(node)
        if text and isinstance(node, ast.expr):
            words = re.findall(r"[A-Za-z]{2,}", re.sub(r"\{\d\}", "", text))
            if words and (said or (_SENTENCE.fullmatch(text) and len(words) > 2)):
                self.found.append((node.lineno, text))
        match node:
            case ast.Expr(value=ast.Constant()):  # a docstring
                return
            case ast.Dict(keys=keys) if any(isinstance(k, ast.Constant) and k.value == "ko" for k in keys):
                return  # it carries its languages itself
            case ast.Call():
                self._call(node)
            case ast.ClassDef(bases=bases) if any(ast.unparse(base).endswith("Choices") for base in bases):
                for line in node.body:
                    if isinstance(line, ast.Assign) and isinstance(line.value, ast.Tuple):
                        self.walk(line.value.elts[-1], said=True)
            case ast.IfExp(test=test, body=one, orelse=other):
                self.walk(test, said=False)
                self.walk(one, said=said)
                self.walk(other, said=said)
            case ast.JoinedStr(values=values):
                for part in values:
                    if isinstance(part, ast.FormattedValue):
                        self.walk(part.value, said=False)
            case _:
                for child in ast.iter_child_nodes(node):
                    self.walk(child, said=said and isinstance(node, ast.BoolOp | ast.BinOp))

    def _call(self, node: ast.Call) -> None:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        on = getattr(node.func.value, "id", "") if isinstance(node.func, ast.Attribute) else ""
        if name in _FOR_PROGRAMMERS and on != "messages":
            return
        told = name in _SAYING or (on == "messages" and name in _MESSAGES)
        told |= name == "append" and (on or getattr(getattr(node.func, "value", None), "attr", "")) in _LISTED
        self.walk(node.func, said=False)
        for place, argument in enumerate(node.args):
            self.walk(argument, said=told or (name == "column" and place == 1))
        for word in node.keywords:
            if not (self.of_tables and word.arg == "help_text"):
                self.walk(word.value, said=word.arg in _WORDS)
