"""`tumen names`: compare, write, read and take apart names in any script."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from tumen.cli.output import bar, print_json
from tumen.errors import NameTableError

if TYPE_CHECKING:
    from tumen.names import Form, ParsedName, Reading, System, Unit

COMPARE = """Say what two names tell about being one person's, with reasons; or score a CSV file of pairs.

A CSV file has name_a and name_b among its columns, in any order; all columns are kept, and four are added: score
(log-likelihood ratio, natural log), probability (with prior odds of about 1 to 90), same (true or false) and decision
(same or different). The one threshold is a probability of at least 0.5, which is a score of at least 4.5.

Examples: tumen names compare "김영희" "Kim Yong Hui"
          tumen names compare --csv pairs.csv --out scored.csv
"""
ROMANISE = """Write Hangul by the rules of rr, mr, mr-plain, dprk, dprk-breve, yale or (in Cyrillic) kontsevich.

Examples: tumen names romanise 김영희 --system dprk
          tumen names romanise 박영희 --custom --joining hyphen --surname-last --capitals
"""
HANJA = """Read a name in characters: Hangul as the South and the North write it, and pinyin.

Example: tumen names hanja 李英姬
"""
PARSE = """Take a name apart: script, titles, surname, given name, and the Hangul that it may stand for.

Example: tumen names parse "Ms. Yong-hui Kim"
"""

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for machines.")]


def register(app: typer.Typer) -> None:
    """Hang `names` on the application."""
    group = typer.Typer(no_args_is_help=True, help="Names in Hangul, hanja, Chinese and every romanisation.")
    group.command("compare", help=COMPARE)(compare)
    group.command("romanise", help=ROMANISE)(romanise)
    group.command("hanja", help=HANJA)(hanja)
    group.command("parse", help=PARSE)(parse)
    app.add_typer(group, name="names")


def compare(
    name_a: Annotated[str | None, typer.Argument(help="A name; several forms separated by |.")] = None,
    name_b: Annotated[str | None, typer.Argument(help="Another name.")] = None,
    table: Annotated[Path | None, typer.Option("--csv", help="A CSV file with name_a and name_b.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Where to write the scored CSV file.")] = None,
    encoding: Annotated[
        str,
        typer.Option("--encoding", help="Of the CSV file: utf-8, or cp949 from older Korean spreadsheets."),
    ] = "utf-8",
    *,
    as_json: AsJson = False,
) -> None:
    """Compare two names, or every pair of a table; exit status 0 whatever the answer is."""
    if table is not None:
        _compare_table(table, out, encoding, as_json=as_json)
    elif name_a is None or name_b is None:
        raise typer.BadParameter("give two names, or --csv FILE")
    else:
        _compare_two(name_a, name_b, as_json=as_json)


def _compare_two(name_a: str, name_b: str, *, as_json: bool) -> None:
    from dataclasses import asdict

    from tumen import names

    found = names.compare(name_a, name_b)
    if as_json:
        print_json({"name_a": name_a, "name_b": name_b, **asdict(found)})
        return
    verdict = "May well be one person's" if found.same else "The names alone do not say one person"
    typer.echo(f"{verdict}: score {found.score:+.2f}, probability {found.probability:.3f}")
    for reason in found.reasons:
        typer.echo(f"  {reason}")


def _compare_table(table: Path, out: Path | None, encoding: str, *, as_json: bool) -> None:
    from tumen.names import read_pairs, score_pairs

    pairs = read_pairs(table, encoding=encoding)
    with bar() as progress:
        # scored whole before a byte is written: an error leaves nothing behind
        rows = list(score_pairs(pairs, progress=progress))
    if as_json:
        print_json([_plain_row(rows[0], row) for row in rows[1:]])
        return
    text = _csv(rows)
    if out is None:
        typer.echo(text, nl=False)
    else:
        _write_whole(out, text)


def _plain_row(header: tuple[str, ...], row: tuple[str, ...]) -> dict[str, Any]:
    plain: dict[str, Any] = dict(zip(header, row, strict=True))
    plain["score"], plain["probability"] = float(plain["score"]), float(plain["probability"])
    plain["same"] = plain["same"] == "true"
    return plain


def _csv(rows: list[tuple[str, ...]]) -> str:
    import csv
    import io

    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue()


def _write_whole(out: Path, text: str) -> None:
    """Beside the target first, then into place: a full disk leaves the old file as it was."""
    beside = out.with_name(out.name + ".part")
    try:
        beside.write_text(text, encoding="utf-8", newline="")
        beside.replace(out)
    except OSError as problem:
        beside.unlink(missing_ok=True)
        raise NameTableError(
            "The scored table cannot be written.",
            hint="Give a folder that exists and may be written to.",
            reason=type(problem).__name__,
        ) from problem


def romanise(
    text: Annotated[str, typer.Argument(help="A name in Hangul.")],
    system: Annotated[
        str, typer.Option("--system", help="rr, mr, mr-plain, dprk, dprk-breve, yale, kontsevich, or all.")
    ] = "rr",
    joining: Annotated[
        str | None, typer.Option("--joining", help="Given name joined, hyphen or spaced.")
    ] = None,
    *,
    surname_last: Annotated[bool, typer.Option("--surname-last", help="Given name first.")] = False,
    capitals: Annotated[bool, typer.Option("--capitals", help="Surname in capitals.")] = False,
    custom: Annotated[
        bool, typer.Option("--custom", help="Surname as most bearers spell it: Kim, Lee, Park.")
    ] = False,
    as_word: Annotated[bool, typer.Option("--word", help="A word or place, not a personal name.")] = False,
    as_json: AsJson = False,
) -> None:
    """Romanise one name."""
    from typing import get_args

    from tumen import names

    if joining is not None and joining not in get_args(names.Joining):
        raise typer.BadParameter("--joining is joined, hyphen or spaced")
    systems: tuple[System, ...] = get_args(names.System) if system == "all" else (system,)
    if as_word:
        written = {s: names.romanise(text, s, as_word=True) for s in systems}
    else:
        styles = (
            names.Style(
                system=s,
                joining=cast("names.Joining | None", joining),
                order="surname last" if surname_last else "surname first",
                capitals="surname" if capitals else "none",
                surname="custom" if custom else "rule",
            )
            for s in systems
        )
        written = {style.system: names.write(text, style) for style in styles}
    if as_json:
        print_json({"text": text, "romanised": written})
        return
    for name, latin in written.items():
        typer.echo(latin if len(written) == 1 else f"{name:<11}{latin}")


def hanja(
    text: Annotated[str, typer.Argument(help="A name in traditional, simplified or Japanese characters.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Read one name in characters."""
    from tumen import names

    read = {
        "south": names.hangul_of_hanja(text),
        "north": names.hangul_of_hanja(text, "north"),
        "pinyin": names.pinyin_of_hanja(text),
    }
    if as_json:
        print_json({"text": text, **read})
        return
    for way, written in read.items():
        typer.echo(f"{way:<8}{written}")


