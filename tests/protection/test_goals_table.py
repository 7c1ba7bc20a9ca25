"""The table of goals names tests that are there, and says of the proofs what their lines add up to."""

import json
import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "benchmarks/protection"
README = (FOLDER / "README.md").read_text("utf-8")


def test_every_goal_stands_once_and_names_what_is_there():
    rows = re.findall(r"^\| (\d+) \|[^|]*\|([^|]*)\|([^|]*)\|$", README, re.MULTILINE)
    assert [int(number) for number, _, _ in rows] == [*range(1, 10), *range(15, 21)]
    for number, shown_by, how in rows:
        named = re.findall(r"`([^`]+\.(?:py|json|jsonl))`", shown_by)
        assert named, number
        for name in named:
            assert (ROOT / name).is_file() or (FOLDER / name).is_file(), name
        assert how.strip().startswith(("shown", "partly:")), number


def test_what_is_said_of_mutations_and_damaged_files_is_what_was_frozen():
    faults = json.loads((FOLDER / "mutations.json").read_text("utf-8"))
    assert faults["tried"] == faults["noticed"] + faults["equivalent"] + len(faults["survived"])
    assert faults["score_percent"] >= 90
    assert (
        f"Of {faults['tried']} faults {faults['noticed']} were noticed; {faults['equivalent']} more" in README
    )
    assert f"mutations {faults['score_percent']} %" in README
    runs = [told["runs"] for told in json.loads((FOLDER / "fuzz.json").read_text("utf-8")).values()]
    assert f"{min(runs):,} to {max(runs):,} damaged files for each" in README


def test_what_is_said_of_kills_is_what_their_lots_add_up_to():
    told = Counter()
    for line in (FOLDER / "proofs.jsonl").read_text("utf-8").splitlines():
        found = json.loads(line)
        if found["proof"] == "kills":
            told.update({name: found[name] for name in ("kills", "acknowledged", "lost")})
    assert f"**{told['kills']:,} kills: none of {told['acknowledged']:,} acknowledged writes lost**" in README
    assert told["lost"] == 0
