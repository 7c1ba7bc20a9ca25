"""Installs the project in a fresh copy and opens its first page, beside the least that each step must cost.

    python3 benchmarks/install/run.py [--people N] [--json FILE]

Needs git, a connection for the packages, and Linux for the memory figures. Standard library only, because it
must not lean on what it installs.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 1800

# The least that a Django page costs: from starting Python to one answer, with no store and no page of ours.
BARE_PAGE = """\
import django, io
from django.conf import settings
settings.configure(ROOT_URLCONF="__main__", ALLOWED_HOSTS=["*"], SECRET_KEY="x")
django.setup()
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
from django.urls import path
urlpatterns = [path("", lambda request: HttpResponse("hello"))]
environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "SERVER_NAME": "x", "SERVER_PORT": "80"}
environ["wsgi.input"] = io.BytesIO()
print(b"".join(WSGIHandler()(environ, lambda *_: None)))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tumen bench ") as scratch:
        found = measure(Path(scratch), given.people)
    report(found)
    if given.json:
        given.json.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


def measure(scratch: Path, people: int) -> dict[str, float]:
    """Seconds, megabytes and ratios of each step, in a copy at a path with a space."""
    copy, desk = scratch / "a copy", scratch / "a desk"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(copy)], check=True)
    demo = ["run.py", "demo", "--no-browser", "--data", str(desk), "--people", str(people)]
    stamp = copy / ".venv" / "tumen-desk.txt.sha256"
    installed: list[float] = []
    first = opened([sys.executable, *demo], copy, on_look=lambda t: mark(stamp, installed, t))
    again = opened([sys.executable, *demo], copy)
    python = copy / ".venv" / "bin" / "python"
    world = [str(python), "-m", "tumen", "synth", "--people", str(people), "--out", str(scratch / "world")]
    found = {
        "people": people,
        "install_s": installed[0],
        "install_limit_s": timed(lambda: shutil.copytree(copy / ".venv", scratch / "files", symlinks=True)),
        "first_page_s": first["seconds"] - installed[0],
        "first_page_limit_s": timed(lambda: silently(world)),
        "again_s": again["seconds"],
        "again_limit_s": timed(lambda: silently([str(python), "-c", BARE_PAGE])),
        "first_peak_mb": first["megabytes"],
        "again_peak_mb": again["megabytes"],
        "disk_mb": size(copy / ".venv") / 1e6,
        "store_mb": size(desk) / 1e6,
        "load": os.getloadavg()[0],
    }
    for step in ("install", "first_page", "again"):
        found[f"{step}_ratio"] = found[f"{step}_s"] / found[f"{step}_limit_s"]
    return found


def mark(stamp: Path, installed: list[float], seconds: float) -> None:
    """Notice when the environment is complete: its stamp is there."""
    if not installed and stamp.exists():
        installed.append(seconds)


def opened(
    command: list[str], folder: Path, on_look: Callable[[float], None] = lambda _: None
) -> dict[str, float]:
    """Run a command until the desk answers with a page, then end it: seconds, and peak memory of all it started."""
    port = free_port()
    started = time.monotonic()
    # A session of its own, so that nothing of it stays behind.
    child = subprocess.Popen(
        [*command, "--port", str(port)], cwd=folder, stdout=subprocess.DEVNULL, start_new_session=True
    )
    peak = 0.0
    try:
        while not answers(port):
            seconds = time.monotonic() - started
            on_look(seconds)
            peak = max(peak, memory(child.pid))
            if child.poll() is not None or seconds > PATIENCE:
                raise SystemExit("the desk did not open")
            time.sleep(0.1)
        return {"seconds": time.monotonic() - started, "megabytes": max(peak, memory(child.pid))}
    finally:
        os.killpg(child.pid, signal.SIGINT)
        try:
            child.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as page:
            return page.status == 200 and b"<html" in page.read()
    except (urllib.error.URLError, OSError):
        return False


def memory(session: int) -> float:
    """Megabytes that all processes of a session hold, shared pages counted once; 0 where /proc does not say."""
    total = 0
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if os.getsid(int(entry.name)) == session:
                lines = (entry / "smaps_rollup").read_text().splitlines()
                total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        except (OSError, ValueError):
            continue
    return total / 1024


def timed(work: Callable[[], object]) -> float:
    started = time.monotonic()
    work()
    return time.monotonic() - started


def silently(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def size(folder: Path) -> int:
    return sum(file.lstat().st_size for file in folder.rglob("*") if not file.is_dir())


def report(found: dict[str, float]) -> None:
    print(f"{'step':34}{'s':>8}{'limit s':>9}{'× limit':>9}")
    for step, told in (
        ("install", "install (limit: copying the files)"),
        ("first_page", "made-up world, open (limit: synth)"),
        ("again", "again, open (limit: bare Django)"),
    ):
        numbers = (found[f"{step}_s"], found[f"{step}_limit_s"], found[f"{step}_ratio"])
        print(f"{told:34}{numbers[0]:8.1f}{numbers[1]:9.1f}{numbers[2]:9.1f}")
    print(
        f"peak memory {found['first_peak_mb']:.0f} MB the first time, {found['again_peak_mb']:.0f} MB again; "
        f"on disk {found['disk_mb']:.0f} MB installed, {found['store_mb']:.0f} MB of desk; load {found['load']:.1f}"
    )


if __name__ == "__main__":
    main()
