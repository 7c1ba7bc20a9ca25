"""What the files of a pack must look like. Checked when a file is read, then turned into plain values."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Code = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9-]*$")]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
SourceId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
Labels = dict[Language, Text]


class _File(BaseModel):
    """Unknown keys are faults: a misspelt key would otherwise be silently without effect."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SourceFile(_File):
    """One source, as `sources.yaml` describes it."""

    title: Text
    publisher: str = ""
    year: str | int = ""
    url: str = ""
    licence: str = ""
    backs: list[Language] = []


class ManifestFile(_File):
    """`pack.yaml`."""

    id: Name
    version: Text
    names: Labels
    made_for: Labels
    languages: Annotated[list[Language], Field(min_length=1)]
    settings: dict[Name, Any] = {}
    credits: list[Text] = []


class DeprecationFile(_File):
    """A term that should not be chosen any more."""

    since: Text
    replaced_by: Code | None = None


class RetiredFile(_File):
    """An id that is not a term any more."""

    since: Text
    reason: Text
    replaced_by: Code | None = None


class TermFile(_File):
    """One term of a vocabulary."""

    code: Code
    labels: Annotated[Labels, Field(min_length=1)]
    sources: Annotated[list[SourceId], Field(min_length=1)]
    note: str = ""
    group: Name | None = None
    parent: Code | None = None
    deprecated: DeprecationFile | None = None
    mappings: dict[Name, list[Any]] = {}
    fields: dict[Name, Any] = {}


class VocabularyFile(_File):
    """`vocab/<id>.yaml`."""

    id: Name
    title: Labels
    note: str = ""
    groups: dict[Name, Labels] = {}
    terms: Annotated[list[TermFile], Field(min_length=1)]
    retired: dict[Code, RetiredFile] = {}


class OverlayFile(_File):
    """Terms of one organisation, added beside a pack."""

    version: Text
    sources: dict[SourceId, SourceFile] = {}
    terms: dict[Name, list[TermFile]] = {}


class FactsFile(_File):
    """`<name>.yaml`: named tables of rows, each row with its sources."""

    version: Text
    note: str = ""
    sources: dict[SourceId, SourceFile] = {}
    tables: Annotated[dict[Name, list[dict[str, Any]]], Field(min_length=1)]
