"""Checks of a draft before it is published: figures, dates, treaty statements, sources and names beside what is known.

`check` reads a draft and says of each place whether ledger, register and its own arithmetic agree, conflict, have no
source, or leave a question; `comment` writes the remarks into a copy of the DOCX. It corrects nothing, averages nothing
and declares nobody right.

Begin with `check`.
"""

from tumen.checking.check import Checked, check
from tumen.checking.comments import comment
from tumen.checking.finding import Finding, Outcome
from tumen.checking.known_cases import policies_apart

__all__ = ["Checked", "Finding", "Outcome", "check", "comment", "policies_apart"]
