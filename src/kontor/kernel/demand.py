"""How fast something sells."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Demand:
    """Pieces that were ordered in so many days.

    ``clump`` is how many go at once, seen from a piece that was sold: the mean of the squares of what each order took, by
    the mean. One where everybody buys one.
    """

    pieces: float
    days: float
    clump: float = 1.0

    @property
    def per_day(self) -> float:
        """Return the pieces of one day."""
        return self.pieces / self.days
