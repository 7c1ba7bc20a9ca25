"""What the vault is made of gives the published results, through the vault's own functions where their form allows.

NIST, RFC 5869, RFC 7748 and RFC 9106 are read from the package `cryptography-vectors`; what is short and not
in it stands here with its source.
"""

import hashlib
import hmac
import re
from itertools import groupby
from pathlib import Path

import cryptography_vectors
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from nacl.public import PrivateKey

from tumen import vault
from tumen.errors import SealBroken, SharesDoNotFit, ShareUnreadable
from tumen.vault import shares, stream

VECTORS = Path(cryptography_vectors.__file__).parent


def lines(name):
    return (VECTORS / name).read_text("utf-8").splitlines()


def blocks(name, begins="COUNT"):
    """The vectors of one file: name → value; `FAIL` stands for itself."""
    found, head = [], {}
    for line in lines(name):
        if fits := re.fullmatch(r"\[(\w+) = (\d+)\]", line.strip()):
            head = {**head, fits[1]: int(fits[2])}
        elif line.upper().startswith(begins):
            found.append(dict(head))
        elif found and line and not line.startswith("#"):
            key, _, value = line.partition("=")
            found[-1][key.strip()] = value.strip()
    return found


# --- AES-256-GCM: NIST, SP 800-38D validation, 96-bit nonces and 128-bit tags, as every seal has them ----------------


def _sizes(vector):
    return vector["PTlen"], vector["AADlen"]


AS_WE_SEAL = [
    v for v in blocks("ciphers/AES/GCM/gcmDecrypt256.rsp") if (v["IVlen"], v["Taglen"]) == (96, 128)
]
BY_SIZE = {size: list(of) for size, of in groupby(sorted(AS_WE_SEAL, key=_sizes), key=_sizes)}


@pytest.mark.parametrize("size", BY_SIZE, ids=lambda size: f"{size[0]} bits beside {size[1]}")
def test_a_sealed_chunk_opens_as_published_and_a_forged_one_does_not(size):
    assert len(BY_SIZE[size]) == 15
    for vector in BY_SIZE[size]:
        key, nonce, body, tag, beside = (bytes.fromhex(vector[n]) for n in ("Key", "IV", "CT", "Tag", "AAD"))
        if "FAIL" in vector:
            with pytest.raises(SealBroken):
                stream.open_chunk(AESGCM(key), nonce, body + tag, beside)
        else:
            plain = stream.open_chunk(AESGCM(key), nonce, body + tag, beside)
            assert plain == bytes.fromhex(vector["PT"])


def test_what_the_vault_seals_is_that_cipher_and_nothing_else():
    key, plain = bytes(range(32)), b"told in an interview"
    sealed = vault.seal(key, plain, context=b"table:1:note")
    head, nonce, body, tag = sealed[:8], sealed[8:20], sealed[20:-16], sealed[-16:]
    assert head == b"TUMENv1\x00"
    opened = Cipher(algorithms.AES256(key), modes.GCM(nonce, tag)).decryptor()
    opened.authenticate_additional_data(head + b"table:1:note")
    assert opened.update(body) + opened.finalize() == plain


# --- HKDF-SHA-256: RFC 5869, appendix A ------------------------------------------------------------------------------


