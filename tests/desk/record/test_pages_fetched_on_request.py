"""A page is fetched only where that was opened and somebody ticked it, from the open network, once, and kept whole."""

from __future__ import annotations

import datetime
import gzip
import ipaddress
import ssl
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core.exceptions import PermissionDenied

from tumen.errors import CaptureRefused, ImportRefused
from tumen_desk.act import report_marks
from tumen_desk.audit.models import Entry
from tumen_desk.commands import bringing
from tumen_desk.jobs import services as jobs
from tumen_desk.jobs.models import Job, State
from tumen_desk.record import capturing, fetching
from tumen_desk.record.models import Document, ImportBatch, Source
from tumen_desk.store import files

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])

PAGE = "<title>A statement</title><p>Seven were sent back, it says: 송환.</p>".encode()
KIB = 1024


class Site(BaseHTTPRequestHandler):
    """A small site, each of whose addresses does one thing."""

    asked: list[tuple[str, dict[str, str]]]
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.asked.append((self.path, dict(self.headers)))
        name, _, value = self.path[1:].partition("/")
        getattr(self, f"say_{name}")(value)

    def give(self, content: bytes, kind: str = "text/html; charset=utf-8", status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Set-Cookie", "who=you")
        self.end_headers()
        self.wfile.write(content)

    def say_page(self, _: str) -> None:
        self.give(PAGE)

    def say_pieces(self, _: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for piece in (PAGE[:20], PAGE[20:], b""):
            self.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")

    def say_status(self, value: str) -> None:
        self.give(PAGE, status=int(value))

    def say_picture(self, _: str) -> None:
        self.give(b"\x89PNG", "image/png")

    def say_on(self, value: str) -> None:
        self.send_response(302)
        left = int(value)
        self.send_header("Location", f"/on/{left - 1}" if left else "/page")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def say_to(self, value: str) -> None:
        self.send_response(307)
        self.send_header("Location", unquote(value))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def say_large(self, _: str) -> None:
        self.give(b"x" * 3 * KIB, "text/plain")

    def say_endless(self, _: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        for _ in range(3):
            self.wfile.write(b"x" * KIB)
        self.close_connection = True

    def say_slow(self, _: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", "50")
        self.end_headers()
        for _ in range(50):
            self.wfile.write(b"x")
            if self.server.over.wait(0.02):  # type: ignore[attr-defined]
                return

    def say_broken(self, _: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", "999")
        self.end_headers()
        self.close_connection = True

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    over: threading.Event

    def handle_error(self, *_: Any) -> None:
        """Who asks may hang up."""


def _serve(certificate: Path | None = None) -> Iterator[tuple[str, list[Any]]]:
    handler = type("OneSite", (Site,), {"asked": []})
    server = _Server(("127.0.0.1", 0), handler)
    server.over = threading.Event()
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"{'https' if certificate else 'http'}://localhost:{server.server_port}", handler.asked
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()


@pytest.fixture
def site() -> Iterator[tuple[str, list[Any]]]:
    yield from _serve()


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A key and a certificate of its own for `localhost`, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    names = x509.SubjectAlternativeName([x509.DNSName("localhost")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path = tmp_path / "site.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, *plain) + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture
def opened(settings: Any) -> None:
    """A desk that fetches pages, and may ask the site of the test."""
    settings.CONFIG = replace(settings.CONFIG, capture=True)
    settings.CAPTURE_HERE = True


def ask(address: str, **more: Any) -> dict[str, Any]:
    return {"address": address, "kind": "SK-PRESS", "wanted": "on", **more}


@pytest.mark.usefixtures("opened")
def test_a_page_comes_in_with_its_address_the_day_and_an_archived_copy(
    officer: Any, client_of: Any, site: Any, caplog: Any
) -> None:
    address, asked = site
    client = client_of(officer)
    answer = client.post("/record/imports/page/", ask(f"{address}/page/%EA%B0%80#part", issuer="A paper"))
    assert asked == [], "the page itself asks nobody"
    jobs.run_next()
    done = client.get(answer.headers["Location"]).content.decode()
    source, kept = Source.objects.get(), Document.objects.get()
    assert f"/record/imports/{kept.batch_id}/" in done
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    assert (source.title, source.address) == ("A statement", f"{address}/page/%EA%B0%80")
    assert (source.retrieved, source.issuer.name) == (today, "A paper")
    assert "Seven were sent back, it says: 송환." in kept.text
    assert f"archived copy {kept}, SHA-256 {kept.file_sha256[:16]}" in report_marks.cite(source)
    entry = Entry.objects.get(action="record.page_capture")
    assert (entry.actor, entry.subject, entry.details) == (officer, "store", {})
    assert address not in caplog.text
    assert not any("localhost" in str(p) for p in files.path_of(kept.file_sha256).parents)


@pytest.mark.usefixtures("opened")
def test_what_is_sent_says_nothing_of_who_asks_and_the_copy_is_what_went_over_the_line(
    officer: Any, site: Any
) -> None:
    address, asked = site
    packed = files.get(capturing.page_capture(actor=officer, address=f"{address}/on/1"))
    assert [path for path, _ in asked] == ["/on/1", "/on/0", "/page"]
    assert {name for _, heads in asked for name in heads} == {
        "Host", "User-Agent", "Accept", "Accept-Encoding", "Connection",
    }  # fmt: skip
    assert {heads["User-Agent"] for _, heads in asked} == {"Mozilla/5.0"}
    plain = gzip.decompress(packed)
    assert [plain.count(f"WARC-Type: {kind}\r\n".encode()) for kind in ("response", "request")] == [3, 3]
    assert plain.count(b"WARC-Concurrent-To: <urn:uuid:") == 3
    assert PAGE in plain
    assert f"WARC-Target-URI: {address}/page\r\n".encode() in plain
    assert b"WARC-IP-Address: 127.0.0.1\r\n" in plain


@pytest.mark.usefixtures("opened")
def test_a_page_in_pieces_is_put_together_and_a_killed_job_asks_the_site_once(
    officer: Any, site: Any
) -> None:
    address, asked = site
    given = {"address": f"{address}/pieces", "kind": "SK-PRESS"}
    job = jobs.enqueue(user=officer, kind="record.capture_page", title="x", parameters=given)
    jobs.run_next()
    assert "Seven were sent back, it says: 송환." in Document.objects.get().text
    ImportBatch.objects.update(job=None)
    Document.objects.all().delete()
    Job.objects.filter(pk=job.pk).update(state=State.QUEUED, result={})
    assert jobs.run_next().state == State.DONE
    assert (len(asked), Document.objects.count()) == (1, 1)
    assert Job.objects.get().parameters == {"kind": "SK-PRESS"}, "the address stands in the source alone"


@pytest.mark.usefixtures("opened")
def test_a_job_that_failed_says_why_in_the_language_and_keeps_no_address(
    officer: Any, client_of: Any, site: Any, settings: Any
) -> None:
    client = client_of(officer)
    answer = client.post("/record/imports/page/", ask(f"{site[0]}/status/404"))
    assert jobs.run_next().state == State.FAILED
    assert "address" not in Job.objects.get().parameters
    assert not Source.objects.exists()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ko"
    page = client.get(answer.headers["Location"]).content.decode()
    assert "사이트가 페이지 없이 상태 404(으)로 답했습니다." in page
    form = client.get("/record/imports/page/").content.decode()
    assert "지금 이 컴퓨터가 사이트에 이 페이지를 요청하기를 원합니다" in form


REFUSED = {
    "/status/404": "answered with the status 404",
    "/status/500": "answered with the status 500",
    "/picture": "no page of text",
    "/on/5": "sends on more than 5 times",
    "/to/http://10.0.0.1/": "private network",
    "/to/http://[::ffff:169.254.169.254]/": "private network",
    "/to/file:///etc/passwd": "Only a page of the web",
    "/to/http://a:b@example.org/": "name or password",
    "/large": "larger than",
    "/endless": "larger than",
    "/slow": "did not come within",
    "/broken": "broke off",
}


@pytest.mark.parametrize("path", REFUSED)
def test_what_does_not_come_as_it_should_is_refused_in_words(site: Any, path: str) -> None:
    with pytest.raises(CaptureRefused, match=REFUSED[path]) as refused:
        fetching.fetch(site[0] + path, largest=2 * KIB, seconds=0.3 if path == "/slow" else 5, here=True)
    assert refused.value.hint
    assert site[0] not in f"{refused.value.message} {refused.value.hint}"


def test_five_times_it_follows(site: Any) -> None:
    assert len(fetching.fetch(f"{site[0]}/on/4", largest=2 * KIB, here=True)) == 6


def test_this_machine_is_refused_by_number_and_by_name(site: Any) -> None:
    address, asked = site
    for named in (address, address.replace("localhost", "127.0.0.1"), address.replace("localhost", "[::1]")):
        with pytest.raises(CaptureRefused, match="leads to this machine or into a private network"):
            fetching.fetch(f"{named}/page", largest=KIB)
    assert asked == []


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1",
        "0.0.0.0",  # noqa: S104  (refused here, bound nowhere)
        "255.255.255.255", "::1", "::", "fe80::1%eth0", "fd00::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1",
        "64:ff9b::10.0.0.1", "2002:7f00:1::", "2001:0:a00:1::", "::127.0.0.1",
    ],
)  # fmt: skip
def test_no_number_that_leads_inside_is_open(number: str) -> None:
    assert not fetching.is_open(number)


def test_numbers_of_the_open_network_are() -> None:
    assert all(fetching.is_open(n) for n in ("9.9.9.9", "2620:fe::fe", "64:ff9b::9.9.9.9"))
    assert ipaddress.ip_address("9.9.9.9").is_global


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("ftp://example.org/a", "Only a page"), ("file:///etc/passwd", "Only a page"), ("example.org/a", "Only a page"),
        ("javascript:alert(1)", "Only a page"), ("http://who@example.org/", "name or password"),
        ("https://a:b@example.org/", "name or password"), ("http:///a", "no address"), ("http://[::1/", "no address"),
        ("http://a b/", "no address"), ("http://example.org:99999/", "no address"), ("", "Only a page"),
    ],
)  # fmt: skip
def test_what_is_no_address_of_a_page_is_refused_before_anybody_is_asked(
    officer: Any, client_of: Any, opened: None, address: str, why: str
) -> None:
    with pytest.raises(CaptureRefused, match=why):
        fetching.wanted(address)
    answer = client_of(officer).post("/record/imports/page/", ask(address))
    assert answer.status_code == 422
    assert not Job.objects.exists()


def test_a_request_holds_nothing_but_what_was_meant() -> None:
    asked = fetching.wanted("https://한국.example/가 나?q=가\r\nX: y#z").request
    assert asked.startswith(
        b"GET /%EA%B0%80%20%EB%82%98?q=%EA%B0%80X:%20y HTTP/1.1\r\nHost: xn--3e0b707e.example\r\n"
    )
    assert asked.count(b"\r\n") == 7
    assert fetching.wanted("http://[2620:fe::fe]:81").request.startswith(
        b"GET / HTTP/1.1\r\nHost: [2620:fe::fe]:81\r\n"
    )


def test_a_site_must_prove_who_it_is_and_does_not_lead_into_the_open(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for address, asked in _serve(certificate):
        with pytest.raises(CaptureRefused, match="does not prove who it is"):
            fetching.fetch(f"{address}/page", largest=2 * KIB, here=True)
        assert asked == []
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        (came,) = fetching.fetch(f"{address}/page", largest=2 * KIB, here=True)
        assert came.answer.endswith(PAGE)
        with pytest.raises(CaptureRefused, match="everybody on the line can read"):
            fetching.fetch(f"{address}/to/http://example.org/", largest=2 * KIB, here=True)


def test_closed_as_it_comes(officer: Any, client_of: Any, site: Any) -> None:
    address, asked = site
    client = client_of(officer)
    page = client.get("/record/imports/page/").content.decode()
    assert "This desk fetches nothing." in page
    assert 'name="address"' not in page
    answer = client.post("/record/imports/page/", ask(f"{address}/page"))
    assert (answer.status_code, "TUMEN_CAPTURE=1" in answer.content.decode()) == (400, True)
    assert not Job.objects.exists()
    given = {"kind": "SK-PRESS", "issuer": "", "language": "", "published": False, "now": True}
    for fetched in (
        lambda: capturing.page_capture(actor=officer, address=f"{address}/page"),
        lambda: bringing.page(officer, f"{address}/page", **given),
    ):
        with pytest.raises(CaptureRefused, match="This desk fetches nothing"):
            fetched()
    assert asked == []
    assert not Entry.objects.filter(action="record.page_capture").exists()


def test_opened_it_still_refuses_this_machine(officer: Any, settings: Any, site: Any) -> None:
    address, asked = site
    settings.CONFIG = replace(settings.CONFIG, capture=True)
    with pytest.raises(CaptureRefused, match="this machine"):
        capturing.page_capture(actor=officer, address=f"{address}/page")
    assert asked == []
    assert Entry.objects.filter(action="record.page_capture").count() == 1


@pytest.mark.usefixtures("opened")
def test_nothing_goes_out_without_the_tick_or_the_role(
    officer: Any, lawyer: Any, client_of: Any, site: Any
) -> None:
    address, asked = site
    client = client_of(officer)
    page = client.get("/record/imports/page/").content.decode()
    assert "learn the address of this machine" in page
    answer = client.post("/record/imports/page/", {**ask(f"{address}/page"), "wanted": ""})
    assert (answer.status_code, "Tick this if you want it." in answer.content.decode()) == (422, True)
    assert client_of(lawyer).post("/record/imports/page/", ask(f"{address}/page")).status_code == 403
    with pytest.raises(PermissionDenied):
        capturing.page_capture(actor=lawyer, address=f"{address}/page")
    assert (asked, Job.objects.exists()) == ([], False)


@pytest.mark.usefixtures("opened")
def test_a_command_says_what_it_gives_away_and_goes_out_with_now(officer: Any, site: Any) -> None:
    address, asked = site
    given = {"kind": "SK-PRESS", "issuer": "", "language": "ko", "published": True}
    result, lines = bringing.page(officer, f"{address}/page", **given, now=False)
    assert (result, asked) == ({"asked": False}, [])
    assert "learn the address of this machine" in lines[0]
    result, _ = bringing.page(officer, f"{address}/page", **given, now=True)
    source = Source.objects.get()
    assert (result["import"], source.language) == (source.batch_id, "ko")
    assert source.consents.filter(granted=True).exists()
    with pytest.raises(ImportRefused, match="What kind of source"):
        bringing.page(officer, f"{address}/page", **{**given, "kind": ""}, now=True)
