"""Every page in Korean and Chinese: no word of English is left but names, codes and file formats."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation
from lxml import html
from tests.desk.accounts.test_every_door import GUARDED, POST_ONLY

from tumen_desk.accounts.access import DOORS
from tumen_desk.accounts.services import user_create

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])

# Names of the product, programs, formats, codes and keys: what a reader of any language finds in Latin letters.
NAMES = re.compile(
    r"tumen|enter|esc|tab|shift|ctrl|csv|xlsx?|xlsform|xform|docx|pdf|html?|txt|hwpx?|odt|json|zip|xml|ods|epub|eml|mbox|warc"
    r"|wacz|jpe?g|png|vtt|srt|odk|kobo|kobotoolbox|collect|url|api|usb|yaml|ics|wav|mp3|totp|sha|utc|pem|edtf|excel|chrome|hanawon|fate|dprk|media|vault|act|stay|leg|transfer",
    re.IGNORECASE,
)
# Pages that show the situation pack's register of texts as its sources have them, codes and names of columns, or words
# that are drawn by chance: what is left in English there is quoted.
QUOTING = frozenset(
    {
        "act:calendar", "act:cases", "act:positions", "act:states", "audit:list", "count:claims",
        "count:claims-series-list", "count:trend-new", "link:exchange-begin", "record:field-new",
        "record:import-table", "record:list-of", "record:lists", "record:quotations",
    }
)  # fmt: skip
QUIET = ("script", "style", "code", "kbd", "pre", "textarea")
SPOKEN = ("aria-label", "title", "placeholder", "alt")
_WORD = re.compile(r"(?<![_A-Za-z.])[A-Za-z][a-z]{2,}(?![_A-Za-z0-9])")
MAY_BE_LEFT = 0
"""Words of English on all pages of an empty desk: this number only goes down."""


def words_of(page: bytes) -> set[str]:
    """Words in Latin letters that somebody reads on a page, or has read out."""
    root = html.fromstring(page)
    for node in root.xpath("|".join(f"//{tag}" for tag in QUIET) + "|//*[@lang='en' or @lang='und']"):
        with suppress(AttributeError):
            node.drop_tree()
    said = [*root.itertext(), *(value for name in SPOKEN for value in root.xpath(f"//@{name}"))]
    return {word for text in said for word in _WORD.findall(text)}


def client_for(role: Any) -> Client:
    client = Client()
    client.force_login(user_create(actor=None, username=f"{role.value[:1]}1", password=None, role=role))
    return client


@pytest.mark.parametrize("language", ["ko", "zh-hans"])
def test_no_word_of_english_is_left(language: str) -> None:
    clients: dict[Any, Client] = {}
    left: Counter[str] = Counter()
    seen = 0
    for number, (name, door, address) in enumerate(GUARDED):
        # Each language looks at half of the pages; all of them stand on the same templates.
        if name in POST_ONLY | QUOTING or number % 2 != (language == "ko"):
            continue
        role = sorted(DOORS[door])[0]
        client = clients.setdefault(role, client_for(role) if role not in clients else clients[role])
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        with translation.override(language):  # what the request leaves behind ends with it
            answer = client.get(address)
        if answer.get("Content-Type", "").startswith("text/html") and answer.content.strip():
            seen += answer.status_code == 200
            left.update(f"{word} ({name})" for word in words_of(answer.content) if not NAMES.fullmatch(word))
    assert seen > 30
    assert len(left) <= MAY_BE_LEFT, sorted(left)
