"""Which situation pack a command asks, and what a desk amended in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tumen.vocab import Pack

PackName = Annotated[
    str, typer.Option("--pack", help="Name of a situation pack; the default pack without it.")
]
Amendments = Annotated[
    Path | None, typer.Option("--amendments", help="Amendments of a desk (JSON), laid over the pack.")
]


def chosen_pack(name: str, amendments: Path | None = None) -> Pack:
    """The pack of this name, else the usual one; with the amendments that a desk exported."""
    from tumen import law, vocab

    pack = vocab.load_pack(name or vocab.DEFAULT_PACK)
    return law.amended(pack, law.amendments_of(amendments.read_text("utf-8"))) if amendments else pack
