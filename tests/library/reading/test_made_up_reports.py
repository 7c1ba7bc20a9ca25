"""Made-up reports of many kinds, annotated by hand before they were read: what is found does not fall below a floor."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARK = Path(__file__).parents[3] / "benchmarks" / "reading"
FLOORS = {
    "": {
        "claims": (0.97, 0.97),
        "dates": (0.95, 0.95),
        "legal": (0.88, 0.90),
        "recommendations": (0.95, 0.95),
        "citations": (0.95, 0.95),
        "footnotes": (1.0, 1.0),
        "incidents": (0.90, 0.80),
    },
    "held": {
        "claims": (0.95, 0.95),
        "dates": (0.93, 0.93),
        "legal": (0.95, 0.95),
        "recommendations": (0.85, 0.95),
        "citations": (0.90, 0.93),
        "footnotes": (1.0, 1.0),
        "incidents": (0.85, 0.80),
    },
    "second": {
        "claims": (0.95, 0.90),
        "dates": (0.92, 0.95),
        "legal": (0.95, 0.92),
        "recommendations": (0.82, 0.95),
        "citations": (0.95, 0.90),
        "footnotes": (1.0, 1.0),
        "incidents": (0.75, 0.70),
    },
    "fourth": {
        "dates": (0.97, 0.94),
        "legal": (0.95, 0.97),
        "citations": (0.94, 0.96),
        "footnotes": (1.0, 1.0),
    },
    "sixth": {
        "dates": (0.97, 0.96),
        "legal": (0.94, 0.96),
        "citations": (0.93, 0.95),
        "footnotes": (0.97, 1.0),
    },
}
"""Recall and precision, a little below what stands in the README of the benchmark."""


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    sys.path.insert(0, str(BENCHMARK))
    try:
        spec = importlib.util.spec_from_file_location("reading_benchmark", BENCHMARK / "run.py")
        assert spec is not None
        assert spec.loader is not None
        made = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(made)
        return made
    finally:
        sys.path.remove(str(BENCHMARK))


@pytest.mark.parametrize("folder", FLOORS)
def test_what_made_up_reports_say_is_found(benchmark: ModuleType, folder: str) -> None:
    scores = benchmark.made_up_texts(BENCHMARK / "made_up" / folder)
    floors = FLOORS[folder]
    found = {name: (round(scores[name].recall, 2), round(scores[name].precision, 2)) for name in floors}
    assert all(
        recall >= floors[name][0] and precision >= floors[name][1]
        for name, (recall, precision) in found.items()
    ), found
    right, of = scores["claims"].details["bounds"]
    assert right >= 0.95 * of
