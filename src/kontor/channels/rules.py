"""Reading an order out of a raw message of Kontor's own format."""

from __future__ import annotations

import math
from dataclasses import dataclass

from pydantic import ValidationError

from kontor.channels.errors import MessageUnreadable
from kontor.channels.ports import IncomingOrder

ORDER_JSON = "order.json"
# Messages that a connector fetched: this, and behind it the connector's code.
CONNECTOR_MESSAGE = "connector:"


def name_faults(failure: ValidationError) -> list[dict[str, str]]:
    """Return every fault of a payload by field and reason."""
    return [
        {"field": ".".join(str(part) for part in fault["loc"]) or "(body)", "reason": fault["msg"]}
        for fault in failure.errors(include_url=False, include_input=False, include_context=False)
    ]


def read_order(body: bytes | str) -> IncomingOrder:
    """Read an order from JSON. Refuses: MessageUnreadable, naming each field and reason."""
    try:
        return IncomingOrder.model_validate_json(body)
    except ValidationError as failure:
        faults = "; ".join(f"{fault['field']}: {fault['reason']}" for fault in name_faults(failure)[:10])
        raise MessageUnreadable(f"The message could not be read as an order: {faults}") from None


@dataclass(frozen=True, slots=True)
class Buffer:
    """How many pieces are held back on a channel, and why, in words a merchant can check."""

    quantity: int
    reason: str


def computed_buffer(*, latency_s: float, demand_per_day: float, risk: float) -> Buffer:
    """Hold back what may be sold elsewhere before the channel learns of it, but for the accepted risk.

    From a sale elsewhere until we hear of it, and from then until the channel acknowledges the lower number, demand
    arrives at random (Poisson): the smallest
    number is held back that it exceeds with no more than the accepted probability.
    """
    mean = demand_per_day * latency_s / 86_400
    quantity, term = 0, math.exp(-mean)
    below = term
    while 1 - below > risk and quantity < MOST_BUFFER:
        quantity += 1
        term *= mean / quantity
        below += term
    seen = f"{latency_s:.1f} s × {demand_per_day:.1f}/day = {mean:.3f} sold unseen"
    reason = f"{seen}; held back {quantity} for a risk of {risk:.3%}"
    return Buffer(quantity, reason)


# Past this the channel is too slow to be sold on with what is left; a fixed buffer says so plainly.
MOST_BUFFER = 500
