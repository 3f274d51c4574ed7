"""A promise is set aside in one place, and leaves it as goods or as a promise that is free again."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from django.db import DatabaseError, transaction

from kontor.catalog.tables import Sku
from kontor.inventory.public import (
    Claim,
    MoveKind,
    ReservationUnknown,
    free_reservations,
    issue_stock,
    list_open_reservations,
    lock_stock,
    reserve_stock,
)
from kontor.inventory.tables import Reservation
from kontor.inventory.use_cases.take_from_reservations import take_from_reservations


def a_reservation(shop, pieces: int = 3) -> int:
    lock_stock([shop.skus["LAMP"]])
    reserve_stock(claims=[Claim(77, shop.skus["LAMP"], shop.near.id, pieces)], at=shop.at, by=shop.by)
    return list_open_reservations([77])[0].id


def test_reserve_stock_promises_what_is_there(shop):
    a_reservation(shop, 10)

    assert shop.stock("LAMP", shop.near) == (10, 10)


def test_reserve_stock_never_promises_more_than_is_there(shop):
    with pytest.raises(DatabaseError), transaction.atomic():
        a_reservation(shop, 11)

    assert shop.stock("LAMP", shop.near) == (10, 0)


def test_reserve_stock_takes_one_claim_for_a_cause(shop):
    a_reservation(shop)

    with pytest.raises(DatabaseError), transaction.atomic():
        a_reservation(shop)

    assert shop.stock("LAMP", shop.near) == (10, 3)


def test_free_reservations_makes_pieces_sellable_again(shop):
    reservation = a_reservation(shop)

    free_reservations(pieces={reservation: 2}, cause="cancel", at=shop.at, by=shop.by)

    assert shop.stock("LAMP", shop.near) == (10, 1)


def test_issue_stock_takes_pieces_out_of_both_counts(shop):
    reservation = a_reservation(shop)

    issue_stock(pieces={reservation: 3}, cause="shipment:1", at=shop.at, by=shop.by)

    assert shop.stock("LAMP", shop.near) == (7, 0)


@pytest.mark.parametrize("verb", [free_reservations, issue_stock])
def test_no_more_leaves_a_reservation_than_is_open(shop, verb):
    reservation = a_reservation(shop)

    with pytest.raises(ReservationUnknown), transaction.atomic():
        verb(pieces={reservation: 4}, cause="x", at=shop.at, by=shop.by)

    assert shop.stock("LAMP", shop.near) == (10, 3)


def test_take_from_reservations_writes_what_the_goods_had_cost_where_they_leave(shop):
    reservation = a_reservation(shop)
    Sku.objects.filter(code="LAMP").update(purchase_price=D("4.20"))
    lock_stock([shop.skus["LAMP"]])
    found = list(Reservation.objects.filter(id=reservation))

    for kind, pieces in ((MoveKind.ISSUE, 2), (MoveKind.FREE, 1)):
        take_from_reservations(found=found, pieces={reservation: pieces}, kind=kind, cause="x", at=shop.at, by=shop.by)

    kept = Reservation.objects.get(id=reservation)
    assert (kept.open, kept.issued_cost, kept.issued_uncosted) == (0, D("8.40"), 0)
