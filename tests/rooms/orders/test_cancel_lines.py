"""Any number of pieces of a line can be cancelled until they are picked; what is short goes first."""

from __future__ import annotations

import pytest

from kontor.orders.public import NothingToCancel, cancel_lines
from kontor.orders.tables import OrderLine


def test_what_is_short_is_cancelled_first_and_frees_nothing(shop):
    order = shop.place((20, "LAMP"))
    line = OrderLine.objects.get(order=order)

    freed = cancel_lines(order_id=order.id, pieces={line.id: 5}, reference="five", at=shop.at, by=shop.by)

    line.refresh_from_db()
    assert (line.short, line.reserved, line.cancelled) == (0, 15, 5)
    assert [it.quantity for it in freed if it.quantity] == []


def test_what_was_reserved_is_told_to_be_freed(shop):
    order = shop.place((20, "LAMP"))
    line = OrderLine.objects.get(order=order)

    freed = cancel_lines(order_id=order.id, pieces={line.id: 7}, reference="seven", at=shop.at, by=shop.by)

    line.refresh_from_db()
    assert (line.short, line.reserved, line.cancelled) == (0, 13, 7)
    assert [(it.line_id, it.quantity) for it in freed] == [(line.id, 2)]


@pytest.mark.parametrize("pieces", [0, -1, 21])
def test_nothing_and_more_than_there_is_are_refused(shop, pieces):
    order = shop.place((20, "LAMP"))
    line = OrderLine.objects.get(order=order)

    with pytest.raises(NothingToCancel):
        cancel_lines(order_id=order.id, pieces={line.id: pieces}, reference="x", at=shop.at, by=shop.by)


def test_a_line_of_another_order_is_refused(shop):
    order, other = shop.place((1, "LAMP")), shop.place((1, "VASE"))
    theirs = OrderLine.objects.get(order=other)

    with pytest.raises(NothingToCancel):
        cancel_lines(order_id=order.id, pieces={theirs.id: 1}, reference="x", at=shop.at, by=shop.by)
