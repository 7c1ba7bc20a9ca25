"""Published numbers: what each counts, which contradict each other, which must not be compared; series with vintages.

`claims` and `series` read the ledger of a situation pack, `by_quantity` finds the claims about one thing, `compare`
puts two side by side, `conflicts` many, `chart_rows` makes them drawable; `quotations` says who published a number
first and who repeats it, `export` writes all with its sources. `beside` and `lags` tell what sources put beside a
series, `against` what a statement can be looked at by, `check_forecasts` whether a forecast came true, `due` what
somebody wanted to look at again; `moved`, `same_months`, `shift` and `around` how far numbers moved, and `fits` whether
a word for it fits; `share` and `series_shares` give so many of so many with an interval. `spoken_of` says whether a
text speaks of a quantity or a population.

It never averages, never decides who is right, never fills in a missing date or population, never merges vintages.
Begin with `by_quantity` and `conflicts`.
"""

from tumen.figures.against import Measured, Yardstick, against
from tumen.figures.charting import chart_rows, series_chart_rows
from tumen.figures.comparing import Comparison, ConflictGroup, Conflicts, Verdict, Why, compare, conflicts
from tumen.figures.context import Context, Lag, beside, lags
from tumen.figures.exporting import export
from tumen.figures.forecasts import Checked, check_forecasts, checked, due, yearly
from tumen.figures.ledger import Ledger, by_quantity, claims, ledger, series
from tumen.figures.money import Constant, Money, constant
from tumen.figures.moving import WORDS, Around, Moved, Shift, around, fits, moved, same_months, shift
from tumen.figures.nouns import EXPECTED, NATURES, Claim, Discrepancy, Series, SeriesRow, Subject, rounding
from tumen.figures.quoting import Quoted, quotations
from tumen.figures.seasons import Seasons, seasons
from tumen.figures.shares import Share, series_shares, share
from tumen.figures.spoken import spoken_of

__all__ = [
    "EXPECTED",
    "NATURES",
    "WORDS",
    "Around",
    "Checked",
    "Claim",
    "Comparison",
    "ConflictGroup",
    "Conflicts",
    "Constant",
    "Context",
    "Discrepancy",
    "Lag",
    "Ledger",
    "Measured",
    "Money",
    "Moved",
    "Quoted",
    "Seasons",
    "Series",
    "SeriesRow",
    "Share",
    "Shift",
    "Subject",
    "Verdict",
    "Why",
    "Yardstick",
    "against",
    "around",
    "beside",
    "by_quantity",
    "chart_rows",
    "check_forecasts",
    "checked",
    "claims",
    "compare",
    "conflicts",
    "constant",
    "due",
    "export",
    "fits",
    "lags",
    "ledger",
    "moved",
    "quotations",
    "rounding",
    "same_months",
    "seasons",
    "series",
    "series_chart_rows",
    "series_shares",
    "share",
    "shift",
    "spoken_of",
    "yearly",
]
