"""A sample as files: the sheet that a person fills in, and apart from it the design that must not sway anybody."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from tumen.errors import EvaluationError
from tumen.linkage.evaluation.design import PairSample, SampledPair, Stratum
from tumen.linkage.evaluation.persons import PersonSample
from tumen.linkage.judgements import Judgement, judgements_from_rows
from tumen.linkage.mentions import TOLD, Mentions

SHEET: Final = "pairs.csv"
DESIGN: Final = "design.json"
_COLUMNS: Final = ("mention_a", "mention_b", "verdict")
_SHOWN: Final = tuple(field for field in TOLD if field != "mention_id")


def write_sample(
    sample: PairSample | PersonSample, folder: Path | str, *, shown: Mentions | None = None
) -> None:
    """Write `pairs.csv` (mention_a, mention_b, verdict to be filled in) and `design.json`.

    Neither the probability nor the answer of the linkage stands in the sheet. In the sheet of a sample of persons
    mention_a is the drawn one, and rows may be added.

    Args:
        sample: what to judge.
        folder: where to; made if it is not there.
        shown: mentions whose names and values are put beside the ids; None for a sheet without names.

    Raises:
        EvaluationError: a sample already lies there, or the folder cannot be written.
    """
    where = Path(folder)
    if (where / SHEET).exists() or (where / DESIGN).exists():
        raise EvaluationError(
            "A sample already lies in this folder; it is left as it is.", hint="Name another."
        )
    told = {} if shown is None else _told(shown)
    rows = [_row(a, b, told) for a, b in _to_judge(sample)]
    try:
        where.mkdir(parents=True, exist_ok=True)
        _write_rows(where / SHEET, rows)
        (where / DESIGN).write_text(json.dumps(asdict(sample), indent=1) + "\n", encoding="utf-8")
    except OSError as fault:
        raise EvaluationError(f"The sample cannot be written: {type(fault).__name__}.") from fault


def _to_judge(sample: PairSample | PersonSample) -> list[tuple[str, str]]:
    if isinstance(sample, PersonSample):
        return sample.to_judge()
    return [(pair.mention_a, pair.mention_b) for pair in sample.pairs]


def _write_rows(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(rows[0]) if rows else list(_COLUMNS))
        writer.writeheader()
        writer.writerows(rows)


def _told(mentions: Mentions) -> dict[str, dict[str, str]]:
    columns = zip(*(getattr(mentions, field) for field in _SHOWN), strict=True)
    return {
        mention: dict(zip(_SHOWN, row, strict=True))
        for mention, row in zip(mentions.mention_id, columns, strict=True)
    }


def _row(a: str, b: str, told: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    row = dict(zip(_COLUMNS, (a, b, ""), strict=True))
    if told:
        # Side by side, so that two values of one field are compared at a glance.
        row |= {
            f"{field}_{end}": side[field]
            for field in _SHOWN
            for end, side in (("a", told[a]), ("b", told[b]))
        }
    return row


def read_sample(folder: Path | str) -> PairSample | PersonSample:
    """The design of a written sample.

    Raises:
        EvaluationError: no sample lies there, or it was changed.
    """
    try:
        plain: dict[str, Any] = json.loads((Path(folder) / DESIGN).read_text(encoding="utf-8"))
        if "drawn" in plain:
            candidates = tuple(tuple(each) for each in plain["candidates"])
            return PersonSample(drawn=tuple(plain["drawn"]), candidates=candidates, links=plain["links"])
        strata = tuple(Stratum(**each) for each in plain.pop("strata"))
        pairs = tuple(SampledPair(**each) for each in plain.pop("pairs"))
        return PairSample(strata=strata, pairs=pairs, **plain)
    except (OSError, ValueError, KeyError, TypeError):
        raise EvaluationError(
            "There is no sample in this folder.", hint="Name a folder that `tumen evaluate sample` wrote."
        ) from None


def read_verdicts(path: Path | str) -> tuple[Judgement, ...]:
    """The verdicts of a sheet that was filled in, in part or wholly; rows without a verdict are left out.

    Args:
        path: the sheet, or the folder of the sample.

    Raises:
        EvaluationError: the sheet cannot be read.
        JudgementsError: verdicts that are not one of same, different, unsure, with their rows.
    """
    sheet = Path(path) / SHEET if Path(path).is_dir() else Path(path)
    try:
        with sheet.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise EvaluationError(f"The sheet cannot be read: {type(fault).__name__}.") from fault
    given = [{**row, "verdict": (row.get("verdict") or "").strip().lower()} for row in rows]
    return judgements_from_rows([row for row in given if row["verdict"]], first_row=2)
