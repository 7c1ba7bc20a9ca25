"""A pattern that is compiled later does what a compiled one does, and costs nothing before."""

import re
import subprocess
import sys

import pytest

from tumen.patterns import later


def test_it_finds_what_the_compiled_one_finds():
    made, compiled = (
        later(r"(?P<n>\d+) (people)", re.IGNORECASE),
        re.compile(r"(?P<n>\d+) (people)", re.IGNORECASE),
    )
    text = "12 People and 3 people"
    assert [m.span() for m in made.finditer(text)] == [m.span() for m in compiled.finditer(text)]
    assert made.sub(r"\2", text) == compiled.sub(r"\2", text)
    assert (made.pattern, made.flags, made.groupindex) == (
        compiled.pattern,
        compiled.flags,
        compiled.groupindex,
    )
    assert made.search == made.search  # from the first use on it is the compiled one's own method


def test_a_text_that_is_no_pattern_fails_when_it_is_used_and_says_why():
    made = later("(")
    with pytest.raises(re.error, match="unterminated"):
        made.search("x")
    with pytest.raises(AttributeError):
        made.no_such_thing  # noqa: B018  (the look itself is what is tried)


def test_who_only_imports_the_dates_compiles_no_pattern_of_theirs():
    code = "import re, tumen; real = re.compile; asked = []\n"
    code += "re.compile = lambda *a, **k: asked.append(a[0]) or real(*a, **k)\n"
    code += "from tumen.dates import english, chinese; print(sum(len(str(a)) > 2000 for a in asked))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"
