"""A local model drafts a translation paragraph by paragraph; what it cannot do costs a sentence."""

from __future__ import annotations

import json

import pytest
from tests.library.reading.test_a_local_model_only_adds import server
from typer.testing import CliRunner

from tumen import reading
from tumen.cli.main import build
from tumen.errors import LocalModelRefused, UnreadableLanguage
from tumen.reading import translating

TEXT = "강을 건넜다.\n\n  두 사람이 잡혔다.\n그리고 풀려났다.\n\n" + "말했다. " * 1200


def chat(question: dict[str, object]) -> bytes:
    """A draft that tells how long what it was given is."""
    passage = question["messages"][1]["content"]  # type: ignore[index]
    return json.dumps({"choices": [{"message": {"content": f" draft of {len(passage)} "}}]}).encode()


def test_each_paragraph_stands_beside_its_draft_and_nothing_is_left_out() -> None:
    with server(chat) as address:
        found = reading.translate(TEXT, reading.LocalModel(address=address, name="small"), language="en")
    assert found.whole
    assert [s.original for s in found.stretches[:2]] == [
        "강을 건넜다.",
        "두 사람이 잡혔다.\n그리고 풀려났다.",
    ]
    assert all(TEXT[s.start : s.end] == s.original for s in found.stretches)
    assert all(s.draft == f"draft of {len(s.original)}" for s in found.stretches)
    assert "".join("".join(s.original.split()) for s in found.stretches) == "".join(TEXT.split())
    assert max(len(s.original) for s in found.stretches) <= 4000
    text = translating.as_text(found)
    assert text.startswith("Draft by a machine (small); not to be quoted.")
    assert text.count("draft of") == len(found.stretches)


@pytest.mark.parametrize(
    ("answer", "status", "says"),
    [(b"{}", 200, "no text"), (b'{"choices": [{"message": {"content": " "}}]}', 200, "no text"), (b"", 503, "503")],
)  # fmt: skip
def test_a_model_that_fails_leaves_what_it_gave_before(answer: bytes, status: int, says: str) -> None:
    with server(lambda _: answer, status=status) as address:
        found = reading.translate("One.\n\nTwo.", reading.LocalModel(address=address), language="ko")
    assert (found.whole, found.stretches) == (False, ())
    assert says in found.message


def test_an_unknown_language_and_another_machine_are_refused() -> None:
    with pytest.raises(UnreadableLanguage):
        reading.translate("One.", reading.LocalModel(address="http://127.0.0.1:9"), language="tlh")
    with pytest.raises(LocalModelRefused):
        reading.LocalModel(address="http://192.0.2.7:8080")


def test_the_command_prints_both(tmp_path) -> None:
    (tmp_path / "a.txt").write_text("강을 건넜다.", "utf-8")
    with server(chat) as address:
        told = CliRunner().invoke(
            build(), ["translate", str(tmp_path / "a.txt"), "--model", address, "--json"]
        )
    assert told.exit_code == 0
    assert json.loads(told.stdout)["stretches"][0]["original"] == "강을 건넜다."
