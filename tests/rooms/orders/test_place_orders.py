"""An order is accepted with every line reserved or short, never silently dropped; one that moves in is closed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from kontor.kernel.address import Address
from kontor.kernel.money import Taxed
from kontor.orders.public import NewLine, NewOrder, NoLines, archive_orders, draw_order_ids, place_orders
from kontor.orders.tables import Order, OrderLine

D = Decimal


def a_new_order(shop, *, short: int, quantity: int = 3) -> NewOrder:
    order_ids, line_ids, _events = draw_order_ids(orders=1, lines=1)
    customer_id = shop.place((1, "VASE")).customer_id
    amount = Taxed(D("25.21"), D("4.79"), D("30.00"))
    line = NewLine(shop.skus["LAMP"], "Tischlampe", "L-001", quantity, D("10.00"), D(19), amount, short)
    address = Address("Erika Muster", "", "Domplatz 1", "", "50667", "Köln", "", "DE")
    return NewOrder(
        order_id=order_ids[0], line_ids=tuple(line_ids), legal_entity_id=shop.channel.legal_entity_id,
        channel_id=shop.channel.id, external_id="X-1", customer_id=customer_id, currency="EUR", total=amount,
        payment="paid", ship_to=address, bill_to=None, language="de", ordered_at=shop.at, ship_by=None, lines=(line,),
    )  # fmt: skip


def test_what_is_not_reserved_is_short(shop):
    order = a_new_order(shop, short=1)

    told = place_orders(orders=[order], at=shop.at, by=shop.by)

    line = OrderLine.objects.get(order_id=order.order_id)
    assert (line.reserved, line.short) == (2, 1)
    assert [it.order_id for it in told] == [order.order_id]


def test_an_order_without_lines_is_refused(shop):
    with pytest.raises(NoLines):
        place_orders(orders=[replace(a_new_order(shop, short=0), lines=())], at=shop.at, by=shop.by)


def test_archive_orders_stores_it_as_shipped_and_touches_no_stock(shop):
    order = a_new_order(shop, short=0)
    before = shop.stock("LAMP")

    archive_orders(orders=[order], at=shop.at, by=shop.by)

    line = OrderLine.objects.get(order_id=order.order_id)
    assert (Order.objects.get(id=order.order_id).state, line.shipped, shop.stock("LAMP")) == ("CLOSED", 3, before)
