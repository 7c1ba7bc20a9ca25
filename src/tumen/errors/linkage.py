"""Linking mentions."""

from __future__ import annotations

from tumen.errors.base import InputError

__all__ = [
    "AccountsError",
    "ContradictionError",
    "EngineMissing",
    "EvaluationError",
    "JudgementsError",
    "LinkFolderError",
    "LinkageError",
    "MentionsError",
]


class LinkageError(InputError):
    """Mentions that cannot be linked."""

    code = "linkage"


class MentionsError(LinkageError):
    """A table of mentions with faults; `fields["faults"]` names each by row and column."""

    code = "linkage.mentions"
    default_hint = "Correct the rows named; nothing was linked."


class AccountsError(LinkageError):
    """A table of accounts with faults; `fields["faults"]` names each by row and column."""

    code = "linkage.accounts"
    default_hint = "Correct the rows named; nothing was linked."


class JudgementsError(LinkageError):
    """Judgements that cannot be read or name mentions that are not there."""

    code = "linkage.judgements"
    default_hint = "Give mention_a, mention_b and a verdict: same, different or unsure."


class ContradictionError(LinkageError):
    """Judgements that cannot be true together; `fields["chain"]` is the shortest chain of mentions."""

    code = "linkage.contradiction"
    default_hint = "Take back one judgement of the chain."


class LinkFolderError(LinkageError):
    """A folder that is no linkage result, or must not be replaced by one."""

    code = "linkage.folder"
    default_hint = "Name a new folder, or one that holds an earlier linkage."


class EngineMissing(LinkageError):
    """The engine that was asked for is not there or does not start."""

    code = "linkage.engine"
    default_hint = "Install tumen[spark] and Java 17, or leave the engine out."


class EvaluationError(LinkageError):
    """A truth, a sample or settings by which a linkage cannot be evaluated."""

    code = "linkage.evaluation"
    default_hint = "See `tumen evaluate --help` for what is needed."
