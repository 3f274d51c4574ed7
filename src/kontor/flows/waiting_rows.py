"""One thing that waits for somebody, as every room tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

# So much of a kind is told; whoever has more begins with these.
MOST = 200
# After so many attempts (some forty minutes) nothing mends itself.
TIRED = 5


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits. ``kind`` and ``id`` say which, ``problem`` why, ``amount`` how much money it is about, if any;
    ``again`` whether a press sets it going.
    """

    kind: str
    id: int
    name: str
    since: datetime | None
    problem: str
    order_id: int | None = None
    again: bool = True
    amount: Decimal | None = None
    currency: str = ""
