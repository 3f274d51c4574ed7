"""Amend an order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.kernel.address import Address
from kontor.orders.errors import StepNotAllowed
from kontor.orders.events import OrderAmended
from kontor.orders.models import Order, OrderState
from kontor.orders.queries import lock_orders
from kontor.orders.rules import nothing_picked
from kontor.platform.audit import Change, record_changes
from kontor.platform.outbox import publish


def amend_order(
    *,
    order_id: int,
    ship_to: Address | None = None,
    tags: Sequence[str] | None = None,
    at: datetime,
    by: Actor,
) -> None:
    """Address and tags can be corrected until a piece is picked; what stood there before stays in the audit trail.

    Refuses: StepNotAllowed for a cancelled or closed order, AlreadyPicked, AlreadyShipped.
    Tells: OrderAmended. Locks: the order.
    """
    facts = lock_orders([order_id])[order_id]
    order = Order.objects.get(id=order_id)

    if order.state in (OrderState.CANCELLED, OrderState.CLOSED):
        raise StepNotAllowed(order=order.number, state=order.state, verb="amend_order")
    if ship_to is not None:
        nothing_picked(facts)

    before = {"ship_to": order.ship_to, "tags": order.tags}
    order.ship_to = ship_to.as_dict() if ship_to is not None else order.ship_to
    order.tags = list(tags) if tags is not None else order.tags
    order.save(update_fields=["ship_to", "tags"])
    after = {"ship_to": order.ship_to, "tags": order.tags}
    record_changes(subject="order", verb="amend_order", at=at, by=by, changes=[Change(order_id, before, after)])

    publish([OrderAmended(order_id)], at=at, by=by)
