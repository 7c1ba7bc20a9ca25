"""Faults put into the vault one by one: `python3 benchmarks/protection/mutations.py [file …] [--sample 150]`.

Each fault is one small change of the source (a comparison turned, a number moved by one, a word altered, a line left
out, …). In a child of its own the vault is loaded with it and the tests of `tests/library/vault` are run: a fault that
no test notices has *survived*, and is printed. Left out are words that change nothing: docstrings, type annotations,
the words of errors. What was reached is written to `mutations.json`; survivors that a person looked at and found to
change nothing stand in `EQUIVALENT` with the reason.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib.abc
import importlib.util
import json
import math
import os
import random
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
VAULT = ROOT / "src/tumen/vault"
TESTS = ROOT / "tests/library/vault"
KEPT = HERE / "mutations.json"
LONGEST = 60  # seconds of the clock; a fault may make a loop endless

_NOT_READ = "nothing reads it: a door of sheets has no passphrase, and its cost is not written"
_ONE_MORE = "a path has sixteen digits; one step more asks for the whole path again"
EQUIVALENT: dict[str, str] = {
    "anywhere.py: 0 → -1 (4)": "fifteen bytes are refused by the cipher as well",
    "capsule.py: 8 → 9 (2)": _NOT_READ,
    "capsule.py: 8 → 7 (2)": _NOT_READ,
    "capsule.py: 1 → 2": _NOT_READ,
    "capsule.py: 1 → 0": _NOT_READ,
    "capsule.py: 1 → 2 (2)": _NOT_READ,
    "capsule.py: 1 → 0 (2)": _NOT_READ,
    "capsule.py: 1 → 2 (3)": "white space in the key file",
    "capsule.py: 1 → 0 (3)": "white space in the key file",
    "capsule.py: b'' → b'x'": "the capsule without doors is thrown away at once",
    "capsule.py: b'' → b'x' (3)": "the door is wrapped anew before it is kept",
    "passphrase.py: 'how fast is this machine' → 'how fast is this machinex'": "only the time it takes counts",
    "passphrase.py: b'calibration salt' → b'calibration saltx'": "only the time it takes counts",
    "shares.py: 0 → -1 (2)": "there is one group; the first is the last",
    "shares.py: True → False (4)": "both lists have one length",
    "shares.py: word and word.startswith(said) → word.startswith(said)": "no word begins with letters if it has none",
    "tree.py: return node → return None": "of a leaf that is a node of its own, the node is taken and not this",
    "tree.py: 1 → 2 (3)": _ONE_MORE,
    "tree.py: 1 → 2 (6)": _ONE_MORE,
    "tree.py: 1 → 2 (8)": _ONE_MORE,
}

_TURNED = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.FloorDiv: ast.Mult, ast.Div: ast.Mult,
    ast.LShift: ast.RShift, ast.BitAnd: ast.BitOr,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """One change: which file, the line, what was done, and the tree of the whole file with it."""

    file: str
    line: int
    what: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """What a person reads, and what `EQUIVALENT` is asked by."""
        return f"{self.file}: {self.what}"


def faults(path: Path) -> list[Fault]:
    """Every fault of one file."""
    whole = ast.parse(path.read_text("utf-8"))
    found, seen = [], Counter[str]()
    for at, node in enumerate(list(_told(whole))):
        for changed in _changes(node):
            tree = copy.deepcopy(whole)
            place = list(_told(tree))[at]
            before = ast.unparse(place)
            _put(tree, place, changed)
            what = f"{_short(before)} → {_short(ast.unparse(changed))}"
            seen[what] += 1
            if seen[what] > 1:
                what += f" ({seen[what]})"
            found.append(Fault(path.name, node.lineno, what, ast.fix_missing_locations(tree)))
    return found


def _told(tree: ast.AST) -> Iterator[ast.expr | ast.stmt]:
    """The nodes in which a fault can make a difference, from the first to the last."""
    for field, value in ast.iter_fields(tree):
        if field in ("annotation", "returns", "type_comment"):
            continue
        for node in value if isinstance(value, list) else [value]:
            if not isinstance(node, ast.AST) or _says_nothing(node):
                continue
            if isinstance(node, ast.expr | ast.stmt):
                yield node
            yield from _told(node)


def _says_nothing(node: ast.AST) -> bool:
    if isinstance(node, ast.Raise | ast.Import | ast.ImportFrom):
        return isinstance(node, ast.Import | ast.ImportFrom)
    if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
        return True
    if isinstance(node, ast.Call):  # an error's words
        return ast.unparse(node.func) in _ERRORS
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


_ERRORS = {
    "SealBroken",
    "CapsuleDamaged",
    "WrongPassphrase",
    "SharesDoNotFit",
    "ShareUnreadable",
    "KeyDestroyed",
    "ValueError",
}


def _changes(node: ast.expr | ast.stmt) -> Iterator[ast.expr | ast.stmt]:
    match node:
        case ast.Constant(value=bool(said)):
            yield ast.Constant(not said)
        case ast.Constant(value=int(said)):
            yield ast.Constant(said + 1)
            yield ast.Constant(said - 1)
        case ast.Constant(value=str(said)):
            yield ast.Constant(said + "x")
        case ast.Constant(value=bytes(said)):
            yield ast.Constant(said + b"x")
        case ast.Compare(ops=ops):
            for at, op in enumerate(ops):
                yield _with(node, ops=[*ops[:at], _TURNED[type(op)](), *ops[at + 1 :]])
        case ast.BoolOp(op=op, values=values):
            yield _with(node, op=_TURNED[type(op)]())
            for at in range(len(values)):
                rest = values[:at] + values[at + 1 :]
                yield rest[0] if len(rest) == 1 else _with(node, values=rest)
        case ast.BinOp(op=op) if type(op) in _TURNED:
            yield _with(node, op=_TURNED[type(op)]())
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand
        case ast.IfExp(body=body, orelse=other):
            yield body
            yield other
        case ast.If() | ast.While():
            yield _with(node, test=ast.UnaryOp(ast.Not(), node.test))
        case ast.AugAssign(op=op) if type(op) in _TURNED:
            yield _with(node, op=_TURNED[type(op)]())
            yield ast.Pass()
        case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant):
            yield ast.Return(ast.Constant(None))
        case ast.Expr(value=ast.Call()) | ast.Raise() | ast.Delete() | ast.Assign():
            yield ast.Pass()
        case ast.Break():
            yield ast.Continue()
        case ast.Slice(lower=lower, upper=upper):
            if lower is not None:
                yield _with(node, lower=None)
            if upper is not None:
                yield _with(node, upper=None)
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
            for at, loop in enumerate(node.generators):
                if loop.ifs:
                    bare = ast.comprehension(loop.target, loop.iter, [], 0)
                    yield _with(node, generators=[*node.generators[:at], bare, *node.generators[at + 1 :]])


def _with(node: ast.AST, **changed: object) -> ast.expr | ast.stmt:
    made = copy.copy(node)
    for name, value in changed.items():
        setattr(made, name, value)
    return made  # type: ignore[return-value]


def _put(tree: ast.AST, place: ast.AST, changed: ast.AST) -> None:
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            if value is place:
                setattr(parent, field, changed)
            elif isinstance(value, list) and any(each is place for each in value):
                value[[each is place for each in value].index(True)] = changed


def _short(code: str) -> str:
    first = code.splitlines()[0]
    return first if len(first) <= 90 else first[:89] + "…"


class _Loader(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives the one module that has the fault; every other is found as always."""

    def __init__(self, fault: Fault) -> None:
        stem = fault.file.removesuffix(".py")
        self.module = "tumen.vault" if stem == "__init__" else f"tumen.vault.{stem}"
        self.code = compile(fault.tree, str(VAULT / fault.file), "exec")

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        return importlib.util.spec_from_loader(name, self) if name == self.module else None

    def exec_module(self, module: ModuleType) -> None:
        exec(self.code, module.__dict__)  # noqa: S102  (the fault is our own)


