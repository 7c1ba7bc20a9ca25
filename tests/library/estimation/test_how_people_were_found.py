"""A number needs people who were not chosen for what they have to tell: asked of every sample, and refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tumen.cli.main import build
from tumen.errors import SettingsError
from tumen.estimation import DESIGNS, REPEAT_METHODS, RepeatCounts, estimate_from

ESCAPES = {1: 40, 2: 30, 3: 12, 4: 3}


@pytest.mark.parametrize("method", REPEAT_METHODS, ids=lambda m: m.id)
def test_people_chosen_on_purpose_give_no_number_by_any_method(method: object) -> None:
    """S4.103: those interviewed had fled several times."""
    sample = RepeatCounts.from_frequencies(ESCAPES)
    found = estimate_from(sample, method=method, design="purposive")  # type: ignore[arg-type]
    assert found.point is None
    assert found.status.startswith("refused: people were chosen for what they have to tell")
    assert found.settings["design"] == "purposive"


def test_other_designs_change_no_number_and_add_what_a_reader_must_know() -> None:
    sample, method = RepeatCounts.from_frequencies(ESCAPES), REPEAT_METHODS[0]
    plain = estimate_from(sample, method=method)
    assert plain.point is not None
    cautions: dict[str, object] = {}
    for design in DESIGNS:
        if design != "purposive":
            found = estimate_from(sample, method=method, design=design)
            assert (found.point, found.interval) == (plain.point, plain.interval)
            cautions[design] = found.diagnostics["cautions"]
    assert cautions["chance"] == cautions["everybody"] == cautions[""]
    assert "nobody else" in str(cautions["convenience"])
    assert "brought one another" in str(cautions["referral"])
    with pytest.raises(SettingsError, match="no design"):
        estimate_from(sample, method=method, design="luck")


def test_the_command_refuses_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "escapes.csv"
    path.write_text("count,people\n" + "".join(f"{k},{n}\n" for k, n in ESCAPES.items()))
    words = ["extrapolate", "repeats", str(path), "--people", "people", "--json"]
    told = json.loads(CliRunner().invoke(build(), [*words, "--design", "purposive"]).stdout)
    rows = told if isinstance(told, list) else told["estimates"]
    assert all(row["point"] is None for row in rows)
    assert "chosen for what they have to tell" in json.dumps(rows)
