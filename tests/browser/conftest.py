"""The real product in a real browser: `tumen desk start` as its users start it, Chromium as they see it.

Each desk is a process of its own with its worker and its encrypted store in a folder with a space in its name.
A page that is visited is watched: what it logs as an error and where it calls out fails the test that visited it.
"""

from __future__ import annotations

import base64
import os
import re
import shutil
import signal
import struct
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    expect,
    sync_playwright,
)

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
PEOPLE = 400
START_SECONDS = 180
WAIT_MS = 60_000
JOB_MS = 240_000
DEMO_PASSPHRASE = "demo"
PASSPHRASE = "anvil copper lantern meadow orbit quilt"
PASSWORD = "a long enough password"
WINDOW = {"width": 1360, "height": 900}
IMAGES = Path(__file__).parents[2] / "docs" / "images"

expect.set_options(timeout=WAIT_MS)


def heed_interrupts() -> None:
    """What runs in the background of a script ignores Ctrl+C, and so does all that it starts; a desk must not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Desk:
    """One desk process over one data folder."""

    def __init__(self, folder: Path, *options: str, **environment: str) -> None:
        self.folder = folder
        self._options = options
        self._environment = {k: v for k, v in os.environ.items() if not k.startswith(("TUMEN_", "DJANGO_"))}
        self._environment |= {"PYTHONWARNINGS": "default", **environment}
        self._process: subprocess.Popen[str] | None = None
        self.said: list[str] = []
        self.address = ""

    def start(self) -> None:
        """Start it as a person would, and read from what it says where it is open."""
        tumen = str(Path(sys.executable).with_name("tumen"))
        self.said, self.address, opened = [], "", threading.Event()
        self._process = subprocess.Popen(
            [tumen, "desk", "start", "--no-browser", "--port", "0", "--data", str(self.folder), *self._options],
            stderr=subprocess.PIPE, text=True, encoding="utf-8", errors="replace", env=self._environment,
            preexec_fn=heed_interrupts,  # noqa: PLW1509  (it sets one signal and takes no lock)
        )  # fmt: skip
        process = self._process

        def listen() -> None:
            assert process.stderr is not None
            for line in process.stderr:
                self.said.append(line)
                found = re.search(r"The desk is open at (http://\S+?)/?\s", line)
                if found:
                    self.address = found.group(1)
                    opened.set()
            process.stderr.close()
            opened.set()

        self._listener = threading.Thread(target=listen, daemon=True)
        self._listener.start()
        opened.wait(START_SECONDS)
        if not self.address:
            self.kill()
            pytest.fail("The desk did not open:\n" + "".join(self.said))

    def stop(self) -> None:
        """End it as Ctrl+C does."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(20)
                self._listener.join(20)
            except subprocess.TimeoutExpired:
                self.kill()
                pytest.fail("The desk did not close within 20 seconds of Ctrl+C.")

    def kill(self) -> None:
        """End it as a power cut does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(20)
            self._listener.join(20)

    def restart(self) -> None:
        """A new morning: closed, opened again, sealed."""
        self.stop()
        self.start()


class Visitor:
    """One person in front of one desk: a window, and what went wrong in it."""

    def __init__(self, desk: Desk, context: BrowserContext) -> None:
        self.desk, self.context = desk, context
        self.page: Page = context.new_page()
        self.faults: list[str] = []
        self.downloads: list[str] = []
        self.codes: list[str] = []
        context.on("console", self._heard)
        context.on("weberror", lambda error: self.faults.append(f"script error: {error.error}"))
        context.on("request", self._called)

    def _heard(self, message: ConsoleMessage) -> None:
        # A refused form answers 422 on purpose, and Chromium logs each such answer.
        if message.type in ("error", "warning") and "status of 422" not in message.text:
            self.faults.append(f"{message.type}: {message.text} at {self.page.url}")

    def _called(self, request: Request) -> None:
        where = urlsplit(request.url)
        if where.scheme not in ("data", "blob") and where.netloc != urlsplit(self.desk.address).netloc:
            self.faults.append(f"called out: {request.url} from {self.page.url}")

    def go(self, path: str) -> Page:
        """Open a page of the desk, which must be there."""
        answer = self.page.goto(self.desk.address + path)
        assert answer is not None
        assert answer.status < 400, f"{path} answered {answer.status}"
        return self.page

    def unlock(self, passphrase: str = DEMO_PASSPHRASE) -> None:
        """Unseal the desk if it is sealed."""
        self.go("/")
        if "/unlock/" in self.page.url:
            self.page.get_by_label("Passphrase").fill(passphrase)
            self.page.get_by_role("button", name="Unlock").click()
            expect(self.page).not_to_have_url(re.compile("/unlock/"))

    def sign_in(self, role: str) -> Visitor:
        """Unlock the demonstration if need be, and come in as one of its people."""
        self.unlock()
        self.page.locator(f"button[name=role][value={role}]").click()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("Good morning")
        return self

    def room(self, label: str) -> Page:
        """Follow an entry of the side bar, until the page listens to keys."""
        bar = self.page.get_by_role("navigation", name="Rooms")
        entry = self.page.locator("a").filter(has_text=re.compile(rf"^\s*{re.escape(label)}\s*$"))
        link = bar.locator(entry)
        if not link.is_visible():
            bar.locator("details", has=entry).locator("summary").click()
        return self.follow(link)

    def follow(self, link: Locator) -> Page:
        """Press what leads to another page, until that page has run its scripts: before, it heeds no key."""
        with self.page.expect_navigation(wait_until="load"):
            link.click()
        return self.page

    def heading(self) -> str:
        """What stands above the page."""
        return self.page.get_by_role("heading", level=1).inner_text()

    def job_done(self) -> None:
        """Wait for the work shown on this page, which must succeed."""
        expect(self.page.locator("#job .state")).to_have_text(
            re.compile("Done|Failed|Cancelled"), timeout=JOB_MS
        )
        expect(self.page.locator("#job .state")).to_have_text("Done")

    def picture(self, name: str) -> None:
        """Keep what is seen as `docs/images/<name>.png`, where it is missing or new pictures are asked for."""
        target = IMAGES / f"{name}.png"
        if os.environ.get("TUMEN_WRITE_SCREENSHOTS") != "1" and target.exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        self.page.set_viewport_size(WINDOW)  # type: ignore[arg-type]
        self.page.wait_for_load_state("networkidle")
        shot = base64.b64encode(self.page.screenshot(animations="disabled")).decode()
        darkroom = self.context.new_page()
        pixels = base64.b64decode(darkroom.evaluate(PIXELS, shot))
        darkroom.close()
        target.write_bytes(small_png(np.frombuffer(pixels, np.uint8).reshape(WINDOW["height"], -1, 4)))


PIXELS = """async (shot) => {
  const bytes = Uint8Array.from(atob(shot), (c) => c.charCodeAt(0));
  const picture = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  const pen = canvas.getContext("2d");
  pen.drawImage(picture, 0, 0);
  const { data } = pen.getImageData(0, 0, picture.width, picture.height);
  let text = "";
  for (let at = 0; at < data.length; at += 30000) text += String.fromCharCode(...data.subarray(at, at + 30000));
  return btoa(text);
}"""


def small_png(rgba: NDArray[np.uint8]) -> bytes:
    """A picture in at most 256 colours, so that the repository stays light: rare ones become their neighbours."""
    height, width, _ = rgba.shape
    colours, which, counts = np.unique(
        rgba[..., :3].reshape(-1, 3), axis=0, return_inverse=True, return_counts=True
    )
    palette = colours[np.argsort(-counts)[:256]]
    apart = ((colours[:, None].astype(np.int32) - palette[None].astype(np.int32)) ** 2).sum(axis=2)
    indices = apart.argmin(axis=1).astype(np.uint8)[which.reshape(-1)].reshape(height, width)
    rows = np.hstack([np.zeros((height, 1), np.uint8), indices]).tobytes()

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", head), (b"PLTE", palette.tobytes()), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, content) for kind, content in parts)


NewVisitor = Callable[..., Visitor]


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The installed browser; without one these tests fail, they do not pass by being skipped."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.fail(f"No browser: install Chromium (looked for {', '.join(BROWSERS)}).")
    return found


@pytest.fixture(scope="module")
def chromium(chromium_path: str) -> Iterator[Browser]:
    """One browser for a file of tests; closed before tests of other kinds run, whose databases mind its event loop."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def demo_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """`tumen desk start --demo`, filled with a made-up world, its estimates being made.

    It starts where an earlier version, whose key file this one cannot read, had its demonstration.
    """
    folder = tmp_path_factory.mktemp("a demonstration") / "data of the desk"
    folder.mkdir()
    (folder / "keys.json").write_text("{}", "utf-8")
    desk = Desk(folder, "--demo", "--people", str(PEOPLE))
    desk.start()
    yield desk
    desk.stop()


@pytest.fixture
def new_desk(tmp_path: Path) -> Iterator[Desk]:
    """`tumen desk start` over an empty folder, on a Korean machine."""
    desk = Desk(tmp_path / "새 자료 folder", LANG="ko_KR.UTF-8", LC_ALL="ko_KR.UTF-8")
    desk.start()
    yield desk
    desk.stop()


@pytest.fixture
def visit(chromium: Browser) -> Iterator[NewVisitor]:
    """Open a window on a desk; at the end nothing may have gone wrong in any of them."""
    visitors: list[Visitor] = []

    def come(desk: Desk, role: str = "", *, width: int = WINDOW["width"], locale: str = "en-GB") -> Visitor:
        context = chromium.new_context(
            viewport={"width": width, "height": WINDOW["height"]}, locale=locale, accept_downloads=True
        )
        context.set_default_timeout(WAIT_MS)
        visitor = Visitor(desk, context)
        visitors.append(visitor)
        return visitor.sign_in(role) if role else visitor

    yield come
    faults = [fault for visitor in visitors for fault in visitor.faults]
    for visitor in visitors:
        visitor.context.close()
        print("".join(visitor.desk.said[-40:]))  # noqa: T201  (shown when the test failed)
    assert faults == []


def pdf_of(lines: list[str]) -> bytes:
    """A PDF of one page with these lines of Latin text."""
    text = "\n".join(f"({line.translate({40: '[', 41: ']', 92: '/'})}) '" for line in lines)
    stream = f"BT /F1 12 Tf 16 TL 60 780 Td\n{text}\nET".encode("latin-1")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % at for at in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


@pytest.fixture(scope="session")
def make_pdf() -> Callable[[list[str]], bytes]:
    """A PDF of some lines."""
    return pdf_of


@pytest.fixture(scope="session")
def eventually() -> Callable[..., None]:
    """Wait until something holds; fail with its name if it never does."""

    def wait(holds: Callable[[], bool], what: str, *, seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > end:
                pytest.fail(f"Waited {seconds:.0f} s in vain: {what}.")
            time.sleep(0.05)

    return wait
