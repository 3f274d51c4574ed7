"""Cancel an order."""

from __future__ import annotations

from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.orders.events import OrderCancelled
from kontor.orders.lifecycle import check_step, take_step
from kontor.orders.models import CancelReason, EntryKind, NewEntry, write_entries
from kontor.orders.queries import lock_orders
from kontor.orders.use_cases.changing.cancel_lines import FreedPieces
from kontor.platform.post.outbox import publish


def cancel_order(*, order_id: int, reason: str = CancelReason.OTHER, at: datetime, by: Actor) -> list[FreedPieces]:
    """An order can be cancelled until a parcel of it has left; nothing of it stays reserved, picked pieces go back.

    ``reason``: a CancelReason. Returns what was reserved, for the stock to be freed.
    Refuses: StepNotAllowed, AlreadyShipped. Tells: OrderCancelled. Locks: the order.
    """
    order = lock_orders([order_id])[order_id]

    check_step("cancel_order", order)
    entries = [
        NewEntry(line.line_id, EntryKind.CANCELLED, count, bucket)
        for line in order.lines
        for bucket, count in (("short", line.short), ("reserved", line.reserved), ("picked", line.picked))
        if count
    ]
    write_entries(entries=entries, reference="cancel_order", at=at, by=by)
    take_step("cancel_order", [order], at=at, by=by)

    publish([OrderCancelled(order_id, CancelReason(reason).value)], at=at, by=by)
    return [FreedPieces(entry.line_id, entry.quantity) for entry in entries if entry.taken_from != "short"]
