"""An order is cancelled whole until a parcel of it has left; what was reserved is told to be freed."""

from __future__ import annotations

import pytest

from kontor.orders.public import AlreadyShipped, OrderState, StepNotAllowed, cancel_order
from kontor.orders.tables import Order, OrderLine


def test_cancel_order_leaves_nothing_open_and_says_what_is_free(shop):
    order = shop.place((20, "LAMP"))

    freed = cancel_order(order_id=order.id, at=shop.at, by=shop.by)

    line = OrderLine.objects.get(order=order)
    assert (line.reserved, line.short, line.cancelled) == (0, 0, 20)
    assert Order.objects.get(id=order.id).state == OrderState.CANCELLED
    assert sum(it.quantity for it in freed) < 20  # of what was short nothing was reserved


def test_cancel_order_told_twice_is_refused(shop):
    order = shop.place((1, "LAMP"))
    cancel_order(order_id=order.id, at=shop.at, by=shop.by)

    with pytest.raises(StepNotAllowed):
        cancel_order(order_id=order.id, at=shop.at, by=shop.by)


def test_cancel_order_is_too_late_once_a_parcel_has_left(shop):
    order = shop.place((1, "LAMP"))
    line = OrderLine.objects.get(order=order)
    OrderLine.objects.filter(id=line.id).update(reserved=0, shipped=1)

    with pytest.raises(AlreadyShipped):
        cancel_order(order_id=order.id, at=shop.at, by=shop.by)
