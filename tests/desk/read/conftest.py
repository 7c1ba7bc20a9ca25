"""A made-up report in the record, read for candidates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tumen_desk.accounts.models import User
from tumen_desk.read import services
from tumen_desk.read.models import Candidate
from tumen_desk.record import services as record
from tumen_desk.record.models import Document

REPORT = """A made-up report on people in hiding

The Harbour Office estimates that about 40,000 people from the country are in hiding in China in 2015. Another group
put the number at up to 90,000 people in hiding in China. About 70 percent of them are women. On 4 May 2014 the police
of the border town arrested nine people and sent them back in June 2014. People are often sold to farmers.

The 1951 Refugee Convention forbids sending them back; Article 33 leaves no doubt.

Recommendations

The Government of China should stop sending back people who fled and should grant them access to a fair procedure.
The Human Rights Council should urge all states to share what they know about forced returns.
"""


@pytest.fixture
def report(officer: User) -> Callable[..., Document]:
    """`report(text)`: a published report as a document of a source of its own."""

    def made(text: str = REPORT, *, published: bool = True, title: str = "A made-up report") -> Document:
        source = record.source_create(
            actor=officer, title=title, kind="", issuer="Harbour Office", date="2015-03", published=published
        )
        return record.document_add(actor=officer, source=source, name="r.txt", content=text.encode())

    return made


@pytest.fixture
def read(officer: User, report: Callable[..., Document]) -> Document:
    """The report, read."""
    document = report()
    services.document_read(actor=officer, document=document)
    return document


@pytest.fixture
def candidate() -> Callable[..., Candidate]:
    """`candidate(document, list, words)`: the candidate of a list in whose words some words stand."""

    def found(document: Document, name: str, words: str = "") -> Candidate:
        text = str(document.text)
        rows: list[Any] = list(Candidate.objects.filter(document=document, list=name))
        return next(c for c in rows if words in text[c.start : c.end])

    return found
