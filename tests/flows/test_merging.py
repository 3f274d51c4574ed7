"""Orders of one buyer in one parcel, one order in two: both can be undone, and no document is touched."""

from __future__ import annotations

import pytest
from django.db import transaction

from builders import Shop, assert_house_in_order, hear_news, nothing_failed, walk_to_packed
from kontor.flows.selling.amending import readdress_order
from kontor.flows.warehouse.cancellation import cancel_pieces, cancel_whole_order, recall_from_warehouse
from kontor.flows.warehouse.dispatch import dispatch_shipments
from kontor.flows.warehouse.merging import join_order, list_mergeable, merge_orders, split_order, unmerge
from kontor.flows.warehouse.picking import pack_order, pick_pieces, start_picking
from kontor.fulfilment.public import NotAllPicked, NotMergeable, NotSplittable, start_pick_list
from kontor.fulfilment.tables import FulfilmentLine, FulfilmentOrder, PickTask, Shipment
from kontor.invoicing.tables import Invoice
from kontor.orders.tables import Order, OrderLine
from kontor.shipping.tables import LabelIntent, Parcel
from kontor.shipping.tasks import book_labels

pytestmark = pytest.mark.django_db(transaction=True)

HAMBURG = {"name": "Hans Anders", "street": "Kai 5", "postal_code": "20457", "city": "Hamburg", "country": "DE"}


def merge(shop: Shop, *orders: Order) -> None:
    with transaction.atomic():
        merge_orders(order_ids=[order.id for order in orders], at=shop.at, by=shop.by)


def part_of(order: Order) -> FulfilmentOrder:
    return FulfilmentOrder.objects.exclude(state="CANCELLED").get(order=order)


def pick(shop: Shop, *orders: Order) -> None:
    with transaction.atomic():
        parts = [part_of(order).id for order in orders]
        pick_list = start_picking(fulfilment_order_ids=parts, at=shop.at, by=shop.by)
    for task in PickTask.objects.filter(pick_list_id=pick_list).order_by("id"):
        with transaction.atomic():
            pick_pieces(task_id=task.id, quantity=task.quantity, at=shop.at, by=shop.by)


def pick_open(shop: Shop) -> None:
    for task in PickTask.objects.filter(picked=0).order_by("id"):
        with transaction.atomic():
            pick_pieces(task_id=task.id, quantity=task.quantity, at=shop.at, by=shop.by)


def pack(shop: Shop, order: Order) -> int | None:
    with transaction.atomic():
        shipment = pack_order(fulfilment_order_id=part_of(order).id, at=shop.at, by=shop.by)
    hear_news()
    return shipment


def book() -> None:
    book_labels.func(intent_ids=list(LabelIntent.objects.values_list("id", flat=True)))
    hear_news()


def hand_over(shop: Shop, *shipments: int | None) -> None:
    with transaction.atomic():
        dispatch_shipments(shipment_ids=[it for it in shipments if it], at=shop.at, by=shop.by)
    hear_news()


@pytest.fixture
def two(real_shop):
    """Two orders of Erika Muster, at the warehouse."""
    orders = [real_shop.place((2, "VASE")), real_shop.place((1, "LAMP"))]
    hear_news()
    return orders


