#!/usr/bin/env python3
"""Checks the audit log of a desk from outside. One file, Python 3.9 or newer, nothing to install, no network.

A desk keeps a log: every write, every identity that was opened, every export. From time to time it signs the state of
the whole log, its *head*: how many entries there are and one hash over all of them. Heads leave the machine (on paper,
by mail, to a partner). Whoever holds one can later show with this program whether the log is still the same one.

    python3 verify_log.py head    HEAD.txt [--key KEY]            is the head signed by this desk?
    python3 verify_log.py log     HEAD.txt LOG.jsonl [--key KEY]  are these all entries the head stands for, unaltered?
    python3 verify_log.py entry   HEAD.txt PROOF.json [--key KEY] is this one entry in the log the head stands for?
    python3 verify_log.py since   OLD.txt NEW.txt PROOF.json      was the log only added to between two heads?

Exit status: 0 it holds, 1 it does not, 2 the files cannot be read. KEY is the desk's public key (64 hexadecimal
digits), which the desk shows beside its heads; take it from paper or from a person, not from the same file.

What it rests on
- SHA-256 (FIPS 180-4), from Python's own library.
- The tree of hashes of RFC 6962, section 2.1: an entry is hashed behind a zero byte, two parts behind a one byte.
- Ed25519 signatures (RFC 8032, section 5.1), written out below in whole numbers, so that nothing must be trusted that
  cannot be read here. It is slow and that does not matter; it only checks, and holds no secret.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import sys
from collections.abc import Iterable
from typing import Any

# --- Ed25519: is this signature by this key? -------------------------------------------------------------------

P = 2**255 - 19  # the field
ORDER = 2**252 + 27742317777372353535851937790883648493
Point = tuple[int, int, int, int]  # x, y, z, xy
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def recover_x(y: int, sign: int) -> int | None:
    """The x of a point of the curve, given its y and the last bit of x; None if there is no such point."""
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if sign else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P:
        return None
    return P - x if x % 2 != sign else x


def point(data: bytes) -> Point | None:
    """A point from its 32 bytes, in extended coordinates (x, y, z, xy); None if the bytes are no point."""
    number = int.from_bytes(data, "little")
    y = number & ((1 << 255) - 1)
    x = recover_x(y, number >> 255)
    return None if x is None else (x, y, 1, x * y % P)


def add(a: Point, b: Point) -> Point:
    """The sum of two points."""
    left = (a[1] - a[0]) * (b[1] - b[0]) % P
    right = (a[1] + a[0]) * (b[1] + b[0]) % P
    mixed, both = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = right - left, both - mixed, both + mixed, right + left
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(scalar: int, a: Point) -> Point:
    """A point added to itself so many times."""
    total = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            total = add(total, a)
        a, scalar = add(a, a), scalar >> 1
    return total


def same_point(a: Point, b: Point) -> bool:
    """Are two points in extended coordinates the same?"""
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = recover_x(BASE_Y, 0) or 0
BASE: Point = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def signed_by(key: bytes, message: bytes, signature: bytes) -> bool:
    """True if `signature` (64 bytes) over `message` was made with the secret that belongs to `key` (32 bytes)."""
    if len(key) != 32 or len(signature) != 64:
        return False
    public, r = point(key), point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if public is None or r is None or s >= ORDER:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    return same_point(times(s, BASE), add(r, times(challenge, public)))


# --- The tree of hashes ----------------------------------------------------------------------------------------


def leaf(content: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + content).digest()


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The hash over all entries."""
    stack: list[bytes] = []  # finished parts, each twice as large as the next or larger
    for index, each in enumerate(leaves):
        part, at = each, index
        while at & 1:
            part, at = node(stack.pop(), part), at >> 1
        stack.append(part)
    if not stack:
        return hashlib.sha256(b"").digest()
    while len(stack) > 1:
        last = stack.pop()
        stack[-1] = node(stack[-1], last)
    return stack[0]


