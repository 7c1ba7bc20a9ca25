from __future__ import annotations

import numpy as np
import pytest

from tumen.errors import EvaluationError
from tumen.linkage import Judgement, Links, Membership
from tumen.linkage.evaluation import Given, drift
from tumen.model import LinkDraws, Run


def links(
    draws: list[str], *, reported: str | None = None, ids: str = "abcdef", draws_setting: int = 10
) -> Links:
    """Each draw is a word: mentions with equal letters are one person. The last is reported unless told."""
    rows = np.array([[ord(letter) for letter in draw] for draw in draws])
    said = reported or draws[-1]
    clusters = tuple(
        Membership(mention_id=mention, person_id=f"p-{letter}", probability=1.0)
        for mention, letter in zip(ids, said, strict=True)
    )
    recipe = {"draws": draws_setting}
    run = Run(kind="link", recipe=recipe, inputs={"mentions": ids, "judgements": ""})
    return Links(clusters=clusters, draws=LinkDraws(mention_ids=tuple(ids), labels=rows), run=run)


def test_nothing_changed_is_said_to_be_so() -> None:
    same = links(["xxyyzw"] * 20)
    found = drift(same, same)
    assert (found.changes, found.kept, found.agreement.f1, found.same_input) == ((), 1.0, 1.0, True)
    assert not found.persons.beyond_chance
    assert found.persons.difference.low == found.persons.difference.high == 0


def test_merged_split_and_regrouped_are_told_apart() -> None:
    before, after = links(["xxyzww"] * 10), links(["xyzzww"] * 10)
    kinds = {change.after: change.kind for change in drift(before, after).changes}
    assert kinds == {(("a",), ("b",)): "split", (("c", "d"),): "merged"}
    moved = drift(links(["xxyyzz"] * 10), links(["xyyxzz"] * 10)).changes
    assert [change.kind for change in moved] == ["regrouped"]
    assert moved[0].before == (("a", "b"), ("c", "d"))


def test_doubt_that_fell_the_other_way_is_no_surprise() -> None:
    before = links(["xxyzwv"] * 7 + ["xyuzwv"] * 13, reported="xxyzwv")
    change = drift(before, links(["xyuzwv"] * 20)).changes[0]
    assert change.was == pytest.approx(13 / 20)
    assert change.now == 1
    assert change.reasons == ("doubt",)


def test_reasons_are_a_verdict_a_new_mention_other_settings_or_else_learning() -> None:
    before, after = links(["xxyzwv"] * 10), links(["xuyzwv"] * 10)
    assert drift(before, after).changes[0].reasons == ("learnt anew",)
    verdict = Judgement(mention_a="b", mention_b="a", verdict="different")
    told = drift(before, after, given=Given(new_judgements=[verdict])).changes[0]
    assert told.reasons == ("verdict",)
    other = drift(before, links(["xuyzwv"] * 10, draws_setting=20))
    assert other.changes[0].reasons == ("settings",)
    assert other.settings == (("draws", 10, 20),)
    between = links(["xxyzwvy"] * 5 + ["xxyywvy"] * 5, ids="abcdefg")
    bridged = drift(links(["xxyzwv"] * 10), between)
    assert (bridged.common, bridged.new, bridged.gone) == (6, 1, 0)
    assert bridged.changes[0].reasons == ("new mention",)
    assert bridged.changes[0].now == 0.5


def test_rates_that_moved_more_than_chance_are_named() -> None:
    rng = np.random.default_rng(1)
    doubt = ["xxyyzw" if rng.random() < 0.5 else "xuyyzw" for _ in range(60)]
    again = ["xxyyzw" if rng.random() < 0.6 else "xuyyzw" for _ in range(60)]
    assert not drift(links(doubt), links(again)).persons.beyond_chance
    fewer = drift(links(doubt), links(["xxxxxx"] * 60))
    assert fewer.persons.beyond_chance
    assert fewer.persons.difference.high is not None
    assert fewer.persons.difference.high < 0
    assert fewer.linked_share.after == 1


def test_linkages_of_other_mentions_are_refused() -> None:
    with pytest.raises(EvaluationError, match="in common"):
        drift(links(["xx"], ids="ab"), links(["xx"], ids="cd"))
