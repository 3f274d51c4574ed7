"""Change how an order is paid."""

from __future__ import annotations

from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.orders.errors import AlreadyInvoiced, StepNotAllowed
from kontor.orders.models import Order, OrderLine, OrderState
from kontor.orders.queries import lock_orders
from kontor.platform.keep.audit import Change, record_changes


def change_payment(*, order_id: int, payment: str, secured: bool, at: datetime, by: Actor) -> None:
    """An order is paid in another way from now on; one whose money is not certain then waits for it.

    Refuses: StepNotAllowed for what is in the warehouse or ended, AlreadyInvoiced. Locks: the order.
    """
    facts = lock_orders([order_id])[order_id]
    if facts.state not in (OrderState.PLACED, OrderState.HELD):
        raise StepNotAllowed(order=facts.number, state=facts.state, verb="change_payment")

    if any(line.invoiced > line.credited for line in OrderLine.objects.filter(order_id=order_id)):
        raise AlreadyInvoiced(order=facts.number)

    order = Order.objects.get(id=order_id)
    change = Change(order_id, {"payment": order.payment}, {"payment": payment})
    order.payment = payment
    order.secured_at = (order.secured_at or at) if secured else None
    order.save(update_fields=["payment", "secured_at"])
    record_changes(subject="order", verb="change_payment", changes=[change], at=at, by=by)