def root_from_inclusion(content: bytes, index: int, size: int, path: list[bytes]) -> bytes | None:
    """The root to which an entry at `index` leads along `path` (RFC 9162, section 2.1.3.2); None if it cannot."""
    if not 0 <= index < size:
        return None
    at, last, found = index, size - 1, leaf(content)
    for part in path:
        if last == 0:
            return None
        if at & 1 or at == last:
            found = node(part, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node(found, part)
        at, last = at >> 1, last >> 1
    return found if last == 0 else None


def only_added_to(old_size: int, old_root: bytes, new_size: int, new_root: bytes, path: list[bytes]) -> bool:
    """True if the log of the old head is the beginning of the log of the new one (RFC 9162, section 2.1.4.2)."""
    if not 0 < old_size <= new_size:
        return False
    if old_size == new_size:
        return old_root == new_root and not path
    path = list(path)
    if old_size & (old_size - 1) == 0:
        path.insert(0, old_root)
    if not path:
        return False
    at, last = old_size - 1, new_size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old, new = path[0], path[0]
    for part in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            old, new = node(part, old), node(part, new)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            new = node(new, part)
        at, last = at >> 1, last >> 1
    return last == 0 and old == old_root and new == new_root


# --- Heads -----------------------------------------------------------------------------------------------------


class Unreadable(ValueError):
    """A file that is not what it should be."""


class Head:
    """A signed head as it left the desk: five lines of text, an empty one, and one line for each signature."""

    def __init__(self, text: str) -> None:
        body, gap, below = text.replace("\r\n", "\n").strip("\n").partition("\n\n")
        lines = body.split("\n")
        try:
            self.name, self.size, self.made, key = lines[0], int(lines[1]), lines[3], lines[4]
            self.root = base64.b64decode(lines[2], validate=True)
            self.key = bytes.fromhex(key.partition("key ")[2])
            signatures = [line[2:].rsplit(" ", 1) for line in below.split("\n") if line.startswith("— ")]
            self.signatures = [(name, base64.b64decode(given, validate=True)) for name, given in signatures]
        except (IndexError, ValueError) as error:
            raise Unreadable("This is not a signed head.") from error
        if not gap or len(self.root) != 32 or len(lines) != 5:
            raise Unreadable("This is not a signed head.")
        self.message = (body + "\n").encode()

    def is_signed_by(self, key: bytes) -> bool:
        """True if one of the signatures below it is by this key."""
        return any(signed_by(key, self.message, given) for _, given in self.signatures)


def faults_of(head: Head, key: bytes) -> list[str]:
    """What is wrong with a head by itself."""
    if key and head.key != key:
        return ["The head names another key than the one you hold."]
    if not head.is_signed_by(key or head.key):
        return ["The signature does not fit: the head was altered, or another desk signed it."]
    return []


def faults_of_log(head: Head, lines: list[bytes]) -> list[str]:
    """What is wrong with the entries, given a head that holds. One entry a line, exactly as exported."""
    contents = [line for line in lines if line]
    if len(contents) < head.size:
        return [f"The head stands for {head.size} entries; here are {len(contents)}: some were cut off."]
    if root_of(leaf(line) for line in contents[: head.size]) != head.root:
        return ["The entries are not those the head stands for: one was altered, removed, added or moved."]
    return []


def faults_of_entry(head: Head, proof: dict[str, Any]) -> list[str]:
    """What is wrong with the proof that one entry is in the log."""
    path = [bytes.fromhex(part) for part in proof["path"]]
    found = root_from_inclusion(proof["entry"].encode(), proof["index"], head.size, path)
    return [] if found == head.root else ["This entry is not in the log the head stands for."]


def faults_since(old: Head, new: Head, proof: dict[str, Any]) -> list[str]:
    """What is wrong between two heads of one desk."""
    if old.key != new.key:
        return ["The two heads are of different keys."]
    path = [bytes.fromhex(part) for part in proof["path"]]
    if only_added_to(old.size, old.root, new.size, new.root, path):
        return []
    return ["The log of the old head is not the beginning of the new one: it was altered or rolled back."]


def read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Checks the audit log of a desk from outside.")
    parser.add_argument("what", choices=["head", "log", "entry", "since"])
    parser.add_argument("files", nargs="+")
    parser.add_argument("--key", default="", help="the desk's public key, from paper or a person")
    given = parser.parse_args(arguments)
    try:
        key = bytes.fromhex(given.key)
        texts = [read(path) for path in given.files]
        heads = [Head(text.decode()) for text in texts[: 2 if given.what == "since" else 1]]
        faults = [fault for head in heads for fault in faults_of(head, key)]
        if not faults and given.what == "log":
            faults = faults_of_log(heads[0], texts[1].split(b"\n"))
        elif not faults and given.what == "entry":
            faults = faults_of_entry(heads[0], json.loads(texts[1]))
        elif not faults and given.what == "since":
            faults = faults_since(heads[0], heads[1], json.loads(texts[2]))
    except (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, Unreadable) as error:
        sys.stderr.write(f"Cannot be read: {error}\n")
        return 2
    last = heads[-1]
    for fault in faults or [f"It holds: {last.size} entries, head made {last.made}."]:
        sys.stdout.write(fault + "\n")
    if not key and not faults:
        sys.stdout.write(
            f"The key was taken from the head itself: compare it with one you hold: {last.key.hex()}\n"
        )
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
