"""What the documents of this field say beside a number: why some people can be on no list, and who gets near them."""

from __future__ import annotations

from tumen_desk.count import conditions


def test_who_can_be_on_no_list_and_who_gets_near_is_said_beside_the_number() -> None:
    note = "nobody gets there but a few journalists"
    told = conditions.caveats(
        {"everybody_reachable": "no", "eligible": "unknown"}, {"everybody_reachable": note}
    )
    assert len(told) == 2
    assert any(
        "people whom no list could meet are not in the number" in t and note in t
        for t in map(str.lower, told)
    )
    assert any(t.startswith("Eligibility: It is not known whether some people") for t in told)
    assert conditions.caveats(dict.fromkeys((c.code for c in conditions.CONDITIONS), "yes"), {}) == ()
