"""Time stamps prove what they are of and nothing else; a bag names every file that was altered."""

import hashlib
import io
import subprocess
import sys
import zipfile
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from hypothesis import given, settings
from hypothesis import strategies as st

from tumen import evidence
from tumen.errors import BagBroken, StampRefused

LISTED = [evidence.Listed(sha256=f"{n:02x}" * 32, bytes=n) for n in range(3)]
MANIFEST = evidence.manifest(LISTED)
CONFIG = """
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha512
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_chain = no
"""


def _name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


class Authority:
    """A time-stamp authority of our own, answering with OpenSSL."""

    def __init__(self, folder):
        self.folder = folder
        root_key, key = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
        now = datetime.now(UTC)
        self.root = self._certificate("A made-up root", "A made-up root", root_key, root_key, now, ca=True)
        leaf = self._certificate("A made-up authority", "A made-up root", key, root_key, now, ca=False)
        (folder / "tsa.pem").write_bytes(leaf)
        (folder / "tsa.key").write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        (folder / "serial").write_text("01\n")
        (folder / "tsa.cnf").write_text(CONFIG.format(folder=folder))

    @staticmethod
    def _certificate(subject, issuer, key, signer, now, *, ca):
        builder = (
            x509.CertificateBuilder()
            .subject_name(_name(subject))
            .issuer_name(_name(issuer))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=30))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        )
        if not ca:
            usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
            builder = builder.add_extension(usage, critical=True)
        return builder.sign(signer, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)

    def answer(self, request):
        (self.folder / "q.tsq").write_bytes(request)
        subprocess.run(
            ["openssl", "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "q.tsq", "-signer", "tsa.pem",
             "-inkey", "tsa.key", "-out", "a.tsr"],
            cwd=self.folder, check=True, capture_output=True,
        )  # fmt: skip
        return (self.folder / "a.tsr").read_bytes()


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("tsa"))


@pytest.fixture(scope="module")
def stamped(authority):
    request = evidence.ask(MANIFEST)
    return request, authority.answer(request)


def test_a_stamp_that_was_fetched_says_when_and_by_whom(authority, stamped):
    request, reply = stamped
    found = evidence.read_reply(reply, request=request, message=MANIFEST, roots=[authority.root])
    assert found.trusted
    assert "A made-up authority" in found.authority
    assert abs(found.time - datetime.now(UTC)) < timedelta(minutes=5)


def test_without_a_root_it_is_kept_and_not_called_trusted(stamped):
    request, reply = stamped
    assert not evidence.read_reply(reply, request=request, message=MANIFEST).trusted


def test_a_request_tells_nothing_but_a_digest(stamped):
    request, _ = stamped
    assert MANIFEST not in request
    assert LISTED[1].sha256.encode() not in request
    assert evidence.ask(MANIFEST) != request  # another nonce each time


def test_a_stamp_of_something_else_another_request_or_another_authority_is_refused(
    authority, stamped, tmp_path_factory
):
    request, reply = stamped
    other = evidence.ask(MANIFEST)
    with pytest.raises(StampRefused, match="something else"):
        evidence.read_reply(reply, request=request, message=MANIFEST + b"x")
    with pytest.raises(StampRefused, match="another request"):
        evidence.read_reply(reply, request=other, message=MANIFEST)
    stranger = Authority(tmp_path_factory.mktemp("other"))
    with pytest.raises(StampRefused, match="does not hold"):
        evidence.read_reply(reply, request=request, message=MANIFEST, roots=[stranger.root])
    with pytest.raises(StampRefused):
        evidence.read_reply(b"not a reply", request=request, message=MANIFEST)
    with pytest.raises(StampRefused):
        evidence.read_reply(reply, request=request, message=MANIFEST, roots=[b"not a certificate"])


def test_the_same_documents_always_give_the_same_list():
    assert evidence.manifest(reversed(LISTED)) == MANIFEST
    assert evidence.manifest([*LISTED, LISTED[0]]) == MANIFEST


