"""Archive orders of the time before Kontor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.orders.models import EntryKind, NewEntry, OrderState, write_entries
from kontor.orders.use_cases.placing.place_orders import NewOrder, place_orders


def archive_orders(*, orders: Sequence[NewOrder], at: datetime, by: Actor) -> None:
    """A merchant who moves in brings old orders along: stored as shipped and closed, no stock touched, nothing told."""
    # Past the lifecycle on purpose: these orders were closed somewhere else.
    place_orders(orders=[replace(order, state=OrderState.CLOSED) for order in orders], at=at, by=by)
    shipped = [
        NewEntry(line_id, EntryKind.SHIPPED, line.quantity, "reserved")
        for order in orders
        for line_id, line in zip(order.line_ids, order.lines, strict=True)
    ]
    write_entries(entries=shipped, reference="archived", at=at, by=by)