def parse(
    text: Annotated[str, typer.Argument(help="A name in any script; several forms separated by |.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Take one name apart."""
    from tumen import names

    parsed = names.parse(text)
    if as_json:
        print_json(_plain(parsed) | {"keys": list(names.keys(text))})
        return
    for form in parsed.forms:
        _show(form)


def _plain(parsed: ParsedName) -> dict[str, Any]:
    return {
        "original": parsed.original,
        "hangul": parsed.hangul,
        "forms": [
            {
                "text": form.written.text,
                "script": form.written.script,
                "titles": list(form.written.titles),
                "masked": form.written.masked,
                "marks": list(form.written.marks),
                "readings": [_plain_reading(r) for r in form.readings],
            }
            for form in parsed.forms
        ],
    }


def _plain_reading(reading: Reading) -> dict[str, Any]:
    return {
        "hangul": reading.hangul,
        "order": reading.order,
        "probability": round(reading.weight, 4),
        "surname": _plain_unit(reading.surname) if reading.surname else None,
        "given": [_plain_unit(unit) for unit in reading.given],
    }


def _plain_unit(unit: Unit) -> dict[str, Any]:
    likely = [{"hangul": node, "probability": round(p, 4)} for node, p in unit.nodes[:5]]
    return {"text": unit.text, "kind": unit.kind, "hangul": likely}


def _show(form: Form) -> None:
    said = ", ".join(
        (form.written.script, *(["part withheld"] if form.written.masked else []), *form.written.marks)
    )
    typer.echo(f"{form.written.text}  ({said})")
    if "relative" in form.written.marks:
        typer.echo("  names a relative of the person meant")
    elif not form.readings:
        typer.echo("  neither Korean nor Chinese, as far as the tables know")
    for reading in form.readings:
        parts = [reading.surname.text if reading.surname else "–", *(unit.text for unit in reading.given)]
        typer.echo(f"  {reading.weight:6.1%}  {reading.hangul}  {' + '.join(parts)}  {reading.order}")
