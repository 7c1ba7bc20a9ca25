"""Korean demands by how their sentence ends, whatever the verb is, and whom they address."""

from __future__ import annotations

import pytest

from tumen import reading


def asked(text: str) -> list[str | None]:
    return [r.addressee for r in reading.read(text, language="ko").recommendations or ()]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("항만청은 부두의 문을 다시 걸어 잠그지 말라.", "항만청"),
        ("이제 등대청이 장부를 내놓을 차례다.", "이제 등대청"),
        ("신문은 그들의 얼굴을 싣지 않았으면 한다.", "신문"),
        ("특별보고관께 여름이 가기 전에 부두를 찾아 주시기를 청한다.", "특별보고관"),
        ("항만청: 선원 명부를 펴내고 배를 돌려보낼 것.", "항만청"),
        ("우리 의회는 조사에 힘을 다할 것을 촉구한다.", "우리 의회"),
    ],
)
def test_an_ending_asks(text: str, who: str) -> None:
    found = asked(text)
    assert found
    assert all(who in (one or who) for one in found)


@pytest.mark.parametrize(
    "text",
    [
        "작은 나라.",
        "자세한 것은 부록을 보라.",
        "이 수치는 다른 해와 함께 읽어야 한다.",
        "헌법재판소 결정에 따라 그 조항은 내년까지 고쳐야 한다.",
        "그는 배가 오지 않았다고 말하더라.",
    ],
)
def test_what_only_tells_or_is_law_already_is_no_demand(text: str) -> None:
    assert asked(text) == []


def test_they_are_whom_the_sentence_before_spoke_to() -> None:
    assert asked("항만청에 말한다. 그들이 떠날 길을 열어 주라.") == ["항만청"]
