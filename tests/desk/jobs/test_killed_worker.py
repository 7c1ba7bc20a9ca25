"""The worker is killed in the middle of an import: nothing of it is in the record; started again, all of it is."""

import shutil

import pytest

KILL = """
import time
from tumen_desk.accounts.models import User
from tumen_desk.commands.checking import check_store
from tumen_desk.jobs import services, worker
from tumen_desk.jobs.models import Job
from tumen_desk.link.models import LinkRun
from tumen_desk.record.models import ImportBatch, Mention, Name, Organisation, Source
from tumen_desk.store import files, folder, keyring

folder.unlock("six words drawn by dice")
user = User.objects.get()
rows = [f"m{n},김이름{n},{'fm'[n % 2]},19{50 + n % 40}" for n in range(COUNT)]
sha256 = files.put("\\n".join(["mention_id,name,sex,birth", *rows]).encode())
job = services.enqueue(user=user, kind="record.import_table", title="A list", parameters={
    "tables": {"mentions": {"sha256": sha256}}, "content_sha256": sha256, "title": "A list", "organisation": "Someone",
    "consented": True, "dry_run": False})

def wait(until):
    deadline = time.monotonic() + 240
    while time.monotonic() < deadline:
        row = Job.objects.get(pk=job.pk)
        if until(row):
            return row
        time.sleep(0.01)
    raise TimeoutError(f"{row.state} {row.label} {row.error}")

def kept():
    return [m.objects.count() for m in (Mention, Name, Source, ImportBatch, Organisation)]

first = worker.start(keyring.master())
wait(lambda row: row.label.startswith("Writing mentions") or not row.is_open)
time.sleep(PAUSE)
first.kill()
first.wait()
SAY["after_kill"] = [Job.objects.get(pk=job.pk).state, kept()]
second = worker.start(keyring.master())
done = wait(lambda row: not row.is_open)
SAY["done"] = [done.state, done.attempts, kept()]
second.stdin.close()
SAY["worker_ends_with_the_desk"] = second.wait(timeout=60)
SAY["problems"] = check_store()
"""


def _killed(desk_child, made, folder, count, pause):
    shutil.copytree(made, folder)
    said = desk_child(folder, f"COUNT, PAUSE = {count}, {pause}\n" + KILL)
    assert said["after_kill"] == ["running", [0, 0, 0, 0, 0]]
    assert said["done"] == ["done", 2, [count, count, 1, 1, 1]]
    assert said["worker_ends_with_the_desk"] == 0
    assert said["problems"] == []


def test_an_import_killed_in_the_middle_leaves_nothing_and_is_completed_next_time(desk_child, made, tmp_path):
    _killed(desk_child, made, tmp_path / "desk", 6_000, 0.05)


@pytest.mark.slow
@pytest.mark.parametrize("pause", [0.0, 0.5, 1.5, 3.0])
def test_a_large_import_killed_at_any_moment_leaves_nothing(desk_child, made, tmp_path, pause):
    _killed(desk_child, made, tmp_path / "desk", 150_000, pause)