PAYLOAD = {"D-1.pdf": b"%PDF one", "D-2.txt": "들은 말".encode()}
BAG = evidence.pack(PAYLOAD, tags={"custody.json": b"{}"}, facts={"External-Identifier": "S-1"}, folder="bag")


def test_a_bag_is_whole_and_holds_the_originals_byte_by_byte():
    assert evidence.check_bag(BAG.content) == []
    assert evidence.check_bag(io.BytesIO(BAG.content)) == []
    with zipfile.ZipFile(io.BytesIO(BAG.content)) as archive:
        assert {n: archive.read(f"bag/data/{n}") for n in PAYLOAD} == PAYLOAD


@given(st.integers(0, len(BAG.content) - 1), st.integers(0, 7))
@settings(max_examples=150, deadline=None)
def test_a_flipped_bit_in_a_bag_is_named_or_the_bag_is_refused(at, bit):
    altered = bytearray(BAG.content)
    altered[at] ^= 1 << bit
    try:
        faults = evidence.check_bag(bytes(altered))
    except BagBroken:
        return
    if (
        not faults
    ):  # what a ZIP says of itself twice, or of dates and rights: then every file is still what it was
        with zipfile.ZipFile(io.BytesIO(bytes(altered))) as archive:
            held = {n.split("/", 1)[1]: archive.read(n) for n in archive.namelist()}
        assert {n.removeprefix("data/"): c for n, c in held.items() if n.startswith("data/")} == PAYLOAD


def _unpacked(folder):
    with zipfile.ZipFile(io.BytesIO(BAG.content)) as archive:
        archive.extractall(folder)
    return folder / "bag"


def _check(bag):
    done = subprocess.run(
        [sys.executable, "-I", "-S", "check.py"], cwd=bag, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout


def test_anybody_can_check_a_bag_with_nothing_but_python(tmp_path):
    status, said = _check(_unpacked(tmp_path))
    assert status == 0
    assert BAG.seal in said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda b: (b / "data" / "D-1.pdf").write_bytes(b"%PDF two"), "data/D-1.pdf was altered"),
        (lambda b: (b / "data" / "D-2.txt").unlink(), "data/D-2.txt is missing"),
        (lambda b: (b / "data" / "D-3.txt").write_text("x"), "data/D-3.txt was added"),
        (lambda b: (b / "custody.json").write_text("{ }"), "custody.json was altered"),
        (lambda b: [p.unlink() for p in b.glob("*manifest*")], "not a bag"),
    ],
)
def test_the_checker_names_what_was_done_to_it(tmp_path, change, said):
    bag = _unpacked(tmp_path)
    change(bag)
    status, told = _check(bag)
    assert status == 1
    assert said in told


def test_what_is_no_bag_is_refused():
    with pytest.raises(BagBroken):
        evidence.check_bag(b"no zip")
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    with pytest.raises(BagBroken):
        evidence.check_bag(empty.getvalue())


def test_a_long_original_is_never_whole_in_memory():
    class Long(io.RawIOBase):
        """Four megabytes that do not compress, which notes how much of it was asked for at once."""

        asked: ClassVar[list[int]] = []

        def __init__(self):
            self.left = hashlib.shake_128(b"film").digest(4 << 20)

        def readable(self):
            return True

        def read(self, size=-1):
            self.asked.append(size)
            piece, self.left = self.left[:size], self.left[size:]
            return piece

    bag = evidence.pack({"film.bin": Long, "a.txt": b"Told."}, tags={}, facts={})
    pieces = list(bag.pieces())
    assert 0 < max(Long.asked) <= 1 << 18
    assert max(map(len, pieces)) < 1 << 19
    assert evidence.check_bag(b"".join(pieces)) == []
    assert (
        bag.seal
        == evidence.pack({"film.bin": Long().read(4 << 20), "a.txt": b"Told."}, tags={}, facts={}).seal
    )
