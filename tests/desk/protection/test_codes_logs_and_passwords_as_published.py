"""Codes, the tree of the log, its signatures and passwords as published; what the vault has is beside its own tests."""

from pathlib import Path

import cryptography_vectors
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.contrib.auth.hashers import check_password
from django.test import override_settings

from tumen_desk.accounts import totp
from tumen_desk.audit import heads, merkle, verify_log
from tumen_desk.settings import desk

VECTORS = Path(cryptography_vectors.__file__).parent

# RFC 4226 (2005), appendix D: the first ten codes of the secret "12345678901234567890".
CODES = ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"]


@pytest.mark.parametrize(("step", "code"), list(enumerate(CODES)))
def test_the_code_of_a_step_is_the_published_one(step, code):
    assert totp.code_at(b"12345678901234567890", step) == code


# RFC 9162, section 2: the tree of Certificate Transparency's own tests (github.com/transparency-dev/merkle).
LEAVES = [
    bytes.fromhex(each)
    for each in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
SECOND = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
THIRD_AND_FOURTH = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
LAST_FOUR = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
FIFTH = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
LAST_TWO = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
FIFTH_AND_SIXTH = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"


@pytest.mark.parametrize("size", range(9))
def test_a_log_of_so_many_entries_has_the_published_root(size):
    hashed = [merkle.leaf(content) for content in LEAVES[:size]]
    assert merkle.root(hashed).hex() == verify_log.root_of(hashed).hex() == ROOTS[size]


@pytest.mark.parametrize(
    ("index", "size", "path"),
    [
        (0, 8, [SECOND, THIRD_AND_FOURTH, LAST_FOUR]),
        (5, 8, [FIFTH, LAST_TWO, ROOTS[4]]),
        (2, 3, [ROOTS[2]]),
        (1, 5, [ROOTS[1], THIRD_AND_FOURTH, FIFTH]),
    ],
)
def test_an_entry_is_proved_by_the_published_path(index, size, path):
    hashed = [merkle.leaf(content) for content in LEAVES[:size]]
    assert [part.hex() for part in merkle.inclusion(hashed, index)] == path
    found = verify_log.root_from_inclusion(LEAVES[index], index, size, [bytes.fromhex(p) for p in path])
    assert found is not None
    assert found.hex() == ROOTS[size]


@pytest.mark.parametrize(
    ("earlier", "size", "path"),
    [
        (1, 1, []),
        (1, 8, [SECOND, THIRD_AND_FOURTH, LAST_FOUR]),
        (6, 8, [FIFTH_AND_SIXTH, LAST_TWO, ROOTS[4]]),
        (2, 5, [THIRD_AND_FOURTH, FIFTH]),
    ],
)
def test_growth_is_proved_by_the_published_path(earlier, size, path):
    hashed = [merkle.leaf(content) for content in LEAVES[:size]]
    assert [part.hex() for part in merkle.consistency(hashed, earlier)] == path
    old, new = bytes.fromhex(ROOTS[earlier]), bytes.fromhex(ROOTS[size])
    assert verify_log.only_added_to(earlier, old, size, new, [bytes.fromhex(p) for p in path])


# Ed25519, the list of its authors: secret and public key, public key, message, signature and message.
SIGNED = (VECTORS / "asymmetric/Ed25519/sign.input").read_text("utf-8").splitlines()


@pytest.mark.parametrize("at", range(40, 1024, 123))
def test_a_head_is_signed_and_checked_as_published(at):
    secret, public, message, signed = SIGNED[at].split(":")[:4]
    key, content, signature = bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signed[:128])
    assert Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret[:64])).sign(content) == signature
    for fits in (heads._fits, verify_log.signed_by):
        assert fits(key, content, signature)
        assert not fits(key, content[:-1], signature)


# Argon2's own tests (github.com/P-H-C/phc-winner-argon2, CC0): the password "password" as it lies in a database.
KEPT = [
    "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
    "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
]


@pytest.mark.parametrize("kept", KEPT)
def test_a_password_is_checked_against_the_published_form(kept):
    with override_settings(PASSWORD_HASHERS=desk.PASSWORD_HASHERS):
        assert check_password("password", "argon2" + kept)
        assert not check_password("Password", "argon2" + kept)
