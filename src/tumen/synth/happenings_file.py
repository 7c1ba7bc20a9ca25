"""The form of a pack's `synth/happenings.yaml`: which happenings there are, where, and how they are told."""

from __future__ import annotations

from dataclasses import field

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass as checked

from tumen import vocab
from tumen.errors import SituationError
from tumen.synth.loading import read_file
from tumen.synth.situation import Situation

_STRICT = ConfigDict(extra="forbid")


@checked(config=_STRICT, frozen=True, slots=True, kw_only=True)
class KindFile:
    """One kind of happening.

    Attributes:
        told_as: other kinds by which it is told, and in what share of accounts.
        where: `home`, or one of the pack's groups of places.
        numbers: how many people it happens to → weight.
        named: share of accounts that name somebody.
        tellers: mean number of people who were there and are asked, above one.
    """

    act: str
    weight: float
    where: str
    numbers: dict[int, float]
    named: float
    agencies: dict[str, float]
    outcomes: dict[str, float]
    tellers: float
    told_as: dict[str, float] = field(default_factory=dict)
    methods: dict[str, float] = field(default_factory=dict)


@checked(config=_STRICT, frozen=True, slots=True, kw_only=True)
class HappeningsFile:
    """A pack's `synth/happenings.yaml`."""

    schema: int
    made_up: str
    years: tuple[int, int]
    kinds: list[KindFile]


def read_happenings(pack: str, situation: Situation) -> tuple[HappeningsFile, str]:
    """What a pack says of happenings, held against its vocabularies and places, and the SHA-256 of its file.

    Raises:
        SituationError: the pack has no such file, or it does not fit the pack.
    """
    file, sha256 = read_file(pack, "happenings.yaml", HappeningsFile)
    _check(pack, file, situation)
    return file, sha256


def _check(pack: str, file: HappeningsFile, situation: Situation) -> None:
    known = vocab.load_pack(pack)
    used = [(name, code) for kind in file.kinds for name, codes in (
        ("act_type", (kind.act, *kind.told_as)), ("agency", kind.agencies), ("victim_outcome", kind.outcomes),
    ) for code in codes]  # fmt: skip
    faults = [f"{code} is not a term of {name}" for name, code in used if code not in known.vocabulary(name)]
    faults += [
        f"{kind.where} is no group of places" for kind in file.kinds
        if kind.where != "home" and kind.where not in situation.groups
    ]  # fmt: skip
    if faults:
        raise SituationError(
            f"synth/happenings.yaml does not fit the pack: {'; '.join(sorted(set(faults)))}."
        )
