"""What a text's own numbers and dates say about one another: no outside knowledge, only reckoning."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from tumen import dates, reading
from tumen.checking.finding import Draft, Finding, Outcome
from tumen.errors import DatesError
from tumen.patterns import later


def own_reckoning(draft: Draft) -> Iterator[Finding]:
    """Every check that needs nothing but the text."""
    claims = [c for c in draft.reading.claims or () if not c.duplicate_of]
    yield from _wide_ranges(draft, claims)
    yield from _products(draft, claims)
    for group in _by_sentence(draft, claims):
        yield from _changes(draft, group)
        yield from _sums(draft, group)
        yield from _part_years(draft, group)
        yield from _bases(draft, group)
        yield from _causes(draft, group)
    yield from _close_shares(draft, claims)
    yield from _years_apart(draft)


def _by_sentence(draft: Draft, claims: Sequence[reading.Claim]) -> Iterator[list[reading.Claim]]:
    groups: dict[int, list[reading.Claim]] = {}
    for claim in claims:
        groups.setdefault(draft.sentences.at(claim.quantity.value_start).start, []).append(claim)
    yield from groups.values()


def _sentence(draft: Draft, claim: reading.Claim) -> str:
    sentence = draft.sentences.at(claim.quantity.value_start)
    return draft.text[sentence.start : sentence.end]


def _exact(claim: reading.Claim) -> float | None:
    low, high = claim.quantity.low, claim.quantity.high
    return low if low is not None and low == high else None


def _bound(claim: reading.Claim) -> float | None:
    return claim.quantity.low if claim.quantity.low is not None else claim.quantity.high


def _wide_ranges(draft: Draft, claims: Sequence[reading.Claim]) -> Iterator[Finding]:
    """A range with a tenfold span is hardly one estimate; where its ends have two issuers it is surely none."""
    for claim in claims:
        low, high = claim.quantity.low, claim.quantity.high
        if claim.quantity.vague or not low or not high or high < 10 * low:
            continue
        others = [c for c in claims if c is not claim]
        ends = {
            end: {c.setting.attributed_to or "" for c in others if end in (c.quantity.low, c.quantity.high)}
            - {""}
            for end in (low, high)
        }
        if ends[low] and ends[high] and not ends[low] & ends[high]:
            issuers = " and ".join(sorted({*ends[low], *ends[high]}))
            yield _about(
                draft,
                claim,
                "figure.stitched-range",
                Outcome.CONFLICTS,
                f"The two ends of this range come "
                f"from different issuers "
                f"({issuers}). It is nobody's "
                f"interval: never average it; tell "
                f"both.",
            )
        else:
            yield _about(
                draft,
                claim,
                "figure.wide-range",
                Outcome.ASK,
                f"The upper end is {high / low:,.0f} times "
                f"the lower. Are these two estimates of two "
                f"bodies or two populations? Tell both and "
                f"never average.",
            )


def _products(draft: Draft, claims: Sequence[reading.Claim]) -> Iterator[Finding]:
    """So many a year, and so many in so many years: the second may be computed from the first."""
    rates = [c for c in claims if _bound(c) and _a_year(draft.text, c)]
    for rate in rates:
        for total in claims:
            if total is rate or not _bound(total) or abs(total.quantity.start - rate.quantity.start) > 2_000:
                continue
            years = (_bound(total) or 0) / (_bound(rate) or 1)
            near = draft.text[max(total.quantity.start - 160, 0) : total.quantity.end + 160]
            if years >= 2 and years.is_integer() and re.search(rf"\b{int(years)}[\s-]years?\b", near):
                yield _about(
                    draft,
                    total,
                    "figure.derived",
                    Outcome.ASK,
                    f"This is exactly {int(years)} times "
                    f"“{rate.text}”. If it was computed from "
                    f"it, the two are one confirmation and not "
                    f"two.",
                )


_YEARLY = later(r"\b(?:a|per|each|every)\s+year\b|\bannually\b|\byearly\b", re.I)


def _a_year(text: str, claim: reading.Claim) -> bool:
    q = claim.quantity
    return bool(
        _YEARLY.search(text[q.value_start : q.end + 60])
        or _YEARLY.search(text[max(q.start - 25, 0) : q.start])
    )


_FALL = later(
    r"\b(?:fell|fall(?:en)?|drop(?:ped)?|decreas\w*|declin\w*|down|decline|reduc\w*|rose|ris(?:e|en)"
    r"|increas\w*|grew|grown|up)\b"
    r"|감소|감축|급감|하락|증가|급증|상승|[줄늘](?:[어었]|인다|고\s있)"
    r"|下降|减少|減少|降低|增加|上升|增长|增長",
    re.I,
)
_FROM_TO = later(r"\bfrom\b.{0,80}?\bto\b", re.I | re.S)


def _changes(draft: Draft, group: Sequence[reading.Claim]) -> Iterator[Finding]:
    """From A to B, by P percent: whether the three fit."""
    shares = [c for c in group if c.quantity.kind == "percent"]
    numbers = [c for c in group if c.quantity.kind in ("count", "money") and (_exact(c) or 0) > 0]
    if not shares or len(numbers) < 2 or not _FALL.search(_sentence(draft, group[0])):
        return
    first, second = _exact(numbers[0]) or 1.0, _exact(numbers[1]) or 1.0
    change = abs(100 * (second - first) / first)
    for share in shares:
        low = share.quantity.low if share.quantity.low is not None else 0.0
        high = share.quantity.high if share.quantity.high is not None else 10_000.0
        fits = low - 1 <= change <= high + 1
        outcome = Outcome.AGREES if fits else Outcome.CONFLICTS
        moved = 100 * (second - first) / first
        says = f"From {first:,g} to {second:,g} is a change of {moved:+.1f} %."
        yield _about(draft, share, "figure.change", outcome, says)


_TOTAL = later(
    r"\b(?:add(?:s|ed)?\s+up\s+to|total(?:s|led|ling)?|in\s+all|altogether|sum|of\s+(?:these|whom|them"
    r"|which)|including|with\s+most)\b",
    re.I,
)


def _sums(draft: Draft, group: Sequence[reading.Claim]) -> Iterator[Finding]:
    """Parts and a total in one sentence: what they add up to, and what is left."""
    numbers = [
        c for c in group if c.quantity.kind == "count" and _exact(c) is not None and not c.quantity.vague
    ]
    if len(numbers) < 3 or not _TOTAL.search(_sentence(draft, group[0])):
        return
    whole = max(numbers, key=lambda c: _exact(c) or 0)
    parts = [_exact(c) or 0 for c in numbers if c is not whole]
    total, added = _exact(whole) or 0, sum(parts)
    told = " + ".join(f"{p:,g}" for p in parts)
    if added > total:
        yield _about(
            draft,
            whole,
            "figure.sum",
            Outcome.CONFLICTS,
            f"The parts add up to more than the whole: {told} = {added:,g}.",
        )
    elif added < total:
        yield _about(
            draft,
            whole,
            "figure.sum",
            Outcome.ASK,
            f"{told} = {added:,g} of {total:,g}; {total - added:,g} are not told of.",
        )
    else:
        yield _about(draft, whole, "figure.sum", Outcome.AGREES, f"{told} = {added:,g}.")


_PART = later(
    r"\b(?:first|last|second)\s+(?:half|quarter|\w+\s+months?)\b|\bhalf[\s-]year|\b(?:January"
    r"|first)\s+to\s+\w+\b",
    re.I,
)
_AGAINST = later(
    r"\b(?:relative\s+to|compared\s+(?:to|with)|against|over|from|than(?:\s+in)?"
    r"|versus)\s+(?:the\s+)?(?:previous\s+year|last\s+year|(?:19|20)\d\d)",
    re.I,
)


def _part_years(draft: Draft, group: Sequence[reading.Claim]) -> Iterator[Finding]:
    """A change of some months set against a whole year."""
    words = _sentence(draft, group[0])
    shares = [c for c in group if c.quantity.kind == "percent"]
    if shares and _PART.search(words) and _AGAINST.search(words):
        yield _about(
            draft,
            shares[0],
            "figure.part-year",
            Outcome.ASK,
            "A part of a year stands against a whole "
            "year. Compare like with like: say with which "
            "months it was compared.",
        )


_BASE = later(r"(?:%|per\s?cent|percentage|percent)?\s*(?:of|among)\s+\w", re.I)
_BASE_BEFORE = later(
    r"(?:[가-힣](?:의|\s?(?:중|가운데)(?:에서?)?)|[\u4e00-\u9fff](?:的|之?中))[,，]?\s*(?:약|대략|约|約)?\s*$"
)
_NEAR_BEFORE = 16


def _bases(draft: Draft, group: Sequence[reading.Claim]) -> Iterator[Finding]:
    """A share without anybody it is a share of."""
    for claim in group:
        q = claim.quantity
        if (
            q.kind == "percent"
            and not q.unit
            and not _BASE.match(draft.text, q.value_end)
            and not _BASE_BEFORE.search(draft.text[max(0, q.value_start - _NEAR_BEFORE) : q.value_start])
            and not _FALL.search(_sentence(draft, claim))
        ):
            yield _about(draft, claim, "figure.no-base", Outcome.ASK, "Of whom or what is this a share?")


_CAUSE = later(
    r"\b(?:because\s+of|due\s+to|as\s+a\s+(?:direct\s+)?(?:result|consequence)\s+of|owing\s+to"
    r"|thanks\s+to|on\s+account\s+of)\b",
    re.I,
)
_METHOD = later(r"\b(?:survey|interview|sample|respondents?|register|census|counted|records?|study)", re.I)


def _causes(draft: Draft, group: Sequence[reading.Claim]) -> Iterator[Finding]:
    """A number and a cause in one breath; an estimate of a body that gives no method."""
    words = _sentence(draft, group[0])
    for claim in (c for c in group if c.quantity.kind == "percent"):
        if _CAUSE.search(words):
            yield _about(
                draft,
                claim,
                "figure.cause",
                Outcome.ASK,
                "The sentence gives a cause together with a "
                "number. The number does not show the cause: "
                "source them apart.",
            )
        if re.search(r"\bestimat", words, re.I) and not _METHOD.search(words):
            yield _about(
                draft,
                claim,
                "figure.no-method",
                Outcome.ASK,
                "An estimate without a method. Say how it was reached, or that its source does not tell.",
            )


def _close_shares(draft: Draft, claims: Sequence[reading.Claim]) -> Iterator[Finding]:
    """Two shares near each other with a number in common: they are easily mixed up."""
    shares = [c for c in claims if c.quantity.kind == "percent"]
    for a, b in combinations(shares, 2):
        ends_a, ends_b = ({c.quantity.low, c.quantity.high} - {None} for c in (a, b))
        if (
            b.quantity.start - a.quantity.end < 900
            and ends_a & ends_b
            and (a.quantity.low, a.quantity.high) != (b.quantity.low, b.quantity.high)
        ):
            yield _about(
                draft,
                b,
                "figure.close-shares",
                Outcome.ASK,
                f"“{a.text}” stands close by with a number in common. Say of each of whom it is a share.",
            )


_SINCE = later(
    r"\b(?P<n>\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty"
    r"|forty|fifty)\s+(?:consecutive\s+)?years?\s+(?:in\s+a\s+row\s+)?since\s+(?P<y>(?:19|20)\d\d)\b",
    re.I,
)
_AGO = later(r"\b(?P<n>\d{1,3})\s+years?\s+ago\b[^.]{0,60}?\b(?P<y>(?:19|20)\d\d)\b")


def _years_apart(draft: Draft) -> Iterator[Finding]:
    """`ten years since 2003`, `36 years ago, in 1982`: whether the count of years fits the time of the text."""
    newest = max(
        (int(d.edtf[:4]) for d in draft.reading.dates if d.edtf and re.match(r"\d{4}", d.edtf)), default=None
    )
    if newest is None:
        return
    for match in (*_SINCE.finditer(draft.text), *_AGO.finditer(draft.text)):
        words = match["n"].lower()
        count = int(words) if words.isdigit() else _NUMBERS[words]
        apart = newest - int(match["y"])
        if apart == count:
            continue
        both = " if both the first and the last year are counted" if apart + 1 == count else ""
        outcome = Outcome.ASK if both else Outcome.CONFLICTS
        span = f"From {match['y']} to {newest}, the newest year in the text, are {apart} years"
        says = f"{span}; {count} holds only{both}." if both else f"{span}, not {count}."
        yield Finding(
            start=match.start(),
            end=match.end(),
            text=match.group(),
            rule="date.years",
            outcome=outcome,
            says=says,
        )


_NUMBERS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12,
    "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
}  # fmt: skip


def latest_day(edtf: str | None) -> datetime.date | None:
    """The last day that a date may mean; None when it means none."""
    try:
        return dates.parse(edtf).latest if edtf and "XX" not in edtf else None
    except DatesError:
        return None


def _about(draft: Draft, claim: reading.Claim, rule: str, outcome: Outcome, says: str) -> Finding:
    q = claim.quantity
    return Finding(
        start=q.start, end=q.end, text=draft.text[q.start : q.end], rule=rule, outcome=outcome, says=says
    )
