"""Reads a pack's synth files, checks them and compiles them, once."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib import resources
from typing import TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from tumen import vocab
from tumen.errors import SituationError
from tumen.synth.codes import check, labeller
from tumen.synth.situation import Situation, compiled, organisation
from tumen.synth.situation_file import SituationFile, WordsFile

T = TypeVar("T")

# The compiled loader where there is one: the same safe subset of YAML, ten times as fast.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_file(pack: str, name: str, shape: type[T]) -> tuple[T, str]:
    """A file of the pack's synth folder, checked, and the SHA-256 of its bytes.

    Raises:
        SituationError: it is not there, or not of that shape.
    """
    path = resources.files("tumen.packs").joinpath(pack, "synth", name)
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError) as missing:
        raise SituationError(
            f"The pack {pack!r} has no synth/{name}, so no world can be made of it."
        ) from missing
    try:
        parsed = yaml.load(content, Loader=_LOADER)  # noqa: S506  (both are safe loaders)
        return TypeAdapter(shape).validate_python(parsed), hashlib.sha256(content).hexdigest()
    except ValidationError as wrong:
        faults = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in wrong.errors(include_url=False)]
        raise SituationError(
            f"{pack}/synth/{name} cannot be used: {'; '.join(faults)}.", faults=faults
        ) from wrong
    except yaml.YAMLError as wrong:
        raise SituationError(f"{pack}/synth/{name} is not YAML: {' '.join(str(wrong).split())}") from wrong


@lru_cache(maxsize=8)
def load(pack: str, organisations: int) -> Situation:
    """The situation of a pack, with the first `organisations` of its invented organisations.

    More organisations than the pack names are made by going round its list again with a number.

    Raises:
        SituationError: the pack has no synth files, or they do not fit its vocabularies.
        VocabError: there is no such pack.
    """
    vocab.load_pack(pack)  # a pack that does not exist is said to be unknown, not to lack a file
    file, first = read_file(pack, "world.yaml", SituationFile)
    words, second = read_file(pack, "words.yaml", WordsFile)
    check(pack, file, words)
    known = file.organisations
    return compiled(
        pack,
        file,
        words,
        {f"{pack}/synth/world.yaml": first, f"{pack}/synth/words.yaml": second},
        organisations=tuple(
            organisation(known[number % len(known)], number // len(known)) for number in range(organisations)
        ),
        label=labeller(pack, file),
    )
