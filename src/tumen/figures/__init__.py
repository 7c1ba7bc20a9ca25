"""Published numbers: what each counts, which contradict each other, which must not be compared; series with vintages.

`claims` and `series` read the ledger of a situation pack, `by_quantity` finds the claims about one thing, `compare`
puts two side by side, `conflicts` many, `chart_rows` makes them drawable; `quotations`
says who published a number first and who repeats it, `export` writes all with its sources.

It never averages, never decides who is right, never fills in a missing date or population, never merges vintages.
Begin with `by_quantity` and `conflicts`.
"""

from tumen.figures.charting import chart_rows, series_chart_rows
from tumen.figures.comparing import Comparison, ConflictGroup, Conflicts, Verdict, Why, compare, conflicts
from tumen.figures.exporting import export
from tumen.figures.ledger import Ledger, by_quantity, claims, ledger, series
from tumen.figures.nouns import Claim, Discrepancy, Series, SeriesRow, Subject, rounding
from tumen.figures.quoting import Quoted, quotations

__all__ = [
    "Claim",
    "Comparison",
    "ConflictGroup",
    "Conflicts",
    "Discrepancy",
    "Ledger",
    "Quoted",
    "Series",
    "SeriesRow",
    "Subject",
    "Verdict",
    "Why",
    "by_quantity",
    "chart_rows",
    "claims",
    "compare",
    "conflicts",
    "export",
    "ledger",
    "quotations",
    "rounding",
    "series",
    "series_chart_rows",
]
