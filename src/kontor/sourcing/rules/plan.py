"""The plan: as much as possible from as few locations as is cheap, and never more than there is.

First every location is judged for the whole order. Where one can serve it all, the cheapest such one does. Otherwise
the set of at most three locations is taken that serves most pieces, and among those the cheapest, where every
additional parcel costs its price and the split penalty. What no location has is short, and said to be short.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import combinations

from kontor.locations.rules import Node, Point, distance_km, find_point, ship_by
from kontor.sourcing.rules.values import (
    Allotment,
    Candidate,
    Demand,
    DemandLine,
    OrderPlan,
    Rule,
    RuleBook,
    Stock,
    Verdict,
)

# More locations for one order than this would be parcels for pennies.
MOST_LOCATIONS = 3
# So many candidates are combined at most: 24 make 2,324 groups. A candidate that three others beat in everything is none.
MOST_CANDIDATES = 24
HUNDRED = Decimal(100)
CENT = Decimal("0.01")
NO_COST = Decimal(0)


@dataclass(frozen=True, slots=True)
class _Offer:
    """A location that could serve at least a piece."""

    node: Node
    cost: Decimal
    costs: dict[str, str]
    takes: tuple[int, ...]  # pieces per line
    served: int
    has: dict[int, int]  # pieces per SKU


def plan(orders: Sequence[Demand], stock: Stock, rules: RuleBook, at: datetime) -> list[OrderPlan]:
    """Plan orders one after the other; what one is allotted, the next one cannot have.

    Pure: the same orders, stock, rules and moment give the same plan. ``stock`` and ``rules.load`` are used up.
    """
    costs = _Costs(rules, at)
    return [_plan_one(demand, stock, rules, costs) for demand in orders]


def _plan_one(demand: Demand, stock: Stock, rules: RuleBook, costs: _Costs) -> OrderPlan:
    asked = sum(line.quantity for line in demand.lines)
    relevant = [rule for rule in rules.rules if _concerns(rule, demand)] if rules.rules else []
    offers: list[_Offer] = []
    judged: list[Candidate] = []
    for node in rules.nodes:
        parts, total = costs.of(node, demand, relevant)
        if refusal := _refusal(node, relevant, rules.load):
            judged.append(Candidate(node.id, refusal[0], 0, parts, total, refusal[1]))
            continue
        has = _there(demand.lines, node.id, stock, relevant)
        takes = _take(demand.lines, [line.quantity for line in demand.lines], dict(has))
        served = sum(takes)
        if served:
            offers.append(_Offer(node, total, parts, takes, served, has))
        else:
            judged.append(Candidate(node.id, Verdict.EMPTY, 0, parts, total))
    chosen = _choose(demand, offers, asked, rules.per_split)
    allotments, left = _allot(demand, chosen, stock)
    used = {allotment.location_id for allotment in allotments}
    for offer in offers:
        verdict = _verdict(offer, used, asked)
        judged.append(Candidate(offer.node.id, verdict, offer.served, offer.costs, offer.cost))
    for location_id in used:
        rules.load[location_id] = rules.load.get(location_id, 0) + 1
    due = [costs.ship_by(offer.node) for offer in chosen if offer.node.id in used]
    return OrderPlan(tuple(allotments), tuple(left), tuple(judged), asked, max(due, default=None))


def _concerns(rule: Rule, demand: Demand) -> bool:
    return (
        (rule.channel_id is None or rule.channel_id == demand.channel_id)
        and (not rule.country or rule.country == demand.country)
        and (rule.sku_id is None or any(line.sku_id == rule.sku_id for line in demand.lines))
    )


def _refusal(node: Node, relevant: Iterable[Rule], load: dict[int, int]) -> tuple[Verdict, str] | None:
    """Return why a location may not serve an order at all."""
    reserved_to = [rule for rule in relevant if rule.effect == "only"]
    if reserved_to and all(rule.location_id != node.id for rule in reserved_to):
        return Verdict.RULED_OUT, reserved_to[0].name
    for rule in relevant:
        if rule.effect == "never" and rule.location_id == node.id:
            return Verdict.RULED_OUT, rule.name
    if node.capacity_per_day is not None and load.get(node.id, 0) >= node.capacity_per_day:
        return Verdict.FULL, ""
    return None


def _kept_back(location_id: int, sku_id: int, relevant: Iterable[Rule]) -> int:
    """Return how many of the last pieces a location keeps to itself."""
    return max(
        (int(rule.amount) for rule in relevant
         if rule.effect == "keep_last" and rule.location_id == location_id and rule.sku_id in (None, sku_id)),
        default=0,
    )  # fmt: skip


def _there(lines: Sequence[DemandLine], location_id: int, stock: Stock, relevant: Sequence[Rule]) -> dict[int, int]:
    """Return what a location has of each SKU that the lines need, as far as it may be taken."""
    found: dict[int, int] = {}
    for line in lines:
        for sku_id, _ in line.recipe or ((line.sku_id, 1),):
            if sku_id not in found:
                there = stock.get((sku_id, location_id), 0)
                found[sku_id] = max(0, there - _kept_back(location_id, sku_id, relevant) if relevant else there)
    return found


def _take(lines: Sequence[DemandLine], wanted: Sequence[int], has: dict[int, int]) -> tuple[int, ...]:
    """Return how many of the wanted pieces of each line can be served out of ``has``, which is used up."""
    takes = []
    for line, most in zip(lines, wanted, strict=True):
        parts = line.recipe or ((line.sku_id, 1),)
        for sku_id, each in parts:
            most = min(most, has[sku_id] // each)
        for sku_id, each in parts:
            has[sku_id] -= most * each
        takes.append(most)
    return tuple(takes)


def _choose(demand: Demand, offers: Sequence[_Offer], asked: int, per_split: Decimal) -> tuple[_Offer, ...]:
    """Return the locations that serve most pieces, then cost least, then have the lowest ids."""
    if not offers:
        return ()
    whole = [offer for offer in offers if offer.served == asked]
    if whole:
        return (min(whole, key=lambda offer: (offer.cost, offer.node.id)),)
    best: tuple[_Offer, ...] = ()
    best_rank: tuple[int, Decimal, tuple[int, ...]] | None = None
    serious = _serious(offers)
    for size in range(1, min(len(serious), MOST_LOCATIONS if demand.may_split else 1) + 1):
        for group in combinations(serious, size):
            cost = sum((offer.cost for offer in group), NO_COST) + per_split * (size - 1)
            rank = (-_served_by(demand.lines, group), cost, tuple(offer.node.id for offer in group))
            if best_rank is None or rank < best_rank:
                best, best_rank = group, rank
    return best


def _serious(offers: Sequence[_Offer]) -> list[_Offer]:
    """Return the candidates worth combining, best first: not one that three others beat in stock and cost alike, because in no
    group of three it would be missed.
    """
    ranked = sorted(offers, key=lambda offer: (-offer.served, offer.cost, offer.node.id))
    found: list[_Offer] = []
    for offer in ranked:
        better = sum(
            1 for other in found
            if other.cost <= offer.cost and all(other.has.get(sku, 0) >= count for sku, count in offer.has.items())
        )  # fmt: skip
        if better < MOST_LOCATIONS:
            found.append(offer)
        if len(found) == MOST_CANDIDATES:
            break
    return found


def _served_by(lines: Sequence[DemandLine], group: Sequence[_Offer]) -> int:
    """Return how many pieces locations serve together, one after the other: lines that share a SKU share what is there."""
    left = [line.quantity for line in lines]
    for offer in group:
        for index, pieces in enumerate(_take(lines, left, dict(offer.has))):
            left[index] -= pieces
    return sum(line.quantity for line in lines) - sum(left)


def _allot(demand: Demand, chosen: Sequence[_Offer], stock: Stock) -> tuple[list[Allotment], list[int]]:
    """Take the pieces out of the stock; return what each location serves and what each line still lacks."""
    left = [line.quantity for line in demand.lines]
    allotments = []
    for offer in chosen:
        takes = offer.takes
        if len(chosen) > 1:
            takes = _take(demand.lines, left, dict(offer.has))
        for index, pieces in enumerate(takes):
            if not pieces:
                continue
            line = demand.lines[index]
            for sku_id, each in line.recipe or ((line.sku_id, 1),):
                stock[sku_id, offer.node.id] -= pieces * each
            left[index] -= pieces
            allotments.append(Allotment(index, offer.node.id, pieces))
    return allotments, left


def _verdict(offer: _Offer, used: set[int], asked: int) -> Verdict:
    if offer.node.id in used:
        return Verdict.CHOSEN if len(used) == 1 else Verdict.PART
    return Verdict.DEARER if offer.served == asked else Verdict.LACKS


class _Costs:
    """What a parcel from a node to a region costs; the same for all orders of one plan, so it is computed once."""

    def __init__(self, rules: RuleBook, at: datetime) -> None:
        self._rules = rules
        self._at = at
        self._due: dict[int, datetime] = {}
        self._known: dict[tuple[int, str, str], tuple[dict[str, str], Decimal]] = {}

    def ship_by(self, node: Node) -> datetime:
        """Return by when the node ships an order of this moment."""
        if node.id not in self._due:
            self._due[node.id] = ship_by(node.calendar, self._at)
        return self._due[node.id]

    def of(self, node: Node, demand: Demand, relevant: Sequence[Rule]) -> tuple[dict[str, str], Decimal]:
        """Return the cost parts and their sum."""
        region = (node.id, demand.country, demand.postal_code[:2])
        if region not in self._known:
            self._known[region] = self._compute(node, demand)
        parts, total = self._known[region]
        bonus = sum(
            (rule.amount for rule in relevant if rule.effect == "prefer" and rule.location_id == node.id),
            NO_COST,
        )
        if not bonus:
            return parts, total
        return {**parts, "preference": str(-bonus)}, total - bonus

    def _distance(self, node: Node, there: Point) -> int:
        """A location that nobody can place is as far as the farthest of the others: not knowing it makes it no better."""
        if node.point is not None:
            return distance_km(node.point, there)
        return max((distance_km(it.point, there) for it in self._rules.nodes if it.point is not None), default=0)

    def _compute(self, node: Node, demand: Demand) -> tuple[dict[str, str], Decimal]:
        point = find_point(demand.country, demand.postal_code)
        km = self._distance(node, point) if point else 0
        days = max(0, (self.ship_by(node).date() - self._at.date()).days)
        parts = {
            "parcel": node.parcel_cost,
            "distance": (self._rules.per_100_km * km / HUNDRED).quantize(CENT),
            "waiting": self._rules.per_day_of_waiting * days,
        }
        return {name: str(cost) for name, cost in parts.items()}, sum(parts.values(), NO_COST)