class TestOrdersOfOneBuyer:
    def test_are_proposed_to_leave_together(self, real_shop, two):
        other = real_shop.place((1, "VASE"), ship_to=HAMBURG)
        hear_news()

        assert [it.id for it in list_mergeable(two[0].id)] == [two[1].id]
        assert list_mergeable(other.id) == []

    def test_leave_in_one_parcel_with_papers_of_their_own(self, real_shop, two):
        merge(real_shop, *two)
        pick(real_shop, two[0])  # the round takes the other one along
        first = pack(real_shop, two[0])

        assert Parcel.objects.count() == 0
        second = pack(real_shop, two[1])
        book()

        lead, mate = Parcel.objects.order_by("id")
        assert (lead.shipment_id, mate.shipment_id) == (first, second)
        assert LabelIntent.objects.count() == 1
        assert lead.weight_g == 150 + 2 * 700 + 900
        assert lead.tracking_number == mate.tracking_number != ""
        hand_over(real_shop, first)
        assert set(Order.objects.filter(id__in=[two[0].id, two[1].id]).values_list("state", flat=True)) == {"CLOSED"}
        assert [Invoice.objects.filter(order=order).count() for order in two] == [1, 1]
        nothing_failed()
        assert_house_in_order()

    def test_do_not_leave_before_the_last_part_is_in_the_box(self, real_shop, two):
        merge(real_shop, *two)
        pick(real_shop, two[0])
        first = pack(real_shop, two[0])

        with pytest.raises(NotAllPicked, match="another part|Another part"):
            hand_over(real_shop, first)

        assert Shipment.objects.filter(dispatched_at=None).count() == 1

    def test_leave_apart_once_the_merge_is_undone(self, real_shop, two):
        merge(real_shop, *two)
        pick(real_shop, two[0])
        first = pack(real_shop, two[0])
        with transaction.atomic():
            unmerge(fulfilment_order_id=part_of(two[1]).id, at=real_shop.at, by=real_shop.by)
        second = pack(real_shop, two[1])
        book()

        assert Parcel.objects.filter(lead=None).values_list("tracking_number", flat=True).distinct().count() == 2
        hand_over(real_shop, first)
        hand_over(real_shop, second)
        nothing_failed()
        assert_house_in_order()

    def test_stay_together_once_the_parcel_is_closed(self, real_shop, two):
        merge(real_shop, *two)
        pick(real_shop, two[0])
        pack(real_shop, two[0])
        pack(real_shop, two[1])

        with pytest.raises(NotMergeable, match="closed"), transaction.atomic():
            unmerge(fulfilment_order_id=part_of(two[1]).id, at=real_shop.at, by=real_shop.by)

    def test_do_not_wait_for_one_that_was_cancelled(self, real_shop, two):
        merge(real_shop, *two)
        pick(real_shop, two[0])
        first = pack(real_shop, two[0])
        with transaction.atomic():
            cancel_whole_order(order_id=two[1].id, at=real_shop.at, by=real_shop.by)
        hear_news()
        book()

        assert Parcel.objects.get().shipment_id == first
        hand_over(real_shop, first)
        nothing_failed()
        assert_house_in_order()

    def test_do_not_wait_for_one_that_was_recalled(self, real_shop, two):
        merge(real_shop, *two)
        with transaction.atomic():  # only the first is picked
            start_pick_list(fulfilment_order_ids=[part_of(two[0]).id], at=real_shop.at, by=real_shop.by)
        pick_open(real_shop)
        first = pack(real_shop, two[0])
        with transaction.atomic():
            recall_from_warehouse(order_id=two[1].id, at=real_shop.at, by=real_shop.by)
        hear_news()

        assert Parcel.objects.get().shipment_id == first
        nothing_failed()

    def test_do_not_wait_for_one_whose_lines_were_cancelled(self, real_shop, two):
        merge(real_shop, *two)
        with transaction.atomic():
            start_pick_list(fulfilment_order_ids=[part_of(two[0]).id], at=real_shop.at, by=real_shop.by)
        pick_open(real_shop)
        first = pack(real_shop, two[0])
        line = two[1].lines.get()
        with transaction.atomic():
            cancel_pieces(order_id=two[1].id, pieces={line.id: 1}, reference="desk", at=real_shop.at, by=real_shop.by)
        hear_news()

        assert Parcel.objects.get().shipment_id == first
        nothing_failed()

    def test_that_are_all_cancelled_leave_nothing_to_do(self, real_shop, two):
        merge(real_shop, *two)
        pick(real_shop, two[0])
        pack(real_shop, two[0])
        for order in two:
            with transaction.atomic():
                cancel_whole_order(order_id=order.id, at=real_shop.at, by=real_shop.by)
            hear_news()

        assert Parcel.objects.count() == 0
        nothing_failed()
        assert_house_in_order()

    def test_that_were_cancelled_get_no_label_when_the_merge_is_undone(self, real_shop, two):
        third = real_shop.place((1, "VASE"))
        hear_news()
        merge(real_shop, *two, third)
        pick(real_shop, two[0])
        pack(real_shop, two[0])
        with transaction.atomic():
            cancel_whole_order(order_id=two[0].id, at=real_shop.at, by=real_shop.by)
        hear_news()
        with transaction.atomic():
            unmerge(fulfilment_order_id=part_of(third).id, at=real_shop.at, by=real_shop.by)

        assert Parcel.objects.count() == 0

    def test_get_labels_of_their_own_where_one_goes_elsewhere_by_now(self, real_shop, two):
        merge(real_shop, *two)
        pick(real_shop, two[0])
        pack(real_shop, two[0])
        Order.objects.filter(id=two[1].id).update(ship_to=HAMBURG)  # its news have not been heard yet
        pack(real_shop, two[1])

        assert sorted(parcel.recipient["city"] for parcel in Parcel.objects.filter(lead=None)) == ["Hamburg", "Köln"]

    def test_part_when_one_is_sent_elsewhere(self, real_shop, two):
        merge(real_shop, *two)
        from kontor.kernel.address import address_from

        with transaction.atomic():
            readdress_order(
                by_hand=True, order_id=two[0].id, ship_to=address_from(HAMBURG), at=real_shop.at, by=real_shop.by
            )
        hear_news()

        assert not FulfilmentOrder.objects.filter(merge__isnull=False).exists()

    def test_of_different_buyers_are_refused(self, real_shop, two):
        other = real_shop.place((1, "VASE"), ship_to=HAMBURG)
        hear_news()

        with pytest.raises(NotMergeable):
            merge(real_shop, two[0], other)

    def test_from_different_locations_are_refused(self, real_shop, two):
        book_order = real_shop.place((1, "BOOK"))
        hear_news()

        with pytest.raises(NotMergeable, match="No location"):
            merge(real_shop, two[0], book_order)

    def test_can_be_joined_by_a_third(self, real_shop, two):
        third = real_shop.place((1, "VASE"))
        hear_news()
        merge(real_shop, *two)
        merge(real_shop, two[0], third)

        assert FulfilmentOrder.objects.values("merge").distinct().count() == 1
        assert list_mergeable(third.id) == []


