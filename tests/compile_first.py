"""Compile the sources, and the inner loops of linkage and estimation, which is done once an installation.

Run while the sources are checked: otherwise the first tests of every process, and the desks and commands that they
start, would each compile the same at the same time. Where Python is told to write no bytecode (PYTHONDONTWRITEBYTECODE,
as in many containers), each of them would do so at every start.
"""

from __future__ import annotations

import compileall
import tempfile
from pathlib import Path

import numpy as np

from tumen import estimation, linkage, synth
from tumen.estimation import OverlapTable
from tumen.linkage import LinkSettings, Mentions
from tumen.linkage.events import Accounts, EventSettings, link_events

SOURCES = Path(__file__).parents[1] / "src"
LISTS = "a,b,c,count\n1,0,0,60\n0,1,0,50\n0,0,1,40\n1,1,0,12\n1,0,1,10\n0,1,1,8\n1,1,1,4\n"


def main() -> None:
    compileall.compile_dir(SOURCES, quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        world = Path(folder) / "world"
        synth.write(synth.World(people=400, seed=1, texts=0), world)
        mentions = Mentions.from_csv(world / "mentions.csv", beside=world)
    # A small table, and as if it were a large one, of which not every pair is compared.
    for settings in (LinkSettings(), LinkSettings(draws=60, all_pairs_up_to=0)):
        linkage.link(mentions, settings=settings, rng=np.random.default_rng(1))
    told = Accounts.from_rows(synth.tell_happenings(synth.Happenings(events=8, seed=1))["accounts"])
    few = EventSettings(draws=10, chains=1, burn_in=2, thin=1, learning_rounds=1)
    link_events(told, settings=few, rng=np.random.default_rng(1))
    estimation.appraise(OverlapTable.from_csv(LISTS))


if __name__ == "__main__":
    main()
