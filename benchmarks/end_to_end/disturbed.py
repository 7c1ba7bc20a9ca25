"""Does mixing over draws carry doubt that is known exactly? No linkage here: true labels are disturbed.

python benchmarks/end_to_end/disturbed.py --seeds 1 200

Every two mentions that might be one person have a probability that is right by construction. The reported partition
takes those above one half, so 5% of the true links are missed and 1% of the reported ones are false. The draws take
each with its probability; `tumen.study.estimate_over_draws` mixes what the tables give.
"""

from __future__ import annotations

import argparse

import numpy as np
from numpy.typing import NDArray
from run import line, number

from tumen import study
from tumen.estimation import OverlapTable, estimate
from tumen.model import LinkDraws, ListMembership

PEOPLE, CHANCES = 2000, {"30 % and 30 %": (0.3, 0.3), "60 % and 60 %": (0.6, 0.6)}
FALSE, MISSED, DOUBTFUL = 0.01, 0.05, 0.25
DRAWS = 50


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", nargs=2, type=int, default=(1, 50), metavar=("FIRST", "LAST"))
    first, last = parser.parse_args().seeds
    print(
        f"{'captured':16}{'path':8}{'sets':>5}{'number':>7}{'cover':>7}{'±':>6}{'bias %':>8}{'±':>6}{'high/low':>9}"
    )
    for name, chances in CHANCES.items():
        rows = [one(chances, seed) for seed in range(first, last + 1)]
        for path in ("whole", "naive", "oracle"):
            print(f"{name:16}{path:8}{line(rows, path)}")
        print(f"{'':16}linkage share {np.mean([row['linkage_share'] for row in rows]):.2f}")


def one(chances: tuple[float, float], seed: int) -> dict[str, object]:
    """One population on two lists, through the three paths."""
    rng = np.random.default_rng([seed, 9])
    on_a, on_b = (rng.random(PEOPLE) < chance for chance in chances)
    both, sizes = int((on_a & on_b).sum()), (int(on_a.sum()), int(on_b.sum()))
    members = [
        ListMembership(mention_id=f"{name}{place}", list_id=name)
        for name, size in zip("AB", sizes, strict=True)
        for place in range(size)
    ]
    probability = candidates(both, rng)
    drawn = rng.random((DRAWS, len(probability))) < probability
    found = study.estimate_over_draws(
        partitions(drawn, sizes, members), members, method="independence", seed=seed, use_draws=DRAWS,
        reported=study.overlap_of_draw(members, partitions(probability[None] > 0.5, sizes, members), 0),
    )  # fmt: skip
    table = OverlapTable.from_patterns(["A", "B"], {"11": both, "10": sizes[0] - both, "01": sizes[1] - both})
    oracle = estimate(table, method="independence", rng=rng)
    return {
        "population": PEOPLE,
        "linkage_share": found.linkage_share,
        "whole": number(found.status, found.point, found.interval),
        "naive": number(found.reported.status, found.reported.point, found.reported.interval),
        "oracle": number(oracle.status, oracle.point, oracle.interval),
    }


def candidates(both: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Probabilities of the pairs that might be one person, of which `both` are."""
    missed = int(rng.binomial(both, MISSED))
    # Failures before so many successes: of all pairs with a probability, that share is true.
    false = int(rng.negative_binomial(both - missed, 1 - FALSE))
    strangers = int(rng.negative_binomial(missed, DOUBTFUL)) if missed else 0
    sure, doubtful = np.full(both - missed + false, 1 - FALSE), np.full(missed + strangers, DOUBTFUL)
    return np.concatenate([sure, doubtful])


def partitions(linked: NDArray[np.bool_], sizes: tuple[int, int], members: list[ListMembership]) -> LinkDraws:
    """Partitions in which the k-th of list A is the k-th of list B where they are linked, shape (draws, pairs)."""
    labels = np.tile(np.arange(sum(sizes)), (len(linked), 1))
    pairs = linked.shape[1]
    labels[:, sizes[0] : sizes[0] + pairs][linked] = np.tile(np.arange(pairs), (len(linked), 1))[linked]
    return LinkDraws(mention_ids=tuple(each.mention_id for each in members), labels=labels)


if __name__ == "__main__":
    main()
