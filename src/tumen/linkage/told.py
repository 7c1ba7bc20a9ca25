"""Mentions of persons as columns: names, sex, birth, places and times, and the rules by which they are blocked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tumen import dates, names, places, vocab
from tumen.errors import NamesError
from tumen.linkage.attributes import Attribute, band, listed, runs, single
from tumen.linkage.columns import Columns, Rule
from tumen.linkage.density import density
from tumen.linkage.fields import Field, date_field, place_field, value_field
from tumen.linkage.kinds import Column, DateColumn, PlaceColumn, ValueColumn, numbered
from tumen.linkage.mentions import Mentions

SEX: Final = value_field("sex", "sex", agree=0.98, chance=0.5)
BIRTH: Final = date_field("birth", "born")
LEFT: Final = date_field("left", "left")
DIED: Final = date_field("died", "died")
BIRTHPLACE: Final = place_field("birthplace", "birthplace")
BARE_BIRTHPLACE: Final = value_field("birthplace", "birthplace", agree=0.85, chance=0.1)
"""Where no gazetteer knows any place: the same or not."""

_ALL: Final = frozenset({"sex", "birth", "birthplace", "left", "died"})
RULES: Final = (
    Rule(parts=("name",), words="name key", teaches=_ALL, by_name=True),
    Rule(parts=("birth",), words="name key and birth year", of=0, by_name=True),
    Rule(parts=("region",), words="name key and region of birth", of=0, by_name=True),
    Rule(parts=("left",), words="name key and year of leaving", of=0, by_name=True),
    Rule(parts=("region",), words="name key, birth year and region of birth", of=1, by_name=True),
    Rule(parts=("left",), words="name key, region of birth and year of leaving", of=2, by_name=True),
    Rule(parts=("birthday",), words="day of birth"),
    Rule(parts=("birth", "sex", "region"), words="birth year, sex and region of birth"),
    Rule(parts=("birthplace",), words="birth year, sex and birthplace", of=7),
    Rule(parts=("left", "sex", "region"), words="year of leaving, sex and region of birth"),
    Rule(parts=("birthplace",), words="year of leaving, sex and birthplace", of=9),
    Rule(parts=("birth", "sex", "left"), words="birth year, sex and year of leaving"),
    Rule(parts=("died", "sex", "region"), words="year of dying, sex and region of birth"),
    Rule(parts=("surname", "birth", "sex"), words="surname, birth year and sex"),
    Rule(parts=("region",), words="surname, birth year, sex and region of birth", of=13),
    Rule(parts=("surname", "left", "region"), words="surname, year of leaving and region of birth"),
)


def mention_fields(pack: str | None) -> tuple[Field, ...]:
    """The fields that mentions are compared by, in the order of their columns."""
    return SEX, BIRTH, BARE_BIRTHPLACE if pack is None else BIRTHPLACE, LEFT, DIED


def mention_columns(mentions: Mentions, *, pack: str | None = None) -> Columns:
    """The columns of `mentions`; `pack` names the situation pack that knows places, calendars and habits."""
    spoken = [_spoken(mentions, index) for index in range(len(mentions))]
    keyed = {name: _keys(name) for name in sorted(set(spoken))}
    read = [name if keyed[name] else "" for name in spoken]
    known = vocab.load_pack(pack) if pack is not None else None
    habits = dates.Habits() if known is None else dates.Habits.of_calendars(known.settings["calendars"])
    # Only ages are counted from one, and only births registered late.
    events = dates.Habits(lunar=habits.lunar, year_off=False)
    sex, birth = ValueColumn(SEX, mentions.sex), DateColumn(BIRTH, mentions.birth, habits=habits)
    birthplace, region = _birthplace(mentions.birthplace, known)
    left, died = (DateColumn(field, getattr(mentions, field.name), habits=events) for field in (LEFT, DIED))
    told: tuple[Column, ...] = (sex, birth, birthplace, left, died)
    return Columns(
        names=tuple(read),
        name_number=numbered(read)[1],
        told=told,
        density=tuple(density(column) for column in told),
        source=numbered(mentions.source_id)[1],
        coarse={
            "name": listed([keyed[name] for name in spoken]),
            "surname": listed([_surnames(keyed[name]) for name in spoken]),
            "sex": _sexes(sex.number),
            "birth": band(*birth.days),
            "birthday": _birthday(birth),
            "left": band(*left.days),
            "died": band(*died.days),
            "region": single(region),
            "birthplace": single(birthplace.number),
        },
        rules=RULES,
        strata=("surname", "birth", "birthday", "region", "left"),
        unread_names=sum(1 for name, said in zip(read, spoken, strict=True) if said and not name),
    )


def _spoken(mentions: Mentions, index: int) -> str:
    """The name as far as it may speak for identity: a pseudonym does not."""
    if mentions.name_kind[index] == "pseudonym":
        return ""
    return "|".join(part for part in (mentions.name[index], mentions.name_other[index]) if part)


def _keys(name: str) -> tuple[str, ...]:
    if not name:
        return ()
    try:
        return tuple(names.keys(name))
    except NamesError:
        return ()


def _surnames(keys: Sequence[str]) -> tuple[str, ...]:
    """The surnames in keys of a name; a key without one begins with a colon, one of a word with `w:`."""
    return tuple(key.partition(":")[0] for key in keys if not key.startswith((":", "w:")))


def _sexes(sex: NDArray[np.int64]) -> Attribute:
    """Who does not state a sex stands under both."""
    return runs(np.maximum(sex, 0), np.where(sex < 0, 2, 1))


def _birthday(birth: DateColumn) -> Attribute:
    first, last = birth.days
    return single(np.where(first == last, first, -1).astype(np.int64))


def _birthplace(values: Sequence[str], pack: vocab.Pack | None) -> tuple[Column, NDArray[np.int64]]:
    """The column of birthplaces, and the number of the region of each: the finest area that sources agree on."""
    if pack is None:
        column = ValueColumn(BARE_BIRTHPLACE, values)
        return column, column.number
    known = places.gazetteer(pack)
    found = PlaceColumn(BIRTHPLACE, values, gazetteer=known, country=pack.settings["country"])
    # The outermost place is a country; the one inside it is what people call a region. A place nobody knows is its own.
    chains = [(code, *(known.get(code).admin if code in known else ())) for code in found.codes]
    _, region = numbered([chain[-2] if len(chain) > 1 else chain[0] for chain in chains])
    return found, np.append(region, -1)[found.number]
