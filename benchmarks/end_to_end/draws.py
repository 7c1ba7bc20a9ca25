"""What carrying the doubt of linkage costs: fifty draws in one call, against ten tables estimated one by one.

python benchmarks/end_to_end/draws.py                          latent classes: two CPU minutes
python benchmarks/end_to_end/draws.py --method graph-averaging
"""

from __future__ import annotations

import argparse
import time

import numpy as np

from tumen import study
from tumen.estimation import estimate
from tumen.model import LinkDraws, ListMembership

PEOPLE, CHANCES, MISSED, DRAWS, SEPARATE = 1500, (0.3, 0.25, 0.2), 0.05, 50, 10


def made(doubtful: int) -> tuple[LinkDraws, list[ListMembership]]:
    """Three lists; in each draw so many mentions may each be a person of their own with a chance of one in twenty."""
    rng = np.random.default_rng(3)
    on = rng.random((PEOPLE, len(CHANCES))) < np.array(CHANCES)
    person, place = np.nonzero(on)
    members = [ListMembership(mention_id=f"m{k}", list_id=f"list {j}") for k, j in enumerate(place.tolist())]
    labels = np.tile(person, (DRAWS, 1))
    unsure = rng.choice(len(person), min(doubtful, len(person)), replace=False)
    alone = rng.random((DRAWS, len(unsure))) < MISSED
    labels[:, unsure] = np.where(alone, PEOPLE + unsure, labels[:, unsure])
    ids = tuple(each.mention_id for each in members)
    return LinkDraws(mention_ids=ids, labels=labels.astype(np.int64)), members


def main() -> None:
    """One line for much doubt, where every table differs, and one for little, where many are equal."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--method", default="latent-class")
    method = parser.parse_args().method
    print(
        "mentions in doubt\tdistinct tables\tfifty draws, CPU s\tten tables, CPU s\tratio\tshare of linkage"
    )
    warm, members = made(1)
    estimate(study.overlap_of_draw(members, warm, 0), method=method, rng=np.random.default_rng(1))
    for doubtful in (PEOPLE, 20):
        draws, members = made(doubtful)
        begun = time.process_time()
        pooled = study.estimate_over_draws(draws, members, method=method, seed=1)
        together = time.process_time() - begun
        begun = time.process_time()
        for row in range(SEPARATE):
            table = study.overlap_of_draw(members, draws, row)
            estimate(table, method=method, rng=np.random.default_rng(1))
        apart = time.process_time() - begun
        print(
            f"{doubtful}\t{pooled.distinct_tables}\t{together:.1f}\t{apart:.1f}\t{together / apart:.2f}\t"
            f"{pooled.linkage_share or 0:.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
