"""Who published a number first, who repeats it, how many voices there are; and the ledger as a folder."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

from tumen import figures
from tumen.errors import FiguresError
from tumen.figures import Claim, Ledger, Quoted


@pytest.fixture(scope="module")
def known() -> Ledger:
    return figures.ledger("dprk")


def only(claims: list[Claim], known: Ledger) -> Quoted:
    (found,) = figures.quotations(claims, known)
    return found


def with_sources(known: Ledger, years: dict[str, str], repeats: dict[str, tuple[str, ...]]) -> Ledger:
    sources = {s: {"title": s, "publisher": f"{s} press", "year": y} for s, y in years.items()}
    return replace(known, sources=sources, repeats=repeats)


@pytest.fixture
def claim(known: Ledger) -> Claim:
    found = next(c for c in known.claims if c.value is not None and not c.flags)
    return replace(found, sources=("late", "early"), quoted_by=("undated",))


def test_the_first_publication_comes_first_and_the_undated_last(known: Ledger, claim: Claim) -> None:
    known = with_sources(known, {"late": "2012", "early": "c. 2007", "undated": "n.d."}, {})
    found = only([claim], known)
    assert (found.first, found.repeat) == ("early", ("late", "undated"))
    assert found.voices == ("early", "late", "undated")


def test_sources_that_repeat_one_body_are_one_voice(known: Ledger, claim: Claim) -> None:
    repeats = {"late": ("The Ministry",), "early": ("late",), "undated": ("early",)}
    known = with_sources(known, {"late": "2012", "early": "2007", "undated": ""}, repeats)
    found = only([claim], known)
    assert found.voices == ("The Ministry",)
    assert "3 sources, one voice: all repeat The Ministry." in found.warnings


def test_a_circle_of_repetitions_is_said_once_and_has_no_voice(known: Ledger, claim: Claim) -> None:
    known = with_sources(known, {"late": "2012", "early": "2007"}, {"late": ("early",), "early": ("late",)})
    found = only([replace(claim, quoted_by=())], known)
    assert found.circular == (("early", "late"),)
    assert found.voices == ()
    assert any("early → late → early" in w for w in found.warnings)


def test_two_bodies_under_one_head_are_one_voice(known: Ledger, claim: Claim) -> None:
    pair = sorted(known.heads[0])
    repeats = {"late": (pair[0],), "early": (pair[1],)}
    known = with_sources(known, {"late": "2012", "early": "2007"}, repeats)
    found = only([replace(claim, quoted_by=())], known)
    assert any("under one head" in w and pair[0] in w and pair[1] in w for w in found.warnings)


def test_a_source_older_than_its_fact_and_a_computed_claim_are_said(known: Ledger, claim: Claim) -> None:
    year = claim.as_of.fuzzy_earliest
    assert year is not None
    old = with_sources(known, {"late": str(year.year - 1), "early": str(year.year + 1)}, {})
    found = only([replace(claim, quoted_by=(), flags=("derived:X9",))], old)
    assert any("its source late is older" in w for w in found.warnings)
    assert any("computed from X9" in w for w in found.warnings)


def test_what_the_pack_knows_of_quotations_leads_to_sources_it_has(known: Ledger) -> None:
    assert set(known.repeats) <= set(known.sources)
    assert not any(q.circular for q in figures.quotations(known.claims, known))
    assert sum(len(q.claims) for q in figures.quotations(known.claims, known)) <= len(known.claims)


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_the_ledger_is_written_whole_with_its_sources_and_hashes(
    known: Ledger, tmp_path: Path, form: str
) -> None:
    out = tmp_path / "ledger"
    run = figures.export(known, out, form="csv" if form == "csv" else "parquet")
    names = {
        f"{n}.{form}"
        for n in ("claims", "series", "shares", "sources", "repeats", "context", "against", "quotations")
    }
    assert {f.name for f in out.iterdir()} == {*names, "manifest.json"}
    assert set(json.loads((out / "manifest.json").read_text())["outputs"]) == names == set(run.outputs)
    if form == "csv":
        rows = list(csv.DictReader((out / "claims.csv").read_text(encoding="utf-8").splitlines()))
        assert [r["id"] for r in rows] == [c.code for c in known.claims]
        assert {s for r in rows for s in r["sources"].split("; ")} <= {
            r["id"] for r in csv.DictReader((out / "sources.csv").read_text(encoding="utf-8").splitlines())
        }
    with pytest.raises(FiguresError):
        figures.export(known, out)


def test_an_open_end_is_said_in_words_on_the_command_line() -> None:
    from typer.testing import CliRunner

    from tumen.cli.main import build

    found = CliRunner().invoke(
        build(), ["claims", "--quantity", "HIDING", "--sources"], env={"COLUMNS": "200"}
    )
    assert "up to 300,000 persons" in found.stdout
    assert "at least 100,000 persons" in found.stdout
    assert "open" not in found.stdout
