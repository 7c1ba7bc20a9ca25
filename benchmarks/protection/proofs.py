"""The large proofs of protection, lot by lot: `python3 benchmarks/protection/proofs.py [kills|flips|canaries|cuts|…]`.

Each lot that held adds a line to `proofs.jsonl` beside this file; stopped and begun again, it goes on with the next.
`--anew` forgets what was shown before. They are the slow tests of `tests/desk/protection`: what is lost fails them.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
KEPT = HERE / "proofs.jsonl"
PROOFS = {
    "kills": "test_a_thousand_kills",
    "flips": "test_ten_thousand_flips",
    "canaries": "test_ten_thousand_canaries",
    "cuts": "test_two_hundred_power_cuts",
    "backups": "test_a_hundred_backups",
}


def _shown() -> str:
    """What the lots that held come to."""
    sums: dict[str, Counter[str]] = {}
    for line in KEPT.read_text("utf-8").splitlines() if KEPT.exists() else []:
        found = json.loads(line)
        kept = sums.setdefault(found["proof"], Counter())
        kept["lots"] += 1
        kept.update({k: v for k, v in found.items() if isinstance(v, int) and k not in ("lot", "encodings")})
    return "\n".join(f"{proof}: {dict(kept)}" for proof, kept in sums.items())


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("proofs", nargs="*", choices=[[], *PROOFS], help="which; without: all of them")
    asked.add_argument("--anew", action="store_true", help="forget what was shown before")
    given = asked.parse_args()
    if given.anew:
        KEPT.unlink(missing_ok=True)
    status = 0
    for name in given.proofs or PROOFS:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-m", "slow", "-v", "--tb=short", "-p", "no:cacheprovider",
             "-k", PROOFS[name], "tests/desk/protection"],
            cwd=HERE.parents[1], env={**os.environ, "TUMEN_PROOFS": str(KEPT)}, check=False)  # fmt: skip
        status = status or done.returncode
    print(_shown())
    return status


if __name__ == "__main__":
    sys.exit(main())
