"""The files of an exchange are signed and boxed as published; their sealing stands with the vault's own vectors."""

from pathlib import Path

import cryptography_vectors
import pytest

from tumen.linkage.private import envelope as exchange

VECTORS = Path(cryptography_vectors.__file__).parent

# PyNaCl (Apache 2.0), tests/data/sealed_box_ref.txt: made with libsodium for the first secret of RFC 7748, section 6.1.
TOLD = (
    "be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffce5ecbaaf33bd751a1ac728d45e6c61296cdc3c01233561f4"
    "1db66cce314adb310e3be8250c46f06dceea3a7fa1348057e2f6556ad6b1318a024a838f21af1fde048977eb48f59ffd4924ca1c60902e52"
    "f0a089bc76897040e082f937763848645e0705"
)
BOXED = (
    "199c808806a62c1be56951023ad3396b0ce0ef2c5b9ca688ac96d2d06ca43f65d314400cc9bbefb23dd26f824c9cb553f81e8c894ea9a553"
    "f4d777c77b66d5a6925da3f5961c5f7147172db5597ac14210066ee3ee13e6230a9a9610e9cddbf24094f54fbbf6694c08a436cec39ff5a3"
    "73656d9584f4df9dd8c817e2e597540628d0ee21a6524a3fcf3eabdc0968390bd260a47366ead7f71cc2e774d411d96f3497c7e10291937b"
    "c16dc46a111686b85a8c86"
)


def test_a_box_that_another_program_sealed_opens():
    secret = bytes.fromhex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a")
    assert exchange.open_by_third(secret, bytes.fromhex(BOXED)).hex() == TOLD


# Ed25519, RFC 8032, the list of its authors: secret and public key, public key, message, signature and message.
SIGNED = [
    line.split(":") for line in (VECTORS / "asymmetric/Ed25519/sign.input").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("at", range(0, 1024, 128))
def test_files_of_an_exchange_are_signed_as_published(at):
    for secret, public, message, signed in (line[:4] for line in SIGNED[at : at + 16]):
        seed, content, signature = bytes.fromhex(secret)[:32], bytes.fromhex(message), signed[:128]
        assert exchange.public_sign(seed) == public
        assert exchange.signature(seed, content) == signature
        assert exchange.signed_by(public, signature, content)
        assert not exchange.signed_by(public, signature, content + b"x")
