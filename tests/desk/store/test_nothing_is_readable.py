"""Whatever goes through the services, nothing of it can be read on the disk: not in the databases and their logs,
not in the sealed files, not in a temporary file."""

import shutil
import unicodedata
from pathlib import Path

import pytest

KOREAN = "백두산호랑이"
ROMANISED = "Paektusan Horangi Qzx"
NOTE = "canary-note-7f3a91"
TITLE = "canary-title-c0ffee"
CANARIES = (KOREAN, ROMANISED, NOTE, TITLE)

WRITE = """
import os, unicodedata
from pathlib import Path
WRITTEN = []
def watch(event, args):
    if event == "open" and isinstance(args[0], (str, bytes, os.PathLike)):
        mode, flags = args[1], args[2]
        if (isinstance(mode, str) and set(mode) & set("wax+")) or (mode is None and flags & (os.O_WRONLY | os.O_RDWR)):
            WRITTEN.append(os.fsdecode(args[0]))
sys.addaudithook(watch)

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from tumen_desk.store import folder
from tumen_desk.accounts.models import User
from tumen_desk.jobs import services as jobs
from tumen_desk.record import services, tasks
from tumen_desk.record.models import Name

folder.unlock("six words drawn by dice")
user = User.objects.get()
text = f"{KOREAN} {unicodedata.normalize('NFD', KOREAN)} {ROMANISED} {NOTE}. " * 30
source = services.source_create(actor=user, title=TITLE, kind="", issuer=ROMANISED, published=True)
document = services.document_add(actor=user, source=source, name="told.txt", content=text.encode())
names = [{"text": KOREAN}, {"text": unicodedata.normalize("NFD", KOREAN) + " "}, {"text": ROMANISED}]
mention = services.mention_create(actor=user, source=source, names=names)
account = services.account_create(actor=user, source=source, title=TITLE)
passage = services.passage_anchor(actor=user, document=document, start=0, end=40)
services.act_create(actor=user, account=account, mention=mention, type="", note=NOTE, passage=passage)
table = f"mention_id,name\\n1,{KOREAN}\\n".encode() + f"2,{ROMANISED}\\n".encode() * 1
client = Client()
client.force_login(user)
# Larger than what Django itself would keep in memory.
upload = SimpleUploadedFile("list.csv", table + (f"3,{NOTE}\\n" * 300_000).encode())
SAY["upload"] = client.post("/record/imports/table/", {"file": upload, "table": "mentions"}).status_code
job = jobs.enqueue(user=user, kind="link.run", title=TITLE, parameters={"note": NOTE, "name": KOREAN})
# A sort too large for the page cache, inside a transaction too large for it: both would spill into files.
with transaction.atomic(), connection.cursor() as cursor:
    cursor.execute("CREATE TABLE spill AS WITH RECURSIVE n(i) AS"
                   " (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)"
                   " SELECT %s || i AS t, hex(randomblob(700)) AS r FROM n", [NOTE])
    cursor.execute("SELECT count(*) FROM (SELECT t FROM spill ORDER BY r)")
    cursor.execute("DROP TABLE spill")

places = [folder.root(), Path(os.environ["TMPDIR"])]
found = {}
for place in places:
    for path in place.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            found[str(path)] = [n for n, pattern in enumerate(PATTERNS) if pattern in content]
SAY["hits"] = {name: hits for name, hits in found.items() if hits}
SAY["files"] = [str(Path(name).relative_to(folder.root())) for name in found if name.startswith(str(folder.root()))]
SAY["temporary"] = [name for name in found if not name.startswith(str(folder.root()))]
SAY["heads"] = {name: Path(name).read_bytes()[:16].hex() for name in found if name.endswith(".db")}
allowed = (str(folder.root()), "/dev/")
SAY["elsewhere"] = sorted({w for w in WRITTEN if not w.startswith(allowed) and "__pycache__" not in w})
SAY["names"] = Name.objects.count()
SAY["sha256"] = document.file_sha256
"""


def _patterns() -> list[bytes]:
    forms = {f for c in CANARIES for n in ("NFC", "NFD") for f in {unicodedata.normalize(n, c)}}
    forms |= {f.lower() for f in forms} | {f.upper() for f in forms}
    return [f.encode(encoding) for f in sorted(forms) for encoding in ("utf-8", "utf-16-le", "utf-16-be", "cp949")
            if encoding != "cp949" or f.encode("cp949", "ignore").decode("cp949") == f]  # fmt: skip


@pytest.fixture(scope="module")
def written(desk_child, made, tmp_path_factory):
    base = tmp_path_factory.mktemp("readable")
    shutil.copytree(made, base / "desk")
    (base / "tmp").mkdir()
    constants = "".join(f"{n} = {globals()[n]!r}\n" for n in ("KOREAN", "ROMANISED", "NOTE", "TITLE"))
    code = f"{constants}PATTERNS = {_patterns()!r}\n" + WRITE
    return desk_child(base / "desk", code, TMPDIR=str(base / "tmp"), SQLITE_TMPDIR=str(base / "tmp"))


def test_the_flow_really_wrote(written):
    assert written["upload"] == 302
    assert written["names"] == 3


def test_no_file_holds_a_canary_in_any_encoding(written):
    assert written["hits"] == {}


def test_the_write_ahead_logs_were_searched_too(written):
    kinds = {name.rsplit(".", 1)[-1] for name in written["files"]}
    assert {"db", "db-wal", "db-shm"} <= kinds
    assert any(name.startswith("files/") for name in written["files"])


def test_a_database_does_not_even_begin_like_one(written):
    assert len(written["heads"]) == 2
    assert b"SQLite format 3\x00".hex() not in written["heads"].values()


def test_nothing_is_left_in_the_temporary_folder(written):
    assert written["temporary"] == []


def test_no_file_is_opened_for_writing_outside_the_store(written):
    assert written["elsewhere"] == []


def test_the_name_of_a_sealed_file_tells_nothing_about_its_content(written):
    sealed = [
        name.removeprefix("files/").replace("/", "") for name in written["files"] if name.startswith("files/")
    ]
    assert sealed
    assert all(written["sha256"][:8] not in name for name in sealed)


def test_nothing_is_said_on_the_error_stream(written):
    assert [c for c in CANARIES if c in written["stderr"]] == []


def test_the_search_itself_would_notice(tmp_path: Path):
    told = tmp_path / "told.bin"
    for form in (KOREAN, unicodedata.normalize("NFD", KOREAN)):
        for encoding in ("utf-8", "utf-16-le"):
            told.write_bytes(b"\x00\x17" + form.encode(encoding))
            assert any(p in told.read_bytes() for p in _patterns())
