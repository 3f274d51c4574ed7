"""What happens to pieces is written into the ledger of their line, and the database keeps the sums."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from kontor.orders.public import cover_shortage, move_pieces, note_shortage
from kontor.orders.tables import OrderLine


def line_of(shop, pieces: int) -> OrderLine:
    return OrderLine.objects.get(order=shop.place((pieces, "LAMP")))


def counts(line: OrderLine) -> tuple[int, int, int]:
    line.refresh_from_db()
    return line.reserved, line.short, line.picked


def test_note_shortage_makes_promised_pieces_short(shop):
    line = line_of(shop, 3)

    note_shortage(pieces=[(line.id, 2)], reference="shelf", at=shop.at, by=shop.by)

    assert counts(line) == (1, 2, 0)


def test_cover_shortage_promises_them_again(shop):
    line = line_of(shop, 3)
    note_shortage(pieces=[(line.id, 2)], reference="shelf", at=shop.at, by=shop.by)

    cover_shortage(pieces=[(line.id, 2)], reference="found", at=shop.at, by=shop.by)

    assert counts(line) == (3, 0, 0)


def test_move_pieces_counts_what_is_picked(shop):
    line = line_of(shop, 3)

    move_pieces(kind="picked", pieces=[(line.id, 3)], reference="list", at=shop.at, by=shop.by)

    assert counts(line) == (0, 0, 3)


@pytest.mark.parametrize(
    "verb",
    [
        lambda line, shop: note_shortage(pieces=[(line.id, 4)], reference="x", at=shop.at, by=shop.by),
        lambda line, shop: cover_shortage(pieces=[(line.id, 1)], reference="x", at=shop.at, by=shop.by),
        lambda line, shop: move_pieces(kind="shipped", pieces=[(line.id, 1)], reference="x", at=shop.at, by=shop.by),
        lambda line, shop: move_pieces(kind="credited", pieces=[(line.id, 1)], reference="x", at=shop.at, by=shop.by),
    ],
)
def test_more_than_there_is_is_refused_by_the_database(shop, verb):
    line = line_of(shop, 3)

    with pytest.raises(DatabaseError), transaction.atomic():
        verb(line, shop)


def test_the_same_pieces_of_one_cause_move_once(shop):
    line = line_of(shop, 3)
    move_pieces(kind="picked", pieces=[(line.id, 1)], reference="list", at=shop.at, by=shop.by)

    with pytest.raises(DatabaseError), transaction.atomic():
        move_pieces(kind="picked", pieces=[(line.id, 1)], reference="list", at=shop.at, by=shop.by)

    assert counts(line) == (2, 0, 1)
