"""The table of the verification standard: every requirement of two levels, and tests that are really there."""

import collections
import re
from pathlib import Path

import yaml

TESTS = Path(__file__).parents[1]
TABLE = yaml.safe_load((TESTS / "protection" / "asvs.yaml").read_text("utf-8"))
IDS = [str(number) for group in TABLE["groups"] for number in group["ids"]]


def test_each_requirement_stands_once_and_all_are_there():
    assert [number for number, count in collections.Counter(IDS).items() if count > 1] == []
    assert len(IDS) == TABLE["count"] == 253
    assert all(re.fullmatch(r"\d{1,2}\.\d{1,2}\.\d{1,2}", number) for number in IDS)


def test_every_group_says_why_and_only_what_is_held_names_tests():
    for group in TABLE["groups"]:
        assert group["why"].strip(), group
        assert group["state"] in ("held", "said", "partly", "missing", "none"), group
        assert bool(group.get("by")) == (group["state"] == "held"), group


def test_every_test_that_is_named_is_there():
    missing = []
    for name in {name for group in TABLE["groups"] for name in group.get("by", ())}:
        path, _, function = name.partition("::")
        place = TESTS / path
        if not place.exists() or (function and not re.search(rf"def {function}\b", place.read_text("utf-8"))):
            missing.append(name)
    assert missing == []


def test_most_of_what_applies_is_held_by_a_test():
    counts = collections.Counter(group["state"] for group in TABLE["groups"] for _ in group["ids"])
    assert counts["held"] >= 120
    assert counts["missing"] + counts["partly"] <= 15
