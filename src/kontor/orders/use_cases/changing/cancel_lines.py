"""Cancel part of an order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.orders.errors import NothingToCancel, StepNotAllowed
from kontor.orders.events import OrderLinesCancelled
from kontor.orders.models import CancelReason, EntryKind, NewEntry, OrderState, write_entries
from kontor.orders.queries import lock_orders
from kontor.orders.rules import split_cancellation
from kontor.platform.post.outbox import publish


@dataclass(frozen=True, slots=True)
class FreedPieces:
    """Pieces of a line that were reserved and are not wanted any more."""

    line_id: int
    quantity: int


def cancel_lines(
    *,
    order_id: int,
    pieces: Mapping[int, int],
    reference: str,
    reason: str = CancelReason.OTHER,
    at: datetime,
    by: Actor,
) -> list[FreedPieces]:
    """Any number of pieces of a line can be cancelled until they are picked; what is short goes first.

    ``pieces``: line id → quantity; ``reason``: a CancelReason. Returns what was reserved, for the stock to be freed.
    Refuses: NothingToCancel, StepNotAllowed. Tells: OrderLinesCancelled. Locks: the order.
    """
    order = lock_orders([order_id])[order_id]

    if order.state in (OrderState.CANCELLED, OrderState.CLOSED):
        raise StepNotAllowed(order=order.number, state=order.state, verb="cancel_lines")
    lines = {line.line_id: line for line in order.lines}
    if unknown := set(pieces) - set(lines):
        raise NothingToCancel("There is no such line in this order.", order=order.number, lines=sorted(unknown))
    entries = [
        NewEntry(line_id, EntryKind.CANCELLED, count, bucket)
        for line_id, quantity in pieces.items()
        for bucket, count in split_cancellation(lines[line_id], quantity).items()
    ]
    write_entries(entries=entries, reference=reference, at=at, by=by)

    publish([OrderLinesCancelled(order_id, reference, CancelReason(reason).value)], at=at, by=by)
    return [FreedPieces(entry.line_id, entry.quantity) for entry in entries if entry.taken_from == "reserved"]
