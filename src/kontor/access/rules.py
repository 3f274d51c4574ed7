"""What a capability is, and what a list of them allows."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ROOMS = (
    "access", "catalog", "customers", "locations", "channels", "pricing", "inventory", "orders", "payments",
    "sourcing", "fulfilment", "shipping", "invoicing", "messaging", "accounting", "legal_entities",
    "platform",
)  # fmt: skip
CAPABILITIES = tuple(f"{room}:{right}" for room in ROOMS for right in ("read", "write"))

# Roles that a new house begins with: each is changed, renamed or left alone.
FIRST_ROLES: dict[str, tuple[str, ...]] = {
    "Büro": (
        "orders:write", "customers:write", "channels:write", "payments:write", "inventory:read", "catalog:write",
        "fulfilment:read", "shipping:read", "invoicing:read", "messaging:write", "platform:read", "locations:read",
        "sourcing:read", "pricing:read",
    ),
    "Lager": (
        "fulfilment:write", "shipping:write", "inventory:write", "orders:read", "catalog:read", "locations:read",
    ),
    "Nur lesen": ("orders:read", "inventory:read", "catalog:read", "customers:read", "fulfilment:read"),
}  # fmt: skip

# No key begins like a token: a point stands in none of its signs.
KEY_PREFIX, TOKEN_PREFIX = "kontor_", "kontor.at_"
TOKEN_LIFE, MOST_TOKENS = timedelta(hours=1), 100
# 32 bytes from the system's generator: guessing is hopeless, so one fast hash at rest is enough (no Argon2 per request).
KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Limits:
    """Within what the rights of a role hold: ids of channels, locations and companies; of a kind that is empty, everywhere."""

    channels: frozenset[int] = frozenset()
    locations: frozenset[int] = frozenset()
    legal_entities: frozenset[int] = frozenset()

    @property
    def is_set(self) -> bool:
        """Whether anything is limited."""
        return bool(self.channels or self.locations or self.legal_entities)


def is_allowed(granted: Iterable[str], capability: str) -> bool:
    """Whether the granted capabilities cover one; the right to write includes reading."""
    room, _, right = capability.partition(":")
    wanted = {"*", capability, f"{room}:*"} | ({f"{room}:write"} if right == "read" else set())
    return not wanted.isdisjoint(granted)


def unknown_capabilities(granted: Iterable[str]) -> list[str]:
    """Name what is no capability of this house."""
    known = {"*", *CAPABILITIES, *(f"{room}:*" for room in ROOMS)}
    return sorted(set(granted) - known)


# Words that everybody thinks of first, in the language of the first users; the rest stands in Django's list of English ones.
_FIRST_WORDS = (
    "passwort", "kennwort", "geheim", "willkommen", "hallo", "schatz", "sommer", "winter", "herbst", "fruehling", "berlin",
    "hamburg", "muenchen", "admin", "kontor", "qwertz", "qwerty", "asdf", "fussball", "deutschland", "lager", "versand",
)  # fmt: skip


def is_worn(password: str, *, name: str) -> bool:
    """Whether a password is one that a guesser tries first: something short over and over, or nothing but the person's name, a
    word that everybody takes, figures and signs. Source: NIST SP 800-63B, 3.1.1.2 (blocklist of expected values).
    """
    told = password.lower()
    if any(told == told[:size] * (len(told) // size) for size in range(1, len(told) // 2 + 1) if len(told) % size == 0):
        return True
    rest = told
    for word in sorted({name.lower(), *_FIRST_WORDS}, key=len, reverse=True):
        rest = rest.replace(word, "") if len(word) > 2 else rest
    return sum(sign.isalpha() for sign in rest) < 4 and rest != told


# When a list is mailed: each day, Monday to Friday, on one day of each week (1: Monday), on the first or last day of each month.
RHYTHMS = ("daily", "workdays", *(f"weekly:{day}" for day in range(1, 8)), "month_first", "month_last")


def next_slot(rhythm: str, clock_time: time, *, zone: ZoneInfo, after: datetime) -> datetime:
    """Return the first moment behind ``after`` at which a list is mailed: ``clock_time`` of the place, on a day of its rhythm.
    An hour that the clocks leave out in spring is an hour later.
    """
    day = after.astimezone(zone).date()
    while True:
        # There and back: an hour that does not exist becomes one that does.
        slot = datetime.combine(day, clock_time, zone).astimezone(UTC)
        if slot > after and _falls_on(rhythm, day):
            return slot
        day += timedelta(days=1)


def _falls_on(rhythm: str, day: date) -> bool:
    if rhythm == "month_first":
        return day.day == 1
    if rhythm == "month_last":
        return (day + timedelta(days=1)).day == 1
    if rhythm.startswith("weekly:"):
        return day.isoweekday() == int(rhythm.removeprefix("weekly:"))
    return rhythm == "daily" or day.isoweekday() <= 5


def new_secret(*, prefix: str = KEY_PREFIX) -> str:
    """Draw a new API key or token; it is shown once and stored only as its hash."""
    return prefix + secrets.token_urlsafe(KEY_BYTES)


def hash_secret(secret: str) -> str:
    """Return what is stored of an API key."""
    return hashlib.sha256(secret.encode()).hexdigest()
