"""PayPal's signature under its webhooks."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Mapping

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import load_pem_x509_certificate

from kontor.payments.ports import PushRefused


def check_certificate(pem: str) -> RSAPublicKey:
    """Return the key of a certificate. Refuses: PushRefused for what is none of RSA."""
    try:
        public = load_pem_x509_certificate(pem.encode()).public_key()
    except ValueError:
        raise PushRefused() from None
    if not isinstance(public, RSAPublicKey):
        raise PushRefused()
    return public


def verify_message(body: bytes, told: Mapping[str, str], *, webhook: str, pem: str) -> None:
    """Check the signature over id, time, webhook and checksum of the body. Refuses: PushRefused.

    Source: PayPal, Webhooks guide, verification by certificate (read 2026-11-26).
    """
    signed = f"{told['transmission_id']}|{told['transmission_time']}|{webhook}|{zlib.crc32(body)}"
    try:
        signature = base64.b64decode(told["transmission_sig"], validate=True)
        check_certificate(pem).verify(signature, signed.encode(), PKCS1v15(), SHA256())
    except (InvalidSignature, ValueError):
        raise PushRefused() from None
