"""What sources tell of rules, practices and positions, as texts that the search reads beside documents.

In the index a telling stands under its number with a minus before it, so that it meets no document.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Final

from tumen_desk.record.models import Telling

_WORDS: Final = ("rule", "exceptions", "penalty", "spoken_by", "stated_motive", "imputed_motive")
_NEEDED: Final = ("policy__title", *_WORDS)


def digests() -> dict[int, str]:
    """Number in the index of every telling, and a digest of its text."""
    rows = Telling.objects.order_by("pk").values_list("pk", *_NEEDED)
    return {-pk: digest(_joined(words)) for pk, *words in rows}


def digest(text: str) -> str:
    """By which a text is known to be the one that was read."""
    return hashlib.sha256(text.encode()).hexdigest()


def text_of(telling: Telling) -> str:
    """The title of the entry and every word that is told of it, a line each."""
    return _joined([telling.policy.title, *(getattr(telling, name) for name in _WORDS)])


def found(numbers: Iterable[int]) -> dict[int, Telling]:
    """Tellings by their number in the index; documents among the numbers are passed over."""
    rows = Telling.objects.select_related("policy", "source__issuer").in_bulk([-n for n in numbers if n < 0])
    return {-pk: telling for pk, telling in rows.items()}


def _joined(words: Iterable[str]) -> str:
    return "\n".join(word for word in words if word)
