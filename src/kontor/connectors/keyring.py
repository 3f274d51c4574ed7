"""The keys by which strangers sign their messages: asked for once, and for invented names hardly ever."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from kontor.kernel.errors import Retryable

# Strangers change their keys once in months. Whoever sends messages with invented ones makes us ask so often and no more.
ASK_EVERY_S = 10.0
MOST_KEYS = 64


class KeyRing:
    """Keys by account and name, for all threads of a process. A message that comes with a known key costs no call."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._keys: OrderedDict[tuple[str, str], str] = OrderedDict()
        self._asked_at: dict[str, float] = {}
        self._asking: dict[str, Lock] = {}
        self._lock, self._clock = Lock(), clock

    def find(self, account: str, name: str, ask: Callable[[], str]) -> str:
        """Return a key; one that is not known yet is asked for, once: who comes meanwhile with the same one waits for it.

        Raises Retryable where another one was asked for a moment ago: a genuine message is sent again.
        """
        known = self._keys.get((account, name))
        if known is not None:
            return known
        with self._lock:
            asking = self._asking.setdefault(account, Lock())
        with asking:
            known = self._keys.get((account, name))
            if known is not None:
                return known
            if self._clock() - self._asked_at.get(account, float("-inf")) < ASK_EVERY_S:
                raise Retryable("An unknown key was looked up a moment ago; send the message again.")
            self._asked_at[account] = self._clock()
            key = ask()
        with self._lock:
            self._keys[account, name] = key
            while len(self._keys) > MOST_KEYS:
                self._keys.popitem(last=False)
        return key
