"""Rebuild every table of reference facts, or prove that the committed ones are what the build gives.

    python reference/build.py                    write all tables into the repository
    python reference/build.py --check            build into a scratch folder; fail if one byte differs
    python reference/build.py vocab law --check  only these tables

A table is a folder `reference/<table>/` with `src/build.py`, which has
    OUTPUTS: tuple[str, ...]        patterns (relative to the repository) of every file this table owns
    build(out: Path) -> None        writes those files below `out`, which stands for the repository root
`build` reads only its own folder (`frozen/`, `hand/`), never the clock, the network or its earlier output.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

REFERENCE = Path(__file__).resolve().parent
REPOSITORY = REFERENCE.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One folder of `reference/` that can be built."""

    name: str
    script: Path

    def module(self) -> ModuleType:
        """Its build script, loaded from the file: the tables are not a package."""
        spec = importlib.util.spec_from_file_location(f"reference_{self.name}", self.script)
        if spec is None or spec.loader is None:
            raise SystemExit(f"{self.script} cannot be loaded")
        module = importlib.util.module_from_spec(spec)
        # dataclasses look their module up by name while the script is still running
        sys.modules[spec.name] = module
        # ... and may import what the tables share (`reference/writing.py`)
        if str(REFERENCE) not in sys.path:
            sys.path.insert(0, str(REFERENCE))
        spec.loader.exec_module(module)
        return module


def tables(root: Path = REFERENCE) -> list[Table]:
    """Every table with a build script, in alphabetical order."""
    scripts = sorted(root.glob("*/src/build.py"))
    return [Table(name=script.parent.parent.name, script=script) for script in scripts]


def owned(patterns: tuple[str, ...], root: Path) -> set[Path]:
    """Files below `root` that the patterns claim, as relative paths."""
    return {f.relative_to(root) for pattern in patterns for f in root.glob(pattern) if f.is_file()}


def write(table: Table, out: Path) -> set[Path]:
    """Build one table below `out` and return the files that it owns there."""
    module = table.module()
    module.build(out)
    return owned(module.OUTPUTS, out)


def prune(table: Table, built: set[Path], repository: Path) -> None:
    """Remove files that the table owned once and no longer writes."""
    for stale in owned(table.module().OUTPUTS, repository) - built:
        (repository / stale).unlink()


def differences(table: Table, repository: Path) -> list[str]:
    """What the committed files have that a fresh build does not give, and the other way round."""
    with tempfile.TemporaryDirectory() as scratch:
        fresh = Path(scratch)
        built = write(table, fresh)
        everything = owned(("**/*",), fresh)
        faults = [f"{f}: written by {table.name} but not in its OUTPUTS" for f in sorted(everything - built)]
        committed = owned(table.module().OUTPUTS, repository)
        faults += [f"{f}: not committed" for f in sorted(built - committed)]
        faults += [f"{f}: committed, but no longer built" for f in sorted(committed - built)]
        for f in sorted(built & committed):
            if (fresh / f).read_bytes() != (repository / f).read_bytes():
                faults.append(f"{f}: differs from what {table.name} builds")
        return faults


def rebuild(table: Table, repository: Path) -> int:
    """Build into a scratch folder first, so that a failing build leaves the repository as it was."""
    with tempfile.TemporaryDirectory() as scratch:
        fresh = Path(scratch)
        built = write(table, fresh)
        for f in sorted(built):
            target = repository / f
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((fresh / f).read_bytes())
    prune(table, built, repository)
    return len(built)


def main(arguments: list[str]) -> int:
    """Build or check the tables named (all of them by default); 0 when all is well."""
    parser = argparse.ArgumentParser(description="Rebuild the tables of reference facts.")
    parser.add_argument("names", nargs="*", metavar="TABLE", help="only these tables")
    parser.add_argument(
        "--check", action="store_true", help="compare with the committed files, write nothing"
    )
    options = parser.parse_args(arguments)
    known = {table.name: table for table in tables()}
    unknown = sorted(set(options.names) - set(known))
    if unknown:
        parser.error(f"no such table: {', '.join(unknown)} (there are: {', '.join(known)})")
    faults: list[str] = []
    for name in options.names or list(known):
        if options.check:
            found = differences(known[name], REPOSITORY)
            faults += found
            print(f"{name}: {'as built' if not found else f'{len(found)} differences'}")
        else:
            print(f"{name}: {rebuild(known[name], REPOSITORY)} files")
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
