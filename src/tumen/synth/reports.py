"""Made-up reports with their answer key: how much of a text is found can be measured without anybody's words.

The sentences stand in a pack's `synth/reports.yaml`; each marks what has to be found in it. The key has the lists and
fields of the exchange schema as far as the marks give them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from tumen import vocab
from tumen.errors import SituationError
from tumen.synth.dice import Dice
from tumen.synth.loading import read_file

LISTS: Final = (
    "claims", "incidents", "patterns", "recommendations", "legal", "citations", "people_orgs", "places", "dates",
)  # fmt: skip

_SLOT = re.compile(r"\{(\w+)\}")
_MARK = re.compile(r"\[\[(?P<list>\w+)(?P<fields>[^|\[\]]*)\| |\]\]")


class ReportsFile(BaseModel):
    """The shape of `synth/reports.yaml`: words for each slot and sentences, by language."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    made_up: str
    heads: dict[str, str]
    slots: dict[str, dict[str, list[str]]]
    sentences: dict[str, list[str]]
    version: int = Field(default=1, alias="schema")


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeReport:
    """A made-up report and what has to be found in it.

    Attributes:
        text: The report; its first line says that it is made up.
        key: List to records, in the order of the text; each has `start`, `end`, `text` and the fields of its mark.
    """

    text: str
    key: Mapping[str, tuple[Mapping[str, Any], ...]]


def make_report(
    rng: np.random.Generator,
    *,
    language: str = "ko",
    sentences: int = 40,
    pack: str = vocab.DEFAULT_PACK,
) -> MadeReport:
    """A report of so many sentences with its answer key. Equal generators make equal reports.

    Args:
        rng: Where all chance comes from.
        language: A language for which the pack has sentences.
        sentences: How many, in paragraphs of a few.
        pack: Name of the situation pack.

    Raises:
        SituationError: The pack has no `synth/reports.yaml`, or none in this language.
    """
    file, _ = read_file(pack, "reports.yaml", ReportsFile)
    known, slots = file.sentences.get(language), file.slots.get(language)
    if not known or not slots:
        raise SituationError(f"The pack {pack!r} has no sentences of reports in {language!r}.")
    dice = Dice(rng)
    parts = [f"{file.heads[language]}\n\n"]
    key: dict[str, list[dict[str, Any]]] = {name: [] for name in LISTS}
    place = len(parts[0])
    for number in range(sentences):
        words, found = _taken_apart(_filled(dice.one_of(known), slots, dice))
        for name, start, end, fields in found:
            key[name].append(_record(name, words[start:end], place + start, place + end, fields))
        words += "\n\n" if number % 4 == 3 else " "
        parts.append(words)
        place += len(words)
    ordered = {name: sorted(rows, key=lambda r: (r["start"], r["end"])) for name, rows in key.items()}
    for name in ("people_orgs", "places"):
        ordered[name] = _by_form(ordered[name])
    return MadeReport(text="".join(parts), key={name: tuple(rows) for name, rows in ordered.items()})


def _by_form(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One record a name, with its first three places, as the exchange schema has it."""
    forms: dict[str, dict[str, Any]] = {}
    for row in rows:
        kept = forms.setdefault(row["name"], {**row, "spans": [], "mentions": 0})
        kept["mentions"] += 1
        kept["spans"] = [*kept["spans"], *row["spans"]][:3]
    return list(forms.values())


def _filled(sentence: str, slots: Mapping[str, list[str]], dice: Dice) -> str:
    """The sentence with one draw for each slot: a slot that comes twice says the same twice."""
    drawn: dict[str, str] = {}
    for slot in _SLOT.findall(sentence):
        if slot not in drawn:
            drawn[slot] = dice.one_of(slots[slot])
    return _SLOT.sub(lambda m: drawn[m[1]], sentence)


def _taken_apart(sentence: str) -> tuple[str, list[tuple[str, int, int, dict[str, Any]]]]:
    """The bare words, and for each mark its list, place and fields."""
    words, found, opened = "", [], []
    position = 0
    for match in _MARK.finditer(sentence):
        words += sentence[position : match.start()]
        position = match.end()
        if match["list"]:
            opened.append((match["list"], len(words), dict(_fields(match["fields"]))))
        else:
            name, start, fields = opened.pop()
            found.append((name, start, len(words), fields))
    return words + sentence[position:], found


_USUAL: Final[Mapping[str, Mapping[str, Any]]] = {
    "claims": {"value_low": None, "value_high": None, "attributed_to": None, "as_of": None, "place": None,
               "footnote": None, "required": True, "vague": False},
    "incidents": {"core": True}, "recommendations": {"addressee": None, "via": None},
    "legal": {"instrument": None, "article": None}, "dates": {"edtf": None},
}  # fmt: skip


def _record(name: str, words: str, start: int, end: int, fields: Mapping[str, Any]) -> dict[str, Any]:
    """One record of the exchange schema, with what was not marked as not stated."""
    span = {"start": start, "end": end}
    made = {**span, "text": words, "name": words, "spans": [span], **_USUAL.get(name, {}), **fields}
    if name == "claims":
        made["value_span"] = [start, end]
    if name == "legal":
        made["generic"] = not (made["article"] or made.pop("named", ""))
    return made


def _fields(written: str) -> Iterator[tuple[str, Any]]:
    """`value_low: 3; edtf: 2008-5`: numbers as numbers, months and days with two digits."""
    for part in filter(str.strip, written.split(";")):
        name, _, value = (p.strip() for p in part.partition(":"))
        if name in ("value_low", "value_high"):
            yield name, float(value.replace(",", ""))
        elif name == "edtf":
            yield name, "-".join(p.zfill(2) for p in value.split("-"))
        else:
            yield name, value
