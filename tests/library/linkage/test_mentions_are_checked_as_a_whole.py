from __future__ import annotations

from pathlib import Path

import pytest

from tumen.errors import MentionsError
from tumen.linkage import Mentions

ROW = {"mention_id": "a", "source_id": "s1", "name": "김가나"}


def test_every_fault_is_named_with_its_row_at_once() -> None:
    rows = [
        ROW,
        {"mention_id": "a", "source_id": "", "name": "", "sex": "woman?", "birth": "the year of the flood"},
        {"mention_id": "", "source_id": "s3", "name": "", "name_kind": "nick"},
    ]
    with pytest.raises(MentionsError) as caught:
        Mentions.from_rows(rows)
    found = {(fault["row"], fault["column"]) for fault in caught.value.fields["faults"]}  # type: ignore[attr-defined]
    assert found == {
        (2, "mention_id"),
        (2, "source_id"),
        (2, "sex"),
        (2, "birth"),
        (3, "mention_id"),
        (3, "name_kind"),
    }


def test_faults_never_carry_names() -> None:
    with pytest.raises(MentionsError) as caught:
        Mentions.from_rows([{**ROW, "name": "Canary Kanarie", "birth": "Canary Kanarie"}])
    assert "Canary" not in str(caught.value.as_dict())
    assert "Canary" not in repr(Mentions.from_rows([{**ROW, "name": "Canary Kanarie"}]))


def test_a_missing_column_says_which_and_how_to_map_it() -> None:
    with pytest.raises(MentionsError, match="'name' is missing"):
        Mentions.from_rows([{"mention_id": "a", "source_id": "s", "full_name": "x"}])
    with pytest.raises(MentionsError, match="no field 'nmae'"):
        Mentions.from_rows([ROW], mapping={"nmae": "name"})
    with pytest.raises(MentionsError, match="no column 'fullname'"):
        Mentions.from_rows([ROW], mapping={"name": "fullname"})


def test_columns_may_have_other_headings() -> None:
    mapped = Mentions.from_rows(
        [{"mention_id": "a", "source_id": "s", "full_name": "x"}], mapping={"name": "full_name"}
    )
    assert mapped.name == ("x",)


def test_nothing_to_link_is_an_error() -> None:
    with pytest.raises(MentionsError, match="no mentions"):
        Mentions.from_rows([])


def test_csv_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    table = tmp_path / "mentions.csv"
    table.write_text("mention_id,source_id,name\na,s1,x\na,s2,y\nb,s3,z,extra\n", encoding="utf-8")
    with pytest.raises(MentionsError) as caught:
        Mentions.from_csv(table)
    assert [fault["row"] for fault in caught.value.fields["faults"]] == [3, 4]  # type: ignore[attr-defined]


def test_a_file_that_is_no_table_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "mentions.csv"
    table.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(MentionsError, match="cannot be read"):
        Mentions.from_csv(table)
    with pytest.raises(MentionsError, match="cannot be read"):
        Mentions.from_csv(tmp_path / "absent.csv")
    with pytest.raises(MentionsError, match="Parquet"):
        Mentions.from_parquet(table)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_the_header_shows_what_parts_the_cells(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"mention_id{mark}source_id{mark}name\na{mark}s1{mark}김가나\n", "utf-8-sig")
    assert Mentions.from_csv(path).mention_id == ("a",)


def test_a_file_in_another_encoding_or_none_is_named_in_words(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("mention_id,source_id,name\na,s1,김가나\n".encode("cp949"))
    with pytest.raises(MentionsError, match="it is not UTF-8 text") as caught:
        Mentions.from_csv(path)
    assert "CSV UTF-8" in caught.value.hint
    with pytest.raises(MentionsError, match="there is no such file"):
        Mentions.from_csv(tmp_path / "none.csv")


def test_content_decides_the_hash_not_the_order() -> None:
    other = {"mention_id": "b", "source_id": "s2", "name": "박다라", "unused": "1"}
    one, two = Mentions.from_rows([ROW, other]), Mentions.from_rows([other, ROW])
    assert one == two
    assert one.sha256 == two.sha256
    assert one.sha256 != Mentions.from_rows([ROW, {**other, "name": "박다다"}]).sha256
