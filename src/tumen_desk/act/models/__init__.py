"""What is done with what is known. Tables and constraints; no behaviour across rows.

Case → its persons (mentions), notes, inquiries into a fate, tasks; case → papers (submissions, letters, alerts) →
deliveries, replies; reports → sections → deliveries; campaigns → texts and demands. Answers about elements and
questions, amendments of the register, steps of recommendations and decisions on contacts are only ever added: the
latest holds.
"""

from tumen_desk.act.models.campaigns import Campaign
from tumen_desk.act.models.cases import Case, CaseNote, CasePerson, Inquiry, Task
from tumen_desk.act.models.followed import Contact, MayReceive, Recommendation, RecommendationStep
from tumen_desk.act.models.judged import Amended, ElementAnswer, QuestionAnswer
from tumen_desk.act.models.papers import Delivery, Paper, Petition, Reply
from tumen_desk.act.models.reports import Report, ReportSection

__all__ = [
    "Amended",
    "Campaign",
    "Case",
    "CaseNote",
    "CasePerson",
    "Contact",
    "Delivery",
    "ElementAnswer",
    "Inquiry",
    "MayReceive",
    "Paper",
    "Petition",
    "QuestionAnswer",
    "Recommendation",
    "RecommendationStep",
    "Reply",
    "Report",
    "ReportSection",
    "Task",
]
