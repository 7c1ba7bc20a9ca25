"""HTML: every paragraph a reader sees, without menus; what was left out is kept beside the text.

What belongs to the main text is decided by the page's own structure. trafilatura gives a second
opinion that can only bring a paragraph back, never take one away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import lxml.html
from lxml import etree

from tumen.documents.assembly import Assembly
from tumen.documents.document import Kind
from tumen.documents.encoding import Decoded, decode
from tumen.documents.limits import Clock
from tumen.documents.plain import note_encoding, one_line_end
from tumen.documents.webstated import state_metadata
from tumen.errors import BrokenDocument, HostileDocument

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "optgroup",
    "option", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title",
    "tr", "ul",
})  # fmt: skip
_SILENT = frozenset({
    "script", "style", "template", "noscript", "head", "iframe", "object", "embed", "svg", "math", "canvas",
    "audio", "video",
})  # fmt: skip
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_AROUND = {
    "nav": "menu", "menu": "menu", "form": "form", "select": "form", "button": "form",
    "footer": "page footer", "dialog": "dialog",
}  # fmt: skip
_ROLES = {
    "navigation": "menu",
    "search": "form",
    "banner": "page header",
    "contentinfo": "page footer",
    "dialog": "dialog",
}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_FOLD = re.compile(r"[ \t\n\r\f]+")
_EMPTY_LINE = re.compile(r"\n[ \t]*\n\s*")
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I)
_QUOTES = re.compile('[“”„"«»「」『』]')
_PULLED = (40, 400)
"""Characters of a block that may be a pull quote: shorter ones repeat by chance, longer ones are no quote."""
_CLOSE = 3
"""So many blocks behind an equal one a block is doubled; further away a page may say the same again on purpose."""
_MOST_BLOCKS = 2000
MENU_SHARE = 0.8
"""A list whose words stand to this share in links, in at least three short items, is a menu."""


@dataclass(slots=True)
class _Block:
    """One block of words, and why it would be left out (empty: it stays)."""

    text: str
    kind: Kind
    reason: str = ""
    linked: int = 0


@dataclass(slots=True)
class _Walk:
    """State while walking: words of the open block, and what surrounds it."""

    blocks: list[_Block] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    links: int = 0
    cells: int = 0
    pre: int = 0
    kinds: list[Kind] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    def words(self, text: str | None) -> None:
        if not text:
            return
        text = one_line_end(text) if self.pre else _FOLD.sub(" ", text)
        self.pieces.append(text)
        self.linked += len(text.strip()) if self.links else 0

    def flush(self) -> None:
        text = "".join(self.pieces)
        text = text if self.pre else re.sub(r" ?\n ?", "\n", re.sub(r" {2,}", " ", text))
        if text.strip():
            kind = self.kinds[-1] if self.kinds else "text"
            reason = self.reasons[-1] if self.reasons else ""
            # In preformatted text empty lines are all that divides paragraphs.
            parts = _EMPTY_LINE.split(text.strip("\n")) if self.pre else [text.strip()]
            self.blocks += [_Block(part, kind, reason, self.linked) for part in parts if part.strip()]
        self.pieces, self.linked = [], 0


def read_web(content: bytes, assembly: Assembly, clock: Clock, *, encoding: str | None) -> None:
    """Read a web page that was saved as HTML. Nothing is fetched, no script is run.

    Raises:
        UndecodableText: the encoding cannot be told.
        HostileDocument: nested deeper than any page.
        BrokenDocument: no page can be made of it.
    """
    decoded = _decode(content, encoding)
    note_encoding(decoded, assembly)
    root = _parse(decoded.text)
    clock.check()
    blocks = _mark_menus(_walk(root, clock))
    _bring_back(blocks, decoded.text)
    _mark_repeats(blocks)
    clock.check()
    for block in blocks:
        if block.reason:
            assembly.leave_out(block.text, block.reason)
        else:
            assembly.add(block.text, kind=block.kind)
    state_metadata(root, assembly)
    _warn(root, assembly)


def _decode(content: bytes, encoding: str | None) -> Decoded:
    declared = None if encoding else _declared(content)
    decoded = decode(content, encoding=encoding or declared)
    return replace(decoded, reason="stated by the page, and fits") if declared else decoded


def _declared(content: bytes) -> str | None:
    """The encoding the page states, if its bytes agree; a wrong statement is common and is not trusted."""
    found = _CHARSET.search(content[:4096])
    if found is None or content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return None
    # What browsers do with these names: https://encoding.spec.whatwg.org/#names-and-labels
    name = found.group(1).decode("ascii").lower()
    name = {"euc-kr": "cp949", "ks_c_5601-1987": "cp949", "gb2312": "gb18030", "gbk": "gb18030",
            "iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252"}.get(name, name)  # fmt: skip
    try:
        content.decode(name)
    except (LookupError, UnicodeDecodeError):
        return None
    return name


def _parse(text: str) -> Any:
    parser = lxml.html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True, recover=True
    )
    try:
        root = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        if any(entry.type == etree.ErrorTypes.ERR_NO_MEMORY for entry in parser.error_log):
            raise MemoryError from None  # lxml says only that the page is empty
        raise BrokenDocument("The page holds nothing that can be read.") from None
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise HostileDocument("The page is nested deeper than any page a person made.")
    return root


def _walk(root: Any, clock: Clock) -> list[_Block]:
    """Blocks in reading order, by events: nesting is the page's choice, recursion would overflow."""
    walk = _Walk()
    silent: Any = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        clock.check()
        if silent is not None:
            if event == "end" and element is silent:
                silent = None
                walk.words(element.tail)
            continue
        if event == "start" and element.tag in _SILENT:
            silent = element
        elif event == "start":
            _enter(element, walk)
        else:
            _leave(element, walk)
    walk.flush()
    return walk.blocks


