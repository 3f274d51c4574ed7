"""The keys by which strangers sign their messages: asked for once, and for invented names hardly ever."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

from kontor.kernel.errors import Retryable

# Strangers change their keys once in months. Whoever sends messages with invented ones makes us ask so often and no more.
ASK_EVERY_S = 10.0
MOST_KEYS = 64


class KeyRing:
    """Keys by their names, for all threads of a process. A message that comes with a known key costs no call."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._keys: dict[str, str] = {}
        self._asked_at = float("-inf")
        self._lock, self._clock = Lock(), clock

    def find(self, name: str, ask: Callable[[], str]) -> str:
        """Return a key; one that is not known yet is asked for. Raises Retryable where another was asked for a moment ago."""
        known = self._keys.get(name)
        if known is not None:
            return known
        with self._lock:
            if self._clock() - self._asked_at < ASK_EVERY_S:
                raise Retryable("An unknown key was looked up a moment ago; send the message again.")
            self._asked_at = self._clock()
        key = ask()
        with self._lock:
            if len(self._keys) >= MOST_KEYS:
                self._keys.clear()
            self._keys[name] = key
            self._asked_at = float("-inf")  # it was no invented one
        return key
