"""A quotation is held word for word against articles and paragraphs; marked gaps are none, silent ones are said."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from tumen import checking, law, vocab
from tumen.checking import Outcome
from tumen.cli.main import build

PACK = vocab.load_pack("dprk")
RETURN = (
    "No Contracting State shall expel or return (“refouler”) a refugee in any manner whatsoever to the frontiers of "
    "territories where his life or freedom would be threatened on account of his race, religion, nationality, "
    "membership of a particular social group or political opinion"
)


def test_every_text_has_a_place_words_and_an_instrument_of_the_register() -> None:
    kept = law.quotations(PACK)
    known = law.register(PACK).instruments
    assert len({q.id for q in kept}) == len(kept) > 30
    assert [q.id for q in kept if q.instrument and q.instrument not in known] == []
    assert all(q.instrument or q.symbol for q in kept)
    for one in kept:
        found = law.compare_quotation(one.words, PACK)
        assert found is not None
        assert found.exact


@pytest.mark.parametrize(
    ("quotation", "place", "differences"),
    [
        (RETURN, "REFCONV.33(1)", ()),
        ("No Contracting State shall expel or return … a refugee … to the frontiers", "REFCONV.33(1)", ()),
        ("[n]o Contracting State shall expel or return [a refugee] in any manner", "REFCONV.33(1)", ()),
        ("NO CONTRACTING STATE shall expel, or return ('refouler'), a refugee", "REFCONV.33(1)", ()),
        ("the other rights recognised in the present Covenant", "ICCPR.12(3)", ()),
        ("a State that does not have any parallel in the contemporary world", "A/HRC/25/63.80", ()),
        ("No Contracting State shall expel or return a refugee in any manner whatsoever", "REFCONV.33(1)",
         (("", "refouler"),)),
        ("No Contracting State shall deport or return (“refouler”) a refugee in any manner whatsoever", "REFCONV.33(1)",
         (("deport", "expel"),)),
        ("Everyone has the right to leave any state, including his own", "UDHR.13(2)", (("state", "country"),)),
        ("They were taken to the bridge at night and handed over", None, None),
        ("No one shall be held", None, None),
    ],
)  # fmt: skip
def test_what_differs_is_said_word_for_word(quotation: str, place: str | None, differences: object) -> None:
    found = law.compare_quotation(quotation, PACK)
    if place is None:
        assert found is None
        return
    assert found is not None
    assert (found.quotable.id, found.exact) == (place, differences == ())
    assert found.differences == differences


def test_a_draft_is_asked_about_its_quotations() -> None:
    text = f"It says: “{RETURN}.” They add “No one shall be subject to arbitrary arrest, detention or exile.”"
    told = [(f.rule, f.outcome) for f in checking.check(text).findings if f.rule.startswith("quote")]
    assert told == [("quote.word-for-word", Outcome.AGREES), ("quote.differs", Outcome.CONFLICTS)]
    assert not [f for f in checking.check("He said: “they beat us until the morning came.”").findings
                if f.rule.startswith("quote")]  # fmt: skip


def test_the_command_lists_them_and_holds_a_quotation() -> None:
    run = CliRunner()
    listed = run.invoke(build(), ["quotations", "leave any country", "--json"])
    assert {q["id"] for q in json.loads(listed.stdout)["quotations"]} == {"ICCPR.12(2)", "UDHR.13(2)"}
    held = run.invoke(build(), ["quotations", "--hold", "No one shall be held in slavery or servitude"])
    assert "Not word for word ICCPR, art. 8(1)" in held.stdout
    assert "“or servitude” where “slavery and” stands" in held.stdout


def test_a_pack_without_such_texts_keeps_none() -> None:
    assert law.quotations(vocab.load_pack("example")) == ()
