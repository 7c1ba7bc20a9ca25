"""Treaty statements of a Korean draft beside the register of law: years, acts, states not known to be bound."""

from __future__ import annotations

import pytest

from tumen import checking, reading


def told(text: str) -> set[tuple[str, str]]:
    return {(f.rule, f.outcome.value) for f in checking.check(text).findings if f.rule.startswith("law.")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("중국은 1951년 난민협약에 가입했다.", {("law.adoption-year", "conflict")}),
        (
            "중국은 1982년 9월 24일 난민의 지위에 관한 협약과 1967년 의정서에 가입하였다.",
            {("law.year", "agreement")},
        ),
        ("중국은 1988년 고문방지협약을 비준한 당사국이다.", {("law.year", "agreement")}),
        ("중국은 1995년에 고문방지협약을 비준했다.", {("law.other-year", "conflict")}),
        (
            "북한은 1981년 시민적 및 정치적 권리에 관한 국제규약을 비준했다.",
            {("law.act", "conflict"), ("law.year", "agreement")},
        ),
        ("북한은 고문방지협약에 가입했다.", {("law.not-known-bound", "ask")}),
        ("북한은 고문방지협약에 가입해야 한다.", set()),
        ("북한은 아직 고문방지협약에 가입하지 않았다.", set()),
    ],
)
def test_years_and_acts_of_treaties_are_checked_in_korean(text: str, expected: set[tuple[str, str]]) -> None:
    assert told(text) == expected


def test_a_year_in_the_title_of_another_treaty_is_no_year_of_the_act() -> None:
    text = "China acceded to the Refugee Convention and its 1967 Protocol in 1982."
    assert ("law.other-year", "conflict") not in told(text)


def test_a_state_that_the_register_does_not_know_to_be_bound_is_asked_about() -> None:
    assert ("law.not-known-bound", "ask") in told(
        "North Korea ratified the Convention against Torture in 2005."
    )
    assert told("North Korea has not ratified the Convention against Torture.") == set()


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("아동의 권리에 관한 협약", "CRC"),
        ("경제적·사회적 및 문화적 권리에 관한 국제규약", "ICESCR"),
        ("고문방지협약", "CAT"),
    ],
)
def test_official_korean_titles_are_those_of_the_register(title: str, code: str) -> None:
    assert [r.code for r in reading.read(f"이 문서는 {title}을 인용한다.").legal or ()] == [code]
