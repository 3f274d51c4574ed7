"""Pick a task, or find pieces missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kontor.fulfilment.errors import FulfilmentStepRefused, FulfilmentUnknown, TooManyPicked
from kontor.fulfilment.lifecycle import take_fulfilment_step
from kontor.fulfilment.models import FulfilmentLine, FulfilmentState, PickTask
from kontor.fulfilment.queries import lock_fulfilment_orders
from kontor.fulfilment.rules import whole_pieces_picked
from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes


@dataclass(frozen=True, slots=True)
class PickedTask:
    """What came of it; ``picked``, ``short`` (whole pieces of the order line) and ``missing`` once its last task is done."""

    line_id: int
    location_id: int
    line_done: bool
    picked: int
    short: int
    missing: tuple[tuple[int, int], ...]  # (SKU id, pieces that are not on the shelf)
    reference: str


def pick_task(*, task_id: int, picked: int, missing: int = 0, at: datetime, by: Actor) -> PickedTask:
    """Pieces are taken from the shelf, or found not to be there; nobody takes more than the task asks for.

    Refuses: TooManyPicked, FulfilmentStepRefused where the fulfilment order is not being picked.
    Locks: the fulfilment order (its order is locked before).
    """
    task = PickTask.objects.select_related("fulfilment_line").filter(id=task_id).first()
    if task is None:
        raise FulfilmentUnknown(task=task_id)
    order = lock_fulfilment_orders([task.fulfilment_line.fulfilment_order_id])[0]
    task.refresh_from_db()
    line = FulfilmentLine.objects.select_related("order_line").get(id=task.fulfilment_line_id)

    if order.state != FulfilmentState.PICKING:
        raise FulfilmentStepRefused(fulfilment_order=order.id, state=order.state, verb="pick_task")
    if picked < 0 or missing < 0 or picked + missing == 0 or picked + missing > task.open:
        raise TooManyPicked(open=task.open, asked=picked + missing)

    task.picked += picked
    task.missing += missing
    task.save(update_fields=["picked", "missing"])
    if missing:
        told = {"quantity": f"{missing} × {line.order_line.channel_sku}", "location": order.location.name}
        record_changes(subject="order", verb="short_pick", changes=[Change(order.order_id, None, told)], at=at, by=by)
    tasks = list(line.tasks.all())
    line_done = all(other.open == 0 for other in tasks)
    whole = whole_pieces_picked([(other.picked, other.each) for other in tasks], line.quantity)
    short = line.quantity - whole if line_done else 0
    if line_done:
        line.picked, line.quantity = whole, whole
        line.save(update_fields=["picked", "quantity"])
    still_open = any(other.open for other in PickTask.objects.filter(fulfilment_line__fulfilment_order=order))
    if not still_open:
        take_fulfilment_step("pick_task", [order], at=at, by=by)
        _end_pick_list(task, at)

    return PickedTask(
        line.order_line_id, order.location_id, line_done, whole if line_done else 0, short,
        tuple((other.sku_id, other.missing) for other in tasks if other.missing) if line_done else (),
        f"pick:{line.id}",
    )  # fmt: skip


def _end_pick_list(task: PickTask, at: datetime) -> None:
    if not any(other.open for other in PickTask.objects.filter(pick_list=task.pick_list_id)):
        task.pick_list.done_at = at
        task.pick_list.save(update_fields=["done_at"])
