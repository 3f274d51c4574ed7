"""What a capability is, and what a list of them allows."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta

ROOMS = (
    "access", "catalog", "customers", "locations", "channels", "pricing", "inventory", "orders", "payments",
    "sourcing", "fulfilment", "shipping", "invoicing", "messaging", "accounting", "legal_entities",
    "platform",
)  # fmt: skip
CAPABILITIES = tuple(f"{room}:{right}" for room in ROOMS for right in ("read", "write"))

# No key begins like a token: a point stands in none of its signs.
KEY_PREFIX, TOKEN_PREFIX = "kontor_", "kontor.at_"
TOKEN_LIFE, MOST_TOKENS = timedelta(hours=1), 100
# 32 bytes from the system's generator: guessing is hopeless, so one fast hash at rest is enough (no Argon2 per request).
KEY_BYTES = 32


def is_allowed(granted: Iterable[str], capability: str) -> bool:
    """Whether the granted capabilities cover one; the right to write includes reading."""
    room, _, right = capability.partition(":")
    wanted = {"*", capability, f"{room}:*"} | ({f"{room}:write"} if right == "read" else set())
    return not wanted.isdisjoint(granted)


def unknown_capabilities(granted: Iterable[str]) -> list[str]:
    """Name what is no capability of this house."""
    known = {"*", *CAPABILITIES, *(f"{room}:*" for room in ROOMS)}
    return sorted(set(granted) - known)


def new_secret(*, prefix: str = KEY_PREFIX) -> str:
    """Draw a new API key or token; it is shown once and stored only as its hash."""
    return prefix + secrets.token_urlsafe(KEY_BYTES)


def hash_secret(secret: str) -> str:
    """Return what is stored of an API key."""
    return hashlib.sha256(secret.encode()).hexdigest()
