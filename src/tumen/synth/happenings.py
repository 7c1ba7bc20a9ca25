"""Made-up happenings that many people tell of: witnesses, hearsay, reports that quote, and the truth behind them.

A world of `World` has what happens to single people. Here a happening has a crowd: relatives who saw it together,
people who heard of it from somebody, organisations that print what they were told or what others printed. Their
mistakes are those of telling: a year off, a neighbouring town, a rounded number, another word for the act. It stands
beside a world and changes nothing in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import date

from tumen.synth.dice import Dice, Weighted, block_dice
from tumen.synth.happenings_file import HappeningsFile, KindFile, read_happenings
from tumen.synth.loading import load
from tumen.synth.naming import TrueName, spell, true_name
from tumen.synth.settings import Happenings
from tumen.synth.situation import Situation
from tumen.synth.voice import HEARD, OWN, Voice

ACCOUNT_COLUMNS = (
    "account_id", "source_id", "kind", "place", "date", "number", "participants", "agency", "method", "outcome",
    "stance", "knowledge", "informant", "heard_from", "cites", "statement", "household", "kin", "referral", "together",
    "issuer", "made_up",
)  # fmt: skip
_PURPOSE = 7
_KNOWLEDGE = ("lived", "saw")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Happening:
    """What really took place."""

    id: str
    kind: KindFile
    place: str
    day: int
    number: int
    people: tuple[TrueName, ...]
    agency: str
    method: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Teller:
    """Somebody who tells, and whom that depends on."""

    informant: str
    household: str = ""
    kin: str = ""
    together: str = ""
    referral: str = ""
    heard_from: str = ""


@dataclass(slots=True, kw_only=True)
class _Table:
    """What is needed to write the table down.

    Attributes:
        interviews: (informant, organisation) → the source in which that informant tells everything.
        seen: place → witnesses of what happened there, who may have seen more than one thing.
    """

    dice: Dice
    settings: Happenings
    situation: Situation
    file: HappeningsFile
    interviews: dict[tuple[str, int], str] = field(default_factory=dict)
    seen: dict[str, list[_Teller]] = field(default_factory=dict)
    rows: list[dict[str, str]] = field(default_factory=list)
    truth: list[dict[str, str]] = field(default_factory=list)
    people: int = 0
    reports: int = 0

    def person(self) -> str:
        """A new informant."""
        self.people += 1
        return f"I{self.people:05d}"


def tell_happenings(settings: Happenings) -> dict[str, list[dict[str, str]]]:
    """A made-up table of accounts and the truth: table name → rows.

    `accounts` is what organisations wrote down; `truth/accounts` says of which event each account is, and after which
    other account it was told; `truth/events` what took place.

    Raises:
        SituationError: the pack has no synth/happenings.yaml, or it does not fit the pack.
        VocabError: there is no such pack.

    Example:
        >>> world = tell_happenings(Happenings(events=20, seed=3))
        >>> len(world["truth/events"]), world["accounts"][0]["made_up"]
        (20, 'yes')
    """
    situation = load(settings.pack, settings.organisations)
    file, _sha256 = read_happenings(settings.pack, situation)
    table = _Table(
        dice=block_dice(settings.seed, 0, _PURPOSE), settings=settings, situation=situation, file=file
    )
    happened = list(_happenings(table))
    for happening in happened:
        _tell(table, happening)
    _name_accounts(table)
    return {
        "accounts": table.rows,
        "truth/accounts": table.truth,
        "truth/events": [_true_row(h) for h in happened],
    }


def happenings_sha256(settings: Happenings) -> dict[str, str]:
    """The files that a table of accounts is made from, and their SHA-256."""
    situation = load(settings.pack, settings.organisations)
    _file, sha256 = read_happenings(settings.pack, situation)
    return {**situation.sha256, f"{settings.pack}/synth/happenings.yaml": sha256}


def _happenings(table: _Table) -> Iterator[_Happening]:
    dice, situation = table.dice, table.situation
    kinds = Weighted([(kind, kind.weight) for kind in table.file.kinds])
    first, last = (date(year, 1, 1).toordinal() for year in table.file.years)
    before: list[_Happening] = []
    for number in range(table.settings.events):
        kind = dice.pick(kinds)
        place = dice.pick(situation.homes if kind.where == "home" else situation.groups[kind.where])
        day = dice.between(first, last)
        if before and dice.chance(table.settings.repeated):
            earlier = dice.one_of(before)
            kind, place, day = earlier.kind, earlier.place, earlier.day + dice.between(10, 120)
        several = dice.pick(Weighted(kind.numbers.items()))
        before.append(_Happening(
            id=f"E{number + 1:05d}", kind=kind, place=place, day=day, number=several,
            people=tuple(_somebody(table) for _ in range(min(several, 4))),
            agency=dice.pick(Weighted(kind.agencies.items())),
            method=dice.pick(Weighted(kind.methods.items())) if kind.methods else "",
            outcome=dice.pick(Weighted(kind.outcomes.items())),
        ))  # fmt: skip
        yield before[-1]


def _somebody(table: _Table) -> TrueName:
    sex = "f" if table.dice.chance(0.5) else "m"
    name = true_name(table.dice, table.situation, sex, surname=None, shared_with=None)
    name.adopt(table.dice, table.situation)
    return name


def _true_row(happening: _Happening) -> dict[str, str]:
    return {
        "event_id": happening.id, "kind": happening.kind.act, "place": happening.place,
        "date": date.fromordinal(happening.day).isoformat(), "number": str(happening.number),
        "agency": happening.agency, "method": happening.method, "outcome": happening.outcome,
    }  # fmt: skip


def _tell(table: _Table, happening: _Happening) -> None:
    """Witnesses, then those who heard it from them, then what was printed."""
    dice, told = table.dice, []
    for teller in _witnesses(table, happening):
        told.append(_interview(table, happening, teller, first_hand=True))
        if dice.chance(0.1):
            told += _again(table, happening, teller, told[-1])
        while dice.chance(table.settings.hearsay):
            heard = _Teller(informant=table.person(), heard_from=told[-1]["informant"])
            told.append(_interview(table, happening, heard, first_hand=False, after=told[-1]))
    reports: list[dict[str, str]] = []
    while dice.chance(table.settings.printed / (1 + table.settings.printed)):
        quoted = dice.one_of(reports) if reports and dice.chance(0.5) else dice.one_of(told)
        reports.append(_report(table, happening, quoted))


def _again(
    table: _Table, happening: _Happening, teller: _Teller, before: dict[str, str]
) -> Iterator[dict[str, str]]:
    """The same person, heard by another organisation; nobody where it was the same one."""
    row = _interview(table, happening, teller, first_hand=True)
    if row["source_id"] == before["source_id"]:
        table.rows.pop()
        table.truth.pop()
        return
    yield row


def _witnesses(table: _Table, happening: _Happening) -> Iterator[_Teller]:
    """One, and so many more as a geometric draw says; some are relatives, some went through it together."""
    dice, mean = table.dice, happening.kind.tellers
    known = table.seen.setdefault(happening.place, [])
    free = list(known)
    last: _Teller | None = None
    while last is None or dice.chance(mean / (1 + mean)):
        if free and dice.chance(0.3):
            last = free.pop(dice.below(len(free)))
        else:
            last = _newcomer(table, last)
            known.append(last)
        yield last


def _newcomer(table: _Table, last: _Teller | None) -> _Teller:
    """Somebody not asked before, perhaps a relative of the one before or with that one when it happened."""
    dice = table.dice
    found = _Teller(informant=table.person(), referral=f"R{dice.below(12)}" if dice.chance(0.3) else "")
    if last is not None and dice.chance(0.15):
        return replace(found, household=last.household or f"H{last.informant[1:]}", kin=last.informant)
    if last is not None and dice.chance(0.15):
        return replace(found, together=last.informant)
    return found


def _interview(
    table: _Table,
    happening: _Happening,
    teller: _Teller,
    *,
    first_hand: bool,
    after: dict[str, str] | None = None,
) -> dict[str, str]:
    """What one person tells in one interview; who heard it from somebody repeats what that one said, less exactly."""
    dice = table.dice
    organisation = dice.below(table.settings.organisations)
    source = table.interviews.setdefault(
        (teller.informant, organisation), f"S{len(table.interviews) + 1:05d}"
    )
    told = _said(table, happening, first_hand=first_hand)
    if after is not None:
        told |= {key: after[key] for key in ("place", "number", "kind", "outcome") if dice.chance(0.5)}
    knowledge = dice.one_of(_KNOWLEDGE) if first_hand else "heard"
    row = {
        **dict.fromkeys(ACCOUNT_COLUMNS, ""), **told, "source_id": source, "knowledge": knowledge, "made_up": "yes",
        **asdict(teller),
    }  # fmt: skip
    return _add(table, happening, row, after)


def _report(table: _Table, happening: _Happening, quoted: dict[str, str]) -> dict[str, str]:
    """A printed report of what somebody said; most of it copied, some of it smoothed."""
    dice = table.dice
    table.reports += 1
    row = {
        **quoted, "source_id": f"D{table.reports:05d}", "knowledge": "document", "cites": quoted["source_id"],
        "issuer": f"N{dice.below(6)}",
    } | dict.fromkeys(("informant", "household", "kin", "together", "referral", "heard_from"), "")  # fmt: skip
    row["date"] = (
        row["date"][: dice.one_of((4, 7, 10))].rstrip("-") if "/" not in row["date"] else row["date"]
    )
    for column in ("participants", "agency", "method"):
        row[column] = row[column] if dice.chance(0.7) else ""
    return _add(table, happening, row, quoted)


def _add(
    table: _Table, happening: _Happening, row: dict[str, str], after: dict[str, str] | None
) -> dict[str, str]:
    row["account_id"] = str(len(table.rows))
    table.rows.append(row)
    before = "" if after is None else after["account_id"]
    table.truth.append({"account_id": row["account_id"], "event_id": happening.id, "told_after": before})
    return row


def _said(table: _Table, happening: _Happening, *, first_hand: bool) -> dict[str, str]:
    dice, kind = table.dice, happening.kind
    voice = Voice(memory=OWN if first_hand else HEARD, dice=dice, known=table.situation.file.places)
    shift = 365 * dice.one_of((-1, 1)) if dice.chance(voice.memory.wrong_year) else 0
    told_as = next((act for act, share in kind.told_as.items() if dice.chance(share)), kind.act)
    agency = happening.agency if dice.chance(0.85) else dice.one_of(tuple(kind.agencies))
    return {
        "kind": told_as, "place": voice.where(happening.place), "date": voice.when(happening.day + shift),
        "number": _number(dice, happening.number, first_hand=first_hand),
        "participants": _named(table, happening, first_hand=first_hand), "agency": voice.detail(agency),
        "method": voice.detail(happening.method), "outcome": voice.detail(happening.outcome),
    }  # fmt: skip


def _number(dice: Dice, true: int, *, first_hand: bool) -> str:
    """How many there were, as told: exactly, about, a range, miscounted, or not at all."""
    style, off = dice.unit(), dice.between(-2, 2) if true < 10 else round(true * (dice.unit() - 0.5) * 0.6)
    exact, about, between, wrong = (0.62, 0.76, 0.82, 0.92) if first_hand else (0.35, 0.55, 0.62, 0.82)
    if style < exact:
        return str(true)
    if style < about:
        return f"about {true if true < 10 else round(true / 10 + dice.unit() * 0.4 - 0.2) * 10}"
    if style < between:
        low = max(1, true - dice.below(3))
        return f"{low}-{low + 1 + dice.below(3)}"
    return str(max(1, true + off)) if style < wrong else ""


def _named(table: _Table, happening: _Happening, *, first_hand: bool) -> str:
    """Names of people to whom it happened, each in some spelling."""
    dice, share = table.dice, happening.kind.named * (1.0 if first_hand else 0.5)
    if not dice.chance(share):
        return ""
    organisation = table.situation.organisations[dice.below(len(table.situation.organisations))]
    named = [name for name in happening.people if dice.chance(0.6)] or [dice.one_of(happening.people)]
    written = [spell(dice, table.situation, n, dice.pick(organisation.spelling), 0.03) for n in named]
    return ";".join(written)


def _name_accounts(table: _Table) -> None:
    """Ids that say nothing: the accounts in a random order, numbered."""
    dice, count = table.dice, len(table.rows)
    order = sorted(range(count), key=lambda _: dice.unit())
    new = {str(at): f"A{place + 1:05d}" for place, at in enumerate(order)}
    new[""] = ""
    for row in (*table.rows, *table.truth):
        row["account_id"] = new[row["account_id"]]
    for row in table.truth:
        row["told_after"] = new[row["told_after"]]
    table.rows.sort(key=lambda row: row["account_id"])
    table.truth.sort(key=lambda row: row["account_id"])


__all__ = ["happenings_sha256", "tell_happenings"]
