"""Who tells an event, how many of them are independent and first-hand, and what they contradict each other in."""

from __future__ import annotations

import pytest

from tumen.errors import LinkageError
from tumen.linkage.events import Accounts, corroboration, corroboration_of, dependence

HEAD = {"kind": "EXECPUB", "place": "KP-HOERYONG", "date": "2003-05"}


def told(*rows: dict[str, str]) -> Accounts:
    return Accounts.from_rows(
        {**HEAD, "account_id": f"a{n}", "source_id": f"s{n}", "knowledge": "saw", **row}
        for n, row in enumerate(rows)
    )


def counted(*rows: dict[str, str]):
    return corroboration_of(told(*rows), pack="dprk")


def test_witnesses_without_any_tie_are_independent():
    assert counted({}, {}, {}).independent_first_hand == (3, 3)


@pytest.mark.parametrize(
    "tie",
    [
        {"household": "h1"},
        {"statement": "t1"},
        {"informant": "p1"},
    ],
)
def test_one_household_one_text_or_one_informant_is_one_party(tie):
    assert counted(tie, tie, {}).independent_first_hand == (2, 2)


def test_relatives_heard_one_by_one_are_not_independent():
    found = counted({"informant": "p1"}, {"informant": "p2", "kin": "p1"})
    assert found.independent_first_hand == (1, 1)
    assert [tie.words for tie in found.dependence.ties] == ["they are relatives"]


@pytest.mark.parametrize("tie", [{"referral": "r1"}, {"issuer": "n1"}, {"together": "group-1"}])
def test_ties_that_only_may_break_independence_give_a_span(tie):
    found = counted(tie, tie, {})
    assert found.independent_first_hand == (2, 3)
    assert "2 to 3 independent" in found.words


def test_hearsay_that_leads_back_to_a_witness_adds_nothing():
    found = counted(
        {"informant": "p1"},
        {"informant": "p2", "knowledge": "heard", "heard_from": "p1"},
        {"knowledge": "document", "cites": "s1"},
    )
    assert found.independent_first_hand == (1, 1)
    assert found.hearsay_only == (0, 0)


def test_two_reports_that_quote_one_publication_are_one_chain_of_hearsay():
    found = counted(
        {"knowledge": "document", "cites": "the-paper"}, {"knowledge": "document", "cites": "the-paper"},
        {"knowledge": "heard", "heard_from": "somebody"},
    )  # fmt: skip
    assert found.first_hand == ()
    assert found.hearsay_only == (2, 2)
    assert {node.id for node in found.dependence.nodes if node.outside} == {"the-paper", "somebody"}
    assert "same origin" in {tie.kind for tie in found.dependence.ties}


def test_a_report_that_quotes_two_witnesses_does_not_make_them_dependent():
    assert counted({}, {}, {"knowledge": "document", "cites": "s0;s1"}).independent_first_hand == (2, 2)


def test_a_circle_of_quotations_ends():
    found = counted({"knowledge": "document", "cites": "s1"}, {"knowledge": "document", "cites": "s0"})
    assert found.hearsay_only == (1, 1)


def test_every_value_stands_with_who_says_it_and_contradictions_are_listed():
    found = counted(
        {"number": "7"},
        {"number": "9"},
        {"number": "7", "date": "2004-05", "place": "KP-P-HB"},
        {"number": "about 8"},
    )
    elements = {element.field: element for element in found.elements}
    most = elements["number"].values[0]
    assert (most.value, most.accounts) == (("7",), ("a0", "a2"))
    assert elements["number"].agreement == "differs"
    assert elements["place"].agreement == "fits"
    assert elements["kind"].agreement == "agrees"
    assert [element.field for element in found.contradictions] == ["date", "number"]
    assert "contradictions in date, number" in found.words


def test_outlines_may_agree_where_details_differ():
    assert counted({"number": "7"}, {"number": "30"}).outline_agrees
    assert not counted({}, {"date": "2010"}).outline_agrees
    assert not counted({}, {"kind": "REFOUL"}).outline_agrees


def test_a_denial_is_a_source_that_counts_for_nothing():
    found = counted({}, {"stance": "denies", "knowledge": ""})
    assert (found.accounts, found.denials) == (("a0",), ("a1",))
    assert found.independent_first_hand == (1, 1)
    assert "1 denial" in found.words


def test_nothing_in_the_result_says_that_it_is_true():
    said = counted({}, {}, {}).words
    assert not {"true", "proven", "confirmed", "fact"} & set(said.replace(".", "").split())


def test_an_account_that_does_not_say_how_it_knows_is_neither_first_hand_nor_hearsay():
    found = counted({"knowledge": ""})
    assert found.unclear == ("a0",)
    assert found.independent_first_hand == found.hearsay_only == (0, 0)


def test_the_graph_can_be_drawn():
    drawn = dependence(told({"informant": "p1"}, {"knowledge": "heard", "heard_from": "p1"}).rows).as_dict()
    assert {"a": "a1", "b": "a0", "kind": "heard from", "certain": True,
            "words": "one was told by whoever tells the other"} in drawn["edges"]  # fmt: skip
    assert {node["id"] for node in drawn["nodes"]} == {"a0", "a1"}


def test_an_event_of_a_linkage_is_asked_for_by_its_id(of_sevens):
    event = next(row.event_id for row in of_sevens.clusters if row.account_id == "u1")
    assert "u1" in corroboration(of_sevens, event).accounts
    with pytest.raises(LinkageError, match="no event e-zz"):
        corroboration(of_sevens, "e-zz")
