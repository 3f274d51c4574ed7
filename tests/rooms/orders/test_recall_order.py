"""An order comes back to the desk as long as nobody has picked a piece of it."""

from __future__ import annotations

import pytest

from builders import hear_news
from kontor.flows.warehouse.picking import pick_pieces, start_picking
from kontor.fulfilment.tables import FulfilmentOrder, PickTask
from kontor.orders.public import AlreadyPicked, StepNotAllowed, recall_order
from kontor.orders.tables import Order


def test_a_released_order_comes_back_with_its_stock_still_reserved(shop):
    order = shop.place((2, "LAMP"))
    hear_news()

    recall_order(order_id=order.id, at=shop.at, by=shop.by)

    assert Order.objects.get(id=order.id).state == "PLACED"
    assert shop.stock("LAMP") == (15, 2)


def test_it_comes_back_once(shop):
    order = shop.place((2, "LAMP"))
    hear_news()
    recall_order(order_id=order.id, at=shop.at, by=shop.by)

    with pytest.raises(StepNotAllowed):
        recall_order(order_id=order.id, at=shop.at, by=shop.by)


def test_what_is_picked_stays_in_the_warehouse(shop):
    order = shop.place((2, "LAMP"))
    hear_news()
    pick_list = start_picking(
        fulfilment_order_ids=[FulfilmentOrder.objects.get(order=order).id], at=shop.at, by=shop.by
    )
    pick_pieces(task_id=PickTask.objects.get(pick_list_id=pick_list).id, quantity=2, at=shop.at, by=shop.by)

    with pytest.raises(AlreadyPicked):
        recall_order(order_id=order.id, at=shop.at, by=shop.by)
