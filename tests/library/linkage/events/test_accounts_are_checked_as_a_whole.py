"""A table of accounts is taken whole or refused whole, with every fault by row and column."""

from __future__ import annotations

import pytest

from tumen.errors import AccountsError, ContradictionError, JudgementsError
from tumen.linkage.events import Accounts, EventJudgement, event_judgements_from_csv, link_events

ROW = {"account_id": "a1", "source_id": "s1", "kind": "EXECPUB"}


def test_every_fault_is_named_by_row_and_column(tmp_path):
    table = tmp_path / "accounts.csv"
    table.write_text(
        "account_id,source_id,kind,date,number,knowledge,stance\n"
        "a1,s1,EXECPUB,2003-05,7,saw,\n"
        "a1,,EXECPUB,sometime,many,guessed,maybe\n",
        "utf-8",
    )
    with pytest.raises(AccountsError) as refused:
        Accounts.from_csv(table)
    assert [(f["row"], f["column"]) for f in refused.value.fields["faults"]] == [
        (3, "account_id"), (3, "date"), (3, "knowledge"), (3, "number"), (3, "source_id"), (3, "stance"),
    ]  # fmt: skip


def test_a_missing_column_is_named():
    with pytest.raises(AccountsError, match="'kind' is missing"):
        Accounts.from_rows([{"account_id": "a1", "source_id": "s1"}])


def test_an_empty_table_is_refused(tmp_path):
    table = tmp_path / "accounts.csv"
    table.write_text("account_id,source_id,kind\n", "utf-8")
    with pytest.raises(AccountsError, match="no accounts"):
        Accounts.from_csv(table)


def test_a_row_with_too_many_cells_is_refused(tmp_path):
    table = tmp_path / "accounts.csv"
    table.write_text("account_id,source_id,kind\na1,s1,EXECPUB,more\n", "utf-8")
    with pytest.raises(AccountsError, match="more cells than headings"):
        Accounts.from_csv(table)


def test_what_is_no_text_is_refused_without_a_traceback(tmp_path):
    table = tmp_path / "accounts.csv"
    table.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(AccountsError, match="cannot be read"):
        Accounts.from_csv(table)


def test_columns_and_ways_of_knowing_may_have_other_names():
    (found,) = Accounts.from_rows(
        [{"id": "a1", "source_id": "s1", "kind": "DETAIN", "how": "SAW", "heard_from": " p1 ; p2;"}],
        mapping={"account_id": "id", "knowledge": "how"}, knowledge={"SAW": "saw"},
    )  # fmt: skip
    assert found.first_hand
    assert found.heard_from == ("p1", "p2")


def test_the_order_of_rows_does_not_matter():
    rows = [{**ROW, "account_id": f"a{n}", "source_id": f"s{n}"} for n in range(5)]
    assert Accounts.from_rows(rows).sha256 == Accounts.from_rows(rows[::-1]).sha256


def test_the_repr_shows_no_values():
    assert "EXECPUB" not in repr(Accounts.from_rows([ROW]))


def test_judgements_are_read_with_their_faults(tmp_path):
    table = tmp_path / "judged.csv"
    table.write_text("account_a,account_b,verdict\na1,a2,same\na1,,different\na1,a3,perhaps\n", "utf-8")
    with pytest.raises(JudgementsError, match=r"rows 3, 4"):
        event_judgements_from_csv(table)


def test_judgements_that_cannot_be_true_together_are_refused_with_their_chain(rng):
    accounts = Accounts.from_rows([{**ROW, "account_id": f"a{n}", "source_id": f"s{n}"} for n in range(3)])
    judged = [
        EventJudgement(account_a=a, account_b=b, verdict=verdict)
        for a, b, verdict in (("a0", "a1", "same"), ("a1", "a2", "same"), ("a0", "a2", "different"))
    ]
    with pytest.raises(ContradictionError, match="a0 = a1 = a2; but a0 and a2 were judged different"):
        link_events(accounts, judgements=judged, rng=rng)


def test_a_judgement_of_an_unknown_account_is_refused(rng):
    judged = EventJudgement(account_a="a1", account_b="zz", verdict="same")
    with pytest.raises(JudgementsError, match="unknown accounts: zz"):
        link_events(Accounts.from_rows([ROW]), judgements=[judged], rng=rng)
