"""Linkage: which mentions, told by different sources, speak of one person.

What it does: finds candidate pairs, compares them field by field, weighs each agreement and
disagreement, and resolves the mentions into persons, with draws that say how sure that is. It needs no
labels and no threshold. Verdicts of people (`Judgement`) bind every result.

What it never does: change a mention, link two mentions of one source (unless a person judged so) or what dates and
kin rule out, let a pseudonym speak for identity, or present a link as a fact: each has a probability and reasons.

Begin with `Mentions.from_csv` and `link`; `plan` says before what a large table would take. `write` puts the result
into a folder and `read` takes it out again, `evaluate` compares it with a known truth, and `tumen.linkage.evaluation`
says how right it is where none is known.
"""

from tumen.linkage.added import Added, Index, Joined
from tumen.linkage.containing import MayContain, may_contain
from tumen.linkage.engine import Engine, Memory, Plan, Spark
from tumen.linkage.evaluation import Evaluation, evaluate
from tumen.linkage.files import read, read_draws, write
from tumen.linkage.judgements import Judgement, judgements_from_csv, judgements_from_rows
from tumen.linkage.kin import kinship_of
from tumen.linkage.linking import link, plan
from tumen.linkage.mentions import Mentions
from tumen.linkage.model import Model
from tumen.linkage.reasons import Reason
from tumen.linkage.records import Kind, Records
from tumen.linkage.result import Linkage, Links, Membership, Pair, Pairs
from tumen.linkage.settings import LinkSettings
from tumen.linkage.suggestion import Suggestion, model_from_json, model_to_json, suggest

__all__ = [
    "Added",
    "Engine",
    "Evaluation",
    "Index",
    "Joined",
    "Judgement",
    "Kind",
    "LinkSettings",
    "Linkage",
    "Links",
    "MayContain",
    "Membership",
    "Memory",
    "Mentions",
    "Model",
    "Pair",
    "Pairs",
    "Plan",
    "Reason",
    "Records",
    "Spark",
    "Suggestion",
    "evaluate",
    "judgements_from_csv",
    "judgements_from_rows",
    "kinship_of",
    "link",
    "may_contain",
    "model_from_json",
    "model_to_json",
    "plan",
    "read",
    "read_draws",
    "suggest",
    "write",
]
