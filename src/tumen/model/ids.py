"""Ids that must not be mistaken for one another."""

from typing import NewType

MentionId = NewType("MentionId", str)
PersonId = NewType("PersonId", str)
SourceId = NewType("SourceId", str)
