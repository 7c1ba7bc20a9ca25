"""Made-up names go in by several ways; then every byte that was written is searched for them, in twelve encodings.

The full proof puts ten thousand in (`python3 run.py proofs`); here a few, the same way. The search itself is proved
first: each canary, written in each encoding into a file, is found there.
"""

import shutil

import pytest

FLOW = """
import base64, gzip, os, unicodedata
from pathlib import Path
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from tumen import names
from tumen_desk.accounts.models import Role, User
from tumen_desk.keep import backups
from tumen_desk.record import naming, services
from tumen_desk.record.importing.apply import apply_plan
from tumen_desk.record.importing.plan import Plan, check_table
from tumen_desk.store import folder

FIRST = "가나다라마바사아자차카타파하거너더러머버"
CANARIES = ["곽" + "".join(FIRST[n // 20**k % 20] for k in range(4)) for n in range(MANY)]

def encodings(text):
    latin = names.romanise(text, "rr")
    plain = {
        "utf-8": text.encode(), "nfd": unicodedata.normalize("NFD", text).encode(),
        "utf-16-le": text.encode("utf-16-le"), "utf-16-be": text.encode("utf-16-be"),
        "cp949": text.encode("cp949"), "euc-kr": text.encode("euc-kr"), "romanised": latin.encode(),
        "upper": latin.upper().encode(), "hex": text.encode().hex().encode(),
        "escaped": text.encode("ascii", "backslashreplace"),
        "base64": base64.b64encode(text.encode())[:16], "percent": "".join(f"%{b:02X}" for b in text.encode()).encode(),
    }
    assert len(plain) == 12
    return plain

PATTERNS = {pattern: name for canary in CANARIES for name, pattern in encodings(canary).items()}
LENGTHS = sorted({len(p) for p in PATTERNS})
BEGINNINGS = {p[:6] for p in PATTERNS}

def hits(content):
    # Six bytes of a beginning first: what is encrypted almost never passes that.
    found = set()
    for beginning in BEGINNINGS:
        at = content.find(beginning)
        while at >= 0:
            found |= {PATTERNS[content[at:at + n]] for n in LENGTHS if content[at:at + n] in PATTERNS}
            at = content.find(beginning, at + 1)
    return found

whole = b"\\x00".join(pattern for pattern in encodings(CANARIES[0]).values())
# Two Korean encodings write common syllables alike: then one pattern stands for both.
SAY["written"] = len(set(encodings(CANARIES[0]).values()))
SAY["control"] = len(hits(b"x" * 99 + whole + b"x" * 99))
folder.unlock("six words drawn by dice")
user = User.objects.get()
half = len(CANARIES) // 2
for n, canary in enumerate(CANARIES[:min(half, 200)]):
    source = services.source_create(actor=user, title=f"Interview with {canary}", kind="SK-VICT", published=True)
    services.mention_create(actor=user, source=source, names=[{"text": canary}, {"text": names.romanise(canary, "rr")}])
    if n == 0:
        services.document_add(actor=user, source=source, name=f"{canary}.txt", content=(canary * 5000).encode())
table = "mention_id,name\\n" + "".join(f"{n},{c}\\n" for n, c in enumerate(CANARIES))
plan = Plan(tables={"mentions": check_table(table.encode(), table="mentions")})
apply_plan(actor=user, plan=plan, title=CANARIES[0], content_sha256="ab" * 32)
naming.bearers(user, CANARIES[1], most=5)
backups.backup_write(actor=None, target=Path(OUT) / "b.backup")
os.environ["CANARY_DONE"] = "1"
places = [folder.root(), Path(os.environ["TMPDIR"]), Path(OUT)]
SAY["hits"] = {}
SAY["bytes"] = 0
for place in places:
    for path in place.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            SAY["bytes"] += len(content)
            if found := hits(content):
                SAY["hits"][path.name] = sorted(found)
"""


def _prove(desk_child, made, base, many):
    shutil.copytree(made, base / "desk")
    (base / "out").mkdir()
    (base / "tmp").mkdir()
    head = f"OUT = {str(base / 'out')!r}\nMANY = {many}\n"
    tmp = str(base / "tmp")
    said = desk_child(base / "desk", head + FLOW, TMPDIR=tmp, SQLITE_TMPDIR=tmp)
    assert said["control"] == said["written"] >= 11
    assert said["bytes"] > 100_000
    assert said["hits"] == {}


def test_fifty_canaries_leave_no_trace(desk_child, made, tmp_path):
    _prove(desk_child, made, tmp_path, 50)


@pytest.mark.slow
def test_ten_thousand_canaries_leave_no_trace(desk_child, made, tmp_path):
    _prove(desk_child, made, tmp_path, 10_000)
