"""The tutorial is executed as a reader would execute it; its own assertions say whether it still tells the truth."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

TUTORIALS = sorted((Path(__file__).parents[2] / "docs" / "tutorials").glob("*.py"))


@pytest.mark.parametrize("tutorial", TUTORIALS, ids=lambda path: path.stem)
def test_the_tutorial_runs_from_anywhere_and_leaves_nothing_behind(tutorial, tmp_path):
    done = subprocess.run(
        [sys.executable, "-W", "error", str(tutorial)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
    assert list(tmp_path.iterdir()) == []


def test_there_is_a_tutorial():
    assert TUTORIALS