def noticed(fault: Fault | None) -> str:
    """`noticed`, `too long` (the clock ended it: noticed as well) or `survived`; without a fault: do the tests hold?"""
    child = os.fork()
    if not child:
        os._exit(_tried(fault))
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return "too long" if os.WTERMSIG(status) == signal.SIGALRM else "noticed"
    return "survived" if os.WEXITSTATUS(status) == 0 else "noticed"


def _tried(fault: Fault | None) -> int:
    import hypothesis
    import pytest

    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1), os.dup2(nowhere, 2)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(LONGEST)
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
    # A counter-example need not be made small, nor looked for anew: the same ones in every run.
    phases = [hypothesis.Phase.explicit, hypothesis.Phase.generate]
    hypothesis.settings.register_profile("faults", phases=phases, database=None, derandomize=True)
    hypothesis.settings.load_profile("faults")
    if fault is not None:
        sys.meta_path.insert(0, _Loader(fault))
    quiet = ["-x", "-q", "-c", os.devnull, "--rootdir", str(ROOT), "--noconftest", "--import-mode=importlib"]
    return int(pytest.main([*quiet, "-p", "no:django", "-p", "no:cacheprovider", str(TESTS)]))


def _load_first() -> None:
    """What the tests need beside the vault, once for all children."""
    for name in ("hypothesis.strategies", "pytest", "nacl.public", "shamir_mnemonic", "tumen.errors",
                 "cryptography.hazmat.primitives.ciphers.aead", "cryptography.hazmat.primitives.kdf.hkdf",
                 "cryptography.hazmat.primitives.kdf.argon2", "cryptography_vectors"):  # fmt: skip
        importlib.import_module(name)
    loaded = [name for name in sys.modules if name.startswith("tumen.vault")]
    if loaded:
        raise SystemExit(f"{loaded} were loaded too early; a fault would have no effect.")


