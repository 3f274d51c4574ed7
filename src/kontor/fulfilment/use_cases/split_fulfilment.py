"""Split a fulfilment order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from kontor.fulfilment.errors import NotSplittable
from kontor.fulfilment.models import FulfilmentLine, FulfilmentOrder, FulfilmentState
from kontor.fulfilment.queries import lock_fulfilment_orders
from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes


def split_fulfilment(*, fulfilment_order_id: int, pieces: Mapping[int, int], at: datetime, by: Actor) -> int:
    """Pieces of a fulfilment order leave apart, in a parcel of their own; order, documents and money stay one.

    ``pieces``: order line id → quantity. Returns the new fulfilment order's id. Refuses: NotSplittable.
    Locks: the fulfilment order (its order is locked before).
    """
    whole = lock_fulfilment_orders([fulfilment_order_id])[0]
    lines = {line.order_line_id: line for line in FulfilmentLine.objects.filter(fulfilment_order=whole)}
    wanted = {line: count for line, count in pieces.items() if count}
    fits = all(line in lines and 0 < count <= lines[line].quantity for line, count in wanted.items())
    stays = sum(line.quantity for line in lines.values()) - sum(wanted.values())
    if whole.state != FulfilmentState.OPEN or not wanted or not fits or stays <= 0:
        raise NotSplittable(fulfilment_order=whole.id, state=whole.state)
    part = FulfilmentOrder.objects.create(
        order_id=whole.order_id, location_id=whole.location_id, ship_by=whole.ship_by, opened_at=at
    )
    FulfilmentLine.objects.bulk_create(
        FulfilmentLine(fulfilment_order=part, order_line_id=line, quantity=count, picked=0)
        for line, count in wanted.items()
    )
    for line, count in wanted.items():
        lines[line].quantity -= count
    FulfilmentLine.objects.bulk_update([lines[line] for line in wanted], ["quantity"])
    record_changes(
        subject="fulfilment", verb="split_fulfilment", at=at, by=by,
        changes=[Change(whole.id, None, {"part": part.id, "pieces": wanted})],
    )  # fmt: skip
    return part.id
