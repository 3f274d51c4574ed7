"""The plan of faults: seeded chances, and faults that are ordered for the next call."""

from __future__ import annotations

import random
import re
import threading
from typing import Any

# What can go wrong with one call. Those before the work leave it undone; ``silence`` and ``half_body`` come after it.
KINDS = (
    "too_many", "too_many_bare", "broken", "unavailable", "maintenance", "reset", "slow", "expired_token", "silence",
    "half_body", "repeat_page", "twice", "refused",
)  # fmt: skip
BEFORE = frozenset(
    ("too_many", "too_many_bare", "broken", "unavailable", "maintenance", "reset", "expired_token", "refused")
)


class FaultPlan:
    """Says for each call whether something goes wrong, and what."""

    def __init__(self, seed: int) -> None:
        self._rng = random.Random(seed)
        self._lock = threading.Lock()
        self._rates: dict[str, float] = {}
        self._ordered: list[tuple[str, re.Pattern[str]]] = []
        self.met: dict[str, int] = {}

    def set_rates(self, rates: dict[str, float]) -> None:
        """Chance of each kind per call."""
        if unknown := set(rates) - set(KINDS):
            raise ValueError(f"no such fault: {sorted(unknown)}")
        with self._lock:
            self._rates = dict(rates)

    def order(self, kind: str, *, times: int = 1, where: str = "") -> None:
        """Let the next calls whose ``METHOD path`` matches meet this fault."""
        if kind not in KINDS:
            raise ValueError(f"no such fault: {kind}")
        with self._lock:
            self._ordered += [(kind, re.compile(where))] * times

    def clear(self) -> None:
        """Nothing goes wrong from now on."""
        with self._lock:
            self._rates, self._ordered = {}, []

    def next(self, call: str) -> str:
        """Return what goes wrong with this call; nothing is the empty text."""
        with self._lock:
            for place, (kind, where) in enumerate(self._ordered):
                if where.search(call):
                    del self._ordered[place]
                    return self._meet(kind)
            for kind, rate in self._rates.items():
                if self._rng.random() < rate:
                    return self._meet(kind)
        return ""

    def _meet(self, kind: str) -> str:
        self.met[kind] = self.met.get(kind, 0) + 1
        return kind

    def as_dict(self) -> dict[str, Any]:
        """Return the plan and what was met."""
        return {"rates": self._rates, "ordered": [kind for kind, _ in self._ordered], "met": self.met}
