"""The committed tables are exactly what `reference/build.py` gives, and the check would notice otherwise."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

REPOSITORY = Path(__file__).parents[2]


def _driver() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference_driver", REPOSITORY / "reference" / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


DRIVER = _driver()

BUILD = """
from pathlib import Path
OUTPUTS = ("made/*.txt",)
def build(out: Path) -> None:
    (out / "made").mkdir(parents=True, exist_ok=True)
    (out / "made" / "a.txt").write_text("one")
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    script = tmp_path / "reference" / "small" / "src" / "build.py"
    script.parent.mkdir(parents=True)
    script.write_text(BUILD)
    return tmp_path


@pytest.mark.parametrize("table", DRIVER.tables(), ids=lambda table: table.name)
def test_the_committed_table_is_what_the_build_gives(table):
    assert DRIVER.differences(table, REPOSITORY) == []


def test_a_changed_a_missing_and_a_stale_file_are_each_noticed(small):
    (table,) = DRIVER.tables(small / "reference")
    assert DRIVER.differences(table, small) == ["made/a.txt: not committed"]
    DRIVER.rebuild(table, small)
    assert DRIVER.differences(table, small) == []
    (small / "made" / "a.txt").write_text("two")
    (small / "made" / "b.txt").write_text("left over")
    assert DRIVER.differences(table, small) == [
        "made/b.txt: committed, but no longer built",
        "made/a.txt: differs from what small builds",
    ]


def test_a_rebuild_removes_what_the_table_no_longer_writes(small):
    (table,) = DRIVER.tables(small / "reference")
    (small / "made").mkdir()
    (small / "made" / "b.txt").write_text("left over")
    DRIVER.rebuild(table, small)
    assert sorted(f.name for f in (small / "made").iterdir()) == ["a.txt"]
