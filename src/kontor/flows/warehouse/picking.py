"""Picking: what is taken from the shelf, and what was promised but is not there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kontor.channels.public import Capability, list_channels_able
from kontor.flows.people.buyer_mails import tell_short
from kontor.flows.warehouse.allocation import improve_plans, open_for_reserved, recipes_of, release_pieces
from kontor.flows.warehouse.dispatch import label_boxes
from kontor.fulfilment.public import (
    FulfilmentState,
    PickedTask,
    get_order_ids,
    get_order_of_task,
    list_empty_handed,
    list_mates,
    list_packed_of,
    pack_shipment,
    pick_task,
    start_pick_list,
)
from kontor.inventory.public import lock_stock, write_off_missing
from kontor.kernel.actor import Actor
from kontor.orders.public import (
    check_complete,
    get_line_rows,
    get_lines,
    list_leaving_whole,
    list_needs,
    lock_orders,
    move_pieces,
    note_shortage,
)


def start_picking(*, fulfilment_order_ids: Sequence[int], at: datetime, by: Actor) -> int:
    """Somebody takes orders to the shelves, and what leaves in one parcel with them; from now on they are in work.

    Returns the pick list's id.
    """
    mates = [it.id for it in list_mates(fulfilment_order_ids) if it.state == FulfilmentState.OPEN]
    together = sorted({*fulfilment_order_ids, *mates})
    lock_orders(get_order_ids(fulfilment_order_ids=together))
    return start_pick_list(fulfilment_order_ids=together, at=at, by=by)


def pick_pieces(*, task_id: int, quantity: int, at: datetime, by: Actor) -> PickedTask:
    """Pieces are in the picker's hands; once a line is complete its order knows."""
    order_id = get_order_of_task(task_id)
    lock_orders([order_id])
    done = pick_task(task_id=task_id, picked=quantity, at=at, by=by)
    _free_short(done, order_id, at, by)
    _after_line(done, order_id, at, by)
    return done


def report_short_pick(*, task_id: int, missing: int, at: datetime, by: Actor) -> PickedTask:
    """Pieces that are not on the shelf leave the book once their line is done, and the order looks for them elsewhere.

    Until then they stay reserved, so that nobody is promised what is not there.
    """
    order_id = get_order_of_task(task_id)
    lock_orders([order_id])
    done = pick_task(task_id=task_id, picked=0, missing=missing, at=at, by=by)
    _free_short(done, order_id, at, by)
    _after_line(done, order_id, at, by)
    return done


def _free_short(done: PickedTask, order_id: int, at: datetime, by: Actor) -> None:
    """What a finished line lacks is not reserved here any more, and what was not on the shelf is written off."""
    if done.short:
        # All at once, in their order: the pieces that are looked for elsewhere may come of any of its articles.
        lock_stock(it for recipe in recipes_of(get_lines([order_id])[order_id]).values() for it, _each in recipe)
        pieces = {(done.line_id, done.location_id): done.short}
        recipes = recipes_of(list(get_line_rows([done.line_id]).values()))
        release_pieces(pieces=pieces, recipes=recipes, cause=done.reference, at=at, by=by, tell=False)
        note_shortage(pieces=[(done.line_id, done.short)], reference=done.reference, at=at, by=by)
    for sku_id, missing in done.missing:
        write_off_missing(
            sku_id=sku_id, location_id=done.location_id, quantity=missing, cause=f"short_pick:{done.reference}", at=at,
            by=by,
        )  # fmt: skip


def _after_line(done: PickedTask, order_id: int, at: datetime, by: Actor) -> None:
    """A finished line counts as picked; what it lacks is planned anew and given to another location."""
    if done.line_done and done.picked:
        move_pieces(kind="picked", pieces=[(done.line_id, done.picked)], reference=done.reference, at=at, by=by)
    if done.short:
        # Elsewhere first: whoever did not find it here is not sent to the same shelf for it, unless nobody else has it.
        shelves = {(sku_id, done.location_id) for sku_id, _missing in done.missing}
        improve_plans(order_ids=[order_id], avoid=shelves, at=at, by=by)
        if any(need.short for need in list_needs([order_id])):
            improve_plans(order_ids=[order_id], at=at, by=by)
        open_for_reserved(order_ids=[order_id], at=at, by=by)
        tell_short(line_id=done.line_id, reference=done.reference, at=at)
        # Nothing was found of all that was to be fetched: there is no box to pack.
        for fulfilment_order_id in list_empty_handed([order_id]):
            _pack(fulfilment_order_id, [order_id], at, by)


def pack_order(*, fulfilment_order_id: int, at: datetime, by: Actor) -> int | None:
    """What was picked goes into one box; of an order that its channel takes in one parcel only, not before all of it is there.
    Returns the shipment's id, or None where nothing was found.

    Refuses: PiecesMissing, and what ``pack_shipment`` refuses. Locks: the order.
    """
    order_ids = get_order_ids(fulfilment_order_ids=[fulfilment_order_id])
    lock_orders(order_ids)
    whole = list_leaving_whole(order_ids, except_of=list_channels_able(Capability.SPLIT_SHIPMENT))
    check_complete(whole)
    return _pack(fulfilment_order_id, order_ids, at, by)


def _pack(fulfilment_order_id: int, order_ids: Sequence[int], at: datetime, by: Actor) -> int | None:
    shipment_id = pack_shipment(fulfilment_order_id=fulfilment_order_id, at=at, by=by)
    if shipment_id is None:  # nothing was found; what was to leave with it waits no longer
        label_boxes(shipment_ids=list_packed_of(order_ids), at=at)
    return shipment_id
