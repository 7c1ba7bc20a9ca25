"""Trusted time: a request made offline, an answer brought back by somebody who was online.

Source: RFC 3161 (Adams, Cain, Pinkas & Zuccherato, 2001); SHA-512, nonce, certificate asked for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography import x509
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)
from rfc3161_client._rust import parse_timestamp_request

from tumen.errors import StampRefused


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeStamp:
    """What an authority says: these bytes existed at this time.

    Attributes:
        time: when, by the authority's clock.
        authority: the name in the certificate that signed, empty where none was sent.
        trusted: its signature was checked up to one of the given roots. Without that it is only kept.
    """

    time: datetime
    authority: str
    trusted: bool


def ask(message: bytes) -> bytes:
    """A request over `message`, DER: send it as `application/timestamp-query`. It holds a digest and nothing else."""
    builder = TimestampRequestBuilder().data(message).hash_algorithm(HashAlgorithm.SHA512)
    return bytes(builder.nonce(nonce=True).cert_request(cert_request=True).build().as_bytes())


def read_reply(reply: bytes, *, request: bytes, message: bytes, roots: Sequence[bytes] = ()) -> TimeStamp:
    """What a reply proves of `message`.

    Args:
        reply: DER, as the authority sent it.
        request: the request it answers, as `ask` made it.
        message: what was to be stamped.
        roots: certificates of authorities that are trusted, PEM, one or more in each.

    Raises:
        StampRefused: not a reply, refused by the authority, of another message, of another request, or its signature
            does not hold up to the given roots.
    """
    try:
        answer = decode_timestamp_response(reply)
        asked = parse_timestamp_request(request)
        info = answer.tst_info
        if info.message_imprint.message != hashlib.sha512(message).digest():
            raise StampRefused("This time stamp is of something else.")
        if info.nonce != asked.nonce:
            raise StampRefused("This time stamp answers another request.")
    except ValueError as error:
        raise StampRefused(
            "These bytes are not the reply of a time-stamp authority, or it refused."
        ) from error
    trusted = [one for pem in roots for one in _certificates(pem)]
    if trusted:
        _verify(answer, asked.nonce, message, trusted)
    return TimeStamp(time=info.gen_time.astimezone(UTC), authority=_signer(answer), trusted=bool(trusted))


def _verify(
    answer: TimeStampResponse, nonce: int | None, message: bytes, roots: Sequence[x509.Certificate]
) -> None:
    builder = VerifierBuilder(nonce=nonce)
    inside = [x509.load_der_x509_certificate(der) for der in answer.signed_data.certificates]
    for root in roots:
        builder = builder.add_root_certificate(root)
    leaf = _leaf(inside)
    if leaf is not None:
        builder = builder.tsa_certificate(leaf)
    for one in inside:
        if one != leaf and one not in roots:
            builder = builder.add_intermediate_certificate(one)
    try:
        builder.build().verify_message(answer, message)
    except (VerificationError, ValueError) as error:
        raise StampRefused(
            "The signature of this time stamp does not hold up to the given authority."
        ) from error


def _leaf(certificates: Sequence[x509.Certificate]) -> x509.Certificate | None:
    issuers = {c.issuer for c in certificates if c.issuer != c.subject}
    return next((c for c in certificates if c.subject not in issuers), None)


def _signer(answer: TimeStampResponse) -> str:
    leaf = _leaf([x509.load_der_x509_certificate(der) for der in answer.signed_data.certificates])
    return leaf.subject.rfc4514_string() if leaf is not None else ""


def _certificates(pem: bytes) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(pem)
    except ValueError as error:
        raise StampRefused("The certificate of the authority cannot be read; it must be PEM.") from error
