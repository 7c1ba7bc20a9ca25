"""Is the latent-class sampler calibrated? Populations from its own prior, ranked in its posterior.

python benchmarks/estimation/calibration.py                     20 replicates, a minute and a half
python benchmarks/estimation/calibration.py --replicates 500 --keep FILE
                                                                N from 100 to 100,000, 4 lists: the whole check, about
                                                                4 CPU seconds a replicate; goes on where FILE ends
python benchmarks/estimation/calibration.py --replicates 0 --keep benchmarks/estimation/frozen/calibration.jsonl
                                                                what was kept so far
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from scipy import stats

from tumen.estimation import LatentClass, calibration_ranks
from tumen.estimation.calibration import QUANTITIES

BINS = 20


def band(replicates: int, *, level: float = 0.99) -> float:
    """Largest distance from the even distribution function that `level` of even samples stay within."""
    rng = np.random.default_rng(0)
    away = [stats.kstest(rng.random(replicates), "uniform").statistic for _ in range(2_000)]
    return float(np.quantile(away, level))


def _made(numbers: Iterable[int], asked: argparse.Namespace) -> Iterator[tuple[int, dict[str, float]]]:
    """Ranks of each replicate, whose number is its seed."""
    for each in numbers:
        rng = np.random.default_rng([each, 99])
        yield (
            each,
            calibration_ranks(
                rng, least=100, most=100_000, lists=asked.lists, method=LatentClass(), sweeps=asked.sweeps
            ),
        )


def _kept(path: Path) -> dict[int, dict[str, float]]:
    """Ranks made earlier, by the number of their replicate."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    rows = [json.loads(line) for line in lines]
    return {row.pop("replicate"): row for row in rows}


def main() -> None:
    """Print one line a quantity: how far its ranks are from even, and the band."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--replicates", type=int, default=20)
    parser.add_argument("--lists", type=int, default=4)
    parser.add_argument("--sweeps", type=int, default=1_500, help="sweeps a chain")
    parser.add_argument(
        "--keep",
        type=Path,
        help="a file that keeps the ranks of each replicate; what is there is not made again",
    )
    asked = parser.parse_args()
    begun = time.process_time()
    ranks = _kept(asked.keep) if asked.keep else {}
    missing = [each for each in range(asked.replicates) if each not in ranks]
    for number, found in _made(missing, asked):
        ranks[number] = found
        if asked.keep:
            with asked.keep.open("a", encoding="utf-8") as stream:
                stream.write(json.dumps({"replicate": number, **found}) + "\n")
    limit = band(len(ranks))
    print(f"quantity\tlargest distance\t99% simultaneous band\twithin\tcounts of {BINS} bins")
    for quantity in QUANTITIES:
        values = [rank[quantity] for rank in ranks.values()]
        away = float(stats.kstest(values, "uniform").statistic)
        counts = np.histogram(values, bins=BINS, range=(0.0, 1.0))[0].tolist()
        print(f"{quantity}\t{away:.3f}\t{limit:.3f}\t{away <= limit}\t{counts}")
    print(
        f"{time.process_time() - begun:.0f} CPU seconds, {len(ranks)} replicates, {len(missing)} of them now"
    )


if __name__ == "__main__":
    main()
