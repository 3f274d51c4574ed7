"""The book follows the shelf: by so many pieces, or by what a picker did not find."""

from __future__ import annotations

import pytest

from kontor.inventory.errors import KitHasNoStock, MoveKnown, StockMissing, StockReserved
from kontor.inventory.public import adjust_stock, correct_stock, count_stock, move_stock, write_off_missing


def correct(shop, pieces: int, *, sku: str = "LAMP", cause: str = "broken") -> int:
    return correct_stock(
        sku_id=shop.skus[sku], location_id=shop.near.id, pieces=pieces, cause=cause, at=shop.at, by=shop.by
    )


def missing(shop, pieces: int, *, cause: str = "short_pick:1") -> int:
    return write_off_missing(
        sku_id=shop.skus["LAMP"], location_id=shop.near.id, quantity=pieces, cause=cause, at=shop.at, by=shop.by
    )


def test_correct_stock_changes_the_book_by_so_many_pieces(shop):
    assert (correct(shop, -2), correct(shop, 1, cause="found")) == (-2, 1)
    assert shop.stock("LAMP", shop.near) == (9, 0)


def test_correct_stock_takes_no_more_than_there_is(shop):
    with pytest.raises(StockMissing):
        correct(shop, -11)


def test_correct_stock_leaves_alone_what_is_promised(shop):
    shop.place((10, "LAMP"))

    with pytest.raises(StockReserved):
        correct(shop, -1)


def test_count_stock_leaves_what_is_promised_and_says_what_of_it_is_not_there(shop):
    """Ten in the book, five promised, two on the shelf: none of the five that nobody has bought is sold any more."""
    shop.place((5, "LAMP"))

    def count(counted: int, cause: str) -> int:
        return count_stock(
            sku_id=shop.skus["LAMP"], location_id=shop.near.id, counted=counted, cause=cause, at=shop.at, by=shop.by
        )

    assert count(2, "count:1") == 3
    assert shop.stock("LAMP", shop.near) == (5, 5)
    assert count(7, "count:2") == 0
    assert shop.stock("LAMP", shop.near) == (7, 5)


def test_correct_stock_books_a_cause_once(shop):
    correct(shop, -2)

    with pytest.raises(MoveKnown):
        correct(shop, -2)


def test_move_stock_leaves_one_location_and_stands_in_the_other(shop):
    far = shop.stock("LAMP", shop.far)[0]

    move_stock(
        sku_id=shop.skus["LAMP"],
        start_id=shop.near.id,
        goal_id=shop.far.id,
        pieces=3,
        cause="van",
        at=shop.at,
        by=shop.by,
    )

    assert (shop.stock("LAMP", shop.near)[0], shop.stock("LAMP", shop.far)[0]) == (7, far + 3)


def test_a_count_that_found_no_difference_is_booked_too(shop):
    """Its paper comes a second time, late, when a piece is gone: that is no new count, and there is no such piece."""

    def count() -> int:
        return adjust_stock(
            sku_id=shop.skus["LAMP"], location_id=shop.near.id, counted=10, cause="INV-1", at=shop.at, by=shop.by
        )

    assert (count(), count()) == (0, 0)
    correct(shop, -1)

    with pytest.raises(MoveKnown):
        count()
    assert shop.stock("LAMP", shop.near) == (9, 0)


def test_correct_stock_knows_no_stock_of_a_kit(shop):
    with pytest.raises(KitHasNoStock):
        correct(shop, 1, sku="GIFT")


def test_write_off_missing_takes_what_nobody_was_promised(shop):
    shop.place((8, "LAMP"))

    assert missing(shop, 5) == 2
    assert shop.stock("LAMP", shop.near) == (8, 8)


def test_write_off_missing_of_an_empty_shelf_books_nothing(shop):
    shop.place((10, "LAMP"))

    assert missing(shop, 3) == 0
    assert shop.stock("LAMP", shop.near) == (10, 10)
