"""What is to be sent and fetched, as programs that steer a warehouse ask for it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from kontor.fulfilment.errors import FulfilmentUnknown
from kontor.fulfilment.models import FulfilmentLine, FulfilmentOrder, PickList, PickTask
from kontor.platform.sql.rows import column, read_rows


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part of an order that one location sends."""

    id: int
    order_id: int
    location_id: int
    state: str
    ship_by: datetime | None
    lines: tuple[tuple[str, int, int], ...] = ()


def list_parts(
    *, state: str | None, location_id: int | None, after: int, most: int, ids: Collection[int] | None = None
) -> list[PartRow]:
    """Return fulfilment orders behind the one seen last, by id; each line as SKU, pieces, pieces picked."""
    rows = FulfilmentOrder.objects.filter(id__gt=after).order_by("id")
    rows = rows.filter(state=state) if state is not None else rows
    rows = rows.filter(location_id=location_id) if location_id is not None else rows
    rows = rows.filter(id__in=ids) if ids is not None else rows
    found = read_rows(PartRow, rows[:most])
    lines: dict[int, list[tuple[str, int, int]]] = {it.id: [] for it in found}
    told = FulfilmentLine.objects.filter(fulfilment_order__in=lines).order_by("id")
    for owner, sku, pieces, picked in told.values_list(
        "fulfilment_order_id", "order_line__sku__code", "quantity", "picked"
    ):
        lines[owner].append((sku, pieces, picked))
    return [replace(it, lines=tuple(lines[it.id])) for it in found]


@dataclass(frozen=True, slots=True)
class TaskRow:
    """What is to be fetched for one line: pieces of a SKU out of a bin."""

    id: int
    pick_list_id: int
    bin: str
    quantity: int
    picked: int
    missing: int
    sku: str = column("sku__code")
    fulfilment_order_id: int = column("fulfilment_line__fulfilment_order_id")


def list_tasks(pick_list_id: int) -> list[TaskRow]:
    """Return the tasks of a pick list, bin by bin. Refuses: FulfilmentUnknown."""
    if not PickList.objects.filter(id=pick_list_id).exists():
        raise FulfilmentUnknown(pick_list=pick_list_id)
    return read_rows(TaskRow, PickTask.objects.filter(pick_list=pick_list_id).order_by("bin", "sku_id", "id"))


def get_pick_list_of_task(task_id: int) -> int:
    """Return the pick list that a task is on. Refuses: FulfilmentUnknown."""
    found = PickTask.objects.filter(id=task_id).values_list("pick_list_id", flat=True).first()
    if found is None:
        raise FulfilmentUnknown(task=task_id)
    return int(found)
