#!/usr/bin/env python3
"""Two commands on a fresh machine: `python3 run.py demo` and `python3 run.py test`.

Each makes what it needs the first time (a virtual environment beside this file, from locked and hashed
packages) and goes straight to work the second time. Standard library only.

    demo      install, fill a desk with a made-up world, open the browser
    start     the same without made-up data: your own encrypted desk
    test      run every check and every test, browser tests included
    check     formatting, types and import rules only
    proofs    the slow proofs: crash, scale, soak
    bench     the benchmarks (names after it: only those)
    lock      resolve the dependencies anew (needs uv)
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
DEBIAN_FOR_TESTS = {
    "chromium": ("chromium", "chromium-browser", "google-chrome"),
    "fonts-noto-cjk": (),
    "openjdk-17-jre-headless": ("java",),
    "postgresql": ("pg_ctlcluster", "initdb"),
    "tesseract-ocr": ("tesseract",),
    "tesseract-ocr-kor": (),
    "tesseract-ocr-chi-sim": (),
}


def run(*command: object, **options: object) -> None:
    """Run a command, shown first; leave with its status if it fails."""
    done = subprocess.run([str(c) for c in command], cwd=ROOT, check=False, **options)
    if done.returncode:
        sys.exit(done.returncode)


def say(text: str) -> None:
    print(f"· {text}", file=sys.stderr, flush=True)


def environment(lock: str) -> None:
    """The virtual environment holds exactly what `lock` says, and this project."""
    if sys.version_info < (3, 11):  # noqa: UP036  (this file must say so in words on an older Python)
        sys.exit("Tumen needs Python 3.11 or newer.")
    locked = (ROOT / "lock" / lock).read_bytes() + (ROOT / "pyproject.toml").read_bytes()
    wanted = hashlib.sha256(locked + str(ROOT).encode() + sys.version.encode()).hexdigest()
    stamp = VENV / f"tumen-{lock}.sha256"
    # What the tests install includes all the desk needs.
    stamps = [stamp, VENV / "tumen-test.txt.sha256"] if lock == "desk.txt" else [stamp]
    if any(s.exists() and s.read_text() == wanted_for(s, lock, wanted) for s in stamps):
        return
    started = time.monotonic()
    if not PYTHON.exists():
        say("Making a virtual environment …")
        make_venv()
    say(f"Installing what lock/{lock} lists (once; some minutes) …")
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    run(*pip, "--require-hashes", "-r", ROOT / "lock" / lock)
    run(*pip, "--no-build-isolation", "--no-deps", "--editable", ROOT)
    stamp.write_text(wanted)
    say(f"Installed in {time.monotonic() - started:.0f} s.")


def wanted_for(stamp: Path, lock: str, wanted: str) -> str:
    """The stamp that a fitting environment carries."""
    if stamp.name == f"tumen-{lock}.sha256":
        return wanted
    locked = (ROOT / "lock" / "test.txt").read_bytes() + (ROOT / "pyproject.toml").read_bytes()
    return hashlib.sha256(locked + str(ROOT).encode() + sys.version.encode()).hexdigest()


def make_venv() -> None:
    """Debian ships Python without the part that makes environments: install it where we may, else say how."""
    made = subprocess.run(
        [sys.executable, "-m", "venv", str(VENV)],
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if made.returncode == 0:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    package = f"python3.{sys.version_info.minor}-venv"
    apt_install([package], f"Python cannot make virtual environments here; it needs the package {package}.")
    run(sys.executable, "-m", "venv", VENV)


def apt_install(packages: list[str], why: str) -> None:
    """Install Debian packages if we are root on Debian; otherwise say exactly what to do."""
    may = shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0
    if not may:
        sys.exit(f"{why}\nInstall it, then run this again:\n    sudo apt-get install {' '.join(packages)}")
    say(f"{why} Installing {' '.join(packages)} …")
    quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
    run("apt-get", "update", "-qq", **quiet)
    run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages, **quiet)


def debian_packages() -> None:
    """What stands beside Python: a browser, fonts that write Korean and Chinese, Java, a server, a reader of scans."""
    missing = [name for name, programs in DEBIAN_FOR_TESTS.items() if not present(name, programs)]
    if missing:
        apt_install(missing, "The tests need a browser, East Asian fonts, Java, PostgreSQL and Tesseract.")


def present(package: str, programs: tuple[str, ...]) -> bool:
    """True if one of the programs is on the path, or the Debian package is installed."""
    if programs:
        return any(shutil.which(p) for p in programs)
    if not shutil.which("dpkg-query"):
        return True
    status = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Status}", package], check=False, capture_output=True, text=True
    )
    return "ok installed" in status.stdout


def checks() -> None:
    """Formatting, lint, types, import rules."""
    run(BIN / "ruff", "format", "--check", "--quiet", ".")
    run(BIN / "ruff", "check", "--quiet", ".")
    run(BIN / "lint-imports", "--no-cache")
    run(PYTHON, "-m", "mypy")


def demo(arguments: list[str]) -> None:
    environment("desk.txt")
    run(BIN / "tumen", "desk", "start", "--demo", *arguments)


def start(arguments: list[str]) -> None:
    environment("desk.txt")
    run(BIN / "tumen", "desk", "start", *arguments)


def check(arguments: list[str]) -> None:
    environment("test.txt")
    checks()


def test(arguments: list[str]) -> None:
    environment("test.txt")
    # On the other core meanwhile: what is compiled once an installation, which every test process would do at once.
    compiling = (
        None if arguments else subprocess.Popen([PYTHON, ROOT / "tests" / "compile_first.py"], cwd=ROOT)
    )
    debian_packages()
    if compiling is not None:
        checks()
        if compiling.wait():
            sys.exit("The inner loops of linkage and estimation cannot be compiled; the lines above say why.")
    # One more than there are processors: the one with the browser mostly waits for a desk and for pages.
    several = ["-n", str((os.cpu_count() or 2) + 1), "--dist", "loadfile", "--no-loadscope-reorder"]
    workers = [] if arguments else several
    run(PYTHON, "-m", "pytest", *workers, *(arguments or ["-m", "not slow"]))


def proofs(arguments: list[str]) -> None:
    environment("test.txt")
    run(PYTHON, "-m", "pytest", "-m", "slow", *arguments)


def bench(arguments: list[str]) -> None:
    environment("test.txt")
    for question in sorted((ROOT / "benchmarks").iterdir()):
        if (question / "run.py").exists() and (not arguments or question.name in arguments):
            say(question.name)
            run(PYTHON, question / "run.py")


def lock(arguments: list[str]) -> None:
    uv = shutil.which("uv") or BIN / "uv"
    same = ["--universal", "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--quiet"]
    same += ["--python-version", "3.11", "--custom-compile-command", "python3 run.py lock", *arguments]
    everything = ["--extra", "desk", "--extra", "build", "--extra", "test"]
    run(uv, "pip", "compile", *same, *everything, "pyproject.toml", "-o", "lock/test.txt")
    desk = ["--extra", "desk", "--extra", "build", "-c", "lock/test.txt"]
    run(uv, "pip", "compile", *same, *desk, "pyproject.toml", "-o", "lock/desk.txt")


COMMANDS = {f.__name__: f for f in (demo, start, test, check, proofs, bench, lock)}

if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in COMMANDS:
        sys.exit(__doc__)
    try:
        COMMANDS[sys.argv[1]](sys.argv[2:])
    except KeyboardInterrupt:
        sys.exit(130)
