"""A recipe: everything that decides what a study computes, read from TOML and checked as a whole."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tumen.errors import RecipeError

__all__ = ["EstimateSection", "FilterSection", "InputsSection", "ListsSection", "StudyRecipe", "read_recipe"]

Words = Annotated[str, Field(min_length=1)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class InputsSection(_Section):
    """Files, relative to the recipe. `sources` lends its columns to mentions by `source_id`.

    `links` is a folder that `tumen link` wrote from these mentions; without it the study links them itself.
    """

    mentions: Words
    sources: str = ""
    judgements: str = ""
    links: str = ""


class FilterSection(_Section):
    """Keep mentions with at least one row in `table` whose `column` is one of `any_of`.

    Without a table the column is one of the mentions (or of their sources). Linkage always uses all
    mentions: a filter decides what counts, not what is known.
    """

    column: Words
    any_of: tuple[str, ...] = Field(min_length=1)
    table: str = ""


class ListsSection(_Section):
    """Lists are the values of `column`. `merge` makes one list of several; `only` keeps some."""

    column: Words = "organisation"
    merge: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    only: tuple[str, ...] = ()


class EstimateSection(_Section):
    """Methods, the first of which gives the main figure; `settings` by method."""

    methods: tuple[str, ...] = Field(
        default=("several", "latent-class", "chao-mth", "independence"), min_length=1
    )
    level: float = Field(default=0.95, gt=0, lt=1)
    link_draws: int = Field(default=20, ge=1)
    settings: dict[str, dict[str, Any]] = Field(default_factory=dict)


class StudyRecipe(_Section):
    """A study: what the figure says of itself, inputs, filters, lists, linkage and estimate."""

    title: Words
    unit: Words
    population: Words
    as_of: Words
    caveats: tuple[str, ...] = ()
    seed: int = Field(default=1, ge=0)
    inputs: InputsSection
    filters: tuple[FilterSection, ...] = ()
    lists: ListsSection = Field(default_factory=ListsSection)
    linkage: dict[str, Any] = Field(default_factory=dict)
    estimate: EstimateSection = Field(default_factory=EstimateSection)
    folder: Path = Field(default=Path(), exclude=True)

    def path(self, name: str) -> Path:
        """Where an input lies."""
        return self.folder / name


def read_recipe(path: Path | str) -> StudyRecipe:
    """Read and check a recipe.

    Raises:
        RecipeError: the file cannot be read, is not TOML, or does not validate; all faults at once.
    """
    try:
        plain = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
        raise RecipeError(f"The recipe cannot be read: {type(wrong).__name__}.") from None
    if "folder" in plain:
        raise RecipeError("The recipe does not validate. folder: not a key of a recipe.")
    try:
        return StudyRecipe(**plain, folder=Path(path).parent)
    except ValidationError as wrong:
        faults = tuple(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in wrong.errors())
        raise RecipeError(f"The recipe does not validate. {'; '.join(faults)}.", faults=faults) from None
