"""One order in several parcels, several orders in one: only before they are packed, and it can be undone."""

from __future__ import annotations

import pytest

from builders import hear_news, walk_to_packed
from kontor.fulfilment.errors import OtherLocation
from kontor.fulfilment.public import (
    NotMergeable,
    NotSplittable,
    join_fulfilment,
    list_mates,
    merge_fulfilment,
    split_fulfilment,
    undo_merge,
)
from kontor.fulfilment.tables import FulfilmentLine, FulfilmentOrder
from kontor.orders.tables import OrderLine


def part(shop, *lines) -> FulfilmentOrder:
    order = shop.place(*lines)
    hear_news()
    return FulfilmentOrder.objects.get(order=order)


def pieces_of(part_id: int) -> int:
    return sum(FulfilmentLine.objects.filter(fulfilment_order_id=part_id).values_list("quantity", flat=True))


def split(shop, whole: FulfilmentOrder, pieces: int) -> int:
    line = OrderLine.objects.get(order_id=whole.order_id)
    return split_fulfilment(fulfilment_order_id=whole.id, pieces={line.id: pieces}, at=shop.at, by=shop.by)


class TestSplitFulfilment:
    def test_sends_pieces_apart_and_keeps_their_number(self, shop):
        whole = part(shop, (5, "LAMP"))

        apart = split(shop, whole, 2)

        assert (pieces_of(whole.id), pieces_of(apart)) == (3, 2)

    @pytest.mark.parametrize("pieces", [0, -1, 5, 6])
    def test_leaves_something_on_both_sides(self, shop, pieces):
        with pytest.raises(NotSplittable):
            split(shop, part(shop, (5, "LAMP")), pieces)


class TestJoinFulfilment:
    def test_sends_all_in_one_parcel_again(self, shop):
        whole = part(shop, (5, "LAMP"))
        apart = split(shop, whole, 2)

        kept = join_fulfilment(fulfilment_order_id=apart, at=shop.at, by=shop.by)

        assert (kept, pieces_of(whole.id)) == (whole.id, 5)
        assert FulfilmentOrder.objects.get(id=apart).state == "CANCELLED"

    def test_needs_two_open_parts(self, shop):
        with pytest.raises(NotSplittable):
            join_fulfilment(fulfilment_order_id=part(shop, (5, "LAMP")).id, at=shop.at, by=shop.by)


class TestMergeFulfilment:
    def merge(self, shop, *parts: FulfilmentOrder) -> int:
        return merge_fulfilment(fulfilment_order_ids=[it.id for it in parts], at=shop.at, by=shop.by)

    def test_sends_parts_of_one_location_together(self, shop):
        first, second = part(shop, (1, "LAMP")), part(shop, (1, "VASE"))

        self.merge(shop, first, second)

        assert {it.id for it in list_mates([first.id])} == {first.id, second.id}

    def test_takes_one_more_into_a_parcel_that_is_open(self, shop):
        first, second, third = part(shop, (1, "LAMP")), part(shop, (1, "VASE")), part(shop, (1, "LAMP"))

        assert self.merge(shop, first, second) == self.merge(shop, first, third)
        assert len(list_mates([second.id])) == 3

    def test_is_of_one_location(self, shop):
        with pytest.raises(OtherLocation):
            self.merge(shop, part(shop, (1, "LAMP")), part(shop, (1, "BOOK")))

    def test_is_refused_for_one_alone_and_for_what_is_packed(self, shop):
        alone = part(shop, (1, "LAMP"))
        packed = shop.place((1, "VASE"))
        walk_to_packed(shop, packed)

        with pytest.raises(NotMergeable):
            self.merge(shop, alone)
        with pytest.raises(NotMergeable):
            self.merge(shop, alone, FulfilmentOrder.objects.get(order=packed))

    def test_is_undone_once(self, shop):
        first, second = part(shop, (1, "LAMP")), part(shop, (1, "VASE"))
        merge_id = self.merge(shop, first, second)

        undo_merge(merge_id=merge_id, at=shop.at, by=shop.by)

        assert [it.id for it in list_mates([first.id])] == [first.id]
        with pytest.raises(NotMergeable):
            undo_merge(merge_id=merge_id, at=shop.at, by=shop.by)
