"""The sourcing plan: as much as possible from as few places as is cheap, never more than there is."""

from __future__ import annotations

from datetime import UTC, datetime, time
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kontor.locations.public import Calendar, Node
from kontor.sourcing.rules import Demand, DemandLine, Rule, RuleBook, Verdict, plan

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
CALENDAR = Calendar("Europe/Berlin", "DE", (1, 2, 3, 4, 5), time(14), 0)
LAMP, VASE, BOOK = 1, 2, 3


def node(number: int, cost: str = "4", capacity: int | None = None) -> Node:
    return Node(number, f"N{number}", f"N{number}", "warehouse", "DE", (50.9, 7.0), Decimal(cost), capacity, CALENDAR)


def book(*nodes: Node, rules: tuple[Rule, ...] = (), load: dict[int, int] | None = None) -> RuleBook:
    return RuleBook(nodes, rules, Decimal("0.2"), Decimal(1), Decimal(3), load or {})


def demand(*lines: DemandLine, **more) -> Demand:
    return Demand(1, "DE", "50667", lines, **more)


def verdicts(planned) -> dict[int, Verdict]:
    return {judged.location_id: judged.verdict for judged in planned.candidates}


class TestPlan:
    def test_ships_from_the_cheapest_place_that_has_everything(self):
        stock = {(LAMP, 1): 5, (LAMP, 2): 5}

        planned = plan([demand(DemandLine(LAMP, 2))], stock, book(node(1, "5"), node(2, "4")), AT)[0]

        assert planned.locations == (2,)
        assert verdicts(planned) == {1: Verdict.DEARER, 2: Verdict.CHOSEN}
        assert stock == {(LAMP, 1): 5, (LAMP, 2): 3}

    def test_prefers_one_dear_parcel_to_two_cheap_ones(self):
        stock = {(LAMP, 1): 1, (VASE, 2): 1, (LAMP, 3): 1, (VASE, 3): 1}

        planned = plan(
            [demand(DemandLine(LAMP, 1), DemandLine(VASE, 1))],
            stock,
            book(node(1, "1"), node(2, "1"), node(3, "9")),
            AT,
        )[0]

        assert planned.locations == (3,)

    def test_splits_where_no_place_has_everything(self):
        stock = {(LAMP, 1): 1, (VASE, 2): 1}

        planned = plan([demand(DemandLine(LAMP, 1), DemandLine(VASE, 1))], stock, book(node(1), node(2)), AT)[0]

        assert set(planned.locations) == {1, 2}
        assert planned.short == (0, 0)

    def test_does_not_split_where_the_channel_forbids_it(self):
        stock = {(LAMP, 1): 1, (VASE, 2): 1}

        planned = plan(
            [demand(DemandLine(LAMP, 1), DemandLine(VASE, 1), may_split=False)],
            stock,
            book(node(1), node(2)),
            AT,
        )[0]

        assert len(planned.locations) == 1
        assert sum(planned.short) == 1

    def test_says_what_is_short(self):
        planned = plan([demand(DemandLine(LAMP, 5))], {(LAMP, 1): 3}, book(node(1)), AT)[0]

        assert planned.short == (2,)
        assert planned.reasons()["short"] == 2

    def test_counts_a_sku_that_stands_twice_in_an_order_once(self):
        planned = plan([demand(DemandLine(LAMP, 3), DemandLine(LAMP, 3))], {(LAMP, 1): 4}, book(node(1)), AT)[0]

        assert sum(allotment.quantity for allotment in planned.allotments) == 4
        assert planned.short == (0, 2)

    def test_gives_the_next_order_only_what_the_first_one_left(self):
        first, second = plan([demand(DemandLine(LAMP, 3))] * 2, {(LAMP, 1): 4}, book(node(1)), AT)

        assert (first.short, second.short) == ((0,), (2,))

    def test_makes_kits_only_of_whole_recipes(self):
        gift = DemandLine(9, 3, ((LAMP, 1), (BOOK, 2)))

        planned = plan([demand(gift)], {(LAMP, 1): 3, (BOOK, 1): 5}, book(node(1)), AT)[0]

        assert planned.short == (1,)

    def test_lets_two_kits_share_a_part_without_promising_it_twice(self):
        one, other = DemandLine(8, 1, ((LAMP, 1), (VASE, 1))), DemandLine(9, 1, ((LAMP, 1), (BOOK, 1)))

        planned = plan([demand(one, other)], {(LAMP, 1): 1, (VASE, 1): 1, (BOOK, 1): 1}, book(node(1)), AT)[0]

        assert sorted(planned.short) == [0, 1]

    def test_obeys_the_merchants_rules(self):
        stock = {(LAMP, 1): 5, (LAMP, 2): 5}
        never = Rule("not from here", 1, "never", Decimal(0), country="DE")
        keep = Rule("the last two stay", 2, "keep_last", Decimal(2))

        planned = plan([demand(DemandLine(LAMP, 5))], stock, book(node(1), node(2), rules=(never, keep)), AT)[0]

        assert verdicts(planned)[1] is Verdict.RULED_OUT
        assert planned.short == (2,)

    def test_respects_what_a_place_can_do_in_a_day(self):
        stock = {(LAMP, 1): 9, (LAMP, 2): 9}

        planned = plan([demand(DemandLine(LAMP, 1))] * 2, stock, book(node(1, "1", capacity=1), node(2, "9")), AT)

        assert [one.locations for one in planned] == [(1,), (2,)]

    @given(
        st.lists(
            st.lists(st.tuples(st.integers(1, 4), st.integers(1, 6)), min_size=1, max_size=4),
            min_size=1,
            max_size=6,
        ),
        st.dictionaries(st.tuples(st.integers(1, 4), st.integers(1, 3)), st.integers(0, 9)),
    )
    def test_never_promises_more_than_there_is_and_never_loses_a_piece(self, orders, stock):
        demands = [demand(*(DemandLine(sku, quantity) for sku, quantity in lines)) for lines in orders]
        before = dict(stock)

        planned = plan(demands, stock, book(node(1), node(2, "3"), node(3, "9")), AT)

        assert all(left >= 0 for left in stock.values())
        taken = sum(before.values()) - sum(stock.values())
        assert taken == sum(allotment.quantity for one in planned for allotment in one.allotments)
        for one, lines in zip(planned, orders, strict=True):
            served = sum(allotment.quantity for allotment in one.allotments)
            assert served + sum(one.short) == sum(quantity for _, quantity in lines)

    def test_is_the_same_for_the_same_input(self):
        orders = [demand(DemandLine(LAMP, 2), DemandLine(VASE, 1))]
        stock = {(LAMP, 1): 1, (LAMP, 2): 2, (VASE, 1): 1}

        once = plan(orders, dict(stock), book(node(1), node(2)), AT)
        twice = plan(orders, dict(stock), book(node(1), node(2)), AT)

        assert once == twice
