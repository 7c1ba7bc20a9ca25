"""Two versions of a text meet; two texts of the same kind do not."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tumen import documents

WORDS = ["river", "crossing", "spring", "guard", "bank", "house", "road", "letter", "winter", "village"]


def run(*words: str) -> str:
    command = [sys.executable, "-c", "from tumen.cli.main import main; main()", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout


def told(seed: int, words: int = 400) -> str:
    chosen = random.Random(seed)  # noqa: S311  (made-up text)
    return " ".join(chosen.choice(WORDS) + str(chosen.randrange(40)) for _ in range(words))


def changed(text: str, share: float) -> str:
    chosen = random.Random(7)  # noqa: S311  (made-up text)
    return " ".join("altered" if chosen.random() < share else word for word in text.split())


def test_a_version_with_some_words_changed_is_found_and_another_text_is_not() -> None:
    texts = {
        "report": told(1),
        "second edition": changed(told(1), 0.05),
        "another": told(2),
        "wrapped": told(1).replace(" ", "\n"),
    }
    found = documents.nearly_same(texts)
    assert {(a, b) for a, b, _ in found} == {
        ("report", "wrapped"), ("report", "second edition"), ("second edition", "wrapped"),
    }  # fmt: skip
    assert found[0][2] == 1.0
    assert all(share > 0.6 for *_, share in found)


def test_korean_is_compared_by_letters() -> None:
    one = "일곱 사람이 봄에 강을 건넜다고 그가 말하였다. " * 3
    assert documents.resemblance(one, one.replace(" ", "")) == 1.0
    assert documents.resemblance(one, "다른 이야기를 다른 사람이 다른 때에 하였다.") < 0.1


def test_a_text_without_letters_is_like_nothing() -> None:
    assert documents.bands(" — !") == ()
    assert documents.resemblance("", "") == 0.0
    assert documents.nearly_same({"a": "", "b": ""}) == []


@settings(deadline=None, max_examples=25)
@given(st.text(max_size=80), st.text(max_size=80))
def test_resemblance_is_the_same_from_both_sides(one: str, other: str) -> None:
    assert documents.resemblance(one, other) == documents.resemblance(other, one)
    assert 0.0 <= documents.resemblance(one, other) <= 1.0
    assert len(documents.bands(one)) in (0, 32)


def test_the_command_names_pairs_by_words_and_by_looks(tmp_path: Path) -> None:
    for name, text in (("a.txt", told(1)), ("b.txt", changed(told(1), 0.05)), ("c.txt", told(2))):
        (tmp_path / name).write_text(text)
    Image.linear_gradient("L").save(tmp_path / "large.png")
    Image.linear_gradient("L").resize((90, 90)).save(tmp_path / "small.jpg")
    done = run("alike", *(str(path) for path in sorted(tmp_path.iterdir())), "--json")
    found = {(Path(p["first"]).name, Path(p["second"]).name, p["by"]) for p in json.loads(done)["pairs"]}
    assert found == {("a.txt", "b.txt", "words"), ("large.png", "small.jpg", "looks")}


def test_of_many_that_are_all_alike_each_is_found_without_comparing_all_with_all() -> None:
    texts = {f"{n:03}": f"Told by somebody made up, in the same words, number {n}. " * 9 for n in range(200)}
    found = documents.nearly_same(texts)
    assert {name for a, b, _ in found for name in (a, b)} == set(texts)
    assert len(found) < 200 * 199 / 2 / 3
