"""A dump of GeoNames that somebody has becomes a table of further places, which stand behind those of the pack."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tumen.cli.main import build
from tumen.errors import FurtherTableError, Stopped
from tumen.places import Gazetteer, PlaceLevel, build_further
from tumen.vocab import DEFAULT_PACK, load_pack

PACK = load_pack(DEFAULT_PACK)


def row(
    code: int, name: str, other: str, point: tuple[float, float], feature: str, area: str = "KP.17"
) -> str:
    country, admin1 = area.split(".")
    cells = [str(code), name, name, other, *map(str, point), *feature.split("."), country, "", admin1]
    return "\t".join([*cells, "", "", "", "0", "", "", "Asia/Pyongyang", "2020-01-01"])


ROWS = (
    row(9000001, "Hamgyŏng-bukto", "함경북도,North Hamgyong", (41.8, 129.5), "A.ADM1"),
    row(9000002, "Musan-gun", "무산군", (42.2, 129.2), "A.ADM2"),
    row(2042738, "Musan-ŭp", "무산읍", (42.226, 129.208), "P.PPLA2"),
    row(9000003, "Musan-ni", "무산리", (38.2, 126.2), "P.PPL", "KP.07"),
    row(9000004, "Ch'angp'yŏng-ni", "창평리,https://example.org/x", (42.6, 129.7), "P.PPL"),
    row(9000005, "Qixvumo", "", (42.6, 129.7), "T.MT"),
    row(9000006, "Kobe", "神戸", (34.7, 135.2), "P.PPLA", "JP.19"),
)


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    path = tmp_path / "KP.txt"
    path.write_text("\n".join(ROWS) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def full(dump: Path, tmp_path: Path) -> Gazetteer:
    assert build_further(dump, tmp_path / "further.sqlite") == 6
    return Gazetteer(PACK, further=tmp_path / "further.sqlite")


def test_a_place_that_only_the_dump_has_is_found_in_its_province(full: Gazetteer) -> None:
    found = full.find("창평리")
    assert found.place is not None
    assert (found.place.code, found.place.admin) == ("GN-9000004", ("KP-P-HB", "PRK"))
    assert "in the further table, not in the pack" in found.matches[0].reasons
    assert full.get("GN-9000004") == found.place
    assert full.find("창평리, 함경북도").place == found.place
    assert full.compare("창평리", "함경북도").level is PlaceLevel.INSIDE
    assert "GN-9000004" in full
    assert any("CC BY" in line for line in full.credits)


def test_a_place_of_the_pack_stands_first_and_homonyms_elsewhere_are_shown(full: Gazetteer) -> None:
    found = full.find("Musan")
    assert found.place is not None
    assert [match.place.code for match in found] == ["KP-MUSAN", "GN-9000003"]
    assert found.place.code == "KP-MUSAN"


def test_a_country_that_the_pack_does_not_have_keeps_its_letters(full: Gazetteer) -> None:
    (match,) = full.find("神戸")
    assert (match.place.country, match.place.admin) == ("JP", ())
    assert full.compare("神戸", "Musan").level is PlaceLevel.OTHER_COUNTRY


def test_what_is_neither_settlement_nor_area_is_left_out(full: Gazetteer) -> None:
    assert not full.find("Qixvumo").matches


def test_a_packed_dump_and_a_choice_of_countries_are_read(dump: Path, tmp_path: Path) -> None:
    packed = tmp_path / "all.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(dump, "allCountries.txt")
        archive.writestr("readme.txt", "how to read it")
    assert build_further(packed, tmp_path / "table.sqlite", countries=["jp"]) == 1


@pytest.mark.parametrize("text", ["one\ttwo\n", ROWS[0].replace("9000001", "nine") + "\n", ""])
def test_a_file_that_is_no_dump_is_refused_and_leaves_nothing(text: str, tmp_path: Path) -> None:
    dump, table = tmp_path / "x.txt", tmp_path / "table.sqlite"
    dump.write_text(text, encoding="utf-8")
    with pytest.raises(FurtherTableError):
        build_further(dump, table)
    assert [path.name for path in tmp_path.iterdir()] == ["x.txt"]


# The documented columns, each with a value of its own
DOCUMENTED = {
    "geonameid": "9000101", "name": "Qurang-ni", "asciiname": "Kurang-ni",
    "alternatenames": "구랑리,仇郎里,仇郎里洞,クランニ,Куран-ни,Gurang-ri,https://example.org/wiki/Q",
    "latitude": "42.61", "longitude": "129.74", "feature class": "P", "feature code": "PPLL", "country code": "KP",
    "cc2": "KP,CN", "admin1 code": "17", "admin2 code": "2043572", "admin3 code": "", "admin4 code": "",
    "population": "1200", "elevation": "-3", "dem": "412", "timezone": "Asia/Pyongyang",
    "modification date": "2012-01-18",
}  # fmt: skip


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_all_documented_columns_are_taken_and_every_script_finds_the_place(
    tmp_path: Path, ending: str, encoding: str
) -> None:
    dump = tmp_path / "KP.txt"
    dump.write_bytes((ending.join([*ROWS, "\t".join(DOCUMENTED.values())]) + ending).encode(encoding))
    assert build_further(dump, tmp_path / "further.sqlite") == 7
    known = Gazetteer(PACK, further=tmp_path / "further.sqlite")
    place = known.get("GN-9000101")
    assert (place.latitude, place.longitude, place.country) == (42.61, 129.74, "PRK")
    assert place.admin == ("KP-P-HB", "PRK")
    for told in ("Qurang-ni", "Kurang-ni", "구랑리", "仇郎里", "クランニ", "Куран-ни", "Gurang-ri"):
        assert place in [match.place for match in known.find(told)], told
    assert not any("example" in form.text for form in place.forms)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("geonameid", "x"),
        ("latitude", ""),
        ("latitude", "91"),
        ("longitude", "east"),
        ("longitude", "-180.5"),
        ("latitude", "nan"),
    ],
)
def test_a_bad_row_is_reported_by_its_line_and_nothing_is_written(
    tmp_path: Path, column: str, value: str
) -> None:
    dump, table = tmp_path / "KP.txt", tmp_path / "table.sqlite"
    bad = "\t".join((DOCUMENTED | {column: value}).values())
    dump.write_text("\n".join([*ROWS, bad]) + "\n", encoding="utf-8")
    with pytest.raises(FurtherTableError) as refused:
        build_further(dump, table)
    assert refused.value.fields["line"] == len(ROWS) + 1
    assert not table.exists()


def test_a_row_of_too_many_or_too_few_columns_is_reported(tmp_path: Path) -> None:
    dump = tmp_path / "KP.txt"
    for line in ("\t".join([*DOCUMENTED.values(), ""]), "\t".join(list(DOCUMENTED.values())[:-1])):
        dump.write_text(f"{ROWS[0]}\n{line}\n", encoding="utf-8")
        with pytest.raises(FurtherTableError, match=r"Line 2 has (18|20) columns instead of 19"):
            build_further(dump, tmp_path / "table.sqlite")


def test_a_person_can_stop_and_the_old_table_stays(dump: Path, tmp_path: Path) -> None:
    class Stopping:
        should_stop = True

        def start(self, total: int | None, label: str) -> None: ...
        def advance(self, n: int = 1) -> None: ...
        def note(self, text: str) -> None: ...

    table = tmp_path / "table.sqlite"
    build_further(dump, table)
    before = table.read_bytes()
    with pytest.raises(Stopped):
        build_further(dump, table, progress=Stopping())
    assert table.read_bytes() == before
    assert {path.name for path in tmp_path.iterdir()} == {"KP.txt", "table.sqlite"}


def test_a_file_that_is_no_table_is_refused(dump: Path, tmp_path: Path) -> None:
    for path in (dump, tmp_path / "missing.sqlite"):
        with pytest.raises(FurtherTableError):
            Gazetteer(PACK, further=path)


def test_the_command_makes_the_table_and_looks_up(dump: Path, tmp_path: Path) -> None:
    table = str(tmp_path / "made.sqlite")
    shown = (
        CliRunner().invoke(build(), ["places", "창평리", "--further", table, "--make-from", str(dump)]).stdout
    )
    assert "→ GN-9000004" in shown
    compared = (
        CliRunner().invoke(build(), ["places", "창평리", "--further", table, "--compare", "Hoeryong"]).stdout
    )
    assert compared.startswith("near one another")
