"""How often a key may ask: so many requests a minute, all at once if it likes; each answer says how many are left.

Counted in this web process, by a bucket that fills evenly. Orders that come one by one take the express lane, which holds itself
back by its batches.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from django.http import HttpRequest, HttpResponse

from kontor.kernel.errors import Refused
from kontor.platform.start.environment import read_setting


class TooManyRequests(Refused):
    """This key has asked too often for the moment: ask again after Retry-After."""

    code = "request.too_many"


@dataclass(slots=True)
class Bucket:
    """The turns that a key has left, and since when."""

    left: float
    since: float


@dataclass(frozen=True, slots=True)
class Turn:
    """How many turns a key has a minute, how many are left, and in how many seconds it has all of them again."""

    most: int
    left: int
    full_in_s: int


_buckets: dict[int, Bucket] = {}
_counting = threading.Lock()


def turns_per_minute() -> int:
    """Return how many requests a key has a minute, 0: as many as it likes."""
    return int(read_setting("KONTOR_API_PER_MINUTE"))


def take_turn(request: HttpRequest, key_id: int) -> None:
    """Count a request of a key. Refuses: TooManyRequests."""
    most = turns_per_minute()
    if not most:
        return
    now = time.monotonic()
    with _counting:
        bucket = _buckets.setdefault(key_id, Bucket(float(most), now))
        bucket.left = min(float(most), bucket.left + (now - bucket.since) * most / 60)
        bucket.since = now
        taken = bucket.left >= 1
        bucket.left -= 1 if taken else 0
        left = bucket.left
    request.kontor_turn = Turn(most, int(left), ceil((most - left) * 60 / most))  # type: ignore[attr-defined]
    if not taken:
        raise TooManyRequests(after=ceil((1 - left) * 60 / most))


def tell_pace(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A middleware: each answer of the API says how many requests are left (IETF draft RateLimit header fields, 10)."""

    def answer(request: HttpRequest) -> HttpResponse:
        told = get_response(request)
        turn: Turn | None = getattr(request, "kontor_turn", None)
        if turn is not None:
            told["RateLimit-Policy"] = f'"key";q={turn.most};w=60'
            told["RateLimit"] = f'"key";r={turn.left};t={turn.full_in_s}'
        return told

    return answer