class TestAnOrder:
    def test_leaves_in_two_parcels_and_stays_one_order(self, real_shop):
        order = real_shop.place((3, "VASE"))
        hear_news()
        line = OrderLine.objects.get(order=order)
        with transaction.atomic():
            split_order(fulfilment_order_id=part_of(order).id, pieces={line.id: 1}, at=real_shop.at, by=real_shop.by)

        shipments = walk_to_packed(real_shop, order)
        hear_news()
        book()
        hand_over(real_shop, shipments[0])
        assert Order.objects.get(id=order.id).state == "RELEASED"
        hand_over(real_shop, shipments[1])

        assert Order.objects.get(id=order.id).state == "CLOSED"
        assert sorted(Shipment.objects.values_list("lines__quantity", flat=True)) == [1, 2]
        assert Parcel.objects.values("tracking_number").distinct().count() == 2
        assert sum(invoice.gross for invoice in Invoice.objects.filter(order=order)) == order.gross
        nothing_failed()
        assert_house_in_order()

    def test_is_joined_again(self, real_shop):
        order = real_shop.place((3, "VASE"), (1, "LAMP"))
        hear_news()
        vase = OrderLine.objects.get(order=order, position=1)
        whole = part_of(order).id
        with transaction.atomic():
            part = split_order(fulfilment_order_id=whole, pieces={vase.id: 3}, at=real_shop.at, by=real_shop.by)
            joined = join_order(fulfilment_order_id=part, at=real_shop.at, by=real_shop.by)

        assert joined == whole
        lines = FulfilmentLine.objects.filter(fulfilment_order_id=whole).order_by("order_line_id")
        assert list(lines.values_list("quantity", flat=True)) == [3, 1]
        assert_house_in_order()

    @pytest.mark.parametrize("pieces", [0, 3, 4])
    def test_keeps_a_piece_in_each_part(self, real_shop, pieces):
        order = real_shop.place((3, "VASE"))
        hear_news()
        line = OrderLine.objects.get(order=order)

        with pytest.raises(NotSplittable), transaction.atomic():
            split_order(
                fulfilment_order_id=part_of(order).id, pieces={line.id: pieces}, at=real_shop.at, by=real_shop.by
            )

    def test_is_not_split_where_the_channel_forbids_it(self, real_shop):
        real_shop.channel.capabilities = []
        real_shop.channel.save()
        order = real_shop.place((3, "VASE"))
        hear_news()
        line = OrderLine.objects.get(order=order)

        with pytest.raises(NotSplittable, match="one shipment only"), transaction.atomic():
            split_order(fulfilment_order_id=part_of(order).id, pieces={line.id: 1}, at=real_shop.at, by=real_shop.by)

    def test_that_is_being_picked_is_not_split(self, real_shop):
        order = real_shop.place((3, "VASE"))
        hear_news()
        pick(real_shop, order)
        line = OrderLine.objects.get(order=order)

        with pytest.raises(NotSplittable), transaction.atomic():
            split_order(fulfilment_order_id=part_of(order).id, pieces={line.id: 1}, at=real_shop.at, by=real_shop.by)
