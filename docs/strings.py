"""The words of the desk in three languages: compiles the catalogues and writes the list for native readers.

    .venv/bin/python docs/strings.py

`src/tumen_desk/locale/<language>/LC_MESSAGES/django.po` is written by hand; `django.mo` beside it and
`docs/reference/strings.md` are made from it. `tests/desk/shell` makes them again and compares.
"""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "src" / "tumen_desk" / "locale"
LANGUAGES = ("ko", "zh_Hans")
PAGE = ROOT / "docs" / "reference" / "strings.md"
_TEMPLATE_TAG = re.compile(r"({%.*?%}|{{.*?}}|{#.*?#})", re.DOTALL)
_INSTEAD = re.compile(r'\|(?:default|default_if_none|yesno):"([^"]*[A-Za-z]{2}[^"]*)"')
_GIVEN = re.compile(r'\b(?:translate|trans|summary=|button=)\s*"([^"]+)"')


def catalogue(language: str) -> Catalog:
    """One catalogue as it is written."""
    with (LOCALE / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=language)


def compiled(language: str) -> bytes:
    """What `django.mo` must hold."""
    read, out = catalogue(language), BytesIO()
    # Babel writes the hour of compiling into the head; the same catalogue must give the same file.
    read.creation_date = read.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    write_mo(out, read)
    return out.getvalue()


def in_templates() -> set[str]:
    """Every phrase of the templates of the desk: between their tags, for a missing value, and given in tags."""
    sys.path.insert(0, str(ROOT / "src"))
    from tumen_desk.shell.spoken import ends_inside, phrases

    found: set[str] = set()
    for template in sorted((ROOT / "src" / "tumen_desk").rglob("templates/**/*.html")):
        inside = False
        for stretch in _TEMPLATE_TAG.split(template.read_text("utf-8")):
            if _TEMPLATE_TAG.fullmatch(stretch):
                literals = _INSTEAD.findall(stretch) if stretch.startswith("{{") and not inside else []
                found.update(word for literal in literals for word in literal.split(","))
                found.update(_GIVEN.findall(stretch) if stretch.startswith("{%") else ())
                continue
            found.update(" ".join(stretch[a:b].split()) for a, b in phrases(stretch, inside=inside))
            inside = ends_inside(stretch, inside=inside)
    return found


def patterns() -> str:
    """What `patterns.txt` must hold: the phrases with places for values, for the desk to find them again."""
    ids = (str(message.id) for message in catalogue(LANGUAGES[0]) if message.id)
    return "".join(f"{text}\n" for text in sorted(ids) if "{0" in text)


def page() -> str:
    """The list for native readers."""
    ko, zh = (catalogue(language) for language in LANGUAGES)
    said = {str(message.id): message for message in ko if message.id}
    open_ones = sorted(in_templates() - set(said))
    rows = [
        f"| {_cell(text)} | {_cell(str(said[text].string))} | {_cell(str(zh[text].string) if text in zh else '')} |"
        for text in sorted(said)
    ]
    return "\n".join(
        [
            "# The words of the desk in three languages",
            "",
            "<!-- Written by docs/strings.py from the catalogues. Change those, then run it again. -->",
            "",
            "No native reader has checked these yet. Who does: change the catalogue in `src/tumen_desk/locale`.",
            "",
            f"{len(rows)} phrases are in both languages; {len(open_ones)} phrases of templates still show in English",
            "everywhere. Commands speak English; so do names, references and what a source says in its own words.",
            "Treaties have their official titles where these are known for both languages; others, as those of",
            "agreements between two states, of positions and of public cases, stay English.",
            "",
            "| English | Korean | Chinese |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main() -> None:
    """Compile and write."""
    for language in LANGUAGES:
        (LOCALE / language / "LC_MESSAGES" / "django.mo").write_bytes(compiled(language))
    (LOCALE / "patterns.txt").write_text(patterns(), encoding="utf-8")
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
