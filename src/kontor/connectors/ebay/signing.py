"""eBay's two signatures: ours under calls that move money, eBay's under its notifications."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import load_der_private_key, load_pem_public_key

from kontor.channels.ports import PushRefused
from kontor.connectors.transport import Call

_HASHES: Mapping[str, hashes.HashAlgorithm] = {"SHA1": hashes.SHA1(), "SHA256": hashes.SHA256()}


def sign_call(call: Call, *, key: str, jwe: str, created: int) -> dict[str, str]:
    """Return the headers of a signed call (HTTP Message Signatures, Ed25519). Source: eBay, digital signatures for APIs."""
    parts = urlsplit(call.url)
    headers = {"x-ebay-signature-key": jwe}
    lines, names = [], []
    if call.body:
        digest = f"sha-256=:{base64.b64encode(hashlib.sha256(call.body).digest()).decode()}:"
        headers["Content-Digest"] = digest
        lines.append(f'"content-digest": {digest}')
        names.append("content-digest")
    lines += [
        f'"x-ebay-signature-key": {jwe}', f'"@method": {call.method}', f'"@path": {parts.path}',
        f'"@authority": {parts.netloc}',
    ]  # fmt: skip
    names += ["x-ebay-signature-key", "@method", "@path", "@authority"]
    covered = " ".join(f'"{name}"' for name in names)
    params = f"({covered});created={created}"
    lines.append(f'"@signature-params": {params}')
    private = load_der_private_key(base64.b64decode(key), password=None)
    assert isinstance(private, ed25519.Ed25519PrivateKey)
    signature = base64.b64encode(private.sign("\n".join(lines).encode())).decode()
    return {**headers, "Signature-Input": f"sig1={params}", "Signature": f"sig1=:{signature}:"}


def read_signature(header: str) -> dict[str, str]:
    """Return what the header of a notification says: key id and signature. Refuses: PushRefused."""
    try:
        told: Any = json.loads(base64.b64decode(header, validate=True))
        return {"kid": str(told["kid"]), "signature": str(told["signature"])}
    except (ValueError, KeyError, TypeError, RecursionError):
        raise PushRefused() from None


def verify_push(body: bytes, *, signature: str, pem: str, digest: str) -> None:
    """Check eBay's signature over the body. Refuses: PushRefused."""
    public = load_pem_public_key(_with_lines(pem).encode())
    if not isinstance(public, ec.EllipticCurvePublicKey) or digest not in _HASHES:
        raise PushRefused()
    try:
        public.verify(base64.b64decode(signature), body, ec.ECDSA(_HASHES[digest]))
    except (InvalidSignature, ValueError):
        raise PushRefused() from None


def _with_lines(pem: str) -> str:
    """eBay writes the key in one line; strict readers want the marks on lines of their own."""
    head, tail = "-----BEGIN PUBLIC KEY-----", "-----END PUBLIC KEY-----"
    inner = pem.replace(head, "").replace(tail, "").strip()
    return f"{head}\n{inner}\n{tail}\n"
