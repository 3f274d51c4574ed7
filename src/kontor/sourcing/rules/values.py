"""The values that a plan is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import Enum

from kontor.locations.rules import Node

# (SKU id, location id) → pieces that may be promised. The plan takes from it what it allots.
Stock = dict[tuple[int, int], int]


@dataclass(frozen=True, slots=True)
class DemandLine:
    """Pieces of a SKU; a kit names its parts: ((part SKU, quantity in one kit), …)."""

    sku_id: int
    quantity: int
    recipe: tuple[tuple[int, int], ...] | None = None


@dataclass(frozen=True, slots=True)
class Demand:
    """What one order needs, and where it goes."""

    channel_id: int
    country: str
    postal_code: str
    lines: tuple[DemandLine, ...]
    may_split: bool = True


@dataclass(frozen=True, slots=True)
class Rule:
    """A merchant's rule; None and "" stand for all."""

    name: str
    location_id: int
    effect: str
    amount: Decimal
    channel_id: int | None = None
    country: str = ""
    sku_id: int | None = None


@dataclass(frozen=True, slots=True)
class RuleBook:
    """Everything that decides: the nodes, the rules, what distance, waiting and splitting cost."""

    nodes: tuple[Node, ...]
    rules: tuple[Rule, ...]
    per_100_km: Decimal
    per_day_of_waiting: Decimal
    per_split: Decimal
    # orders that each location has taken on today, for its capacity
    load: dict[int, int] = field(default_factory=dict)


class Verdict(Enum):
    """What became of a candidate."""

    CHOSEN = "chosen"
    PART = "part"  # chosen for part of the order
    DEARER = "dearer"
    LACKS = "lacks"  # has not everything
    EMPTY = "empty"  # has nothing of it
    RULED_OUT = "ruled_out"
    FULL = "full"  # its capacity for today is used up


@dataclass(frozen=True, slots=True)
class Candidate:
    """A location as it was judged for one order; costs in the merchant's currency."""

    location_id: int
    verdict: Verdict
    served: int
    costs: dict[str, str]
    total: Decimal
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Allotment:
    """So many pieces of a line ship from a location."""

    line: int  # index in the demand
    location_id: int
    quantity: int


@dataclass(frozen=True, slots=True)
class OrderPlan:
    """The plan for one order, with its reasons."""

    allotments: tuple[Allotment, ...]
    short: tuple[int, ...]  # per line
    candidates: tuple[Candidate, ...]
    asked: int
    ship_by: datetime | None

    @property
    def locations(self) -> tuple[int, ...]:
        """Return the locations that ship, in the order of their part."""
        return tuple(dict.fromkeys(allotment.location_id for allotment in self.allotments))

    def reasons(self) -> dict[str, object]:
        """Return what is kept of the decision."""
        return {
            "asked": self.asked,
            "short": sum(self.short),
            "chosen": list(self.locations),
            "candidates": [
                {
                    "location": judged.location_id, "verdict": judged.verdict.value, "served": judged.served,
                    "costs": judged.costs, "total": str(judged.total), "rule": judged.rule,
                }
                for judged in self.candidates
            ],
        }  # fmt: skip
