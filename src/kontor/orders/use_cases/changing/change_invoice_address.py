"""Change who is invoiced."""

from __future__ import annotations

from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.kernel.address import Address
from kontor.orders.errors import AlreadyInvoiced, StepNotAllowed
from kontor.orders.models import Order, OrderLine, OrderState
from kontor.orders.queries import check_seen, lock_orders
from kontor.platform.keep.audit import Change, record_changes


def change_invoice_address(*, order_id: int, bill_to: Address | None, seen: str = "", at: datetime, by: Actor) -> None:
    """Until a piece of an order is invoiced, its buyer may say who is invoiced; without an address it is who gets the goods.

    Refuses: StepNotAllowed for what is cancelled, AlreadyInvoiced, ChangedMeanwhile. Locks: the order.
    """
    facts = lock_orders([order_id])[order_id]
    check_seen(order_id, seen)
    order = Order.objects.get(id=order_id)

    if order.state == OrderState.CANCELLED:
        raise StepNotAllowed(order=facts.number, state=facts.state, verb="change_invoice_address")
    if any(line.invoiced > line.credited for line in OrderLine.objects.filter(order_id=order_id)):
        raise AlreadyInvoiced(order=facts.number)

    before, after = order.bill_to, bill_to.as_dict() if bill_to else None
    if before != after:
        Order.objects.filter(id=order_id).update(bill_to=after)
        change = Change(order_id, {"bill_to": before}, {"bill_to": after})
        record_changes(subject="order", verb="change_invoice_address", changes=[change], at=at, by=by)
