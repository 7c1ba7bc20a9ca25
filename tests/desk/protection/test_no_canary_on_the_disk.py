"""Made-up names go in by several ways; then all that was ever written is searched for them, in twelve encodings.

Every call by which the desk wrote anything, to files or to its own output and log, is searched as the kernel sees it;
so is every byte that lies in the data folder, the folder of temporary files and beside the backup once the desk was
killed. The full proof puts ten thousand in (`python3 run.py proofs`); here a few, the same way. The search itself is
proved first: each canary, written in each encoding among other bytes, is found there.
"""

import base64
import os
import shutil
import unicodedata

import pytest

from tumen import names

FLOW = """
import os
from pathlib import Path
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tumen_desk.accounts.models import User
from tumen_desk.keep import backups
from tumen_desk.record import naming, services
from tumen_desk.record.importing.apply import apply_plan
from tumen_desk.record.importing.plan import Plan, check_table
from tumen_desk.store import folder
from tumen import names

folder.unlock("six words drawn by dice")
user = User.objects.get()
for n, canary in enumerate(CANARIES[:min(len(CANARIES) // 2, 200)]):
    source = services.source_create(actor=user, title=f"Interview with {canary}", kind="SK-VICT", published=True)
    services.mention_create(actor=user, source=source, names=[{"text": canary}, {"text": names.romanise(canary, "rr")}])
    if n == 0:
        services.document_add(actor=user, source=source, name=f"{canary}.txt", content=(canary * 5000).encode())
table = "mention_id,name\\n" + "".join(f"{n},{c}\\n" for n, c in enumerate(CANARIES))
plan = Plan(tables={"mentions": check_table(table.encode(), table="mentions")})
apply_plan(actor=user, plan=plan, title=CANARIES[0], content_sha256="ab" * 32)
naming.bearers(user, CANARIES[1], most=5)
browser = Client(raise_request_exception=False)
browser.force_login(user)
large = table.encode() * (1 + 3_000_000 // len(table.encode()))
upload = {"table": "mentions", "file": SimpleUploadedFile(f"{CANARIES[2]}.csv", large)}
SAY["uploaded"] = browser.post("/record/imports/table/", upload).status_code
SAY["searched"] = browser.post("/record/mentions/by-name/", {"name": CANARIES[3]}).status_code
SAY["missed"] = browser.get(f"/{CANARIES[4]}/").status_code
backups.backup_write(actor=None, target=Path(OUT) / "b.backup")
# A crash: nothing is closed, what lies in the logs of writes stays there.
print("\\n" + json.dumps(SAY), flush=True)
os._exit(0)
"""

CANARIES = (
    '["곽" + "".join("가나다라마바사아자차카타파하거너더러머버"[n // 20**k % 20] for k in range(4))'
    " for n in range({many})]"
)


def _encodings(text):
    latin = names.romanise(text, "rr")
    return {
        "utf-8": text.encode(), "nfd": unicodedata.normalize("NFD", text).encode(),
        "utf-16-le": text.encode("utf-16-le"), "utf-16-be": text.encode("utf-16-be"),
        "cp949": text.encode("cp949"), "euc-kr": text.encode("euc-kr"), "romanised": latin.encode(),
        "upper": latin.upper().encode(), "hex": text.encode().hex().encode(),
        "escaped": text.encode("ascii", "backslashreplace"),
        "base64": base64.b64encode(text.encode())[:16],
        "percent": "".join(f"%{b:02X}" for b in text.encode()).encode(),
    }  # fmt: skip


class Search:
    """Looks for canaries in whatever bytes it is given, some megabytes at a time."""

    PIECE = 4_000_000

    def __init__(self, canaries):
        forms = [_encodings(canary) for canary in canaries]
        self.patterns = {p: name for form in forms for name, p in form.items()}
        self.lengths = sorted({len(p) for p in self.patterns})
        # All begin alike, in each encoding with a few bytes of its own.
        alike = os.path.commonprefix
        self.beginnings = {alike([form[name] for form in forms]) for name in forms[0]}
        self.waiting, self.size, self.bytes, self.calls, self.found = [], 0, 0, 0, set()

    def hits(self, content):
        found = set()
        for beginning in self.beginnings:
            at = content.find(beginning)
            while at >= 0:
                pieces = (content[at : at + n] for n in self.lengths)
                found |= {self.patterns[piece] for piece in pieces if piece in self.patterns}
                at = content.find(beginning, at + 1)
        return found

    def call(self, call):
        """One recorded call: what it wrote, and the names of the files it made."""
        self.calls += 1
        if not call.path.startswith(
            ("pipe:", "socket:")
        ):  # memory only, between the desk and its jail for parsers
            self.add(call.content)
        self.add(f"\n{call.path}\n{call.to}\n".encode())

    def add(self, content):
        self.waiting.append(content)
        self.size += len(content)
        self.bytes += len(content)
        if self.size > self.PIECE:
            self.end()

    def end(self):
        self.found |= self.hits(b"\0".join(self.waiting))
        self.waiting, self.size = [], 0


def _prove(recorded, made, base, many):
    canaries = eval(CANARIES.format(many=many))  # noqa: S307  (the line above, as the child evaluates it too)
    desk, out, tmp = base / "desk", base / "out", base / "tmp"
    shutil.copytree(made, desk)
    out.mkdir()
    tmp.mkdir()
    search = Search(canaries)
    for canary in (canaries[0], canaries[-1]):
        for name, pattern in _encodings(canary).items():
            # Two Korean encodings write common syllables alike: then one pattern stands for both.
            assert search.hits(b"x" * 99 + pattern + b"x" * 99) in ({name}, {"euc-kr"}), name
    head = f"OUT = {str(out)!r}\nCANARIES = {CANARIES.format(many=many)}\n"
    said = recorded(desk, head + FLOW, search.call, TMPDIR=str(tmp), SQLITE_TMPDIR=str(tmp))
    search.end()
    assert (said["uploaded"], said["searched"], said["missed"]) == (302, 200, 404)
    assert search.calls > 1_000, "the calls were seen"
    assert search.found == set(), "in a call that wrote"
    written = search.bytes
    for place in (desk, out, tmp):
        for path in place.rglob("*"):
            search.add(f"\n{path.name}\n".encode())
            if path.is_file():
                search.add(path.read_bytes())
    search.end()
    assert search.bytes - written > 100_000
    assert search.found == set(), "on the disk"
    return {"calls": search.calls, "megabytes_written": written // 10**6,
            "megabytes_lying": (search.bytes - written) // 10**6}  # fmt: skip


def test_fifty_canaries_leave_no_trace(recorded, made, tmp_path):
    _prove(recorded, made, tmp_path, 50)


@pytest.mark.slow
def test_ten_thousand_canaries_leave_no_trace(recorded, made, tmp_path, proved):
    proved("canaries", canaries=10_000, encodings=12, hits=0, **_prove(recorded, made, tmp_path, 10_000))
