"""A made-up world whose truth is known: people, journeys, returns, and organisations that hear some of them.

It exists for tests, teaching, benchmarks and demonstration: whatever links or counts can be asked whether it was right.
Equal settings make equal worlds, byte for byte. It never uses anybody's record, its rates are invented, and everything
it writes says that it is made up. `tell_happenings` makes a table of accounts of happenings that many people
tell of; `tell_years` people who left year by year, of whom ever others could be interviewed.
`make_report` makes a report with its answer key.
Begin with `tables(World(people=500, seed=1))` in memory or `write` for a folder.
"""

from tumen.synth.changing_access import ChangingAccess, tell_years, write_years
from tumen.synth.happenings import tell_happenings
from tumen.synth.happenings_folder import write_happenings
from tumen.synth.reports import MadeReport, make_report
from tumen.synth.rows import COLUMNS, Chunk
from tumen.synth.settings import Happenings, World
from tumen.synth.strings import awkward, awkward_by_name
from tumen.synth.world import BLOCK, blocks, make, make_block, tables
from tumen.synth.writing import write

__all__ = [
    "BLOCK",
    "COLUMNS",
    "ChangingAccess",
    "Chunk",
    "Happenings",
    "MadeReport",
    "World",
    "awkward",
    "awkward_by_name",
    "blocks",
    "make",
    "make_block",
    "make_report",
    "tables",
    "tell_happenings",
    "tell_years",
    "write",
    "write_happenings",
    "write_years",
]
