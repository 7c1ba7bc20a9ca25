"""Mentions of persons as columns: names, sex, birth, places and times, and the rules by which they are blocked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tumen import dates, names, places, vocab
from tumen.errors import NamesError
from tumen.linkage.attributes import Attribute, band, listed, runs, single
from tumen.linkage.columns import BlockingRule, Columns
from tumen.linkage.density import density, flat
from tumen.linkage.fields import Field, date_field, place_field, value_field
from tumen.linkage.kin import (
    CHILD,
    HOUSEHOLD,
    ORIGIN,
    PARENT,
    SIBLING,
    SPOUSE,
    Kin,
    KinColumn,
    Relatives,
    kin_of,
    kinship_of,
    surname_weight,
)
from tumen.linkage.kinds import Column, DateColumn, PlaceColumn, ValueColumn, numbered
from tumen.linkage.mentions import Mentions, parts
from tumen.linkage.register import REGISTER, RegisterColumn
from tumen.linkage.standing import DEATH, STANDING, deaths, standing

SEX: Final = replace(value_field("sex", "sex", agree=0.98, chance=0.5), named=True)
BIRTH: Final = date_field("birth", "born")
LEFT: Final = date_field("left", "left")
DIED: Final = date_field("died", "died")
BIRTHPLACE: Final = place_field("birthplace", "birthplace")
BARE_BIRTHPLACE: Final = value_field("birthplace", "birthplace", agree=0.85, chance=0.1)
"""Where no gazetteer knows any place: the same or not."""

_KIN: Final = frozenset({"origin", "household"})
_ALL: Final = (
    frozenset({"sex", "birth", "birthplace", "left", "died", "register", "standing", "death"}) | _KIN
)
_KEYED_KIN: Final = {"parent": (PARENT, SPOUSE), "child": (CHILD, SIBLING)}
RULES: Final = (
    BlockingRule(parts=("name",), words="name key", teaches=_ALL, by_name=True),
    BlockingRule(parts=("birth",), words="name key and birth year", of=0, by_name=True),
    BlockingRule(parts=("region",), words="name key and region of birth", of=0, by_name=True),
    BlockingRule(parts=("left",), words="name key and year of leaving", of=0, by_name=True),
    BlockingRule(parts=("region",), words="name key, birth year and region of birth", of=1, by_name=True),
    BlockingRule(parts=("left",), words="name key, region of birth and year of leaving", of=2, by_name=True),
    BlockingRule(parts=("birthday",), words="day of birth"),
    BlockingRule(parts=("birth", "sex", "region"), words="birth year, sex and region of birth"),
    BlockingRule(parts=("birthplace",), words="birth year, sex and birthplace", of=7),
    BlockingRule(parts=("left", "sex", "region"), words="year of leaving, sex and region of birth"),
    BlockingRule(parts=("birthplace",), words="year of leaving, sex and birthplace", of=9),
    BlockingRule(parts=("birth", "sex", "left"), words="birth year, sex and year of leaving"),
    BlockingRule(parts=("died", "sex", "region"), words="year of dying, sex and region of birth"),
    BlockingRule(parts=("surname", "birth", "sex"), words="surname, birth year and sex"),
    BlockingRule(parts=("region",), words="surname, birth year, sex and region of birth", of=13),
    BlockingRule(parts=("surname", "left", "region"), words="surname, year of leaving and region of birth"),
    BlockingRule(parts=("parent", "sex"), words="name key of a parent or spouse, and sex"),
    BlockingRule(parts=("birth",), words="name key of a parent or spouse, sex and birth year", of=16),
    BlockingRule(parts=("child", "sex"), words="name key of a child or sibling, and sex"),
    BlockingRule(parts=("birth",), words="name key of a child or sibling, sex and birth year", of=18),
    BlockingRule(parts=("left",), words="name key, birth year and year of leaving", of=1, by_name=True),
    BlockingRule(
        parts=("birth",),
        words="name key, region of birth, year of leaving and birth year",
        of=5,
        by_name=True,
    ),
    BlockingRule(parts=("left",), words="birth year, sex, birthplace and year of leaving", of=8),
    BlockingRule(parts=("region",), words="birth year, sex, year of leaving and region of birth", of=11),
    BlockingRule(
        parts=("left",), words="surname, birth year, sex, region of birth and year of leaving", of=14
    ),
    BlockingRule(parts=("birthplace",), words="surname, birth year, sex and birthplace", of=14),
    BlockingRule(parts=("birthplace",), words="surname, year of leaving and birthplace", of=15),
    BlockingRule(
        parts=("birth", "sex"), words="surname, year of leaving, region of birth, birth year and sex", of=15
    ),
)


def mention_fields(pack: str | None) -> tuple[Field, ...]:
    """The fields that mentions are compared by, in the order of their columns."""
    return (
        SEX,
        BIRTH,
        BARE_BIRTHPLACE if pack is None else BIRTHPLACE,
        LEFT,
        DIED,
        ORIGIN,
        HOUSEHOLD,
        REGISTER,
        STANDING,
        DEATH,
    )


def mention_columns(
    mentions: Mentions,
    *,
    pack: str | None = None,
    rarity: Callable[[Column], NDArray[np.float32]] = density,
) -> Columns:
    """The columns of `mentions`.

    Args:
        mentions: the mentions.
        pack: the situation pack that knows places, calendars and habits.
        rarity: how often each value of a column meets an outcome by chance; measured on these mentions by default.
    """
    said = spoken(mentions)
    keyed = {name: _keys(name) for name in sorted(set(said))}
    read = [name if keyed[name] else "" for name in said]
    known = vocab.load_pack(pack) if pack is not None else None
    habits = dates.Habits() if known is None else dates.Habits.of_calendars(known.settings["calendars"])
    # Only ages are counted from one, and only births registered late.
    events = dates.Habits(lunar=habits.lunar, year_off=False)
    sex, birth = ValueColumn(SEX, mentions.sex), DateColumn(BIRTH, mentions.birth, habits=habits)
    birthplace, codes, region = _birthplace(mentions.birthplace, known)
    left, died = (DateColumn(field, getattr(mentions, field.name), habits=events) for field in (LEFT, DIED))
    distinct, name_number = numbered(read)
    surname = listed([_surnames(keyed[name]) for name in said])
    known_of = Relatives(
        names=tuple(distinct), name_number=name_number, birth=birth, sex=sex, surname=surname,
        surname_weight=surname_weight(surname),
    )  # fmt: skip
    kinship = kinship_of(pack)
    kin = kin_of(mentions.mention_id, mentions.related_to, mentions.relation, kinship)
    alone: tuple[Column, ...] = (sex, birth, birthplace, left, died)
    heard = [role == "interviewee" for role in mentions.role]
    as_kin = [any(each in kinship for each in parts(cell)) for cell in mentions.relation]
    together: tuple[Column, ...] = (
        *(KinColumn(field, kin, known_of) for field in (ORIGIN, HOUSEHOLD)),
        RegisterColumn(mentions.organisation, mentions.deponent, heard),
        standing(np.array(heard), np.array(as_kin), left.number >= 0),
        deaths(died.number >= 0),
    )
    return Columns(
        names=tuple(read),
        name_number=name_number,
        told=(*alone, *together),
        # How rare relatives are stands in their names already; one organisation is as good as another.
        density=(*(rarity(column) for column in alone), *(flat(column) for column in together)),
        source=numbered(mentions.source_id)[1],
        coarse={
            "name": listed([keyed[name] for name in said]),
            "surname": surname,
            "sex": _sexes(mentions.sex),
            "birth": band(*birth.days),
            "birthday": _birthday(birth),
            "left": band(*left.days),
            "died": band(*died.days),
            "region": region,
            "birthplace": single(birthplace.number, codes),
            **{part: _keys_of_kin(kin.of(*roles), said, keyed) for part, roles in _KEYED_KIN.items()},
        },
        rules=RULES,
        strata=("surname", "birth", "birthday", "region", "left", *(_KEYED_KIN if len(kin.role) else ())),
        unread_names=sum(1 for name, told in zip(read, said, strict=True) if told and not name),
    )


def _keys_of_kin(kin: Kin, spoken: Sequence[str], keyed: Mapping[str, tuple[str, ...]]) -> Attribute:
    relatives = np.split(kin.relative, kin.start[1:-1])
    return listed([[key for each in mine.tolist() for key in keyed[spoken[each]]] for mine in relatives])


def spoken(mentions: Mentions) -> list[str]:
    """The name of each mention as far as it may speak for identity: a pseudonym does not."""
    told = zip(mentions.name_kind, mentions.name, mentions.name_other, strict=True)
    return ["" if kind == "pseudonym" else "|".join(filter(None, both)) for kind, *both in told]


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


def _sexes(stated: Sequence[str]) -> Attribute:
    """Who does not state a sex stands under both."""
    female, male = (np.array([sex == each for sex in stated]) for each in ("f", "m"))
    return runs(male.astype(np.int64), np.where(female | male, 1, 2))


def _birthday(birth: DateColumn) -> Attribute:
    first, last = birth.days
    return single(np.where(first == last, first, -1).astype(np.int64))


def _birthplace(values: Sequence[str], pack: vocab.Pack | None) -> tuple[Column, Sequence[str], Attribute]:
    """The column of birthplaces, their codes, and the region of each: the finest area that sources agree on."""
    if pack is None:
        column = ValueColumn(BARE_BIRTHPLACE, values)
        codes = sorted(set(values) - {""})
        return column, codes, single(column.number, codes)
    known = places.gazetteer(pack)
    found = PlaceColumn(BIRTHPLACE, values, gazetteer=known, country=pack.settings["country"])
    # The outermost place is a country; the one inside it is what people call a region. A place nobody knows is its own.
    chains = [(code, *(known.get(code).admin if code in known else ())) for code in found.codes]
    regions, region = numbered([chain[-2] if len(chain) > 1 else chain[0] for chain in chains])
    return found, found.codes, single(np.append(region, -1)[found.number], regions)
