"""Plain frozen nouns that rooms share, so that no science needs to know another.

Never reads files, never computes more than it needs to check itself.
"""

from tumen.model.figure import Figure, Interval
from tumen.model.ids import MentionId, PersonId, SourceId
from tumen.model.link import LinkDraws, ListMembership
from tumen.model.run import Run, input_sha256, versions
from tumen.model.sourced import Sourced

__all__ = [
    "Figure",
    "Interval",
    "LinkDraws",
    "ListMembership",
    "MentionId",
    "PersonId",
    "Run",
    "SourceId",
    "Sourced",
    "input_sha256",
    "versions",
]
