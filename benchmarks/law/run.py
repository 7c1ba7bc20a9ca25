"""How much faster are 100,000 acts characterised at once than one by one, and in how much memory?

python benchmarks/law/run.py            the table of README.md, about forty seconds; writes results.json
python benchmarks/law/run.py --check    exit 1 when the gain or the memory fell behind its limit, or an answer differs
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
import tracemalloc
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from tumen import dates, law, vocab

HERE = Path(__file__).resolve().parent
ACTS = 100_000
ONE_BY_ONE = 300
RUNS = 20
CHUNK = 5_000
LEAST_GAIN = 100
MOST_BYTES_AN_ACT = 2_000
NUMBER = {law.Shown.NO: 0, law.Shown.CANNOT_TELL: 1, law.Shown.YES: 2, law.Shown.NOT_STATED: 3}


def main() -> int:
    """Measure, print, keep or check."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    found = measured()
    print(json.dumps(found, indent=2))
    if not check:
        (HERE / "results.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
        return 0
    good = (
        found["gain"] >= LEAST_GAIN and found["differing"] == 0 and found["bytes_an_act"] <= MOST_BYTES_AN_ACT
    )
    return 0 if good else 1


def measured() -> dict[str, Any]:
    """The figures of one run; times are CPU seconds of this process."""
    pack = vocab.load_pack()
    known = law.register(pack)
    table = made_up(ACTS, pack, np.random.default_rng(1))
    load = [round(n, 2) for n in os.getloadavg()[:1]]
    whole = []
    for _ in range(RUNS):
        start = time.process_time()
        many = law.characterise_many(table, pack)
        whole.append(time.process_time() - start)
    at_once = float(np.median(whole))
    tracemalloc.start()
    law.characterise_many(table, pack)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    each, differing = one_by_one(table, many, pack)
    batches = [batch(table, k * CHUNK, pack) for k in range(RUNS)]
    load.append(round(os.getloadavg()[0], 2))
    return {
        "acts": ACTS, "rules": len(known.rules), "provisions": len(many.provisions), "elements": len(many.elements),
        "cpu_seconds": {k: round(v / 1e3, 2) for k, v in milliseconds(whole).items()},
        "acts_a_cpu_second": round(ACTS / at_once),
        "one_by_one_ms": milliseconds(each), "batch_of_5000_ms": milliseconds(batches),
        "gain": round(float(np.mean(each)) * ACTS / at_once), "bytes_an_act": round(peak / ACTS),
        "compared": ONE_BY_ONE, "differing": differing, "load_before_and_after": load,
    }  # fmt: skip


def milliseconds(seconds: list[float]) -> dict[str, float]:
    """Median and 95th percentile."""
    return {f"p{int(100 * q)}": round(1e3 * float(np.quantile(seconds, q)), 2) for q in (0.5, 0.95)}


def made_up(count: int, pack: vocab.Pack, rng: np.random.Generator) -> law.ActTable:
    """Acts of every type, state and date between 1975 and 2024, with what else is told of them."""
    acts = np.array([t.code for t in pack.vocabulary("act_type")])
    states = np.array(list(law.register(pack).states))
    low = date(1975, 1, 1).toordinal() + rng.integers(0, 18_000, count)
    age = rng.integers(-1, 60, count)

    def told(codes: Any, share: float) -> Any:
        told_of = int(count * share)
        return rng.integers(0, count, told_of), rng.choice(np.array(codes), told_of)

    return law.ActTable(
        act=rng.choice(acts, count), state=rng.choice(states, count), low=low,
        high=low + rng.choice([0, 0, 30, 365], count), age_low=age,
        age_high=np.where(age < 0, -1, age + rng.integers(0, 3, count)),
        values={
            "agency_state": told(states, 0.7), "place_state": told(states, 0.9), "also": told(acts, 1.5),
            "later_act": told(acts, 1.0), "sex": told(["f", "m"], 0.9), "outcome": told(["O-DEAD", "O-MISSING"], 0.3),
            "facility": told(["KWANLISO", "KURYU"], 0.3), "agency": told(["NG-HUSB", "CN-PSB"], 0.2),
            "charge": told(["FC-ENTRY"], 0.1),
        },
    )  # fmt: skip


def one_by_one(table: law.ActTable, many: law.ManyFindings, pack: vocab.Pack) -> tuple[list[float], int]:
    """CPU seconds of each of the first acts alone, and how many answers differ from those at once."""
    told: dict[int, list[law.Coded]] = {}
    for name, (rows, codes) in table.values.items():
        for row, code in zip(rows.tolist(), codes.tolist(), strict=True):
            told.setdefault(row, []).append(law.Coded(field=name, code=code))
    seconds, differing = [], 0
    for i in range(ONE_BY_ONE):
        start = time.process_time()
        found = law.characterise(coded(table, i, told.get(i, [])), pack, states=[str(table.state[i])])
        seconds.append(time.process_time() - start)
        for finding in found:
            differing += sum(
                many.applies[i, many.provisions.index((c.rule, c.instrument, c.article))]
                != {"no": 0, "cannot tell": 1, "yes": 2}[c.applies.value]
                for c in finding.candidates
            )
            differing += sum(
                many.shown[i, many.elements.index(e.code)] != NUMBER[e.shown] for e in finding.elements
            )
    return seconds, int(differing)


def coded(table: law.ActTable, i: int, more: list[law.Coded]) -> law.CodedAct:
    """Row `i` as one act."""
    ends = [date.fromordinal(int(d[i])).isoformat() for d in (table.low, table.high)]
    values = [law.Coded(field="act", code=str(table.act[i])), *more]
    if table.age_low is not None and table.age_high is not None and table.age_low[i] >= 0:
        values.append(law.Coded(field="age", code=str(table.age_low[i]), most=int(table.age_high[i])))
    on = dates.parse(ends[0] if ends[0] == ends[1] else "/".join(ends))
    return law.CodedAct(act=str(table.act[i]), on=on, values=tuple(values))


def batch(table: law.ActTable, start: int, pack: vocab.Pack) -> float:
    """CPU seconds of one batch: what a page over a filtered record costs."""
    part = slice(start, start + CHUNK)
    values = {}
    for name, (rows, codes) in table.values.items():
        inside = (rows >= start) & (rows < start + CHUNK)
        values[name] = (rows[inside] - start, codes[inside])
    small = replace(
        table, act=table.act[part], state=table.state[part], low=table.low[part], high=table.high[part], values=values,
        age_low=None if table.age_low is None else table.age_low[part],
        age_high=None if table.age_high is None else table.age_high[part],
    )  # fmt: skip
    began = time.process_time()
    law.characterise_many(small, pack)
    return time.process_time() - began


if __name__ == "__main__":
    sys.exit(main())
