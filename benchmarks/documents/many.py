"""What does a folder of small files cost in the jail? CPU and wall time against bare text by the same libraries.

Usage: python benchmarks/documents/many.py [--files 1000] [--rounds 3] [--fresh 40] [--out many.json]
"""

from __future__ import annotations

import argparse
import io
import json
import os
import platform
import resource
import statistics
import sys
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

import lxml.html
from lxml import etree
from run import LINES_A_PAGE, WORDS, raw, write_pdf

from tumen import documents

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PAGES = 3
Named = tuple[str, bytes]


def lines(number: int) -> list[str]:
    """Three pages of prose, no two files alike."""
    firsts = ((number * 11 + line * 13) % len(WORDS) for line in range(PAGES * LINES_A_PAGE))
    return [f"{number}.{line} " + " ".join((WORDS + WORDS)[f : f + 15]) for line, f in enumerate(firsts)]


def write_docx(number: int) -> bytes:
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines(number))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        body = f'<w:document xmlns:w="{WORD}"><w:body>{paragraphs}</w:body></w:document>'
        container.writestr("word/document.xml", body)
    return out.getvalue()


def write_html(number: int) -> bytes:
    menu = "".join(f"<li><a href='/{n}'>A way to page {n}</a></li>" for n in range(12))
    body = "".join(f"<p>{line}</p>" for line in lines(number))
    head = f"<head><title>Report {number}</title></head>"
    return f"<!doctype html><html>{head}<body><nav><ul>{menu}</ul></nav><main>{body}</main></body></html>".encode()


def write_text(number: int) -> bytes:
    return "\n\n".join(lines(number)).encode()


def folder(count: int) -> list[Named]:
    """Equal parts PDF, DOCX, HTML and plain text, taking turns."""
    # A comment after the end makes every PDF another file without making another text.
    pdf = write_pdf(PAGES)
    writers: list[tuple[str, Callable[[int], bytes]]] = [
        ("pdf", lambda n: pdf + b"%% %d\n" % n),
        ("docx", write_docx),
        ("html", write_html),
        ("txt", write_text),
    ]
    return [
        (f"{n}.{ending}", write(n)) for n in range(count) for ending, write in [writers[n % len(writers)]]
    ]


def bare(name: str, content: bytes) -> int:
    """The words and nothing else, by the library that reads this kind of file."""
    if name.endswith("pdf"):
        return raw(content)
    if name.endswith("docx"):
        with zipfile.ZipFile(io.BytesIO(content)) as container:
            root = etree.fromstring(container.read("word/document.xml"))
        return len("\n\n".join("".join(p.itertext()) for p in root.iter(f"{{{WORD}}}p")))
    if name.endswith("html"):
        return len(lxml.html.document_fromstring(content).text_content())
    return len(content.decode())


def in_one_jail(files: list[Named], *, at_once: int) -> None:
    with documents.Jail() as jail, ThreadPoolExecutor(at_once) as pool:
        for _ in pool.map(lambda file: jail.read(file[1], name=file[0]), files):
            pass


def cost(work: Callable[[], object]) -> dict[str, float]:
    """CPU seconds of this process and of every process it started and saw end, and wall seconds."""
    began, started = _cpu(), time.perf_counter()
    work()
    return {"cpu": _cpu() - began, "wall": time.perf_counter() - started}


def _cpu() -> float:
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(used.ru_utime + used.ru_stime for used in both)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--fresh", type=int, default=40, help="files read in a new interpreter each")
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    files = folder(asked.files)
    cores = os.cpu_count() or 1
    ways: dict[str, tuple[int, Callable[[list[Named]], object]]] = {
        "bare text": (len(files), lambda some: [bare(*file) for file in some]),
        "read": (len(files), lambda some: [documents.read(c, name=n) for n, c in some]),
        "Jail, one at a time": (len(files), lambda some: in_one_jail(some, at_once=1)),
        f"Jail, {cores} at once": (len(files), lambda some: in_one_jail(some, at_once=cores)),
        "read_in_jail": (asked.fresh, lambda some: [documents.read_in_jail(c, name=n) for n, c in some]),
    }
    for _, warm in ways.values():
        warm(files[:4])
    rounds, load = [], []
    for _ in range(asked.rounds):
        rounds.append({name: cost(lambda: way(files[:most])) for name, (most, way) in ways.items()})  # noqa: B023  (called at once)
        load.append(os.getloadavg()[0])
    a_file = {
        name: {
            clock: 1000 * statistics.median(r[name][clock] for r in rounds) / most
            for clock in ("cpu", "wall")
        }
        for name, (most, _) in ways.items()
    }
    limit = a_file["bare text"]
    result = {
        "files": len(files),
        "bytes": sum(len(content) for _, content in files),
        "rounds": asked.rounds,
        "cores": cores,
        "load": [round(one, 2) for one in load],
        "ms_a_file": {n: {clock: round(ms, 2) for clock, ms in c.items()} for n, c in a_file.items()},
        "times_bare_text": {
            n: {clock: round(c[clock] / limit[clock], 2) for clock in c} for n, c in a_file.items()
        },
        "versions": {"python": platform.python_version(), **{p: version(p) for p in ("pypdfium2", "lxml")}},
    }
    written = json.dumps(result, indent=2)
    if asked.out:
        asked.out.write_text(written + "\n", encoding="utf-8")
    sys.stdout.write(written + "\n")


if __name__ == "__main__":
    main()
