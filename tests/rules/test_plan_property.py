"""As much is served as the best allowed places together hold, whatever the lines; held against trying everything."""

from __future__ import annotations

from datetime import UTC, datetime, time
from decimal import Decimal
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from kontor.locations.public import Node
from kontor.locations.rules import Calendar
from kontor.sourcing.public import Demand, DemandLine, RuleBook, plan
from kontor.sourcing.rules.plan import MOST_CANDIDATES, MOST_LOCATIONS, _Offer, _serious

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
CALENDAR = Calendar("Europe/Berlin", "DE", (1, 2, 3, 4, 5), time(14), 0, frozenset())


def places(count: int, costs: list[int] | None = None) -> tuple[Node, ...]:
    return tuple(
        Node(n, f"P{n}", f"P{n}", "store", "DE", (50.9, 7.0), Decimal((costs or [4] * count)[n - 1]), None, CALENDAR)
        for n in range(1, count + 1)
    )


def book(nodes: tuple[Node, ...]) -> RuleBook:
    return RuleBook(nodes, (), Decimal("0.2"), Decimal(1), Decimal(3))


def best_served(
    lines: list[tuple[int, int]], stock: dict[tuple[int, int], int], nodes: tuple[Node, ...], most: int
) -> int:
    """Try every set of places: of each SKU they serve what they hold together, and no more than is asked for."""
    asked: dict[int, int] = {}
    for sku, quantity in lines:
        asked[sku] = asked.get(sku, 0) + quantity
    return max(
        sum(min(want, sum(stock.get((sku, node.id), 0) for node in group)) for sku, want in asked.items())
        for size in range(1, most + 1)
        for group in combinations(nodes, size)
    )


lines = st.lists(st.tuples(st.integers(1, 3), st.integers(1, 4)), min_size=1, max_size=5)
stocks = st.dictionaries(st.tuples(st.integers(1, 3), st.integers(1, 7)), st.integers(0, 4))


class TestAPlan:
    @settings(deadline=None)
    @given(lines, stocks, st.booleans(), st.lists(st.integers(1, 9), min_size=7, max_size=7))
    def test_serves_as_much_as_the_best_places_hold(self, asked, stock, may_split, costs):
        nodes = places(7, costs)
        demand = Demand(1, "DE", "50667", tuple(DemandLine(sku, quantity) for sku, quantity in asked), may_split)

        planned = plan([demand], dict(stock), book(nodes), AT)[0]

        served = sum(allotment.quantity for allotment in planned.allotments)
        assert served == best_served(asked, stock, nodes, MOST_LOCATIONS if may_split else 1)
        assert served + sum(planned.short) == sum(quantity for _, quantity in asked)
        taken: dict[tuple[int, int], int] = {}
        for allotment in planned.allotments:
            key = (demand.lines[allotment.line].sku_id, allotment.location_id)
            taken[key] = taken.get(key, 0) + allotment.quantity
        assert all(count <= stock.get(key, 0) for key, count in taken.items())

    def test_of_two_lines_of_one_article_leaves_no_piece_short_that_lies_there(self):
        """D2: lines of 2 and 1 of one SKU, stock of 2 here and 1 there; the third piece was short for ever."""
        demand = Demand(1, "DE", "50667", (DemandLine(1, 2), DemandLine(1, 1)))

        planned = plan([demand], {(1, 1): 2, (1, 2): 1}, book(places(2)), AT)[0]

        assert planned.short == (0, 0)
        assert sorted(planned.locations) == [1, 2]

    def test_among_many_stores_combines_only_what_is_worth_it(self):
        """D3: every group of three of 120 stores was tried, 280,000 an order. A store that three others beat in stock and cost
        alike is in no best group.
        """
        nodes = places(120, [1 + n % 7 for n in range(120)])
        has = {node.id: {sku: (node.id * sku) % 3 for sku in (1, 2, 3, 4)} for node in nodes}
        offers = [_Offer(node, node.parcel_cost, {}, (), sum(has[node.id].values()), has[node.id]) for node in nodes]

        assert len(_serious(offers)) <= MOST_CANDIDATES
