"""Ids for other systems: UUID version 7, which sort by the moment of their birth."""

from __future__ import annotations

import os
import time
from uuid import UUID

_RANDOM_BITS = 74


def new_uuid() -> UUID:
    """Return a UUID version 7 (RFC 9562, section 5.7): 48 bits of milliseconds, 74 random bits."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big") & ((1 << _RANDOM_BITS) - 1)
    rand_a, rand_b = random >> 62, random & ((1 << 62) - 1)
    return UUID(int=(milliseconds << 80) | (0x7 << 76) | (rand_a << 64) | (0b10 << 62) | rand_b)
