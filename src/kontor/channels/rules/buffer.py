"""How many pieces a channel does not get to see, so that nobody buys there what was sold elsewhere a moment ago."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kontor.kernel.demand import Demand

# Past this the channel is too slow to be sold on with what is left; a fixed buffer says so plainly.
MOST_BUFFER = 500
# What is not known before the first sale is seen: half a sale more than was counted (Jeffreys' prior of a rate).
NOT_YET_SEEN = 0.5
DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Buffer:
    """How many pieces are held back on a channel. ``why`` has the figures that it was computed from; none: it is fixed."""

    quantity: int
    why: Mapping[str, float]


def slowest(delays: Sequence[float], risk: float) -> float:
    """Return the delay that is exceeded with the accepted probability at most, as far as was seen; 0 where nothing was."""
    ordered = sorted(delays)
    return ordered[min(len(ordered) - 1, math.ceil(len(ordered) * (1 - risk)))] if ordered else 0.0


def computed_buffer(*, unseen_s: float, demand: Demand, risk: float) -> Buffer:
    """Hold back what may be sold elsewhere before the channel learns of it, but for the accepted risk.

    From a sale elsewhere until we hear of it, and from then until the channel acknowledges the lower number, orders arrive
    at random. How fast they come was itself only seen in a sample, so their number is negatively binomial (Poisson orders,
    gamma-distributed rate): the fewer were seen, the more is held back. The smallest number is held back that is exceeded
    with no more than the accepted probability. ``unseen_s``: both times together.
    """
    expected = demand.per_day * unseen_s / DAY_S
    quantity = 0
    if demand.pieces > 0:
        orders = _most_orders(demand.pieces / demand.clump + NOT_YET_SEEN, demand.days * DAY_S, unseen_s, risk)
        quantity = min(MOST_BUFFER, math.ceil(orders * demand.clump))
    figures = {
        "unseen_s": round(unseen_s, 1), "per_day": round(demand.per_day, 1), "expected": round(expected, 3), "risk": risk,
    }  # fmt: skip
    return Buffer(quantity, figures)


def _most_orders(shape: float, seen_s: float, unseen_s: float, risk: float) -> int:
    """Return the number of orders in ``unseen_s`` that is exceeded with the accepted probability at most."""
    share = unseen_s / (seen_s + unseen_s)
    term = math.exp(shape * math.log1p(-share))
    count, below = 0, term
    if term == 0.0:  # hundreds are expected
        return MOST_BUFFER
    while 1 - below > risk and count < MOST_BUFFER:
        term *= (shape + count) / (count + 1) * share
        count += 1
        below += term
    return count
