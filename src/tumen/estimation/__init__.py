"""How many people are there, of whom only some were recorded, interviewed or known to somebody?

Takes an overlap table (who stands on which lists together) and gives a population size with an interval,
what must be true for it, and how sure the computation is of itself.

It never publishes a number whose chains disagree, that the data do not determine, or that is smaller than
what was seen; it then says why in `status`. It never raises on a well-formed table. It does not link
people (`tumen.linkage`) nor carry linkage uncertainty (`tumen.study`).

Begin with `OverlapTable.from_csv` and `estimate`; `METHODS` lists what there is, `estimate_all` runs all.
How often something happened, year by year, told by those who left: `ToldEvents`, `RateTrend`, `trend`.
Without overlapping lists: one list with repeated events (`RepeatCounts`), drawn samples (`SurveySample`),
deaths told by households (`HouseholdDeaths`), people who brought each other (`ReferralChains`), whom others know
(`NetworkReports`), flows into and out of a stock (`FlowTable`), and `estimate_from` for each.
How long something took, for some not yet over: `waits`. From which year on a share is another: `turning_point`.
"""

from tumen.estimation.appraisal import Appraisal, Verdict, appraise
from tumen.estimation.assumed_dependence import NoHighestInteraction, OddsRatio
from tumen.estimation.best_model import BestModel
from tumen.estimation.bulk import estimate_strata
from tumen.estimation.calibration import calibration_ranks
from tumen.estimation.charts import Chart
from tumen.estimation.chosen import DESIGNS
from tumen.estimation.consistency import HiddenList, InternalConsistency, internal_consistency
from tumen.estimation.contract import Estimate, Estimator, Method, Mode, Sample
from tumen.estimation.flows import FlowTable, StockBalance
from tumen.estimation.graph_averaging import GraphAveraging
from tumen.estimation.heterogeneity import Heterogeneity
from tumen.estimation.latent_class import LatentClass, sample
from tumen.estimation.list_effects import ChaoMth, Independence
from tumen.estimation.methods import METHODS, estimate, estimate_all, method_settings, references
from tumen.estimation.mortality import HouseholdDeaths, MortalityRate
from tumen.estimation.networks import GeneralisedScaleUp, NetworkReports, ScaleUp
from tumen.estimation.pictures import estimates_chart
from tumen.estimation.populations import populations
from tumen.estimation.predictive import PASSING, Compared, PosteriorPredictive, posterior_predictive
from tumen.estimation.published import PublishedTable, published_table, published_tables
from tumen.estimation.referrals import ReferralChains, ReferralShare
from tumen.estimation.repeat_counts import RepeatCounts
from tumen.estimation.repeat_reading import frequency_table
from tumen.estimation.repeat_shapes import RepeatShape
from tumen.estimation.repeats import REPEAT_METHODS, ChaoCounts, ChaoOneInflated, RepeatModel, Zelterman
from tumen.estimation.replicates import Combined, Replicate, combine_replicates
from tumen.estimation.sample_coverage import SampleCoverage
from tumen.estimation.samples import SAMPLE_METHODS, estimate_from
from tumen.estimation.sensitivity import Otherwise, Sensitivity, merged, sensitivity, without
from tumen.estimation.several import Several
from tumen.estimation.sheet import Sheet
from tumen.estimation.small_cells import Combination, Overlaps, guarded_overlaps
from tumen.estimation.stepwise import Stepwise
from tumen.estimation.strata import Strata, StrataEstimates, Stratum, Total
from tumen.estimation.survey import SurveyMean, SurveyRatio, SurveyTotal
from tumen.estimation.survey_design import Plan, SurveySample
from tumen.estimation.table import OverlapTable
from tumen.estimation.told_events import ToldEvents
from tumen.estimation.trend_rates import gamma_interval
from tumen.estimation.trend_result import Change, PeriodRate, Trend
from tumen.estimation.trend_weights import Arrivals
from tumen.estimation.trend_windows import WindowRatio
from tumen.estimation.trends import RateTrend, trend
from tumen.estimation.turning import TurningPoint, turning_point
from tumen.estimation.unseen import UnseenLaw
from tumen.estimation.waiting import Wait, Waits, waits

__all__ = [
    "DESIGNS",
    "METHODS",
    "PASSING",
    "REPEAT_METHODS",
    "SAMPLE_METHODS",
    "Appraisal",
    "Arrivals",
    "BestModel",
    "Change",
    "ChaoCounts",
    "ChaoMth",
    "ChaoOneInflated",
    "Chart",
    "Combination",
    "Combined",
    "Compared",
    "Estimate",
    "Estimator",
    "FlowTable",
    "GeneralisedScaleUp",
    "GraphAveraging",
    "Heterogeneity",
    "HiddenList",
    "HouseholdDeaths",
    "Independence",
    "InternalConsistency",
    "LatentClass",
    "Method",
    "Mode",
    "MortalityRate",
    "NetworkReports",
    "NoHighestInteraction",
    "OddsRatio",
    "Otherwise",
    "OverlapTable",
    "Overlaps",
    "PeriodRate",
    "Plan",
    "PosteriorPredictive",
    "PublishedTable",
    "RateTrend",
    "ReferralChains",
    "ReferralShare",
    "RepeatCounts",
    "RepeatModel",
    "RepeatShape",
    "Replicate",
    "Sample",
    "SampleCoverage",
    "ScaleUp",
    "Sensitivity",
    "Several",
    "Sheet",
    "Stepwise",
    "StockBalance",
    "Strata",
    "StrataEstimates",
    "Stratum",
    "SurveyMean",
    "SurveyRatio",
    "SurveySample",
    "SurveyTotal",
    "ToldEvents",
    "Total",
    "Trend",
    "TurningPoint",
    "UnseenLaw",
    "Verdict",
    "Wait",
    "Waits",
    "WindowRatio",
    "Zelterman",
    "appraise",
    "calibration_ranks",
    "combine_replicates",
    "estimate",
    "estimate_all",
    "estimate_from",
    "estimate_strata",
    "estimates_chart",
    "frequency_table",
    "gamma_interval",
    "guarded_overlaps",
    "internal_consistency",
    "merged",
    "method_settings",
    "populations",
    "posterior_predictive",
    "published_table",
    "published_tables",
    "references",
    "sample",
    "sensitivity",
    "trend",
    "turning_point",
    "waits",
    "without",
]
