"""Two packers close one parcel at the same moment: it gets one label, and its twin without the lock gets two."""

from __future__ import annotations

import threading

import pytest
from django.db import transaction
from test_stock_races import in_threads

from builders import assert_house_in_order, hear_news
from kontor.flows.warehouse import dispatch
from kontor.flows.warehouse.dispatch import label_boxes
from kontor.flows.warehouse.merging import merge_orders
from kontor.flows.warehouse.picking import pick_pieces, start_picking
from kontor.fulfilment.public import pack_shipment
from kontor.fulfilment.tables import FulfilmentOrder, PickTask
from kontor.kernel.clock import read_clock
from kontor.shipping.tables import LabelIntent

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def packed(real_shop):
    """Two merged orders, both packed, their label not requested yet."""
    orders = [real_shop.place((2, "VASE")), real_shop.place((1, "LAMP"))]
    hear_news()
    with transaction.atomic():
        merge_orders(order_ids=[order.id for order in orders], at=real_shop.at, by=real_shop.by)
        parts = list(FulfilmentOrder.objects.order_by("id").values_list("id", flat=True))
        start_picking(fulfilment_order_ids=parts, at=real_shop.at, by=real_shop.by)
        for task in PickTask.objects.order_by("id"):
            pick_pieces(task_id=task.id, quantity=task.quantity, at=real_shop.at, by=real_shop.by)
        return [pack_shipment(fulfilment_order_id=part, at=real_shop.at, by=real_shop.by) for part in parts]


def race(shipments: list[int], monkeypatch) -> list[object]:
    """Both look for labels before either has asked for one, unless something makes one of them wait."""
    both_looked = threading.Barrier(2, timeout=2)
    look = dispatch.get_parcels

    def look_together(ids):
        found = list(look(ids))
        try:
            both_looked.wait()
        except threading.BrokenBarrierError:
            pass  # the other one waits for our lock
        return found

    monkeypatch.setattr(dispatch, "get_parcels", look_together)

    def label(shipment: int):
        def work() -> None:
            with transaction.atomic():
                label_boxes(shipment_ids=[shipment], at=read_clock())

        return work

    return in_threads([label(shipment) for shipment in shipments])


class TestTwoPackersOfOneParcel:
    def test_get_one_label(self, packed, monkeypatch):
        assert race(packed, monkeypatch) == [None, None]

        assert LabelIntent.objects.count() == 1
        assert_house_in_order()

    def test_twin_without_the_lock_gets_two(self, packed, monkeypatch):
        monkeypatch.setattr(dispatch, "lock_boxes", lambda ids: [tuple(packed)])

        assert race(packed, monkeypatch) == [None, None]

        assert LabelIntent.objects.count() == 2
