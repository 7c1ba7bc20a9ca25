"""Every sentence that the library can say to a person: what its errors are given, what they advise, and every other
string of three words or more that is neither a docstring nor a pattern to search by.

A value in a sentence stands as `{0}`, `{1}`, …; a choice between two wordings gives both.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

LIBRARY: Final = Path(__file__).parents[3] / "src" / "tumen"
_PLACE: Final = re.compile(r"\{\d+\}")
_VALUE: Final = "\0"
_WORDY: Final = re.compile(r"[A-Za-z’']{2,}[,;:]? [A-Za-z’'-]+,? [A-Za-z’'-]{2,}")
_NO_WORDS: Final = re.compile(r"\\|\(\?|\|\S|\[\^|^\W*--")
"""Signs of a regular expression, or of an option of the command line."""


class Sentence(NamedTuple):
    """A sentence with places for its values, and where it stands."""

    words: str
    file: str
    line: int


def trees(rooms: Path = LIBRARY, *, beside: tuple[str, ...] = ()) -> dict[str, ast.Module]:
    """Every file of the library, read as Python, by its path within it; but those whose path begins with `beside`."""
    files = {str(file.relative_to(rooms)): file for file in sorted(rooms.rglob("*.py"))}
    return {name: ast.parse(f.read_text("utf-8")) for name, f in files.items() if not name.startswith(beside)}


@cache
def _nodes(tree: ast.Module) -> list[ast.AST]:
    return list(ast.walk(tree))


def said_by_errors(read: dict[str, ast.Module]) -> Iterator[Sentence]:
    """Messages and advice of every error that is raised, and what an error class advises by itself."""
    errors = _errors(read)
    for file, tree in read.items():
        for node in _nodes(tree):
            if isinstance(node, ast.Call) and _name(node.func) in errors:
                told = [*node.args[:1], *(k.value for k in node.keywords if k.arg == "hint")]
            elif isinstance(node, ast.ClassDef) and node.name in errors:
                told = [s.value for s in node.body if isinstance(s, ast.AnnAssign | ast.Assign) and _hint(s)]
            else:
                continue
            for one in told:
                yield from (Sentence(words, file, one.lineno) for words in _said(one))


def said_otherwise(read: dict[str, ast.Module]) -> Iterator[Sentence]:
    """Every other string of three words or more."""
    for file, tree in read.items():
        nodes = _nodes(tree)
        passed = {id(n.value) for n in nodes if isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant)}
        for node in nodes:
            if id(node) in passed or not isinstance(node, ast.Constant | ast.JoinedStr | ast.BinOp):
                continue
            if isinstance(node, ast.Constant) and not (isinstance(node.value, str) and " " in node.value):
                continue
            if isinstance(node, ast.BinOp) and not isinstance(node.op, ast.Add):
                continue
            passed.update(id(part) for part in _parts(node))
            for words in _said(node):
                if _WORDY.search(_wordy(words)) and not _NO_WORDS.search(words):
                    yield Sentence(words, file, node.lineno)


def _wordy(words: str) -> str:
    return " ".join(_PLACE.sub(" ", words).split())


def _errors(read: dict[str, ast.Module]) -> set[str]:
    bases = {
        node.name: {_name(base) for base in node.bases}
        for tree in read.values()
        for node in _nodes(tree)
        if isinstance(node, ast.ClassDef)
    }
    errors = {"TumenError"}
    while more := {name for name, of in bases.items() if of & errors} - errors:
        errors |= more
    return errors


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _hint(node: ast.AnnAssign | ast.Assign) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return node.value is not None and any(_name(target) == "default_hint" for target in targets)


def _said(node: ast.expr) -> set[str]:
    """The wordings of one expression; none if it is nothing but values."""
    told = {" ".join(_numbered(words).split()).removeprefix("; ") for words in _wordings(node)}
    return {words for words in told if re.search("[A-Za-z]", _PLACE.sub("", words))}


def _wordings(node: ast.expr) -> list[str]:
    match node:
        case ast.Constant(value=str(words)):
            return [words]
        case ast.IfExp():
            return [*_wordings(node.body), *_wordings(node.orelse)]
        case ast.BinOp(op=ast.Add()):
            return _one_after_the_other([node.left, node.right])
        case ast.JoinedStr():
            return _one_after_the_other(node.values)
        case ast.FormattedValue(value=ast.IfExp() | ast.Constant() as chosen):
            return _wordings(chosen)
    return [_VALUE]


def _parts(node: ast.expr) -> Iterator[ast.expr]:
    """What `_wordings` looks at; what stands deeper in a value is looked at by itself."""
    yield node
    match node:
        case ast.IfExp():
            inner = [node.body, node.orelse]
        case ast.BinOp(op=ast.Add()):
            inner = [node.left, node.right]
        case ast.JoinedStr():
            inner = node.values
        case ast.FormattedValue(value=ast.IfExp() | ast.Constant() as chosen):
            inner = [chosen]
        case _:
            inner = []
    for part in inner:
        yield from _parts(part)


def _one_after_the_other(parts: list[ast.expr]) -> list[str]:
    made = [""]
    for part in parts:
        made = [begun + more for begun in made for more in _wordings(part)]
    return made


def _numbered(words: str) -> str:
    parts = words.split(_VALUE)
    return "".join(part + f"{{{i}}}" for i, part in enumerate(parts[:-1])) + parts[-1]
