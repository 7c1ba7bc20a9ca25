"""Many strata: added by draws, the same on every machine, and going on where a killed run was."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from tumen.errors import Stopped, StrataError
from tumen.estimation import (
    LatentClass,
    OverlapTable,
    Replicate,
    Strata,
    Stratum,
    combine_replicates,
    estimate,
    estimate_strata,
)

LIGHT = LatentClass(chains=4, first_sweeps=500, max_sweeps=1000, rhat_limit=2.0, ess_limit=1)
HEAD = "sex,year,A,B,C,count\n"
FULL = "1,0,0,60\n0,1,0,40\n0,0,1,50\n1,1,0,20\n1,0,1,18\n0,1,1,15\n1,1,1,8\n"
SPARSE = "1,0,0,5\n0,1,0,4\n"


def rows(sex: str, year: str, cells: str, *, more: int = 0) -> str:
    """Cells of one stratum; `more` people on the first pattern."""
    lines = cells.splitlines()
    first, _, count = lines[0].rpartition(",")
    return "".join(f"{sex},{year},{line}\n" for line in [f"{first},{int(count) + more}", *lines[1:]])


def several(number: int) -> Strata:
    text = HEAD + "".join(
        rows(s, str(2000 + k), FULL, more=k + 50 * (s == "m")) for k in range(number) for s in "fm"
    )
    return Strata.from_csv(text, by=["sex", "year"])


def test_a_stratum_is_the_overlap_table_of_its_rows() -> None:
    strata = Strata.from_csv(HEAD + rows("m", "2001", FULL) + rows("f", "2001", SPARSE), by=["sex", "year"])
    assert [part.key for part in strata.parts] == [("f", "2001"), ("m", "2001")]
    assert strata.parts[1].table == OverlapTable.from_csv("A,B,C,count\n" + FULL)
    assert strata.parts[0].left_out == ("C",)
    assert strata.parts[0].table.lists == ("A", "B")


def test_each_stratum_says_what_the_same_table_says_alone() -> None:
    found = estimate_strata(several(2), method=LIGHT, workers=1)
    for part, one in zip(found.strata.parts, found.estimates, strict=True):
        assert one.seed is not None
        alone = estimate(part.table, method=LIGHT, rng=np.random.default_rng(one.seed))
        assert (one.point, one.interval, one.status) == (alone.point, alone.interval, alone.status)
        assert one.as_dict()["assumptions"] == alone.as_dict()["assumptions"]


@pytest.mark.slow
def test_workers_change_no_number() -> None:
    strata = several(3)
    alone = estimate_strata(strata, method="independence", workers=1, seed=4)
    pooled = estimate_strata(strata, method="independence", workers=2, seed=4)
    assert alone.to_csv() == pooled.to_csv()
    assert alone.total().as_dict() == pooled.total().as_dict()


def test_company_changes_no_number() -> None:
    strata = several(2)
    fewer = Strata(dimensions=strata.dimensions, parts=strata.parts[:2])
    assert estimate_strata(fewer, method=LIGHT, workers=1).estimates[0].point == (
        estimate_strata(strata, method=LIGHT, workers=1).estimates[0].point
    )


def test_draws_are_added_and_never_the_ends_of_intervals() -> None:
    found = estimate_strata(several(8), method="independence", workers=1)
    total = found.total()
    ends = [one.interval for one in found.estimates if one.interval]
    widest = sum((e.high or 0) for e in ends) - sum(e.low for e in ends)
    width = (total.interval.high or 0) - total.interval.low
    # independent strata: widths add like standard deviations
    assert width == pytest.approx(widest / np.sqrt(len(ends)), rel=0.15)
    assert total.point == pytest.approx(sum(one.point or 0 for one in found.estimates), rel=0.02)
    assert not total.is_lower_bound


def test_equal_tables_are_not_added_as_if_they_moved_together() -> None:
    text = HEAD + "".join(rows("f", str(year), FULL) for year in range(16))
    found = estimate_strata(Strata.from_csv(text, by=["year", "sex"]), method="independence", workers=1)
    assert len({one.point for one in found.estimates}) == 1
    one, total = found.estimates[0].interval, found.total().interval
    assert one is not None
    ratio = ((total.high or 0) - total.low) / ((one.high or 0) - one.low)
    assert ratio == pytest.approx(4.0, rel=0.15)


def test_sparse_strata_stand_with_the_people_seen_and_make_it_a_lower_bound() -> None:
    text = HEAD + rows("f", "2001", FULL) + rows("m", "2001", SPARSE) + rows("m", "2002", FULL)
    found = estimate_strata(Strata.from_csv(text, by=["sex", "year"]), method="independence", workers=1)
    total = found.total()
    assert total.observed_only == (("m", "2001"),)
    assert total.words.startswith("At least")
    assert total.observed == 211 + 9 + 211
    women, men = found.totals(by=["sex"])
    assert (women.key, women.is_lower_bound) == (("f",), False)
    assert (men.key, men.is_lower_bound) == (("m",), True)
    alone = estimate_strata(Strata(dimensions=("sex", "year"), parts=found.strata.parts[1:2]), workers=1)
    assert alone.total().words == "At least 9, those seen: none of 1 strata supports a number."
    sparse = found.estimates[1]
    assert men.draws.min() >= 9 + 211
    assert sparse.point is None
    with pytest.raises(StrataError, match="no dimension place"):
        found.totals(by=["place"])


def test_kept_strata_are_not_computed_again_and_damaged_ones_are(tmp_path: Path) -> None:
    strata = several(2)
    first = estimate_strata(strata, method="independence", folder=tmp_path, workers=1)
    files = sorted(tmp_path.rglob("*.json"))
    assert len(files) == len({part.table.sha256 for part in strata.parts})
    before = [file.stat().st_mtime_ns for file in files]
    files[0].write_text(files[0].read_text()[:-40], encoding="utf-8")
    again = estimate_strata(strata, method="independence", folder=tmp_path, workers=1)
    assert again.to_csv() == first.to_csv()
    after = [file.stat().st_mtime_ns for file in files]
    assert after[1:] == before[1:]
    assert after[0] != before[0]
    estimate_strata(strata, method="chao-mth", folder=tmp_path, workers=1)
    assert len(list(tmp_path.rglob("*.json"))) == 2 * len(files)


KILLED = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from test_strata_in_bulk import LIGHT, several
from tumen.estimation import estimate_strata
if __name__ == "__main__":
    estimate_strata(several(200), method=LIGHT, folder=Path({folder!r}), workers=1)
"""


