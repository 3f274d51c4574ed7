"""What a channel tells of money and of cancellations is kept once."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal as D

from kontor.orders.public import record_cancellations, secure_orders
from kontor.orders.tables import Cancellation, Order
from kontor.orders.use_cases.changing.record_cancellations import ToldCancellation


def test_secure_orders_keeps_the_first_moment(shop):
    order = shop.place((1, "LAMP"), payment="prepayment")

    secure_orders(order_ids=[order.id], at=shop.at)
    secure_orders(order_ids=[order.id], at=shop.at + timedelta(days=1))

    assert Order.objects.get(id=order.id).secured_at == shop.at


def test_record_cancellations_keeps_each_once_tied_or_not(shop):
    told = [ToldCancellation(shop.channel.id, it, None, "LAMP", 1, D(-10), "untied", shop.at) for it in ("C1", "C2")]

    assert [record_cancellations(cancellations=told) for _ in range(2)] == [2, 0]
    assert Cancellation.objects.count() == 2
