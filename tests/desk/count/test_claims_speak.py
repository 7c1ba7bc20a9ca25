"""The pages of published numbers speak Korean and Chinese: notes, reasons, what differs, what moved."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.conf import settings
from django.utils import translation
from tests.desk.shell.test_every_page_speaks import NAMES, words_of

from tumen import figures
from tumen.vocab import DEFAULT_PACK
from tumen_desk.shell.spoken import one_word

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])

LEDGER = figures.ledger(DEFAULT_PACK)
# Pages with everything that such a page can hold: each language looks at its own, they stand on the same templates.
PAGES = {
    "ko": [
        "/count/claims/",
        "/count/claims/of/BROKER-FEE/",
        "/count/claims/of/CROSSINGS/",
        "/count/claims/series/PROFILE/",
    ],
    "zh-hans": [
        "/count/claims/of/HAVEN/",
        "/count/claims/of/FAMINE-DEATHS/",
        "/count/claims/series/ARRIVALS/",
    ],
}
# Abbreviations, and who is signed in.
AS_WRITTEN = sorted(
    {s.get(part) or s["title"] for s in LEDGER.sources.values() for part in ("title", "publisher")},
    key=len,
    reverse=True,
)  # titles and names, as their owners write them
KEPT = re.compile(r"[A-Z]{2,}s?|the|analyst")


@pytest.mark.parametrize("language", ["ko", "zh-hans"])
def test_no_english_is_left_beside_published_numbers(language: str, analyst: Any, client_of: Any) -> None:
    client = client_of(analyst)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    left: dict[str, set[str]] = {}
    for address in PAGES[language]:
        with translation.override(language):
            answer = client.get(address)
        assert answer.status_code == 200
        page = html.unescape(answer.content.decode())
        for name in AS_WRITTEN:
            page = page.replace(name, "")
        words = {w for w in words_of(page.encode()) if not NAMES.fullmatch(w) and not KEPT.fullmatch(w)}
        if words:
            left[address] = words
    assert not left


def test_everything_that_the_ledger_says_stands_in_korean_and_chinese() -> None:
    said = {
        text
        for c in LEDGER.claims
        for text in (c.method, c.note, c.words, c.population.name(), c.place.name(), c.quantity.name())
    }
    said |= {flag.partition(":")[0].replace("-", " ") for c in LEDGER.claims for flag in c.flags}
    said |= {text for s in LEDGER.series.values() for text in (s.name(), s.definition)}
    said |= {r.of.replace("_", " ").capitalize() for s in LEDGER.series.values() for r in s.rows}
    said |= {text for entry in LEDGER.context for text in (entry.name(), entry.because, entry.note)}
    said |= {one.says() for one in LEDGER.against}
    for language in PAGES:
        with translation.override(language):
            assert not {text for text in said if text and one_word(text) == text and not KEPT.fullmatch(text)}