def hkdf(secret, *, salt, info, length):
    """Written out from RFC 5869, section 2, to hold `derive_key` against."""
    pseudorandom = hmac.digest(salt or bytes(32), secret, hashlib.sha256)
    block, out = b"", b""
    for number in range(1, -(-length // 32) + 1):
        block = hmac.digest(pseudorandom, block + info + bytes([number]), hashlib.sha256)
        out += block
    return out[:length]


@pytest.mark.parametrize("vector", blocks("KDF/rfc-5869-HKDF-SHA256.txt"), ids=lambda v: v["L"])
def test_keys_for_one_purpose_are_drawn_as_published(vector):
    secret, salt, info = (bytes.fromhex(vector[name]) for name in ("IKM", "salt", "info"))
    assert hkdf(secret, salt=salt, info=info, length=int(vector["L"])).hex() == vector["OKM"]
    for purpose in ("database", "files", "file names", "door"):
        drawn = hkdf(secret, salt=b"", info=b"tumen:" + purpose.encode(), length=32)
        assert vault.derive_key(secret, purpose) == drawn


# --- Argon2id: RFC 9106 and its program ------------------------------------------------------------------------------

# A passphrase has no second secret and nothing beside it, and always gives 32 bytes.
PASSPHRASES = [v for v in blocks("KDF/argon2id.txt") if v["length"] == "32" and "secret" not in v]


@pytest.mark.parametrize("vector", PASSPHRASES, ids=lambda v: v["output"][:8])
def test_a_passphrase_becomes_the_published_key(vector):
    cost = vault.Kdf(
        memory_kib=int(vector["memcost"]), iterations=int(vector["iter"]), lanes=int(vector["lanes"])
    )
    key = cost.key(bytes.fromhex(vector["pass"]).decode(), bytes.fromhex(vector["salt"]))
    assert key.hex() == vector["output"]


# --- X25519: RFC 7748, sections 5.2 and 6.1 --------------------------------------------------------------------------


@pytest.mark.parametrize("vector", blocks("asymmetric/X25519/rfc7748.txt"), ids=lambda v: v["OUTPUT_U"][:8])
def test_points_of_the_curve_multiply_as_published(vector):
    mine, theirs = (bytes.fromhex(vector[name]) for name in ("INPUT_SCALAR", "INPUT_U"))
    product = X25519PrivateKey.from_private_bytes(mine).exchange(X25519PublicKey.from_public_bytes(theirs))
    assert product.hex() == vector["OUTPUT_U"]


@pytest.mark.parametrize(
    ("secret", "public"),
    [  # RFC 7748, section 6.1
        (
            "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a",
            "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a",
        ),
        (
            "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb",
            "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f",
        ),
    ],
)
def test_a_door_has_the_published_public_key(secret, public):
    assert bytes(PrivateKey(bytes.fromhex(secret)).public_key).hex() == public


# --- Recovery sheets: SLIP-0039, https://github.com/trezor/python-shamir-mnemonic (MIT), vectors.json ----------------

REFUSED = {
    "two sets": (
        "adequate smoking academic acid debut wine petition glen cluster slow rhyme slow simple epidemic rumor "
        "junk tracks treat olympic tolerate",
        "adequate stay academic agency agency formal party ting frequent learn upstairs remember smear leaf "
        "damage anatomy ladle market hush corner",
    ),
    "two costs": (
        "peasant leaves academic acid desert exact olympic math alive axle trial tackle drug deny decent smear "
        "dominant desert bucket remind",
        "peasant leader academic agency cultural blessing percent network envelope medal junk primary human pumps "
        "jacket fragment payroll ticket evoke voice",
    ),
    "two counts of groups": (
        "average senior academic leaf broken teacher expect surface hour capture obesity desire negative dynamic "
        "dominant pistol mineral mailman iris aide",
        "average senior academic agency curious pants blimp spew clothes slice script dress wrap firm shaft "
        "regular slavery negative theater roster",
    ),
    "one number twice": (
        "device stay academic always dive coal antenna adult black exceed stadium herald advance soldier busy "
        "dryer daughter evaluate minister laser",
        "device stay academic always dwarf afraid robin gravity crunch adjust soul branch walnut coastal dream "
        "costume scholar mortgage mountain pumps",
    ),
    "two numbers of needed sheets": (
        "hour painting academic academic device formal evoke guitar random modern justice filter withdraw trouble "
        "identify mailman insect general cover oven",
        "hour painting academic agency artist again daisy capital beaver fiber much enjoy suitable symbolic "
        "identify photo editor romp float echo",
    ),
    "an invalid digest": (
        "guilt walnut academic acid deliver remove equip listen vampire tactics nylon rhythm failure husband "
        "fatigue alive blind enemy teaspoon rebound",
        "guilt walnut academic agency brave hamster hobo declare herd taste alpha slim criminal mild arcade "
        "formal romp branch pink ambition",
    ),
    "too few groups": (
        "eraser senior decision scared cargo theory device idea deliver modify curly include pancake both news "
        "skin realize vitamins away join",
        "eraser senior decision roster beard treat identify grumpy salt index fake aviation theater cubic bike "
        "cause research dragon emphasis counter",
    ),
}
UNREADABLE = {
    "an invalid sum": (
        "duckling enlarge academic academic agency result length solution fridge kidney coal piece deal husband "
        "erode duke ajar critical decision kidney"
    ),
    "an invalid filling": (
        "duckling enlarge academic academic email result length solution fridge kidney coal piece deal husband "
        "erode duke ajar music cargo fitness"
    ),
    "too short": (
        "junk necklace academic academic acne isolate join hesitate lunar roster dough calcium chemical ladybug "
        "amount mobile glasses verify cylinder"
    ),
    "of no whole number of bytes": (
        "fraction necklace academic academic award teammate mouse regular testify coding building member verdict "
        "purchase blind camera duration email prepare spirit quarter"
    ),
    "of 256 bits": (
        "theory painting academic academic armed sweater year military elder discuss acne wildlife boring "
        "employer fused large satoshi bundle carbon diagnose anatomy hamster leaves tracks paces beyond phantom "
        "capital marvel lips brave detect luck"
    ),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_published_sheets_that_do_not_belong_together_are_refused(fault):
    assert [len(vault.read_sheet(sheet).words) for sheet in REFUSED[fault]] == [20, 20]
    with pytest.raises(SharesDoNotFit):
        shares.combine(REFUSED[fault])


@pytest.mark.parametrize("fault", UNREADABLE)
def test_published_sheets_with_a_fault_are_not_read(fault):
    with pytest.raises(ShareUnreadable):
        vault.read_sheet(UNREADABLE[fault])
