"""An order is closed when every piece is shipped or cancelled, and then nothing happens to it any more."""

from __future__ import annotations

import pytest

from builders import walk_to_packed
from kontor.flows.warehouse.cancellation import cancel_pieces
from kontor.flows.warehouse.dispatch import dispatch_shipments
from kontor.orders.public import LinesOpen, StepNotAllowed, close_orders
from kontor.orders.tables import Order, OrderLine


def test_pieces_that_wait_keep_it_open(shop):
    order = shop.place((2, "LAMP"))
    walk_to_packed(shop, order)

    with pytest.raises(LinesOpen):
        close_orders(order_ids=[order.id], at=shop.at, by=shop.by)


def test_it_is_closed_once_all_has_left(shop):
    order = shop.place((2, "LAMP"))
    dispatch_shipments(shipment_ids=walk_to_packed(shop, order), at=shop.at, by=shop.by)

    close_orders(order_ids=[order.id], at=shop.at, by=shop.by)

    assert Order.objects.get(id=order.id).state == "CLOSED"
    with pytest.raises(StepNotAllowed):
        close_orders(order_ids=[order.id], at=shop.at, by=shop.by)


def test_what_was_cancelled_by_the_piece_keeps_nothing_open(shop):
    order = shop.place((3, "LAMP"))
    line = OrderLine.objects.get(order=order)
    cancel_pieces(order_id=order.id, pieces={line.id: 1}, reference="one", at=shop.at, by=shop.by)
    walk = walk_to_packed(shop, order)
    dispatch_shipments(shipment_ids=walk, at=shop.at, by=shop.by)

    close_orders(order_ids=[order.id], at=shop.at, by=shop.by)

    assert Order.objects.get(id=order.id).state == "CLOSED"
