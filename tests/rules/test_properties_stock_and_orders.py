"""What holds of orders, stock and the warehouse for every count: no piece is made, lost or promised twice."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontor.catalog.errors import KitTaxedOtherwise, KitTaxedTooLow
from kontor.catalog.rules import check_kit_tax
from kontor.fulfilment.rules import ReservedPart, reserved_pieces, whole_pieces_picked, without
from kontor.inventory.rules import kits_from_parts, sellable
from kontor.kernel.address import Address
from kontor.kernel.errors import Refused
from kontor.locations.rules import Calendar, distance_km, find_point, ship_by
from kontor.messaging.rules import parcel_line
from kontor.orders.errors import LineUnknown, NothingToCancel
from kontor.orders.rules import (
    LineFacts,
    OrderFacts,
    address_complete,
    check_lines_named,
    goes_on,
    has_lines,
    is_complete,
    may_be_paid_for,
    no_hold_left,
    nothing_open,
    nothing_picked,
    nothing_shipped,
    split_cancellation,
)
from kontor.shipping.rules import CARRIERS, HOUSE_CARRIER, is_number, tracked_by

COUNT = st.integers(0, 50)
ERIKA = Address("Erika Muster", "", "Domplatz 1", "", "50667", "Köln", "DE")
MOMENTS = st.integers(0, 400 * 24).map(lambda hours: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours))


@st.composite
def line_facts(draw):
    reserved, short, picked, shipped, cancelled = (draw(COUNT) for _ in range(5))
    return LineFacts(
        draw(st.integers(1, 9)),
        reserved + short + picked + shipped + cancelled,
        reserved,
        short,
        picked,
        shipped,
        cancelled,
    )


def order_facts():
    return st.builds(
        OrderFacts, st.just(1), st.just("1"), st.just("HELD"), st.booleans(), st.sampled_from([ERIKA, Address(*[""] * 7)]),
        st.integers(0, 3), st.lists(line_facts(), max_size=4).map(tuple),
    )  # fmt: skip


def refuses(guard, order) -> bool:
    try:
        guard(order)
    except Refused:
        return True
    return False


class TestGuards:
    @given(order_facts())
    def test_refuse_exactly_what_they_say(self, order):
        assert refuses(has_lines, order) == (not order.lines)
        assert refuses(no_hold_left, order) == (order.open_holds > 0)
        assert refuses(may_be_paid_for, order) == (not order.secured)
        assert refuses(address_complete, order) == (order.address != ERIKA)
        assert refuses(nothing_shipped, order) == any(it.shipped for it in order.lines)
        assert refuses(nothing_picked, order) == any(it.shipped or it.picked for it in order.lines)

    @given(order_facts())
    def test_agree_on_when_nothing_is_open(self, order):
        assert refuses(nothing_open, order) != is_complete(order.lines)
        assert is_complete(order.lines) == all(it.ordered == it.shipped + it.cancelled for it in order.lines)

    @given(line_facts(), st.integers(-2, 120))
    def test_cancel_as_many_pieces_as_are_asked_and_none_in_somebodys_hands(self, line, quantity):
        if not 0 < quantity <= line.short + line.reserved:
            with pytest.raises(NothingToCancel):
                split_cancellation(line, quantity)
            return
        parts = split_cancellation(line, quantity)
        assert sum(parts.values()) == quantity
        assert parts.get("short", 0) <= line.short
        assert parts.get("reserved", 0) <= line.reserved
        assert parts.get("reserved", 0) == 0 or parts.get("short", 0) == line.short


class TestStock:
    @given(st.integers(-20, 100), COUNT, COUNT)
    def test_that_is_promised_is_there_and_free(self, on_hand, reserved, safety):
        free = sellable(on_hand=on_hand, reserved=reserved, safety_stock=safety)
        assert free >= 0
        assert free == 0 or free + reserved + safety == on_hand

    @given(st.dictionaries(st.integers(1, 5), st.integers(1, 4), min_size=1), st.dictionaries(st.integers(1, 5), COUNT))
    def test_makes_as_many_kits_as_its_rarest_part_allows(self, recipe, stock):
        kits = kits_from_parts(recipe.items(), stock)
        assert all(stock.get(part, 0) >= kits * each for part, each in recipe.items())
        assert any(stock.get(part, 0) < (kits + 1) * each for part, each in recipe.items())


class TestPieces:
    PARTS = st.builds(ReservedPart, st.integers(1, 3), st.integers(1, 2), st.integers(1, 2), st.integers(1, 9))

    @given(st.lists(PARTS, max_size=8))
    def test_of_no_kit_are_all_that_is_reserved(self, parts):
        assert sum(reserved_pieces(parts, {}).values()) == sum(it.quantity for it in parts)

    @given(
        st.lists(st.builds(ReservedPart, st.just(1), st.integers(1, 2), st.integers(1, 2), st.integers(1, 9)), max_size=8),
        st.integers(1, 3), st.integers(1, 3),
    )  # fmt: skip
    def test_of_a_kit_are_whole(self, parts, lamps, vases):
        for (_line, location), kits in reserved_pieces(parts, {1: [(1, lamps), (2, vases)]}).items():
            there = {
                sku: sum(it.quantity for it in parts if (it.location_id, it.sku_id) == (location, sku))
                for sku in (1, 2)
            }
            assert kits == min(there[1] // lamps, there[2] // vases)

    @given(*[st.dictionaries(st.tuples(st.integers(1, 3), st.integers(1, 2)), st.integers(1, 9))] * 2)
    def test_without_what_is_taken_are_what_is_left(self, pieces, taken):
        left = without(pieces, taken)
        assert all(count > 0 for count in left.values())
        assert {key: max(0, count - taken.get(key, 0)) for key, count in pieces.items()} == {
            **dict.fromkeys(pieces, 0),
            **left,
        }
        assert without(pieces, pieces) == {}

    @given(st.lists(st.tuples(COUNT, st.integers(1, 4)), max_size=4), COUNT)
    def test_picked_of_a_kit_are_as_many_as_of_the_part_that_lacks(self, tasks, most):
        whole = whole_pieces_picked(tasks, most)
        assert all(picked >= whole * each for picked, each in tasks)
        assert tasks or whole == most


class TestPlaces:
    POINTS = st.tuples(st.floats(-89, 89), st.floats(-179, 179))

    @given(POINTS, POINTS, POINTS)
    def test_are_as_far_there_as_back_and_no_way_round_is_shorter(self, one, other, third):
        assert distance_km(one, other) == distance_km(other, one) >= 0
        assert distance_km(one, one) == 0
        assert distance_km(one, other) <= distance_km(one, third) + distance_km(third, other) + 2

    @given(st.sampled_from(["DE", "FR", "AT", "XX"]), st.text("0123456789AB ", max_size=6))
    def test_are_found_on_earth_or_not_at_all(self, country, postal_code):
        point = find_point(country, postal_code)
        assert point is None or (-90 <= point[0] <= 90 and -180 <= point[1] <= 180)

    @given(MOMENTS, st.integers(0, 5), st.sets(st.integers(1, 7), min_size=1).map(lambda it: tuple(sorted(it))))
    def test_ship_on_a_day_on_which_they_are_open_and_not_before_the_order_came(self, at, handling, days):
        calendar = Calendar("Europe/Berlin", "DE", days, time(14), handling)

        due = ship_by(calendar, at)

        assert due >= at
        assert calendar.is_open(due.date())
        assert ship_by(calendar, at + timedelta(days=1)) >= due


class TestArticlesAndParcels:
    CLASSES = st.sampled_from(["standard", "reduced", "zero"])

    @given(CLASSES, st.lists(CLASSES, min_size=1, max_size=4))
    def test_a_kit_is_never_taxed_below_its_parts(self, kit, parts):
        fits = kit == "standard" or set(parts) == {kit}
        if fits:
            check_kit_tax(kit=kit, parts=parts)
        else:
            with pytest.raises((KitTaxedOtherwise, KitTaxedTooLow)):
                check_kit_tax(kit=kit, parts=parts)

    @given(st.text(max_size=50))
    def test_the_number_of_a_parcel_can_be_printed(self, text):
        assert not is_number(text) or (text.isascii() and text.isalnum() and 8 <= len(text) <= 40)

    @given(
        st.sampled_from([*CARRIERS, HOUSE_CARRIER, "snail"]), st.text(max_size=60), st.sampled_from(["de", "en", "fr"])
    )
    def test_is_told_to_the_buyer_where_a_carrier_gave_it_and_never_else(self, carrier, number, language):
        tracked = tracked_by(carrier, number)
        line = parcel_line(tracked, language)

        assert bool(line) == bool(tracked) == (bool(number) and carrier != HOUSE_CARRIER)
        assert not line or number in line


@given(named=st.lists(st.integers(1, 6), max_size=6), known=st.sets(st.integers(1, 6)))
def test_check_lines_named_wants_each_line_of_the_order_once(named, known):
    try:
        check_lines_named(named, known)
    except LineUnknown:
        assert len(set(named)) < len(named) or not set(named) <= known
    else:
        assert len(set(named)) == len(named)
        assert set(named) <= known


@given(ordered=st.integers(1, 9), cancelled=st.integers(0, 9), wanted=st.integers(0, 12))
def test_goes_on_only_where_nothing_was_taken_out(ordered, cancelled, wanted):
    line = SimpleNamespace(ordered=ordered, cancelled=min(cancelled, ordered))

    assert goes_on(line, wanted) == (line.cancelled == 0 and wanted >= ordered)
