"""What holds for any two strings: symmetry, order, calm."""

from __future__ import annotations

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from tumen import names

SURNAMES = ("김", "이", "리", "박", "최", "정", "남궁", "류", "림")
SYLLABLES = ("영", "희", "철", "수", "은", "옥", "춘", "화", "련", "룡", "경", "미", "란", "일", "혁")
HANGUL = st.builds(
    lambda surname, given: surname + "".join(given),
    st.sampled_from(SURNAMES),
    st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=2),
)
# Of two lone syllables in Latin letters (Mi Ceng) either may be the surname.
FULL = st.builds(
    lambda surname, given: surname + "".join(given),
    st.sampled_from(SURNAMES),
    st.lists(st.sampled_from(SYLLABLES), min_size=2, max_size=2),
)
SYSTEMS = st.sampled_from(("rr", "mr", "mr-plain", "dprk", "dprk-breve", "yale", "kontsevich"))
ANYTHING = st.one_of(HANGUL, st.text(max_size=12))


@given(a=ANYTHING, b=ANYTHING)
@settings(deadline=None, max_examples=40)
def test_comparing_is_symmetric_and_finite(a: str, b: str) -> None:
    one, other = names.compare(a, b), names.compare(b, a)
    assert one == other
    assert math.isfinite(one.score)
    assert 0 <= one.probability <= 1
    assert one.same == (one.probability >= 0.5)
    assert one.reasons


@given(name=HANGUL, system=SYSTEMS, joining=st.sampled_from(("hyphen", "spaced")))
@settings(deadline=None, max_examples=40)
def test_a_name_speaks_for_its_own_romanisation(
    name: str, system: names.System, joining: names.Joining
) -> None:
    latin = names.romanise(name, system, joining=joining)
    assert names.compare(name, latin).score > 0
    if system in ("rr", "dprk", "dprk-breve", "kontsevich"):
        # McCune-Reischauer writes sound changes (극렬 is Kŭngnyŏl), which may hide the consonants of a key; in Yale
        # a name may look like pinyin (Lan), and in one run of letters (ryeongyeong) a syllable may end twofold
        assert set(names.keys(name)) & set(names.keys(latin))


@given(name=FULL, system=SYSTEMS)
@settings(deadline=None, max_examples=40)
def test_the_order_of_the_words_says_nothing_about_the_person(name: str, system: names.System) -> None:
    surname, given_name = names.romanise(name, system, joining="hyphen").split(" ", 1)
    turned = names.compare(name, f"{given_name} {surname}").score
    straight = names.compare(name, f"{surname}, {given_name}").score
    assert turned > 0
    assert abs(turned - straight) < 3


@given(pairs=st.lists(st.tuples(ANYTHING, ANYTHING), max_size=12))
@settings(deadline=None, max_examples=10)
def test_a_batch_scores_as_its_pairs_do(pairs: list[tuple[str, str]]) -> None:
    many = names.compare_many([a for a, _ in pairs], [b for _, b in pairs])
    assert many.shape == (len(pairs),)
    for (a, b), score in zip(pairs, many.tolist(), strict=True):
        assert abs(names.compare(a, b).score - score) <= 2e-3


@given(text=ANYTHING)
@settings(deadline=None, max_examples=40)
def test_keys_are_few_and_distinct(text: str) -> None:
    found = names.keys(text)
    assert len(found) == len(set(found)) <= 12


@given(
    surname=st.sampled_from(SURNAMES),
    syllables=st.permutations(SYLLABLES).map(lambda drawn: drawn[:2]),
    system=st.sampled_from(("rr", "dprk", "yale", "kontsevich")),
)
@settings(deadline=None, max_examples=40)
def test_exchanged_given_syllables_share_a_key_with_the_surname(
    surname: str, syllables: list[str], system: names.System
) -> None:
    first, later = syllables
    straight, turned = f"{surname} {first}{later}", f"{surname} {later}{first}"
    for written in (turned, names.romanise(turned, system, joining="hyphen")):
        assert _with_surname(straight) & _with_surname(written)


def _with_surname(name: str) -> set[str]:
    return {key for key in names.keys(name) if not key.startswith((":", "w:"))}
