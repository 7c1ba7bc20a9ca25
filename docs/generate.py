"""Writes docs/reference/ and the lists of pages in docs/README.md from the code itself.

    .venv/bin/python docs/generate.py

`tests/docs` makes every page again and compares, so that no page can say something the code does not do.
"""

from __future__ import annotations

import ast
import os
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import MISSING, fields
from importlib import import_module
from inspect import cleandoc, getdoc
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import yaml

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
SOURCE = ROOT / "src"
NOTE = "<!-- Written by docs/generate.py from the code. Change the code, then run it again. -->"
_NOT_IMPORTED = re.compile(r"\.__main__$|\.migrations|^tumen_desk\.settings|^tumen_desk\.wsgi$")


def main() -> None:
    """Write every page that differs."""
    prepare()
    for path, text in pages().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
            sys.stderr.write(f"{path.relative_to(ROOT)}\n")


def prepare() -> None:
    """Wake Django up and import every module, so that all that registers itself is there. Opens no store."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tumen_desk.settings.desk")
    import django

    django.setup()
    for package in ("tumen", "tumen_desk"):
        for module in walk_packages(import_module(package).__path__, prefix=f"{package}."):
            if not _NOT_IMPORTED.search(module.name):
                import_module(module.name)


def pages() -> dict[Path, str]:
    """Path → text of everything that is generated."""
    made = {DOCS / "reference" / f"{name}.md": page(make()) for name, make in REFERENCE.items()}
    made[DOCS / "README.md"] = with_lists((DOCS / "README.md").read_text("utf-8"), made)
    return made


def page(lines: Iterator[str]) -> str:
    """Title, the note that it is generated, the rest."""
    title, *rest = lines
    return "\n".join([title, "", NOTE, "", *rest]).rstrip() + "\n"


# --- Markdown -----------------------------------------------------------------------------------------------


def cell(text: object) -> str:
    """One cell of a table: one line, no bars; outside code an angle bracket would vanish as HTML."""
    parts = " ".join(str(text).split()).replace("|", "\\|").split("`")
    return "`".join(part if at % 2 else part.replace("<", "&lt;") for at, part in enumerate(parts))


def table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> Iterator[str]:
    """A table, and an empty line after it."""
    yield f"| {' | '.join(headings)} |"
    yield f"|{'|'.join('---' for _ in headings)}|"
    for row in rows:
        yield f"| {' | '.join(cell(value) for value in row)} |"
    yield ""


def doc_parts(thing: object) -> tuple[str, dict[str, str]]:
    """What a class is for, and what its docstring says of each attribute."""
    text = getdoc(thing) or ""
    head, _, rest = text.partition("\nAttributes:\n")
    found: dict[str, str] = {}
    name = ""
    for line in rest.splitlines():
        if not line.startswith("    "):
            break
        named = re.match(r"^    ([a-z_0-9, ]+): (.*)$", line)
        if named:
            for name in re.split(r",\s*", named[1]):
                found[name] = named[2]
        elif name:
            found[name] += " " + line.strip()
    return " ".join(head.split()), found


def settings_table(thing: type[Any]) -> Iterator[str]:
    """Fields of a settings dataclass with their defaults and docstrings."""
    said = doc_parts(thing)[1]
    yield from table(
        ("setting", "default", "what it does"),
        [(f"`{f.name}`", default_of(f), said.get(f.name, "")) for f in fields(thing)],
    )


def default_of(field: Any) -> str:
    """The default of a field as it is written, or that there is none."""
    if field.default_factory is not MISSING:
        return f"`{field.default_factory()!r}`"
    return "needed" if field.default is MISSING else f"`{field.default!r}`"


# --- Command line -------------------------------------------------------------------------------------------


def commands() -> Iterator[tuple[str, Any]]:
    """Every command and group: its full name and the command object."""
    from typer.main import get_command

    from tumen.cli.main import build

    def walk(command: Any, path: str) -> Iterator[tuple[str, Any]]:
        yield path, command
        for name, below in getattr(command, "commands", {}).items():
            yield from walk(below, f"{path} {name}")

    return walk(get_command(build()), "tumen")


def help_of(command: Any) -> str:
    """Help and epilog as a person sees them."""
    return "\n\n".join(cleandoc(part) for part in (command.help, command.epilog) if part)


def cli() -> Iterator[str]:
    yield "# Command line"
    yield "Results go to standard output, everything else to standard error. `--json` gives one JSON document. On an"
    yield "error nothing is written and the exit status says what kind it was: see [errors](errors.md)."
    yield ""
    for path, command in commands():
        yield f"## {path}"
        yield ""
        yield from help_lines(help_of(command))
        arguments = [p for p in command.params if p.param_type_name == "argument"]
        options = [p for p in command.params if p.param_type_name == "option" and not p.hidden]
        if arguments:
            yield from table(
                ("argument", "needed", "what it is"),
                [(f"`{p.metavar or p.name}`", "yes" if p.required else "no", p.help) for p in arguments],
            )
        if options:
            yield from table(("option", "default", "what it does"), [option_row(p) for p in options])


def help_lines(text: str) -> Iterator[str]:
    """Help as paragraphs, examples as code."""
    example: list[str] = []
    for line in re.sub(r"\n\n(?=Examples?: )", "\n", text).splitlines():
        given = re.match(r"^(.*?)(?:Examples?: |Then:\s+|\s+(?=tumen ))(tumen .*)$", line)
        if given is None:
            yield line
            continue
        yield from [given[1], ""] if given[1].strip() else []
        example.append(given[2].rstrip("."))
    yield ""
    if example:
        yield from ["```bash", *example, "```", ""]


def option_row(option: Any) -> tuple[str, str, str]:
    """Names, default and help of one option."""
    names = ", ".join(f"`{name}`" for name in (*option.opts, *option.secondary_opts))
    if option.required:
        default = "needed"
    elif option.is_flag and not option.secondary_opts:
        default = ""
    elif option.is_flag:
        default = f"`{(option.opts if option.default else option.secondary_opts)[0]}`"
    else:
        default = "" if option.default in (None, "", ()) else f"`{option.default}`"
    return names, default, option.help or ""


# --- Errors -------------------------------------------------------------------------------------------------


def errors() -> Iterator[str]:
    from tumen.errors import TumenError

    yield "# Errors"
    yield "Every error has a stable code, a sentence and, where there is something to do, a hint. With `--json` the"
    yield "error is one JSON object on standard error. Errors carry ids and positions, never names or testimony."
    yield ""
    yield from table(
        ("code", "exit status", "when", "what to do"),
        [
            (f"`{e.code}`", e.exit_status, (getdoc(e) or "").split("\n")[0], e.default_hint)
            for e in error_classes(TumenError)
        ],
    )


def error_classes(top: type[Any]) -> Iterator[type[Any]]:
    """The tree, each class once, parents before children, in the order of their codes."""
    yield top
    for below in sorted(top.__subclasses__(), key=lambda e: str(e.code)):
        yield from error_classes(below)


# --- Settings and methods -----------------------------------------------------------------------------------


def settings() -> Iterator[str]:
    from tumen.documents import Limits
    from tumen.linkage import LinkSettings
    from tumen.synth import World
    from tumen_desk.settings.config import DeskConfig

    said = doc_parts(DeskConfig)[1]
    yield "# Settings"
    yield "## The desk"
    yield ""
    yield "Read once, at start. Everything has a default that is safe; `tumen desk` has options for the first three."
    yield ""
    rows = []
    for f in fields(DeskConfig):
        variable = re.search(r" \((`[A-Z_]+`)\)", said[f.name])
        if variable is None:
            raise ValueError(f"The docstring of DeskConfig names no variable for {f.name}.")
        rows.append((variable[1], said[f.name].replace(variable[0], "")))
    yield from table(("variable", "what it sets"), rows)
    for heading, thing in (
        ("Linkage (`linkage` in a study recipe)", LinkSettings),
        ("Limits of reading a file", Limits),
        ("A made-up world", World),
    ):
        yield from (f"## {heading}", "", doc_parts(thing)[0], "")
        yield from settings_table(thing)
    yield from ("## A study recipe", "", "TOML; a key that is not here is refused.", "")
    yield from recipe_tables()


def recipe_tables() -> Iterator[str]:
    """The sections of a recipe, as pydantic checks them."""
    from pydantic import BaseModel
    from pydantic_core import PydanticUndefined

    from tumen.study import StudyRecipe

    def rows(model: Any) -> list[tuple[str, str]]:
        found = []
        for name, info in model.model_fields.items():
            default = info.get_default(call_default_factory=True)
            shown = "needed" if default is PydanticUndefined else f"`{default!r}`"
            if isinstance(default, BaseModel):
                shown = "see below"
            if not info.exclude:
                found.append((f"`{name}`", shown))
        return found

    yield from table(("key", "default"), rows(StudyRecipe))
    sections = {f"[{n}]": StudyRecipe.model_fields[n].annotation for n in ("inputs", "lists", "estimate")}
    filters = StudyRecipe.model_fields["filters"].annotation
    sections["[[filters]]"] = filters.__args__[0] if filters is not None else None
    for name, model in sections.items():
        yield from (f"### `{name}`", "", " ".join((getdoc(model) or "").split()), "")
        yield from table(("key", "default"), rows(model))


def methods() -> Iterator[str]:
    from tumen.estimation import METHODS, SAMPLE_METHODS, OverlapTable

    small = OverlapTable.from_patterns(
        ["A", "B", "C"], {"100": 30, "010": 30, "001": 30, "110": 9, "101": 9, "011": 9, "111": 3}
    )
    yield "# Methods of estimation"
    yield "`tumen estimate --method`; `all` runs each. No method gives a number when the table or the computation does"
    yield "not support one: the status says why. How to choose: see [estimation](../methods/estimation.md)."
    yield ""
    for name, method in METHODS.items():
        yield from method_heading(name, method)
        random = "Random: give a seed." if method.needs_rng else "Nothing in it is random."
        yield f"At least {method.min_lists} lists. {random}"
        yield from method_body(method, method().assumptions(small))
    yield from ("# Methods without overlapping lists", "")
    yield "`tumen extrapolate`. How to choose: see [samples](../methods/samples.md)."
    yield ""
    for name, method in SAMPLE_METHODS.items():
        yield from method_heading(name, method)
        yield "Random: give a seed." if method.needs_rng else "Nothing in it is random."
        yield from method_body(method, method().assumptions(), method.avoid)


def method_heading(name: str, method: Any) -> Iterator[str]:
    """The id, and what the method does."""
    yield from (f"## {name}", "", f"{method.title}. {doc_parts(method)[0].partition(' Source: ')[0]}", "")


def method_body(method: Any, assumptions: Sequence[str], avoid: Sequence[str] = ()) -> Iterator[str]:
    """What must be true, when not to use it, settings and source."""
    source = re.search(r"Source: (.*)", getdoc(method) or "", re.DOTALL)
    yield from ("", "It holds if:", "", *(f"- {words}" for words in assumptions), "")
    if avoid:
        yield from ("When not to use it:", "", *(f"- {words}" for words in avoid), "")
    yield from settings_table(method)
    if source:
        yield from (f"Source: {' '.join(source[1].split())}", "")


# --- Packs --------------------------------------------------------------------------------------------------


def vocabularies() -> Iterator[str]:
    from tumen import vocab

    yield "# Vocabularies"
    yield "What is particular to one situation lives in its pack. `tumen vocab PACK VOCABULARY` shows the terms with"
    yield "their labels; how packs are made, versioned and extended: [vocabularies](../methods/vocabularies.md)."
    yield ""
    for name in vocab.packs():
        pack = vocab.load_pack(name)
        yield from (f"## {name}", "", f"{pack.title('en')}, version {pack.version}.", "")
        languages, facts = ", ".join(pack.languages), ", ".join(pack.facts_files)
        yield f"Languages: {languages}. Sources: {len(pack.sources)}. Facts: {facts}."
        yield ""
        yield from table(
            ("vocabulary", "title", "terms", "retired codes", "labels in all languages"),
            [(f"`{v.id}`", v.title("en"), len(v), len(v.retired), complete(v)) for v in pack],
        )


def complete(vocabulary: Any) -> str:
    """How many terms have a label in every language of the pack."""
    done = sum(all(language in term.labels for language in vocabulary.languages) for term in vocabulary)
    return f"{done} of {len(vocabulary)}"


# --- The desk -----------------------------------------------------------------------------------------------


def permissions() -> Iterator[str]:
    from tumen_desk.accounts.access import DOORS, Door
    from tumen_desk.accounts.models import Role

    yield "# Who may do what"
    yield "Every page and every write stands behind a door. A role that is not in the table is refused, and the refusal"
    yield "says which role may."
    yield ""
    roles = list(Role)
    yield from table(
        ("door", *(str(role.label) for role in roles)),
        [(door.value, *("yes" if role in DOORS[door] else "no" for role in roles)) for door in Door],
    )
    yield from ("## Pages and their doors", "")
    yield from table(("page", "address", "door"), sorted(addresses()))


def addresses() -> list[tuple[str, str, str]]:
    """Name, address and door of every URL of the desk."""
    from django.urls import get_resolver

    from tumen_desk.accounts.access import door_of

    found = []

    def walk(patterns: Sequence[Any], prefix: str, space: str) -> None:
        for pattern in patterns:
            address = prefix + str(pattern.pattern)
            if hasattr(pattern, "url_patterns"):
                walk(pattern.url_patterns, address, pattern.namespace or space)
            else:
                door = door_of(pattern.callback)
                found.append(
                    (
                        f"`{space}:{pattern.name}`",
                        f"`/{address}`",
                        door.value if door else "none: sign-in, sign-out, locking",
                    )
                )

    walk(get_resolver().url_patterns, "", "")
    return found


def jobs() -> Iterator[str]:
    from tumen_desk.jobs import registry, services

    yield "# Long work"
    yield "Work that takes longer than a page may take runs in a process of its own and shows how far it is under *Work"
    yield "in progress*. It can be cancelled. Closed in the middle, it is taken up again after the next unlocking, and"
    yield f"given up when that happened {services.MAX_ATTEMPTS} times."
    yield ""
    yield from table(
        ("kind", "what it does"),
        [(f"`{name}`", getdoc(work) or "") for name, work in sorted(registry._kinds.items())],
    )


def hooks() -> Iterator[str]:
    yield "# Hooks"
    yield "Rooms of the desk import only what lies below them. What a lower room wants to tell an upper one it declares"
    yield "in its `hooks.py`; the upper room registers when the desk starts."
    yield ""
    for path in sorted((SOURCE / "tumen_desk").glob("*/hooks.py")):
        module = f"tumen_desk.{path.parent.name}.hooks"
        yield from (f"## {module}", "", getdoc(import_module(module)) or "", "")
        functions = [n for n in ast.parse(path.read_text("utf-8")).body if isinstance(n, ast.FunctionDef)]
        yield from table(
            ("function", "what it does"),
            [
                (f"`{f.name}`", (ast.get_docstring(f) or "").split("\n")[0])
                for f in functions
                if f.name[0] != "_"
            ],
        )


def audit() -> Iterator[str]:
    yield "# What the audit log keeps"
    yield "Entries carry ids, codes and counts, never names or testimony, and each holds the hash of the one before it."
    yield "Signed heads over all of them leave the machine ([how](../guides/signing-in.md#what-is-logged))."
    yield ""
    yield from table(("action", "where in the code"), sorted(logged()))


def logged() -> Iterator[tuple[str, str]]:
    """Every action the code logs. One that is made elsewhere could not be listed, so it is an error."""
    for path in sorted((SOURCE / "tumen_desk").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and ast.unparse(node.func) in ("log.write", "hooks.tell")):
                continue
            action = node.args[1]
            if isinstance(action, ast.JoinedStr):
                name = ast.unparse(action)[2:-1]
            elif isinstance(action, ast.Constant) and isinstance(action.value, str):
                name = action.value
            else:
                raise TypeError(f"{path}:{node.lineno}: the action is not written out.")
            yield f"`{name}`", f"`{path.relative_to(SOURCE).as_posix()}`"


def asvs() -> Iterator[str]:
    yield "# Requirements of the verification standard"
    yield "Each requirement of levels 1 and 2 of the OWASP Application Security Verification Standard (ASVS), by its"
    yield "number: the test that holds it, or why there is none. Their words are in the standard; these are ours."
    yield ""
    found = yaml.safe_load((ROOT / "tests" / "protection" / "asvs.yaml").read_text("utf-8"))
    counts = Counter(group["state"] for group in found["groups"] for _ in group["ids"])
    yield (
        f"Version {found['version']}, {found['count']} requirements: "
        + ", ".join(f"{counts[state]} {words}" for state, words in STATES.items())
        + "."
    )
    yield ""
    yield from table(
        ("requirements", "state", "why, and by which test"),
        [
            (
                ", ".join(str(number) for number in group["ids"]),
                STATES[group["state"]],
                f"{group['why']}. " + ", ".join(f"`{name}`" for name in group.get("by", ())),
            )
            for group in found["groups"]
        ],
    )


STATES = {
    "held": "held by a test",
    "said": "said, not tested",
    "partly": "partly held",
    "missing": "missing",
    "none": "does not apply",
}


# --- Lists of pages -----------------------------------------------------------------------------------------


def with_lists(text: str, made: Mapping[Path, str]) -> str:
    """Fill what stands between `<!-- pages: FOLDER -->` and `<!-- end -->` with the pages of that folder."""

    def fill(match: re.Match[str]) -> str:
        folder = DOCS / match[1]
        there = {path: path.read_text("utf-8") for path in folder.glob("*.md")}
        there |= {path: new for path, new in made.items() if path.parent == folder}
        rows = [
            f"- [{titled(new)}]({path.relative_to(DOCS).as_posix()})" for path, new in sorted(there.items())
        ]
        return "\n".join([f"<!-- pages: {match[1]} -->", *rows, "<!-- end -->"])

    return re.sub(r"<!-- pages: ([a-z/]+) -->.*?<!-- end -->", fill, text, flags=re.DOTALL)


def titled(text: str) -> str:
    """The heading of a page."""
    found = re.search(r"^# (.+)$", text, re.MULTILINE)
    if found is None:
        raise ValueError("A page has no heading.")
    return found[1]


def rows() -> Iterator[str]:
    """What is shown of the documents of this field: by system, capability, row, place and test."""
    stated = [
        c
        for path in sorted((DOCS / "rows").glob("*.toml"))
        for c in tomllib.loads(path.read_text("utf-8"))["capability"]
    ]
    yield "# Rows of the documents"
    yield (
        "Five documents of this field were divided into rows, each with what a system must be able to do for it. This "
        "page says which rows the desk and the commands show, where, and by which test; and which are not proved yet. "
        "It is made from "
        "the files in `docs/rows`, and a test walks it."
    )
    yield ""
    for system in sorted({c["system"] for c in stated}):
        mine = [c for c in stated if c["system"] == system]
        yield f"## {system}"
        yield ""
        yield from table(
            ("rows", "what", "where", "proved by"),
            [(", ".join(c["rows"]) or "—", c["what"], _places(c), _proofs(c)) for c in mine],
        )
        waiting = sorted(
            ((o["row"], o["lacks"]) for c in mine for o in c.get("open", ())), key=lambda o: _row_key(o[0])
        )
        if waiting:
            yield "Not proved here yet:"
            yield ""
            yield from table(("row", "what it lacks"), waiting)


def _places(capability: Mapping[str, Any]) -> str:
    return ", ".join(f"`{p}`" for p in (*capability.get("pages", ()), *capability.get("commands", ())))


def _proofs(capability: Mapping[str, Any]) -> str:
    return "; ".join(
        test.partition("::")[2].removeprefix("test_").replace("_", " ") for test in capability["tests"]
    )


def _row_key(row: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", row))


REFERENCE: dict[str, Callable[[], Iterator[str]]] = {
    "asvs": asvs,
    "audit": audit,
    "cli": cli,
    "errors": errors,
    "hooks": hooks,
    "jobs": jobs,
    "methods": methods,
    "permissions": permissions,
    "rows": rows,
    "settings": settings,
    "vocabularies": vocabularies,
}

if __name__ == "__main__":
    main()
