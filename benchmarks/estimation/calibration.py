"""Is the latent-class sampler calibrated? Populations from its own prior, ranked in its posterior.

python benchmarks/estimation/calibration.py                     20 replicates, a minute
python benchmarks/estimation/calibration.py --replicates 500    N from 100 to 100,000, 4 lists: the whole check, hours
python benchmarks/estimation/calibration.py --replicates 25 --first 50 --raw >> ranks   in parts; then --from ranks
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy import stats

from tumen.estimation import LatentClass, calibration_ranks

BINS = 20


def band(replicates: int, *, level: float = 0.99) -> float:
    """Largest distance from the even distribution function that `level` of even samples stay within."""
    rng = np.random.default_rng(0)
    away = [stats.kstest(rng.random(replicates), "uniform").statistic for _ in range(2_000)]
    return float(np.quantile(away, level))


def _made(asked: argparse.Namespace, *, raw: bool) -> Iterator[dict[str, float]]:
    """Ranks of each replicate, printed as they come if wanted."""
    for each in range(asked.first, asked.first + asked.replicates):
        found = calibration_ranks(
            np.random.default_rng([each, 99]), least=100, most=100_000, lists=asked.lists, method=LatentClass(),
            sweeps=asked.sweeps,
        )  # fmt: skip
        if raw:
            print(json.dumps({"replicate": each, **found}), flush=True)
        yield found


def _kept(path: str) -> list[dict[str, float]]:
    """Ranks that were printed earlier, each replicate once."""
    rows = [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]
    by_number = {row.pop("replicate"): row for row in rows}
    return [by_number[number] for number in sorted(by_number)]


def main() -> None:
    """Print one line a quantity: how far its ranks are from even, and the band."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--replicates", type=int, default=20)
    parser.add_argument(
        "--first", type=int, default=0, help="number of the first replicate, which is its seed"
    )
    parser.add_argument("--lists", type=int, default=4)
    parser.add_argument("--sweeps", type=int, default=1_500, help="sweeps a chain")
    parser.add_argument(
        "--raw",
        action="store_true",
        help="print the ranks themselves, so that runs can be put together with --from",
    )
    parser.add_argument("--from", dest="kept", help="a file of ranks made with --raw, instead of running")
    asked = parser.parse_args()
    begun = time.process_time()
    ranks = _kept(asked.kept) if asked.kept else list(_made(asked, raw=asked.raw))
    if asked.raw:
        return
    limit = band(len(ranks))
    print(f"quantity\tlargest distance\t99% simultaneous band\twithin\tcounts of {BINS} bins")
    for quantity in ranks[0]:
        values = [rank[quantity] for rank in ranks]
        away = float(stats.kstest(values, "uniform").statistic)
        counts = np.histogram(values, bins=BINS, range=(0.0, 1.0))[0].tolist()
        print(f"{quantity}\t{away:.3f}\t{limit:.3f}\t{away <= limit}\t{counts}")
    print(f"{time.process_time() - begun:.0f} CPU seconds, {len(ranks)} replicates")


if __name__ == "__main__":
    main()