def _enter(element: Any, walk: _Walk) -> None:
    tag = element.tag
    if tag in ("td", "th") and walk.cells:
        walk.pieces.append("\t")
    elif tag in _BLOCKS and not _inside_row(tag, walk):
        walk.flush()
    if tag == "tr" and _is_simple(element):
        walk.cells = 0
        walk.kinds.append("row")
    elif tag in _HEADINGS:
        walk.kinds.append("heading")
    walk.cells += tag in ("td", "th")
    walk.links += tag == "a"
    walk.pre += tag in ("pre", "textarea")
    reason = _reason(element)
    if reason:
        walk.flush()
        walk.reasons.append(walk.reasons[0] if walk.reasons else reason)
    if tag == "br":
        walk.pieces.append("\n")
    walk.words(element.text)


def _leave(element: Any, walk: _Walk) -> None:
    tag = element.tag
    reason = _reason(element)
    if (tag in _BLOCKS and not _inside_row(tag, walk)) or reason:
        walk.flush()
    if reason:
        walk.reasons.pop()
    if tag in _HEADINGS or (tag == "tr" and _is_simple(element)):
        walk.flush()
        walk.kinds.pop()
    walk.links -= tag == "a"
    walk.pre -= tag in ("pre", "textarea")
    walk.words(element.tail)


def _inside_row(tag: str, walk: _Walk) -> bool:
    """In a simple row, cells and the paragraphs in them do not end the block."""
    return bool(walk.kinds) and walk.kinds[-1] == "row" and tag not in ("tr", "table")


def _is_simple(row: Any) -> bool:
    """A row of data: no cell holds more than one block. Anything else is a table made for layout."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    return len(cells) > 1 and all(sum(1 for x in cell.iter() if x.tag in _BLOCKS) <= 2 for cell in cells)


def _reason(element: Any) -> str:
    """Why an element is not part of the main text by its own structure."""
    if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
        return "hidden"
    role = _ROLES.get((element.get("role") or "").lower())
    if element.tag == "form" and len(element.text_content()) > 2000:
        return ""  # whole pages are wrapped in a form by some systems
    if element.tag == "footer" and any(
        parent.tag in ("article", "blockquote") for parent in element.iterancestors()
    ):
        return ""  # the footer of an article holds its author and date
    return role or _AROUND.get(element.tag, "")


def _mark_menus(blocks: list[_Block]) -> list[_Block]:
    """Runs of three or more short blocks that are nearly all link are menus, whatever they are marked as."""
    run: list[_Block] = []
    for block in [*blocks, _Block("", "text")]:
        if block.text and len(block.text) < 60 and block.linked >= MENU_SHARE * len(block.text):
            run.append(block)
            continue
        if len(run) >= 3:
            for item in run:
                item.reason = item.reason or "menu"
        run = []
    return blocks


def _mark_repeats(blocks: list[_Block]) -> None:
    """Mark blocks whose words stand once more, for a reader would count them twice: within a longer block it is a pull
    quote, close behind an equal one it is doubled, as captions are for small windows and large ones.
    """
    kept = [b for b in blocks if not b.reason and b.kind == "text"]
    if len(kept) > _MOST_BLOCKS:
        return  # every block is looked for in all others: a page of so many is a list, not an article
    folded = [_QUOTES.sub("", _FOLD.sub(" ", b.text)).strip(" .…") for b in kept]
    whole = "\n".join(folded)
    for at, (block, words) in enumerate(zip(kept, folded, strict=True)):
        if not _PULLED[0] <= len(words) <= _PULLED[1]:
            continue
        if whole.count(words) > folded.count(words):
            block.reason = "pull quote"
        elif words in folded[max(0, at - _CLOSE) : at]:
            block.reason = "said twice"


def _bring_back(blocks: list[_Block], page: str) -> None:
    """Ask trafilatura about longer blocks that the structure would leave out (never hidden ones)."""
    doubtful = [b for b in blocks if b.reason not in ("", "hidden") and len(b.text) > 80]
    if not doubtful:
        return
    import trafilatura  # loaded only when needed: it takes longer to load than most pages to read

    kept = trafilatura.extract(page, include_comments=False, favor_recall=True) or ""
    kept = _FOLD.sub(" ", kept)
    for block in doubtful:
        if _FOLD.sub(" ", block.text) in kept:
            block.reason = ""


def _warn(root: Any, assembly: Assembly) -> None:
    if next(_scripts(root), None) is not None:
        assembly.warn(
            "active-content", "The page carries scripts; they were not run, and may have drawn more text."
        )
    reasons = sorted({out.reason for out in assembly.left_out})
    if reasons:
        assembly.warn(
            "left-out", f"{len(assembly.left_out)} block(s) left out of the text: {', '.join(reasons)}."
        )
    if not assembly.paragraphs:
        assembly.warn("no-text", "The page shows no text of its own.")


def _scripts(root: Any) -> Iterator[Any]:
    """Scripts that run; structured data (JSON-LD) lies in script elements too and does not."""
    for script in root.iter("script", "iframe", "object", "embed"):
        if "json" not in (script.get("type") or ""):
            yield script
