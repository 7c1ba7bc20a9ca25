"""Whatever is dropped in, reading ends without an exception and every candidate stands in the text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tumen import reading


def held(text: str, language: str | None = None) -> None:
    found = reading.read(text, language=language)
    for spans in found.spans().values():
        assert all(0 <= a < b <= len(text) for a, b in spans)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "\n" * 500, "\x00\x01\x02\x1b[31m\x7f", "\ufeff", "\ud800", "漢字" * 500, "。" * 500, "가" * 500,
        "🙂" * 300, "\u202e\u200fabc", "A" * 3_000, ".\n" * 900, "1) \n2) \n3) ", "[1][2][3]", "“" * 400, "(" * 400,
        "\t|\t" * 400, "٣٤٥ شخص",
    ],
    ids=lambda text: f"{len(text)} of {text[:3]!a}",
)  # fmt: skip
@pytest.mark.parametrize("language", ["en", "ko", "zh", None])
def test_odd_texts_are_read_without_a_fault(text: str, language: str | None) -> None:
    held(text, language)


PARTS = st.sampled_from(
    [
        "On 3 May 2013", "guards arrested", "five people", "Ona Vell", "should", "release them", "Article 3",
        "of the Convention", "according to", "UNHCR", "“", "”", ".", ",", "\n\n", "\n1 ", "\n• ", "1)", "[2]", "30%",
        "today", "Kenya", "the Bay of", "에 따르면", "중국 정부는", "체포되었다.", "해야 한다.", "제3조", "협약",
        "약 30명", "『", "』", "씨", "\x00", "\u3000",
    ]
)  # fmt: skip


@given(st.lists(PARTS | st.text(max_size=6), max_size=30).map(" ".join), st.sampled_from(["en", "ko", "zh"]))
@settings(max_examples=120, deadline=None)
def test_every_span_of_every_list_stands_in_any_text(text: str, language: str) -> None:
    held(text, language)


@pytest.mark.slow
def test_five_megabytes_in_one_line_are_read() -> None:
    held("the river was high and the road was long, and nobody who saw it came back; " * 67_000, "en")


def test_a_heading_in_capitals_costs_no_more_than_its_length() -> None:
    heading = "SUBMISSION TO THE UNIVERSAL PERIODIC REVIEW OF ALL STATES BY THE HAVEN COMMITTEE " * 3
    before = time.process_time()
    reading.read(f"{heading}\n\n{'REPORT' * 80}\n\nThe letter and the submission came.", language="en")
    assert time.process_time() - before < 2
