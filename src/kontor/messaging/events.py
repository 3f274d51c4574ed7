"""News from messaging."""

from __future__ import annotations

from dataclasses import dataclass

from kontor.kernel.news import AlarmNews


@dataclass(frozen=True, slots=True)
class AlarmRaised(AlarmNews):
    """Something is wrong in the house and ought to be known: what, how many things it is about, and what it is called."""

    alarm: str
    count: int
    name: str
