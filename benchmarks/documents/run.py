"""How much slower is a Document than the bare text? Pages a second, as a ratio to raw pypdfium2 in the same run.

Usage: python benchmarks/documents/run.py [--pages 200] [--rounds 5] [--out results.json]
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pypdfium2

from tumen import documents

PROSE = (
    "Seven people crossed the frozen river that winter and two of them came back within a month because the guards "
    "had been changed and nobody knew the new ones who asked for more money than the families could find in a year"
)
WORDS = PROSE.split()
LINES_A_PAGE, PARAGRAPH = 46, 6


def write_pdf(pages: int) -> bytes:
    """A PDF of `pages` pages of prose in Helvetica, 46 lines of about 80 characters each."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * i) for i in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % pages,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for page in range(pages):
        content = page_content(page)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R" % (5 + 2 * page)
            + b" /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(b"<< /Length %d >>\nstream\n" % len(content) + content + b"\nendstream")
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(out)


def page_content(page: int) -> bytes:
    """One page: paragraphs of six lines with a gap after each."""
    out, y = [b"BT /F1 10 Tf"], 800
    for line in range(LINES_A_PAGE):
        first = (page * 7 + line * 13) % len(WORDS)
        words = " ".join((WORDS + WORDS)[first : first + 15])
        out.append(b"1 0 0 1 50 %d Tm (%s) Tj" % (y, words.encode()))
        y -= 12 + (10 if line % PARAGRAPH == PARAGRAPH - 1 else 0)
    return b"\n".join([*out, b"ET"])


def raw(content: bytes) -> int:
    """What anybody would write first: open, take each page's text."""
    opened = pypdfium2.PdfDocument(content)
    total = 0
    for index in range(len(opened)):
        page = opened[index]
        layer = page.get_textpage()
        total += len(layer.get_text_range())
        layer.close()
        page.close()
    opened.close()
    return total


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    content = write_pdf(asked.pages)
    ways: dict[str, Callable[[], object]] = {
        "raw": lambda: raw(content),
        "read": lambda: documents.read(content),
        "read_in_jail": lambda: documents.read_in_jail(content),
    }
    raw(content)  # the first call loads the parser
    documents.read(content)
    # Interleaved, so that a busy machine slows all three alike; medians of ratios within a round.
    rounds = [{name: seconds(work) for name, work in ways.items()} for _ in range(asked.rounds)]
    ratios = {name: statistics.median(r["raw"] / r[name] for r in rounds) for name in ways}
    result = {
        "pages": asked.pages,
        "rounds": asked.rounds,
        "speed_relative_to_raw": {name: round(ratio, 3) for name, ratio in ratios.items()},
        "pages_per_second": {
            n: round(asked.pages / statistics.median(r[n] for r in rounds), 1) for n in ways
        },
        "versions": {
            "python": platform.python_version(),
            "pypdfium2": version("pypdfium2"),
            "tumen": version("tumen"),
        },
    }
    written = json.dumps(result, indent=2)
    if asked.out:
        asked.out.write_text(written + "\n", encoding="utf-8")
    sys.stdout.write(written + "\n")


if __name__ == "__main__":
    main()
