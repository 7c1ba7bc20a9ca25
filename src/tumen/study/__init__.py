"""From mentions to a figure: link, see who stands on which lists, estimate, carry what linkage does not know.

Composes `tumen.linkage` and `tumen.estimation`: every draw from the posterior over partitions gives an
overlap table, every distinct table a posterior, and their mixture the interval.

It never writes part of a result, never puts a name into what it writes (only ids), and never shows a
number whose tables or chains do not support one.

Begin with a recipe (`read_recipe`, then `run`), or with `estimate_over_draws` for draws of your own.
"""

from tumen.study.lists import overlap, overlap_of_draw
from tumen.study.mixture import Pooled, estimate_over_draws
from tumen.study.recipe import StudyRecipe, read_recipe
from tumen.study.running import StudyResult, caveats, run
from tumen.study.thresholds import AtThreshold, partition_at
from tumen.study.writing import write

__all__ = [
    "AtThreshold",
    "Pooled",
    "StudyRecipe",
    "StudyResult",
    "caveats",
    "estimate_over_draws",
    "overlap",
    "overlap_of_draw",
    "partition_at",
    "read_recipe",
    "run",
    "write",
]
