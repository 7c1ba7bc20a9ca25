"""Filled-in forms as ODK Central, Kobo or Collect give them out: JSON, CSV, one XML, or a zip of them.

Read in a process that may die, as workbooks are: `python -m tumen_desk.record.importing.submitted` takes bytes and
answers one line of JSON. Names of groups are dropped: a question is known by its own name.
"""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import Any, Final

from tumen.documents.cells import environment
from tumen.documents.confine import limit_resources, lock
from tumen.errors import TableUnreadable
from tumen_desk.record.importing.workbook import CPU_SECONDS, MEMORY

INSTANCE: Final = "instanceID"
"""The number of a submission, which stays when somebody corrects it."""
VERSION: Final = "version of the submission"
"""The number of this version: whoever corrects a submission gives it a new one."""
BEFORE: Final = "deprecatedID"
"""The number of the version that this one takes the place of; empty for the first."""
REPEATED: Final = "\x1e"
"""Between the answers to one question in several rounds of a repeat."""
_LASTING: Final = ("rootUuid", "__id", "KEY")
_OF_VERSION: Final = ("instanceID", "_uuid")
_IDS: Final = (*_LASTING, *_OF_VERSION, BEFORE)
_KNOWN: Final = re.compile(r"(?:^|[-./:])([qwc]_.+|given_name|name_kind|instanceID|rootUuid|deprecatedID)$")
_MOST: Final = 50_000
# Whatever is raised over a cut or altered export; RuntimeError, of a part packed or sealed in a way nobody reads.
_DAMAGED: Final = (
    ValueError, KeyError, SyntaxError, RuntimeError, csv.Error, zipfile.BadZipFile, zlib.error, OSError, EOFError
)  # fmt: skip
_PART: Final = 16 * 1024 * 1024
_WAIT_SECONDS: Final = 120.0

Submitted = dict[str, str]


def read_submissions(content: bytes) -> list[Submitted]:
    """Each submission as question → answer, with its numbers as `INSTANCE`, `VERSION` and `BEFORE`: empty if missing.

    Raises:
        TableUnreadable: none of the forms above, damaged, or more than a desk takes in at once.
    """
    command = [sys.executable, "-m", __name__]
    try:
        done = subprocess.run(  # noqa: S603  (our own interpreter and module)
            command, input=content, capture_output=True, timeout=_WAIT_SECONDS, check=False, env=environment()
        )
        answer = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError) as error:
        raise TableUnreadable("The submissions need more memory or time than they may.") from error
    if "refused" in answer:
        raise TableUnreadable(answer["refused"], hint=answer["hint"])
    return list(answer["submissions"])


def read_here(content: bytes) -> list[Submitted]:
    """The same in this process, for the child."""
    found = []
    for submission in _each(content):
        found.append(submission)
        if len(found) > _MOST:
            raise TableUnreadable(f"More than {_MOST:,} submissions.", hint="Export them in parts.")
    if not found:
        raise TableUnreadable("There is no submission in the file.")
    return found


def _each(content: bytes) -> Iterator[Submitted]:
    head = content.lstrip()[:1]
    if content.startswith(b"PK\x03\x04"):
        for part in _parts(content):
            yield from _each(part)
    elif head in (b"{", b"["):
        plain = json.loads(content)
        rows: list[Any] = plain
        if isinstance(plain, dict):
            rows = plain.get("results") or plain.get("value") or [plain]
        yield from (_named(_joined(_flat(row))) for row in rows if isinstance(row, dict))
    elif head == b"<":
        yield _of_xml(content)
    else:
        text = content.decode("utf-8-sig")
        delimiter = max(",;\t", key=text.split("\n", 1)[0].count)
        for row in csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            yield _named({_own(k): (v or "").strip() for k, v in row.items() if k})


def _parts(content: bytes) -> Iterator[bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.infolist()[: _MOST + 1]:
            if not member.filename.lower().endswith((".xml", ".json", ".csv")):
                continue
            with archive.open(member) as packed:
                part = packed.read(_PART + 1)
            if len(part) > _PART:
                raise TableUnreadable("A part of the archive is too large.", hint="Export without media.")
            yield part


def _flat(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in row.items():
        if isinstance(value, dict):
            yield from _flat(value)
        elif not isinstance(value, list):
            yield _own(key), "" if value is None else str(value).strip()
        elif not key.startswith("_"):  # those are of the server: attachments, notes
            yield from (pair for part in value if isinstance(part, dict) for pair in _flat(part))


def _joined(pairs: Iterable[tuple[str, str]]) -> Submitted:
    """Each question once; what was answered in several rounds of a repeat stands behind each other."""
    found: Submitted = {}
    for name, answer in pairs:
        before = "" if name in _IDS else found.get(name, "")
        found[name] = REPEATED.join(filter(None, (before, answer)))
    return found


def _of_xml(content: bytes) -> Submitted:
    from lxml import etree

    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise TableUnreadable("A submission declares entities.", hint="Do not open it elsewhere.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(content, parser)
    leaves = (e for e in root.iter(etree.Element) if len(e) == 0)
    answers = _joined((etree.QName(e).localname, (e.text or "").strip()) for e in leaves)
    answers.setdefault("_form", str(root.get("id") or etree.QName(root).localname))
    answers.setdefault("__version__", str(root.get("version") or ""))
    answers.setdefault(INSTANCE, str(root.get("instanceID") or ""))
    return _named(answers)


def _own(key: str) -> str:
    """A question by its own name: exports put the names of its groups before it, divided in one way or another."""
    known = _KNOWN.search(key)
    return known[1] if known else key.replace(":", "/").rpartition("/")[2].strip()


def _named(row: Submitted) -> Submitted:
    """With the numbers of a submission under one name each, whatever the export calls them."""
    version = _first(row, _OF_VERSION)
    lasting = _first(row, _LASTING) or version
    return {**row, INSTANCE: lasting, VERSION: version or lasting, BEFORE: _first(row, (BEFORE,))}


def _first(row: Submitted, names: Iterable[str]) -> str:
    """The first of these numbers that is there; some exports write the kind of number before it, others do not."""
    return next((row[name].removeprefix("uuid:") for name in names if row.get(name)), "")


def answered(content: bytes) -> dict[str, object]:
    """What the child says of a file: its submissions, or why they are refused."""
    try:
        return {"submissions": read_here(content)}
    except TableUnreadable as error:
        return {"refused": error.message, "hint": error.hint}
    except (MemoryError, RecursionError):
        return {"refused": "The submissions need more memory than they may.", "hint": ""}
    except _DAMAGED:
        return {
            "refused": "The file is damaged or holds no submissions.",
            "hint": "Export it again, whole.",
        }


def main() -> None:
    """Read one file behind the lock."""
    limit_resources(memory=MEMORY, cpu_seconds=CPU_SECONDS)
    _of_xml(b"<a id='b'><c>d</c></a>")  # loads the parser before the lock
    lock()
    sys.stdout.write(json.dumps(answered(sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()
