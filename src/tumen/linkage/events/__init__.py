"""Events: which accounts, told by different sources, are of one happening, and what carries each.

What it does: compares accounts of executions, raids, returns of groups by place, date, kind, number, people, agency,
manner, outcome and origin; resolves them into events with draws that say how sure that is; lists for each event every
value with who says it, what contradicts what, who depends on whom, and how many independent people say that they saw
it. It needs no labels and no threshold. Verdicts of people (`EventJudgement`) bind every result.

What it never does: change or merge an account, link two accounts of one source (unless a person judged so), or say
that something happened: corroboration is a count of independent first-hand sources, never a truth.

Begin with `Accounts.from_csv` and `link_events`; then `corroboration` for one event, `tellings` for counts, and
`write_events` for a folder.
"""

from tumen.linkage.events.accounts import FORMS, Account, Accounts
from tumen.linkage.events.corroborating import (
    Corroboration,
    Element,
    ToldValue,
    corroboration,
    corroboration_of,
    corroborations,
)
from tumen.linkage.events.dependence import Dependence, Node, Tie, dependence
from tumen.linkage.events.evaluation import (
    EventEvaluation,
    calibration_error,
    evaluate_events,
    same_place_month_kind,
)
from tumen.linkage.events.files import read_event_draws, write_events
from tumen.linkage.events.judging import EventJudgement, Held, event_judgements_from_csv, hold
from tumen.linkage.events.linking import link_events
from tumen.linkage.events.numbers import NUMBER_LEVELS, NumberLevel, Told, agree, told
from tumen.linkage.events.result import EventLinkage, EventMembership, EventPair, EventReason
from tumen.linkage.events.settings import EventSettings
from tumen.linkage.events.tellings import Tellings, tellings

__all__ = [
    "FORMS",
    "NUMBER_LEVELS",
    "Account",
    "Accounts",
    "Corroboration",
    "Dependence",
    "Element",
    "EventEvaluation",
    "EventJudgement",
    "EventLinkage",
    "EventMembership",
    "EventPair",
    "EventReason",
    "EventSettings",
    "Held",
    "Node",
    "NumberLevel",
    "Tellings",
    "Tie",
    "Told",
    "ToldValue",
    "agree",
    "calibration_error",
    "corroboration",
    "corroboration_of",
    "corroborations",
    "dependence",
    "evaluate_events",
    "event_judgements_from_csv",
    "hold",
    "link_events",
    "read_event_draws",
    "same_place_month_kind",
    "tellings",
    "told",
    "write_events",
]
