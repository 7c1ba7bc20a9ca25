"""The ledger as a folder of CSV or Parquet: claims, series, shares, sources, who repeats whom, with hashes."""

from __future__ import annotations

import csv
import io
import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from tumen.errors import FiguresError
from tumen.figures.against import against
from tumen.figures.charting import series_chart_rows
from tumen.figures.ledger import Ledger
from tumen.figures.quoting import quotations
from tumen.figures.shares import series_shares
from tumen.model import Run, input_sha256

Table = list[dict[str, Any]]


def export(known: Ledger, out: Path, *, form: Literal["csv", "parquet"] = "csv") -> Run:
    """Write the whole ledger with its sources into a new folder; all of it or nothing.

    Args:
        known: The ledger.
        out: A folder that does not exist yet.
        form: `csv` (UTF-8, lists joined by `; `) or `parquet`.

    Raises:
        FiguresError: Something already stands at `out`.
    """
    if out.exists():
        raise FiguresError(f"{out} exists; nothing was written.", hint="Choose another folder.")
    tables = _tables(known)
    contents = {f"{name}.{form}": _written(rows, form) for name, rows in tables.items()}
    run = Run(
        kind="claims-export", recipe={"pack": known.pack, "version": known.version, "form": form},
        inputs={f"{name} of the ledger": input_sha256(_json(rows)) for name, rows in tables.items()},
        outputs={name: input_sha256(content) for name, content in contents.items()},
    )  # fmt: skip
    contents["manifest.json"] = _json(run.as_dict())
    out.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        for name, content in contents.items():
            (fresh / name).write_bytes(content)
        fresh.chmod(0o755)
        fresh.rename(out)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return run


def _tables(known: Ledger) -> dict[str, Table]:
    return {
        "claims": [c.as_dict() for c in known.claims],
        "series": [
            {"series": s.code, "unit": s.unit, **row}
            for s in known.series.values()
            for row in series_chart_rows(s)
        ],
        "shares": [
            {
                "series": s.code,
                "period": row.period.edtf,
                "of": row.of,
                "place": row.place,
                "published": None if row.published is None else row.published.edtf,
                **{k: v for k, v in found.as_dict().items() if k != "says"},
                "sources": list(row.sources),
            }
            for s in known.series.values()
            for row, found in series_shares(s)
        ],
        "sources": [
            {"id": code, **{k: str(source.get(k) or "") for k in ("title", "publisher", "year", "url")}}
            for code, source in sorted(known.sources.items())
        ],
        "repeats": [{"source": s, "repeats": r} for s, found in sorted(known.repeats.items()) for r in found],
        "context": [entry.as_dict() for entry in known.context],
        "against": [
            {k: v for k, v in b.as_dict().items() if k not in ("years", "most")}
            for c in known.claims
            for b in against(c, known.against, known.series)
        ],
        "quotations": [_flat(q.as_dict()) for q in quotations(known.claims, known)],
    }


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    low, high = row["number"]
    rest = {k: v for k, v in row.items() if k not in ("number", "circular")}
    return {**rest, "low": low, "high": high, "circular": [" → ".join(c) for c in row["circular"]]}


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, default=str) + "\n").encode()


def _written(rows: Table, form: str) -> bytes:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    return _csv(rows, columns) if form == "csv" else _parquet(rows, columns)


def _cell(value: Any) -> Any:
    return "; ".join(map(str, value)) if isinstance(value, Sequence) and not isinstance(value, str) else value


def _csv(rows: Table, columns: Sequence[str]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(["" if (v := row.get(c)) is None else _cell(v) for c in columns] for row in rows)
    return text.getvalue().encode()


def _parquet(rows: Table, columns: Sequence[str]) -> bytes:
    import duckdb

    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as database:
        plain, packed = Path(folder) / "rows.csv", Path(folder) / "rows.parquet"
        plain.write_bytes(_csv(rows, columns))
        database.read_csv(str(plain), header=True, sample_size=-1).write_parquet(str(packed))
        return packed.read_bytes()
