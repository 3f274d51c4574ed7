"""Questions about sourcing: what decides, and why it was decided."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from kontor.kernel.clock import local_day
from kontor.locations.public import Node, list_nodes
from kontor.platform.sql.bulk import select_rows
from kontor.sourcing.models import SourcingCosts, SourcingDecision, SourcingRule
from kontor.sourcing.rules import Rule, RuleBook


def load_rule_book() -> RuleBook:
    """Return the nodes, rules and costs that decide now, without today's load."""
    costs = SourcingCosts.objects.first() or SourcingCosts(
        per_100_km=Decimal("0.20"), per_day_of_waiting=Decimal("1.00"), per_split=Decimal("3.00")
    )
    rules = SourcingRule.objects.filter(active=True).order_by("id")
    return RuleBook(
        nodes=tuple(list_nodes()),
        rules=tuple(
            Rule(rule.name, rule.location_id, rule.effect, rule.amount, rule.channel_id, rule.country, rule.sku_id)
            for rule in rules
        ),
        per_100_km=costs.per_100_km, per_day_of_waiting=costs.per_day_of_waiting, per_split=costs.per_split,
    )  # fmt: skip


_LOAD = """
SELECT load.location_id, load.orders FROM unnest(%s::bigint[], %s::date[]) AS asked(location_id, day)
  JOIN sourcing_dayload load USING (location_id, day) WHERE load.orders > 0
"""


def count_load(nodes: Iterable[Node], at: datetime) -> dict[int, int]:
    """Return how many orders were given today, by its own clock, to each location that can only do so many a day."""
    days = days_of(nodes, at)
    return dict(select_rows(_LOAD, [list(days), list(days.values())])) if days else {}


def days_of(nodes: Iterable[Node], at: datetime) -> dict[int, date]:
    """Return the present day of each location that can only do so many orders a day, by its own clock."""
    return {node.id: local_day(at, node.calendar.timezone) for node in nodes if node.capacity_per_day is not None}


def list_chosen(order_ids: Collection[int]) -> dict[int, tuple[datetime, list[int]]]:
    """Return where orders were last decided to ship from, and when."""
    rows = SourcingDecision.objects.filter(order_id__in=order_ids).order_by("order_id", "-id").distinct("order_id")
    return {
        order_id: (at, reasons["chosen"]) for order_id, at, reasons in rows.values_list("order_id", "at", "reasons")
    }


@dataclass(frozen=True, slots=True)
class JudgedLocation:
    """A candidate as people read it."""

    name: str
    verdict: str
    served: int
    costs: dict[str, Decimal]
    total: Decimal
    rule: str
    # what would have made it the chosen one: pieces it lacks, and what it costs more than the chosen one
    lacks: int
    dearer_by: Decimal


@dataclass(frozen=True, slots=True)
class DecisionRead:
    """A decision as people read it."""

    occasion: str
    at: datetime
    asked: int
    short: int
    chosen: list[str]
    candidates: list[JudgedLocation]


def list_decisions(order_id: int, names: dict[int, str]) -> list[DecisionRead]:
    """Return the decisions about an order, newest first, with what would change them."""
    decisions = SourcingDecision.objects.filter(order_id=order_id).order_by("-id")
    return [_read(decision, names) for decision in decisions]


def _read(decision: SourcingDecision, names: dict[int, str]) -> DecisionRead:
    reasons: dict[str, Any] = decision.reasons
    chosen = set(reasons["chosen"])
    best = min((Decimal(it["total"]) for it in reasons["candidates"] if it["location"] in chosen), default=Decimal(0))
    candidates = [
        JudgedLocation(
            name=names.get(it["location"], str(it["location"])), verdict=it["verdict"], served=it["served"],
            costs={name: Decimal(cost) for name, cost in it["costs"].items()}, total=Decimal(it["total"]),
            rule=it["rule"], lacks=max(0, reasons["asked"] - it["served"]),
            dearer_by=max(Decimal(0), Decimal(it["total"]) - best),
        )
        for it in reasons["candidates"]
    ]  # fmt: skip
    order = ["chosen", "part", "dearer", "lacks", "empty", "full", "ruled_out"]
    candidates.sort(key=lambda judged: (order.index(judged.verdict), judged.total))
    return DecisionRead(
        decision.occasion, decision.at, reasons["asked"], reasons["short"],
        [names.get(location, str(location)) for location in reasons["chosen"]], candidates,
    )  # fmt: skip
