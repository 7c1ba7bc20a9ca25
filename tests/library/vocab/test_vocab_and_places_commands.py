"""`tumen vocab` and `tumen places`: results on standard output, faults by exit status."""

import json

import pytest
from typer.testing import CliRunner

from tumen.cli.main import build
from tumen.errors import UnknownPack, UnknownVocabulary
from tumen.vocab import packs


def _run(*arguments: str):
    return CliRunner().invoke(build(), list(arguments))


def test_every_pack_is_listed():
    listed = json.loads(_run("vocab", "--json").stdout)
    assert [row["pack"] for row in listed] == list(packs())


def test_a_vocabulary_is_printed_as_json_with_the_language_of_each_label():
    printed = json.loads(_run("vocab", "example", "act_type", "--lang", "ko", "--json").stdout)
    terms = {term["code"]: term for term in printed["terms"]}
    assert (terms["BEAT"]["label"], terms["BEAT"]["label_language"]) == ("구타", "ko")
    assert (terms["DRIFT"]["label"], terms["DRIFT"]["label_language"]) == ("set adrift", "en")
    assert printed["retired"]["BANISH"]["replaced_by"] == "DRIFT"


def test_a_person_sees_labels_their_language_and_doubts():
    shown = _run("vocab", "example", "act_type", "--lang", "ko").stdout
    assert "set adrift [en]" in shown
    assert "unverified" in shown
    assert "act_type" in _run("vocab", "example").stdout


@pytest.mark.parametrize(
    ("arguments", "error"),
    [(("vocab", "nowhere"), UnknownPack), (("vocab", "example", "none"), UnknownVocabulary)],
)
def test_what_is_not_there_is_an_error_and_prints_nothing(arguments, error):
    result = _run(*arguments)
    assert isinstance(result.exception, error)
    assert result.stdout == ""


def test_a_place_is_printed_with_reasons_and_without_a_guess():
    printed = json.loads(_run("places", "Haven", "--pack", "example", "--json").stdout)
    assert printed["place"] is None
    assert [match["place"]["code"] for match in printed["matches"]] == ["MRW-HAVEN", "SAL-HAVEN"]
    printed = json.loads(_run("places", "Old Haven", "--pack", "example", "--json").stdout)
    assert printed["place"] == "MRW-HAVEN"
    assert printed["warnings"][0]["code"] == "TRAP-OLDHAVEN"


def test_a_person_is_told_to_choose():
    shown = _run("places", "Haven", "--pack", "example").stdout
    assert "Not certain: a person has to choose." in shown
    assert "No place fits." in _run("places", "Nowhere At All", "--pack", "example").stdout
