"""Judge pairs in a real browser with the keyboard alone and measure how long each verdict takes to be answered.

Two times for each verdict, by the browser's own clock from the key to the screen: until the next pair is shown, and
until the desk says that the verdict is kept. The limit in the same run is an answer of the same desk over the same
socket that only looks at the session and refuses (GET of an address that takes POST), so that `× limit` is what judging
costs.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

PROMISE_MS = 100
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]

# A key, then how long until #pair is another and until the line says Kept; both by observers, not by polling.
PRESS = """(key) => new Promise((done) => {
  const before = document.getElementById("pair").dataset.pk;
  const said = document.querySelector("[data-said]");
  const began = performance.now();
  const times = {};
  const look = () => {
    const now = document.getElementById("pair").dataset.pk;
    if (!times.shown && now !== before) times.shown = performance.now() - began;
    if (!times.kept && /^Kept/.test(said.textContent)) times.kept = performance.now() - began;
    if (/^Not kept/.test(said.textContent)) times.kept = times.shown = NaN;
    if (times.shown !== undefined && times.kept !== undefined) { watch.disconnect(); done(times); }
  };
  const watch = new MutationObserver(look);
  watch.observe(document.body, { childList: true, subtree: true, characterData: true });
  document.dispatchEvent(new KeyboardEvent("keydown", { key, code: "Key" + key.toUpperCase(), bubbles: true }));
})"""
NOTHING = """async () => {
  const began = performance.now();
  await (await fetch("/link/review/mine/", { method: "GET", cache: "no-store" })).text();
  return performance.now() - began;
}"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--verdicts", type=int, default=60)
    parser.add_argument("--pause", type=float, default=0.5, help="seconds a reviewer looks at a pair")
    parser.add_argument("--address", help="a demonstration desk that is open already")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tumen-bench-") as folder:
        process, address = (None, given.address) if given.address else start(Path(folder), given.people)
        try:
            found = measure(address, given.verdicts, given.pause)
        finally:
            if process is not None:
                process.terminate()
                process.wait()
    show(found)
    if given.json:
        given.json.write_text(json.dumps(found, indent=1))


def start(folder: Path, people: int) -> tuple[subprocess.Popen[str], str]:
    """A demonstration desk of its own, and its address."""
    tumen = [sys.executable, "-m", "tumen", "desk", "start", "--demo", "--people", str(people)]
    process = subprocess.Popen(
        [*tumen, "--no-browser", "--port", "0", "--data", str(folder)], stderr=subprocess.PIPE, text=True
    )
    for line in process.stderr or ():
        if found := re.search(r"The desk is open at (http://\S+?)/?\s", line):
            threading.Thread(target=lambda: list(process.stderr or ()), daemon=True).start()
            return process, found.group(1)
    raise SystemExit("The desk did not open.")


def measure(address: str, verdicts: int, pause: float) -> dict[str, list[float]]:
    """Times in milliseconds of each verdict."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"), args=FLAGS
        )
        page = browser.new_page()
        sign_in(page, address)
        page.goto(f"{address}/link/review/begin/")
        page.wait_for_load_state("networkidle")
        found: dict[str, list[float]] = {"shown": [], "kept": [], "nothing": []}
        for number in range(verdicts + 3):
            page.wait_for_timeout(1000 * pause)
            times = page.evaluate(PRESS, "du"[number % 2])
            page.wait_for_timeout(100)
            nothing = page.evaluate(NOTHING)
            if number >= 3:  # the first ones warm the desk up
                found["shown"].append(times["shown"])
                found["kept"].append(times["kept"])
                found["nothing"].append(nothing)
        browser.close()
    return found


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    if "/unlock/" in page.url:
        page.get_by_label("Passphrase").fill("demo")
        page.get_by_role("button", name="Unlock").click()
        page.wait_for_url(lambda url: "/unlock/" not in url)
    page.locator("button[name=role][value=officer]").click()
    page.wait_for_load_state("networkidle")


def show(found: dict[str, list[float]]) -> None:
    limit = statistics.median(found["nothing"])
    print("| from the key to | p50 ms | p95 ms | × limit |\n|---|---|---|---|")
    for name, words in (("shown", "the next pair on the screen"), ("kept", "the desk says it is kept")):
        p50, p95 = statistics.median(found[name]), statistics.quantiles(found[name], n=20)[18]
        late = " **over the promise**" if p95 > PROMISE_MS else ""
        print(f"| {words} | {p50:.1f} | {p95:.1f}{late} | {p50 / limit:.1f} |")
    print(f"| limit: an answer that does nothing | {limit:.1f} | | 1.0 |")


if __name__ == "__main__":
    main()
