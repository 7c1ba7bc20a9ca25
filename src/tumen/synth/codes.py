"""Every code of the synth files must be a term of the pack, and every reference must lead somewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

from tumen import vocab
from tumen.errors import SituationError
from tumen.synth.naming import FORMS
from tumen.synth.situation_file import SituationFile, StepFile, WordsFile

_FIXED_PLACES = {"home", "here", "near_bank", "far_bank"}


def _step_codes(step: StepFile) -> Iterator[tuple[str, str]]:
    yield "journey_leg", step.leg
    yield "victim_outcome", step.outcome
    yield from (("crossing_mode", code) for code in step.modes)
    yield from (("agency", code) for code in step.helpers)
    for act in step.acts:
        yield "act_type", act.type
        yield "victim_outcome", act.outcome
        yield from (("agency", code) for code in act.agencies)
        yield from (("method", code) for code in act.methods)
    if step.stay is not None:
        yield from (("facility_type", code) for code in step.stay.types)
        yield from (("reason", code) for code in step.stay.reasons)
        yield from (("victim_outcome", code) for code in step.stay.outcomes.values())
    if step.transfer is not None:
        yield from (("agency", code) for code in (*step.transfer.sellers, *step.transfer.buyers))
        yield from (("purpose", code) for code in step.transfer.purposes)


def _place_codes(file: SituationFile) -> Iterator[str]:
    yield from file.people.homes
    for pairs in (file.places.wider, file.places.mixed_up):
        yield from (code for pair in pairs.items() for code in pair)
    for crossing in file.places.crossings:
        yield from (crossing.near_bank, crossing.far_bank, *crossing.near)
    yield from (code for group in file.places.groups.values() for code in group)
    yield from (facility.place for found in file.facilities.values() for facility in found)
    for organisation in file.organisations:
        yield from (code for group in organisation.places.values() for code in group)


def _codes(file: SituationFile) -> Iterator[tuple[str, str]]:
    yield from (("place", code) for code in _place_codes(file))
    yield from (("agency", code) for code in file.agency_years)
    yield from (("act_type", death.act) for death in file.people.deaths_at_home)
    yield from (("relation", code) for code in file.relations.values())
    yield from (("consent_purpose", code) for code in file.consents)
    yield from (("information_form", code) for code in file.connections.values())
    yield from (("source_kind", code) for code in file.kinds.values())
    for kind, found in file.facilities.items():
        yield "facility_type", kind
        yield from (("facility", facility.code) for facility in found)
    for step in file.steps.values():
        yield from _step_codes(step)


def _vocabulary_names(file: SituationFile) -> dict[str, str]:
    return {str(column): name for column, name in file.vocabularies.items()}


def _unknown_codes(file: SituationFile, pack: vocab.Pack) -> Iterator[str]:
    names = _vocabulary_names(file)
    for kind, code in sorted(set(_codes(file))):
        name = names.get(kind, kind)
        if code and (name not in pack.vocabularies or code not in pack.vocabulary(name)):
            yield f"{code} is not a term of {name}"


def _dangling(file: SituationFile, words: WordsFile) -> Iterator[str]:
    targets = {file.first_step} | {branch.to for step in file.steps.values() for branch in step.next}
    yield from (f"there is no step {name}" for name in sorted(targets - set(file.steps)))
    yield from (f"step {name} has no words" for name in sorted(set(file.steps) - set(words.steps)))
    for name, step in file.steps.items():
        if step.to not in _FIXED_PLACES | set(file.places.groups):
            yield f"step {name} leads to {step.to}, which is no group of places"
        yield from (
            f"step {name} counts {p}, which is no population"
            for p in step.counts
            if p not in file.populations
        )
    for organisation in file.organisations:
        yield from (
            f"{organisation.name}: no reach for {c}"
            for c in file.reach.classes
            if c not in organisation.reach
        )
        forms = {*organisation.spelling, *organisation.other_forms, *file.names.pseudonyms}
        yield from (f"there is no way to write a name called {form}" for form in forms - FORMS)
        yield from (f"no words in {code}" for code in organisation.languages if code not in words.titles)


def check(pack: str, file: SituationFile, words: WordsFile) -> None:
    """Raise SituationError with every code that is no term, and every name that leads nowhere."""
    faults = [*_unknown_codes(file, vocab.load_pack(pack)), *sorted(set(_dangling(file, words)))]
    if faults:
        raise SituationError(
            f"The synth files of the pack {pack!r} do not fit it: {'; '.join(faults)}.", faults=faults
        )


def labeller(pack: str, file: SituationFile) -> Callable[[str, str, str], str]:
    """A function from (vocabulary or column, code, language) to the label."""
    loaded = vocab.load_pack(pack)

    names = _vocabulary_names(file)

    @lru_cache(maxsize=10_000)
    def label(kind: str, code: str, language: str) -> str:
        return str(loaded.vocabulary(names.get(kind, kind))[code].label(language))

    return label
