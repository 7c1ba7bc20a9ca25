"""Names of states, cities and well-known bodies, with adjectives, as the reading of text looks them up."""

from __future__ import annotations

from pathlib import Path

TABLE = Path(__file__).parents[1]
DATA = Path("src/tumen/data")
OUTPUTS = (str(DATA / "reading_*.tsv"),)


def build(out: Path) -> None:
    """Write the tables below `out`."""
    forms = {row[0]: row[1:] for row in _rows("hand/states.tsv")}
    known = list(_rows("frozen/territories.tsv"))
    lines = [_state(row, forms.pop(row[0], ["", ""])) for row in known]
    lines += [_state([code, ""], row) for code, row in forms.items()]  # names of what is no state today
    _write(out, "reading_states.tsv", "# iso2\tnames\tadjectives", lines)
    bodies = ["\t".join(row) for row in _rows("hand/bodies.tsv")]
    _write(out, "reading_bodies.tsv", "# canonical\tkind\tforms", bodies)
    cities = ["\t".join([*row, "", ""][:3]) for row in _rows("hand/cities.tsv")]
    _write(out, "reading_cities.tsv", "# iso2\tforms\tKorean forms", cities)
    more = {row[0]: row[1].split("|") for row in _rows("hand/states_ko.tsv")}
    korean = [
        "\t".join((row[0], "|".join(dict.fromkeys([row[2], *more.get(row[0], [])]))))
        for row in known
        if row[2]
    ]
    _write(out, "reading_states_ko.tsv", "# iso2\tKorean names", korean)
    treaties = ["\t".join(row) for row in _rows("hand/treaties_ko.tsv")]
    _write(out, "reading_treaties_ko.tsv", "# code in the register of law\tKorean titles", treaties)


def _state(row: list[str], forms: list[str]) -> str:
    adjectives, others = [*forms, "", ""][:2]
    names = [row[1].replace(" & ", " and "), *others.split("|")]
    return "\t".join((row[0], "|".join(dict.fromkeys(n for n in names if n)), adjectives))


def _rows(name: str) -> list[list[str]]:
    lines = (TABLE / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def _write(out: Path, name: str, head: str, lines: list[str]) -> None:
    path = out / DATA / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8", newline="\n")
