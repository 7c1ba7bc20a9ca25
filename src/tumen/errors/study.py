"""Studies and made-up worlds."""

from __future__ import annotations

from tumen.errors.base import InputError

__all__ = [
    "RecipeError",
    "SituationError",
    "StudyError",
    "StudyFolderError",
    "StudyInputError",
    "SynthError",
    "WorldError",
    "WorldExists",
]


class StudyError(InputError):
    """A recipe that cannot be run."""

    code = "study"


class RecipeError(StudyError):
    """A recipe that does not validate; all faults are in `fields["faults"]`."""

    code = "study.recipe"
    default_hint = "See docs/methods/study.md for every key of a recipe."


class StudyFolderError(StudyError):
    """A folder that holds something other than a study, or cannot be written."""

    code = "study.folder"
    default_hint = "Name a new or empty folder."


class StudyInputError(StudyError):
    """An input of a recipe that is missing or lacks columns."""

    code = "study.input"


class SynthError(InputError):
    """A made-up world that cannot be made."""

    code = "synth"


class WorldError(SynthError):
    """Settings of a made-up world that are outside their range."""

    code = "synth.world"
    default_hint = "People 200 to 1,000,000, organisations 2 to 20, shares between 0 and 1."


class SituationError(SynthError):
    """A pack whose synth files are missing or do not fit its vocabularies."""

    code = "synth.situation"
    default_hint = "Compare the pack's synth/world.yaml and synth/words.yaml with those of another pack."


class WorldExists(SynthError):
    """Something already stands where the world should be written."""

    code = "synth.exists"
    default_hint = "Choose another folder, or ask for the old made-up world to be replaced (--replace)."