def between(held: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share by Wilson (1927), in per cent."""
    z, share = 1.959964, held / of
    middle, half = share + z * z / (2 * of), z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return tuple(round(100 * each / (1 + z * z / of), 1) for each in (middle - half, middle + half))  # type: ignore[return-value]


def main(arguments: Sequence[str] | None = None) -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("files", nargs="*", help="file names in the vault; without: all")
    asked.add_argument("--sample", type=int, default=0, help="so many at random; without: every one")
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args(arguments)
    every = [fault for path in sorted(VAULT.glob("*.py")) for fault in faults(path)]
    chosen = [fault for fault in every if not given.files or fault.file in given.files]
    if 0 < given.sample < len(chosen):
        chosen = random.Random(given.seed).sample(chosen, given.sample)  # noqa: S311  (a sample, no secret)
    _load_first()
    if noticed(None) != "survived":
        raise SystemExit("The tests of the vault fail without any fault; mend that first.")
    counts, survivors, began = Counter[str](), [], time.monotonic()
    for fault in chosen:
        said = noticed(fault)
        if said == "survived":
            said = "equivalent" if fault.name in EQUIVALENT else said
        counts[said] += 1
        if said == "survived":
            survivors.append(fault.name)
            print(f"survived  {fault.file}:{fault.line}  {fault.what}", flush=True)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    tried = len(chosen) - counts["equivalent"]
    held = counts["noticed"] + counts["too long"]
    result = {
        "faults": len(every),
        "tried": len(chosen),
        "noticed": held,
        "equivalent": counts["equivalent"],
        "survived": survivors,
        "score_percent": round(100 * held / tried, 1),
        "interval_95": between(held, tried) if len(chosen) < len(every) else None,
        "cpu_s": round(used.ru_utime + used.ru_stime),
        "wall_s": round(time.monotonic() - began),
    }
    print(json.dumps(result, indent=1, ensure_ascii=False))
    if not given.files:
        KEPT.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
