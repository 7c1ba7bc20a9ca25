"""How many people are there, if several lists each recorded some of them?

Takes an overlap table (who stands on which lists together) and gives a population size with an interval,
what must be true for it, and how sure the computation is of itself.

It never publishes a number whose chains disagree, that the data do not determine, or that is smaller than
what was seen; it then says why in `status`. It never raises on a well-formed table. It does not link
people (`tumen.linkage`) nor carry linkage uncertainty (`tumen.study`).

Begin with `OverlapTable.from_csv` and `estimate`; `METHODS` lists what there is, `estimate_all` runs all.
"""

from tumen.estimation.contract import Estimate, Method, Mode
from tumen.estimation.latent_class import LatentClass, sample
from tumen.estimation.list_effects import ChaoMth, Independence
from tumen.estimation.methods import METHODS, estimate, estimate_all, method_settings
from tumen.estimation.published import PublishedTable, published_table, published_tables
from tumen.estimation.table import OverlapTable

__all__ = [
    "METHODS",
    "ChaoMth",
    "Estimate",
    "Independence",
    "LatentClass",
    "Method",
    "Mode",
    "OverlapTable",
    "PublishedTable",
    "estimate",
    "estimate_all",
    "method_settings",
    "published_table",
    "published_tables",
    "sample",
]
