"""No code knows the situation it is used for: what is particular to one stands in its pack."""

import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src"

WORDS = re.compile(
    r"north\s?korea|dprk|\bprk\b|pyongyang|yalu|amnok|tumen (?:river|city)|hamgyong|yanbian|\bjilin\b|kwanliso|kyohwaso"
    r"|hanawon|songbun|bowibu|북한|북조선|조선민주주의|탈북|북송|보위부|안전부|관리소|교화소|두만강|압록강|하나원|脱北|朝鲜|朝鮮|图们|鸭绿",
    re.IGNORECASE,
)

# (file, what is allowed there): why. Scripts, calendars and spelling systems are knowledge of language, not of a
# situation.
ALLOWED = {
    ("tumen/vocab/pack.py", r'^DEFAULT_PACK = "dprk"$'): "the one setting that names the default pack",
    (
        "tumen/names/romanising.py",
        r"dprk",
    ): "name of a published romanisation standard, beside rr, mr and yale",
    ("tumen/cli/names.py", r"dprk"): "the same standard, offered on the command line",
    ("tumen/names/styles.py", r"Rules of Korean \(DPRK, 1987\)"): "title of a published standard",
    ("tumen_desk/record/naming.py", r"dprk"): "the same standard, shown beside the others",
    ("tumen/errors/names.py", r"one of the systems rr, mr"): "lists the romanisation standards",
}


def _python_files() -> list[Path]:
    packages = (SOURCE / "tumen", SOURCE / "tumen_desk")
    return sorted(f for p in packages for f in p.rglob("*.py") if f.parts[-3:-1] != ("tumen", "packs"))


def _hits(text: str) -> list[tuple[int, str]]:
    return [(n, line.strip()) for n, line in enumerate(text.splitlines(), start=1) if WORDS.search(line)]


@pytest.mark.parametrize(
    "line",
    [
        "if country == 'PRK':",
        "# how the DPRK spells it",
        "탈북자 = 1",
        'title = "North Korean list"',
        "yalu = 1",
    ],
)
def test_the_search_would_notice(line):
    assert _hits(line)


def _allowed(file: str, line: str) -> bool:
    return any(file == name and re.search(words, line, re.IGNORECASE) for name, words in ALLOWED)


def test_no_code_names_a_situation():
    found = [
        f"{name}:{number}: {line}"
        for file in _python_files()
        for name in [file.relative_to(SOURCE).as_posix()]
        for number, line in _hits(file.read_text(encoding="utf-8"))
        if not _allowed(name, line)
    ]
    assert found == [], "move it to a pack, or name the pack by tumen.vocab.DEFAULT_PACK:\n" + "\n".join(
        found
    )


@pytest.mark.parametrize(("name", "words"), ALLOWED)
def test_every_exception_is_still_needed(name, words):
    lines = [line for _, line in _hits((SOURCE / name).read_text(encoding="utf-8"))]
    assert any(re.search(words, line, re.IGNORECASE) for line in lines)
