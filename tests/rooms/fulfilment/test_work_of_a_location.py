"""A location gets its part of an order, picks no more than was asked for, and hands it over once."""

from __future__ import annotations

import pytest

from builders import hear_news, walk_to_packed
from kontor.flows.warehouse.picking import start_picking
from kontor.fulfilment.public import (
    FulfilmentStepRefused,
    OrderPart,
    PiecesInWork,
    TooManyPicked,
    cancel_fulfilment,
    hand_over_shipments,
    open_fulfilment_orders,
    pick_task,
    reduce_fulfilment,
)
from kontor.fulfilment.tables import FulfilmentOrder, PickTask, Shipment
from kontor.orders.tables import OrderLine


def being_picked(shop, pieces: int = 3) -> PickTask:
    order = shop.place((pieces, "LAMP"))
    hear_news()
    part = FulfilmentOrder.objects.get(order=order)
    pick_list = start_picking(fulfilment_order_ids=[part.id], at=shop.at, by=shop.by)
    return PickTask.objects.get(pick_list_id=pick_list)


def test_open_fulfilment_orders_gives_each_location_its_part(shop):
    line = OrderLine.objects.get(order=shop.place((3, "LAMP")))
    parts = [OrderPart(line.order_id, it.id, shop.at, {line.id: n}) for it, n in ((shop.near, 1), (shop.far, 2))]

    ids = open_fulfilment_orders(parts=parts, at=shop.at, by=shop.by)

    found = FulfilmentOrder.objects.filter(id__in=ids).order_by("id")
    assert [(it.location_id, it.state, it.lines.get().quantity) for it in found] == [
        (shop.near.id, "OPEN", 1),
        (shop.far.id, "OPEN", 2),
    ]
    assert open_fulfilment_orders(parts=[], at=shop.at, by=shop.by) == []


class TestPickTask:
    def test_counts_what_was_taken_and_what_was_missing(self, shop):
        task = being_picked(shop)

        first = pick_task(task_id=task.id, picked=1, at=shop.at, by=shop.by)
        done = pick_task(task_id=task.id, picked=1, missing=1, at=shop.at, by=shop.by)

        assert (first.line_done, done.line_done, done.picked, done.short) == (False, True, 2, 1)
        assert FulfilmentOrder.objects.get(id=task.fulfilment_line.fulfilment_order_id).state == "PICKED"

    @pytest.mark.parametrize(("picked", "missing"), [(0, 0), (4, 0), (3, 1), (-1, 0), (5, -2)])
    def test_takes_no_more_than_was_asked_for_and_not_nothing(self, shop, picked, missing):
        with pytest.raises(TooManyPicked):
            pick_task(task_id=being_picked(shop).id, picked=picked, missing=missing, at=shop.at, by=shop.by)

    def test_picks_nothing_of_what_is_done(self, shop):
        task = being_picked(shop)
        pick_task(task_id=task.id, picked=3, at=shop.at, by=shop.by)

        with pytest.raises(FulfilmentStepRefused):
            pick_task(task_id=task.id, picked=1, at=shop.at, by=shop.by)


class TestReduceFulfilment:
    def reduce(self, shop, task: PickTask, pieces: int) -> dict[int, int]:
        line_id = task.fulfilment_line.order_line_id
        return reduce_fulfilment(line_id=line_id, quantity=pieces, at=shop.at, by=shop.by)

    def test_takes_out_what_nobody_has_picked(self, shop):
        task = being_picked(shop)

        assert self.reduce(shop, task, 2) == {shop.near.id: 2}
        assert PickTask.objects.get(id=task.id).quantity == 1

    def test_leaves_what_is_picked(self, shop):
        task = being_picked(shop)
        pick_task(task_id=task.id, picked=2, at=shop.at, by=shop.by)

        with pytest.raises(PiecesInWork):
            self.reduce(shop, task, 2)

    def test_of_all_pieces_ends_the_work(self, shop):
        task = being_picked(shop)

        self.reduce(shop, task, 3)

        assert FulfilmentOrder.objects.get().state == "CANCELLED"


def test_cancel_fulfilment_sends_nobody_any_more_and_is_told_twice(shop):
    task = being_picked(shop)
    order_id = task.fulfilment_line.order_line.order_id

    stopped = [cancel_fulfilment(order_id=order_id, at=shop.at, by=shop.by) for _ in range(2)]

    task.refresh_from_db()
    assert (stopped, task.open, task.pick_list.done_at) == ([1, 0], 0, shop.at)


def test_hand_over_shipments_lets_a_shipment_leave_once(shop):
    shipments = walk_to_packed(shop, shop.place((2, "LAMP")))

    left = hand_over_shipments(shipment_ids=shipments, at=shop.at, by=shop.by)

    assert [(it.shipment_id, it.location_id, it.quantity) for it in left] == [(shipments[0], shop.near.id, 2)]
    assert Shipment.objects.get().dispatched_at == shop.at
    with pytest.raises(FulfilmentStepRefused):
        hand_over_shipments(shipment_ids=shipments, at=shop.at, by=shop.by)
