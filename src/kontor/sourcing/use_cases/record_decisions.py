"""Record sourcing decisions."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from kontor.kernel.clock import local_day
from kontor.locations.public import Node
from kontor.platform.sql.bulk import insert_rows
from kontor.sourcing.models import DayLoad, SourcingDecision
from kontor.sourcing.queries import days_of, list_chosen
from kontor.sourcing.rules import OrderPlan


def record_decisions(
    *, plans: Mapping[int, OrderPlan], nodes: Iterable[Node], occasion: str, anew: bool = False, at: datetime
) -> None:
    """Why each order ships from where it ships is kept with it, and a location with a capacity has one order more to do that day;
    the one that an order leaves has one less. ``plans``: order id → plan; ``anew``: they were decided before.

    Locks: the loads of the locations, in their order.
    """
    limited = {node.id: node for node in nodes if node.capacity_per_day is not None}
    change: Counter[tuple[int, date]] = Counter()
    if limited:
        today = days_of(limited.values(), at)
        change.update((place, today[place]) for plan in plans.values() for place in plan.locations if place in limited)
        for before, places in (list_chosen(plans) if anew else {}).values():
            change.subtract(
                (place, local_day(before, limited[place].calendar.timezone)) for place in places if place in limited
            )
    insert_rows(
        SourcingDecision,
        {
            "order": list(plans), "occasion": occasion, "at": at,
            "reasons": [json.dumps(plan.reasons()) for plan in plans.values()],
        },
    )  # fmt: skip
    rows = sorted((place, day, count) for (place, day), count in change.items() if count)
    insert_rows(
        DayLoad,
        {"location": [row[0] for row in rows], "day": [row[1] for row in rows], "orders": [row[2] for row in rows]},
        tail="ON CONFLICT (location_id, day) DO UPDATE SET orders = sourcing_dayload.orders + excluded.orders",
    )
