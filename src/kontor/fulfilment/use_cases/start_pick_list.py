"""Start a pick list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kontor.catalog.public import list_bins
from kontor.fulfilment.errors import FulfilmentUnknown, OtherLocation
from kontor.fulfilment.lifecycle import take_fulfilment_step
from kontor.fulfilment.models import FulfilmentLine, PickList, PickTask
from kontor.fulfilment.queries import lock_fulfilment_orders
from kontor.kernel.actor import Actor


def start_pick_list(*, fulfilment_order_ids: Sequence[int], at: datetime, by: Actor) -> int:
    """Somebody goes to fetch these orders: one of them, or several in one round, sorted by bin; kits as their parts.

    Returns the pick list's id. Refuses: FulfilmentStepRefused where one is not open any more, OtherLocation.
    Locks: the fulfilment orders (their orders are locked before).
    """
    orders = lock_fulfilment_orders(fulfilment_order_ids)
    if not orders:
        raise FulfilmentUnknown(asked=0)
    if len({order.location_id for order in orders}) > 1:
        raise OtherLocation()
    take_fulfilment_step("start_pick_list", orders, at=at, by=by)

    pick_list = PickList.objects.create(
        location_id=orders[0].location_id,
        kind="batch" if len(orders) > 1 else "single",
        opened_at=at,
        opened_by=str(by),
    )
    lines = FulfilmentLine.objects.filter(fulfilment_order__in=orders, quantity__gt=0).select_related("order_line")
    wanted = [
        (line.id, sku_id, each, line.quantity * each)
        for line in lines.order_by("id")
        for sku_id, each in line.order_line.recipe or [(line.order_line.sku_id, 1)]
    ]
    bins = list_bins(row[1] for row in wanted)
    PickTask.objects.bulk_create(
        PickTask(
            pick_list=pick_list, fulfilment_line_id=line_id, sku_id=sku_id, bin=bins[sku_id], each=each, quantity=count,
            picked=0, missing=0,
        )
        for line_id, sku_id, each, count in sorted(wanted, key=lambda row: (bins[row[1]], row[1], row[0]))
    )  # fmt: skip
    return pick_list.id
