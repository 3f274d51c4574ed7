"""Who asks: an API key in ``Authorization: Bearer …``, scoped by capabilities."""

from __future__ import annotations

import threading
import time
from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from kontor.access.public import KeyHolder, NotAllowed, find_key_holder, note_key_used
from kontor.kernel.actor import Actor
from kontor.kernel.clock import read_clock
from kontor.rest.pace import take_turn

# A key is looked up again after this many seconds, by one request; the others go on with what is known, but not for
# longer than twice that. So a busy key costs no query per request, and a revoked one opens nothing for long.
REMEMBER_S = 2.0
# So often a process writes down that a key is used.
NOTE_S = 600.0
_noted: dict[int, float] = {}
MOST_KNOWN = 1_000

_known: dict[str, tuple[float, KeyHolder]] = {}
_looking_up = threading.Lock()


def find_holder(token: str) -> KeyHolder | None:
    """Return the holder of a key, or None where there is none."""
    now = time.monotonic()
    known = _known.get(token)
    if known is None or now > known[0] + REMEMBER_S:
        return _look_up(token, now)
    if now > known[0] and _looking_up.acquire(blocking=False):
        try:
            return _look_up(token, now)
        finally:
            _looking_up.release()
    return known[1]


def _look_up(token: str, now: float) -> KeyHolder | None:
    holder = find_key_holder(token, at=read_clock())
    if holder is None:
        _known.pop(token, None)
    else:
        if len(_known) >= MOST_KNOWN:
            # Tokens come and go; those that were not asked for lately are looked up again.
            for old in [it for it, (until, _holder) in list(_known.items()) if now > until + REMEMBER_S]:
                _known.pop(old, None)
        _known[token] = (now + REMEMBER_S, holder)
        if now > _noted.get(holder.key_id, 0.0):
            _noted[holder.key_id] = now + NOTE_S
            note_key_used(key_id=holder.key_id, at=read_clock())
    return holder


class ApiKeyAuth(HttpBearer):
    """Finds the holder of a key."""

    def authenticate(self, request: HttpRequest, token: str) -> KeyHolder | None:
        """Return the key's holder, or None for 401. Refuses: TooManyRequests."""
        holder = find_holder(token)
        if holder is not None:
            take_turn(request, holder.key_id)
        return holder


def remembered_holder(token: str) -> KeyHolder | None:
    """Return the holder of a key that was looked up a moment ago; None sends the request the long way."""
    known = _known.get(token)
    return known[1] if known is not None and time.monotonic() <= known[0] else None


def holder_of(request: HttpRequest) -> KeyHolder:
    """Return who asks."""
    holder: Any = request.auth  # type: ignore[attr-defined]
    assert isinstance(holder, KeyHolder)
    return holder


def require(request: HttpRequest, capability: str) -> Actor:
    """Return who acts, if the key is scoped for this. Refuses: NotAllowed."""
    holder = holder_of(request)
    if not holder.may(capability):
        raise NotAllowed("This API key is not scoped for that.", needs=capability)
    return Actor("key", holder.name)
