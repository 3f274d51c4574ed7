"""What a channel says of an order that is here: it ends where it ended, stops where it stops, and no piece goes back twice."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontor.channels.ports import ChannelOrder, LinePieces, OrderStage, TheirOffer
from kontor.channels.rules import compare_offer
from kontor.kernel.errors import Refused
from kontor.orders.public import HoldReason, OrderState
from kontor.orders.rules import (
    Following,
    LineCount,
    LineFacts,
    PricedLine,
    has_ended,
    judge_message,
    match_lines,
    stops_of,
    take_back_told,
    tax_all_pieces,
)
from kontor.payments.rules import check_bookable, check_day
from kontor.pricing.rules import tax_gross

STAGES = st.sampled_from(list(OrderStage))
STATES = st.sampled_from(OrderState.values)
MONEY = st.integers(0, 10_000).map(lambda n: D(n) / 100)


class TestAMessage:
    @given(STAGES, STATES)
    def test_means_one_thing_for_each_state(self, stage, state):
        alive = stage in (OrderStage.OPEN, OrderStage.PENDING, OrderStage.HELD)
        expected = (
            (Following.LEAVE if state == OrderState.CANCELLED else Following.CANCEL)
            if stage is OrderStage.CANCELLED
            else Following.FOLLOW
            if alive and state in (OrderState.PLACED, OrderState.HELD, OrderState.RELEASED)
            else Following.REVIVED
            if alive and state == OrderState.CANCELLED
            else Following.LEAVE
        )
        assert judge_message(stage, state) is expected

    @given(STAGES, STATES)
    def test_of_an_order_that_ended_changes_nothing(self, stage, state):
        meant = judge_message(stage, state)
        assert meant is not Following.FOLLOW or not has_ended(state)
        assert meant is not Following.CANCEL or (stage is OrderStage.CANCELLED and state != OrderState.CANCELLED)
        assert (meant is Following.REVIVED) <= (state == OrderState.CANCELLED and stage is not OrderStage.CANCELLED)

    @given(STAGES)
    def test_is_left_alone_where_the_order_is_closed_or_cancelled_by_both(self, stage):
        assert judge_message(OrderStage.CANCELLED, OrderState.CANCELLED) is Following.LEAVE
        assert judge_message(stage, OrderState.CLOSED) in (Following.LEAVE, Following.CANCEL)

    @given(STAGES, MONEY, MONEY)
    def test_stops_an_order_for_reasons_that_a_hold_knows(self, stage, refunded, before):
        stops = stops_of(ChannelOrder("1", stage, None, refunded=refunded), refunded_before=before)
        assert {stop.reason for stop in stops} <= set(HoldReason.values)
        assert ("channel" in {stop.reason for stop in stops}) == (stage is OrderStage.HELD)
        assert ("announced" in {stop.reason for stop in stops}) == (stage is OrderStage.PENDING)
        assert any(stop.reason == "payment" for stop in stops) == (refunded > before)


@st.composite
def orders(draw):
    counts = st.tuples(st.integers(1, 6), st.integers(0, 6)).map(lambda it: (it[0], min(it)))
    lines, turn = {}, 0
    for name in draw(st.lists(st.sampled_from("abc"), unique=True, min_size=1)):
        parts = draw(st.lists(counts, min_size=1, max_size=2))
        lines[name] = [LineCount(turn + n, *part) for n, part in enumerate(parts)]
        turn += len(parts)
    return lines


class TestWhatIsTakenBack:
    @given(orders(), st.dictionaries(st.sampled_from("abcd"), st.integers(0, 14)))
    def test_is_never_more_than_is_there_and_nothing_when_told_twice(self, lines, told):
        cancelled = [LinePieces(line, quantity) for line, quantity in told.items()]
        back = take_back_told(lines, cancelled)

        every = {line.line_id: line for rows in lines.values() for line in rows}
        assert all(0 < n <= every[it].ordered - every[it].cancelled for it, n in back.pieces.items())
        after = {
            name: [LineCount(it.line_id, it.ordered, it.cancelled + back.pieces.get(it.line_id, 0)) for it in rows]
            for name, rows in lines.items()
        }
        assert take_back_told(after, cancelled).pieces == {}
        left = sum(it.ordered - it.cancelled for rows in after.values() for it in rows)
        assert back.whole == (left == 0)
        assert back.turn == sum(it.cancelled for rows in after.values() for it in rows)


class TestLines:
    LINES = st.lists(
        st.builds(LineFacts, *[st.integers(0, 3)] * 7).map(lambda it: _Line(str(it.line_id), it.ordered, D(it.short)))
    )

    @given(LINES, LINES)
    def test_are_matched_once_and_none_is_lost(self, ours, told):
        matched, added = match_lines(ours, told)
        assert len(matched) + len(added) == len(told)
        assert all((mine.external_id, mine.sku_id) == (new.external_id, new.sku_id) for mine, new in matched)
        assert len({id(mine) for mine, _new in matched}) == len(matched)
        if matched and matched[0][1] is told[0]:
            mine, new = matched[0]
            alike = [it for it in ours if (it.external_id, it.sku_id) == (new.external_id, new.sku_id)]
            assert mine.unit_price == new.unit_price or all(it.unit_price != new.unit_price for it in alike)
        for new in added:
            alike = [it for it in ours if (it.external_id, it.sku_id) == (new.external_id, new.sku_id)]
            assert len(alike) <= sum(1 for mine, _new in matched if mine in alike)

    @given(st.integers(1, 9), st.integers(0, 9), MONEY, st.booleans())
    def test_come_to_the_same_as_long_as_no_piece_was_cancelled(self, quantity, cancelled, price, gross):
        line = PricedLine(quantity, price, D(19), tax_gross(price * quantity, D(19)))
        unit = D("0.01")

        same = tax_all_pieces(line, ordered=quantity, cancelled=0, unit=unit, gross=gross)
        more = tax_all_pieces(line, ordered=quantity + cancelled, cancelled=cancelled, unit=unit, gross=gross)

        assert same == line.amount
        assert (more.gross if gross else more.net) == price * (quantity + cancelled) or not cancelled


class TestALineOfTheBank:
    @given(st.booleans(), MONEY, MONEY, st.dictionaries(st.integers(1, 4), MONEY))
    def test_is_booked_where_it_waits_and_only_as_far_as_it_goes(self, is_open, amount, left, wanted):
        fits = is_open and bool(wanted) and sum(wanted.values(), D(0)) <= left
        if fits:
            check_bookable(1, is_open=is_open, amount=amount, left=left, wanted=wanted)
            return
        with pytest.raises(Refused):
            check_bookable(1, is_open=is_open, amount=amount, left=left, wanted=wanted)

    @given(MONEY)
    def test_that_went_out_is_booked_on_no_order(self, amount):
        with pytest.raises(Refused):
            check_bookable(1, is_open=True, amount=-amount - 1, left=D(5), wanted={1: D(1)})

    @given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(-400, 400))
    def test_is_booked_on_no_day_that_is_still_to_come(self, today, days):
        if days > 0:
            with pytest.raises(Refused):
                check_day(today + timedelta(days), today=today)
        else:
            check_day(today + timedelta(days), today=today)


class TestAnOffer:
    @given(st.none() | st.integers(0, 9), st.none() | MONEY, st.none() | st.integers(0, 9), st.none() | MONEY)
    def test_differs_in_what_both_sides_tell(self, quantity, price, published, wanted):
        told = compare_offer(
            TheirOffer("LAMP", "", quantity, price), published=published, state="published", wanted_price=wanted
        )
        assert ("stock" in {it.kind for it in told}) == (quantity is not None and quantity != published)
        assert ("price" in {it.kind for it in told}) == (price is not None and wanted is not None and price != wanted)


class _Line:
    def __init__(self, external_id: str, sku_id: int, unit_price: D) -> None:
        self.external_id, self.sku_id, self.unit_price = external_id, sku_id, unit_price
