"""The short list of reasons for a verdict: the pack's, where it has one."""

from __future__ import annotations

from typing import Final

from django.conf import settings

from tumen import vocab
from tumen_desk.shell import terms

VOCABULARY: Final = "judgement_reason"


def reasons_to_choose() -> dict[str, str]:
    """Code → label of every reason on the pack's list, in its order; empty where it has none."""
    pack = vocab.load_pack(settings.CONFIG.pack)
    if VOCABULARY not in pack.vocabularies:
        return {}
    return {code: str(label) for code, label in pack.vocabulary(VOCABULARY).choices(terms.language())}
