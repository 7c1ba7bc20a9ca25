"""Enter new ids in the ledger of every id ever shipped: `python reference/vocab/src/ledger.py`, before a release.

The ledger only grows. `tests/library/vocab` holds that every id in it is still a term or is listed as retired.
"""

from __future__ import annotations

from pathlib import Path

from tumen.vocab import load_pack, packs

LEDGER = Path(__file__).parents[1] / "hand" / "ledger.txt"


def shipped() -> set[str]:
    """Every id that the packs hold today, as `pack vocabulary CODE`."""
    return {
        f"{name} {term.vocabulary} {term.code}" for name in packs() for v in load_pack(name) for term in v
    }


def main() -> None:
    """Add what is new; remove nothing."""
    known = set(LEDGER.read_text(encoding="utf-8").splitlines()) if LEDGER.exists() else set()
    now = shipped()
    LEDGER.write_text("\n".join(sorted(known | now)) + "\n", encoding="utf-8")
    print(f"{len(now - known)} new ids, {len(known | now)} in all")


if __name__ == "__main__":
    main()
