"""Who is who, what happened once, and what was compared with others: judgements, and what runs derive from them.

Nothing is ever merged: a person is a set of mentions, an event a set of tellings, and both can be taken back.
"""

from tumen_desk.link.models.events import Event, EventJudgement, EventPair, EventRun, Known, Telling
from tumen_desk.link.models.exchange import Exchange, ExchangeStep, Kept
from tumen_desk.link.models.persons import (
    Judgement,
    LinkRun,
    Membership,
    Opinion,
    Pair,
    Reviewer,
    ReviewRule,
)
from tumen_desk.link.models.samples import Drawn, Sample

__all__ = [
    "Drawn",
    "Event",
    "EventJudgement",
    "EventPair",
    "EventRun",
    "Exchange",
    "ExchangeStep",
    "Judgement",
    "Kept",
    "Known",
    "LinkRun",
    "Membership",
    "Opinion",
    "Pair",
    "ReviewRule",
    "Reviewer",
    "Sample",
    "Telling",
]
