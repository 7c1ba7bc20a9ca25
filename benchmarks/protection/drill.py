"""How long does it take to come back from nothing? `python3 benchmarks/protection/drill.py [--persons 50000]`

Fills a desk with made-up people and sealed files, backs it up by `tumen desk backup --drill`, as a person would type
it, and notes the size, the time on the clock and the CPU seconds of the commands together in `results.json`.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import wave
from pathlib import Path

HERE = Path(__file__).resolve().parent
PASSPHRASE = "a benchmark's passphrase"  # noqa: S105  (opens made-up people only)
EACH = 8  # MiB of one file


def _fill(persons: int, megabytes: int) -> None:
    """What the child does that makes the desk."""
    sys.path.insert(0, str(HERE))
    import django

    django.setup()
    import run

    from tumen_desk.accounts.services import user_create
    from tumen_desk.record import services
    from tumen_desk.record.models import Source
    from tumen_desk.store import folder

    folder.create(PASSPHRASE)
    officer = user_create(actor=None, username="officer", password=None, role="officer")
    run._fill(officer, persons)
    source = Source.objects.order_by("pk").first()
    for number in range(megabytes // EACH):
        services.document_add(actor=officer, source=source, name=f"{number}.wav", content=_noise())


def _noise() -> bytes:
    """A recording of nothing, new every time."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((1, 2, 44_100, 0, "NONE", "none"))
        file.writeframes(os.urandom(EACH << 20))
    return out.getvalue()


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measured(persons: int, megabytes: int) -> dict[str, object]:
    """Fill, back up, restore; every figure of the backup with its drill."""
    with tempfile.TemporaryDirectory(prefix="tumen-bench-") as scratch:
        place = Path(scratch)
        env = {
            **os.environ,
            "TUMEN_DATA": str(place / "desk"),
            "DJANGO_SETTINGS_MODULE": "tumen_desk.settings.desk",
        }
        filling = [sys.executable, str(Path(__file__).resolve()), "--fill", str(persons), str(megabytes)]
        subprocess.run(filling, env=env, check=True)
        (place / "passphrase").write_text(PASSPHRASE + "\n", "utf-8")
        lying = sum(p.stat().st_size for p in (place / "desk").rglob("*") if p.is_file())
        began, cpu = time.perf_counter(), _cpu()
        command = ["-m", "tumen", "desk", "backup", str(place / "backup.tumen-backup"), "--drill", "--json",
                   "--data", str(place / "desk"), "--passphrase-file", str(place / "passphrase")]  # fmt: skip
        done = subprocess.run(
            [sys.executable, *command], env=env, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(done.stdout + done.stderr)
        said = json.loads(done.stdout)
        return {
            "persons": persons,
            "megabytes_of_files": megabytes // EACH * EACH,
            "store_mb": round(lying / 1e6),
            "backup_mb": round((place / "backup.tumen-backup").stat().st_size / 1e6),
            "restored_wall_s": said["drill"]["seconds"],
            "both_wall_s": round(time.perf_counter() - began, 1),
            "both_cpu_s": round(_cpu() - cpu, 1),
        }


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--persons", type=int, default=50_000)
    asked.add_argument("--megabytes", type=int, default=400, help="of sealed files")
    asked.add_argument("--fill", nargs=2, type=int, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.fill:
        _fill(*given.fill)
        return
    found = measured(given.persons, given.megabytes)
    frozen = HERE / "results.json"
    results = json.loads(frozen.read_text("utf-8"))
    frozen.write_text(json.dumps({**results, "drill": found}, indent=1) + "\n", "utf-8")
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
