"""What people write on an order changes nothing of what it is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kontor.orders.errors import NothingWritten, TooManyTags
from kontor.orders.public import (
    cancel_order,
    note_paid_elsewhere,
    release_orders,
    set_ship_by,
    tag_order,
    unsecure_order,
    was_noted,
    write_note,
)
from kontor.orders.tables import Order


def test_write_note_keeps_what_was_written_with_who_wrote_it(shop):
    order = shop.place((1, "LAMP"))

    write_note(order_id=order.id, text="Bitte klingeln", at=shop.at, by=shop.by)

    assert was_noted(order.id, "Bitte klingeln")
    assert order.notes.get().by == str(shop.by)
    with pytest.raises(NothingWritten):
        write_note(order_id=order.id, text="  \n", at=shop.at, by=shop.by)


def test_tag_order_takes_the_words_as_they_are_now(shop):
    order = shop.place((1, "LAMP"))

    tag_order(order_id=order.id, tags=["eilig", "Geschenk"], at=shop.at, by=shop.by)
    tag_order(order_id=order.id, tags=["Geschenk"], at=shop.at, by=shop.by)

    assert Order.objects.get(id=order.id).tags == ["Geschenk"]
    with pytest.raises(TooManyTags):
        tag_order(order_id=order.id, tags=[str(n) for n in range(51)], at=shop.at, by=shop.by)


def test_set_ship_by_says_it_once(shop):
    order = shop.place((99, "VASE"))
    Order.objects.filter(id=order.id).update(ship_by=None)

    set_ship_by(order_id=order.id, ship_by=shop.at, at=shop.at, by=shop.by)
    set_ship_by(order_id=order.id, ship_by=shop.at + timedelta(days=9), at=shop.at, by=shop.by)

    assert Order.objects.get(id=order.id).ship_by == shop.at


def test_unsecure_order_says_of_what_is_in_the_warehouse_too_that_it_is_not_paid_for(shop):
    order = shop.place((1, "LAMP"))
    Order.objects.filter(id=order.id).update(secured_at=shop.at)
    release_orders(order_ids=[order.id], at=shop.at, by=shop.by)

    unsecure_order(order_id=order.id, at=shop.at, by=shop.by)

    order.refresh_from_db()
    assert (order.secured_at, order.state) == (None, "RELEASED")


def test_note_paid_elsewhere_says_by_whom_money_goes_back(shop):
    order = shop.place((1, "LAMP"), payment="prepayment")

    note_paid_elsewhere(order_id=order.id, at=shop.at, by=shop.by)

    assert Order.objects.get(id=order.id).payment == "paid"


def test_unsecure_order_leaves_what_was_cancelled(shop):
    order = shop.place((1, "LAMP"))
    Order.objects.filter(id=order.id).update(secured_at=shop.at)
    cancel_order(order_id=order.id, reason="other", at=shop.at, by=shop.by)

    unsecure_order(order_id=order.id, at=shop.at, by=shop.by)

    assert Order.objects.get(id=order.id).secured_at == shop.at
