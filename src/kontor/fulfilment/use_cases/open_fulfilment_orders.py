"""Open fulfilment orders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kontor.fulfilment.events import OrderAllocated
from kontor.fulfilment.models import FulfilmentLine, FulfilmentOrder
from kontor.kernel.actor import Actor
from kontor.platform.post.outbox import publish
from kontor.platform.sql.bulk import draw_ids, insert_rows


@dataclass(frozen=True, slots=True)
class OrderPart:
    """What one location is to send of one order. ``pieces``: line id → quantity, all of it reserved there."""

    order_id: int
    location_id: int
    ship_by: datetime | None
    pieces: Mapping[int, int]


def open_fulfilment_orders(*, parts: Sequence[OrderPart], at: datetime, by: Actor) -> list[int]:
    """Each location gets one order to work on for what is reserved there.

    Tells: OrderAllocated. The orders are locked.
    """
    if not parts:
        return []
    ids = draw_ids({FulfilmentOrder: len(parts)})[0]
    insert_rows(
        FulfilmentOrder,
        {
            "id": ids,
            "order": [part.order_id for part in parts],
            "location": [part.location_id for part in parts],
            "ship_by": [part.ship_by for part in parts],
            "opened_at": at,
        },
    )
    lines = [(ids[index], *piece) for index, part in enumerate(parts) for piece in part.pieces.items()]
    insert_rows(
        FulfilmentLine,
        {
            "fulfilment_order": [line[0] for line in lines],
            "order_line": [line[1] for line in lines],
            "quantity": [line[2] for line in lines],
        },
    )
    by_order: dict[int, list[int]] = {}
    for part, opened in zip(parts, ids, strict=True):
        by_order.setdefault(part.order_id, []).append(opened)
    publish([OrderAllocated(order_id, opened) for order_id, opened in by_order.items()], at=at, by=by)
    return ids
