"""Checks this bag of evidence: `python3 check.py`, in the folder where it lies. Needs Python 3 and nothing else.

Says of every file whether it is what it was when the bag was packed, and prints the seal of the whole bag: compare it
with the one on the printed certificate. A forger can make a bag anew, lists and seal and all; the paper, the time
stamp and the other copies are what they cannot.
"""

import hashlib
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def check(here: Path) -> "list[str]":
    """What is wrong, in sentences."""
    faults, listed = [], {"tagmanifest-sha256.txt"}
    manifests = sorted(here.glob("*manifest-*.txt"))
    if not manifests:
        return ["This folder has no lists of hashes: it is not a bag."]
    for manifest in manifests:
        algorithm = manifest.stem.rsplit("-", 1)[1]
        for line in manifest.read_text("utf-8").splitlines():
            digest, _, name = line.partition("  ")
            listed.add(name)
            path = here / name
            if here not in path.resolve().parents:
                faults.append(f"{name} lies outside this bag.")
            elif not path.is_file():
                faults.append(f"{name} is missing.")
            elif hashlib.new(algorithm, path.read_bytes()).hexdigest() != digest:
                faults.append(f"{name} was altered ({algorithm}).")
    for path in here.rglob("*"):
        if path.is_file() and path.relative_to(here).as_posix() not in listed:
            faults.append(f"{path.relative_to(here).as_posix()} was added.")
    return faults


def main() -> int:
    """Print what was found; 0 if nothing."""
    faults = check(HERE)
    seal = HERE / "tagmanifest-sha256.txt"
    say = sys.stdout.write
    for fault in faults:
        say(f"{fault}\n")
    if seal.is_file():
        say(f"Seal of this bag (SHA-256): {hashlib.sha256(seal.read_bytes()).hexdigest()}\n")
    say("Do not rely on this bag.\n" if faults else "Every file is what it was when the bag was packed.\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