@dataclass(slots=True)
class StopsAfter:
    """Asks to stop when so many strata are done."""

    left: int

    @property
    def should_stop(self) -> bool:
        return self.left <= 0

    def start(self, total: int | None, label: str) -> None:
        pass

    def advance(self, n: int = 1) -> None:
        self.left -= n

    def note(self, text: str) -> None:
        pass


def test_a_stopped_run_goes_on_where_it_was(tmp_path: Path) -> None:
    strata = several(3)
    with pytest.raises(Stopped):
        estimate_strata(strata, method="chao-mth", folder=tmp_path, workers=1, progress=StopsAfter(left=2))
    kept = {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*.json")}
    assert 2 <= len(kept) < 6
    resumed = estimate_strata(strata, method="chao-mth", folder=tmp_path, workers=1)
    assert resumed.to_csv() == estimate_strata(strata, method="chao-mth", workers=1).to_csv()
    assert all(file.stat().st_mtime_ns == at for file, at in kept.items())


@pytest.mark.slow
def test_a_killed_run_goes_on_where_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    script = KILLED.format(tests=str(Path(__file__).parent), folder=str(folder))
    child = subprocess.Popen([sys.executable, "-W", "ignore", "-c", script], env=dict(os.environ))
    deadline = time.monotonic() + 120
    while len(list(folder.rglob("*.json"))) < 3 and time.monotonic() < deadline and child.poll() is None:
        time.sleep(0.02)
    child.kill()
    child.wait()
    kept = {file: file.stat().st_mtime_ns for file in folder.rglob("*.json")}
    assert 3 <= len(kept) < 400
    strata = several(200)
    few = Strata(dimensions=strata.dimensions, parts=strata.parts[: min(len(kept) + 2, 12)])
    resumed = estimate_strata(few, method=LIGHT, folder=folder, workers=1)
    assert resumed.to_csv() == estimate_strata(few, method=LIGHT, workers=1).to_csv()
    assert all(file.stat().st_mtime_ns == at for file, at in kept.items())


def test_strata_that_are_none_or_twice_are_refused() -> None:
    table = OverlapTable.from_csv("A,B,count\n1,0,3\n")
    with pytest.raises(StrataError, match="no strata"):
        Strata(dimensions=("sex",), parts=())
    with pytest.raises(StrataError, match="same key"):
        Strata(
            dimensions=("sex",), parts=(Stratum(key=("f",), table=table), Stratum(key=("f",), table=table))
        )
    with pytest.raises(StrataError, match="no column place"):
        Strata.from_csv(HEAD + rows("f", "2001", FULL), by=["place"])


def test_replicates_combine_as_published() -> None:
    with (Path(__file__).parent / "verdata_replicates.csv").open(encoding="utf-8", newline="") as file:
        found = combine_replicates(
            [
                Replicate(
                    observed=int(row["observed"]), mean=float(row["mean"]), mean_log=float(row["mean_log"]),
                    variance_log=float(row["variance_log"]),
                )
                for row in csv.DictReader(file)
            ]
        )  # fmt: skip
    assert found.replicates == 20
    assert (round(found.interval.low), round(found.point), round(found.interval.high or 0)) == (
        1266,
        1593,
        2148,
    )
    assert 0 < found.imputation_share < 1


def test_one_replicate_is_refused_and_equal_ones_add_no_variance() -> None:
    one = Replicate.from_draws(np.arange(150, 250), observed=100)
    with pytest.raises(StrataError, match="One replicate"):
        combine_replicates([one])
    same = combine_replicates([one] * 5)
    assert same.between == 0
    assert np.isinf(same.degrees)
    with pytest.raises(StrataError, match="somebody unseen"):
        Replicate.from_draws([100, 120], observed=100)


@pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java, and there is none here")
def test_on_spark_the_same_call_gives_the_same_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pyspark = pytest.importorskip("pyspark.sql", reason="the spark extra is not installed")
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    strata = several(3)
    alone = estimate_strata(strata, method="chao-mth", workers=1)
    spark = (
        pyspark.SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.pyspark.python", sys.executable)
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    try:
        cluster = estimate_strata(strata, method="chao-mth", spark=spark, folder=tmp_path)
    finally:
        spark.stop()
    assert cluster.to_csv() == alone.to_csv()
    assert cluster.total().as_dict() == alone.total().as_dict()
    assert len(list(tmp_path.rglob("*.json"))) == 6
