"""Links lead somewhere, every page is reachable, code on pages runs, commands on pages exist."""

from __future__ import annotations

import doctest
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
FENCE = re.compile(r"^```([^\n`]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(<?([^)\s>]+)>?\)")


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def without_code(page: Path) -> str:
    """The page without blocks of code, in which a hash is no heading."""
    return FENCE.sub("", page.read_text("utf-8"))


def blocks(page: Path) -> list[tuple[str, str]]:
    """Language and text of every block, in order."""
    return [(m[1].strip(), m[2]) for m in FENCE.finditer(page.read_text("utf-8"))]


def having(*languages: str) -> pytest.MarkDecorator:
    """The test runs once for each page with such a block. `page` would be Playwright's."""
    found = [p for p in PAGES if any(language in languages for language, _ in blocks(p))]
    return pytest.mark.parametrize("sheet", found, ids=named)


def anchors(page: Path) -> set[str]:
    """The anchors that GitHub and most readers make of headings."""
    headings = re.findall(r"^#{1,6} (.+)$", without_code(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.lower()).strip().replace(" ", "-") for h in headings}


def links(page: Path) -> list[tuple[Path, str]]:
    """Internal links: target and anchor."""
    found = []
    for link in LINK.findall(re.sub(r"`[^`\n]*`", "", without_code(page))):
        if not re.match(r"[a-z]+:", link):
            path, _, anchor = unquote(link).partition("#")
            found.append(((page.parent / path).resolve() if path else page, anchor))
    return found


@pytest.mark.parametrize("sheet", PAGES, ids=named)
def test_every_internal_link_leads_somewhere(sheet):
    for target, anchor in links(sheet):
        assert target.exists(), f"{target.relative_to(ROOT)} does not exist"
        if anchor:
            assert anchor in anchors(target), f"no heading #{anchor} in {named(target)}"


def test_every_page_is_reached_from_the_first():
    reached: set[Path] = set()
    waiting = [DOCS / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or not page.exists() or page.suffix not in (".md", ".py"):
            continue
        reached.add(page)
        waiting += [target for target, _ in links(page) if target.is_relative_to(DOCS)]
    pages = {*DOCS.rglob("*.md"), *(DOCS / "tutorials").glob("*.py")}
    assert sorted(named(p) for p in pages - reached) == []


def test_the_readme_leads_to_the_documentation():
    assert DOCS / "README.md" in [target for target, _ in links(ROOT / "README.md")]


def test_no_measurement_of_the_readme_is_left_open():
    text = (ROOT / "README.md").read_text("utf-8")
    assert re.findall(r"<!-- measured:([\w-]+) -->\s*(?:not measured yet)?\s*<!-- end -->", text) == []


@having("python")
def test_python_on_the_page_runs_and_prints_what_it_says(sheet, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    world: dict[str, object] = {"__name__": "__main__"}
    shown: dict[str, str] = {}
    for language, code in blocks(sheet):
        shown[language] = code
        if language == "python":
            keep_files(code, shown)
            run_python(code, world, named(sheet))


def keep_files(code: str, shown: dict[str, str]) -> None:
    """A file that the code opens and that is not there is what the page showed last in that language."""
    for name, language in re.findall(r'"(\w+\.(yaml|toml|csv))"', code):
        if language in shown and not Path(name).exists():
            Path(name).write_text(shown[language], "utf-8")


def run_python(code: str, world: dict[str, object], where: str) -> None:
    """Run a block with the names that earlier blocks left; a session must print what stands there."""
    if ">>> " not in code:
        exec(compile(code, where, "exec"), world)  # noqa: S102  (the page's own code)
        return
    session = doctest.DocTestParser().get_doctest(code, world, where, where, 0)
    said: list[str] = []
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    doctest.DocTestRunner(optionflags=flags).run(session, out=said.append, clear_globs=False)
    assert not said, "".join(said)
    world.update(session.globs)


@having("bash run")
def test_commands_marked_to_be_run_do_run(sheet, tmp_path):
    script = "\n".join(code for language, code in blocks(sheet) if language == "bash run")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=tmp_path,
        env={**os.environ, "PATH": path},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()


@having("bash", "bash run")
def test_every_command_on_the_page_exists_with_its_options(sheet, generate):
    known = dict(generate.commands())
    for line in tumen_lines(sheet):
        words = shlex.split(line, comments=True)
        path = max((p for p in known if words[: len(p.split())] == p.split()), key=len)
        options = {name for p in known[path].params for name in (*p.opts, *p.secondary_opts)} | {"--help"}
        is_group = bool(getattr(known[path], "commands", {}))
        assert not is_group or set(words[1:]) <= options, f"no such command: {line}"
        assert {word.partition("=")[0] for word in words if word.startswith("--")} <= options, line


def tumen_lines(page: Path) -> list[str]:
    """Every call of `tumen` in a block of shell commands."""
    code = "\n".join(code for language, code in blocks(page) if language.startswith("bash"))
    return [line for line in code.replace("\\\n", " ").splitlines() if line.startswith("tumen ")]
