"""Cancellation: whole orders and any part of a line; freed stock can be sold at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from kontor.flows.warehouse.allocation import recipes_of, release_pieces, unassigned_pieces
from kontor.fulfilment.public import cancel_fulfilment, reduce_fulfilment
from kontor.inventory.public import free_reservations, list_open_reservations
from kontor.kernel.actor import Actor
from kontor.kernel.errors import Refused
from kontor.orders.public import (
    CancelReason,
    FreedPieces,
    OrderState,
    cancel_lines,
    cancel_order,
    close_orders,
    get_lines,
    hold_order,
    is_held_for,
    list_complete_orders,
    lock_orders,
    recall_order,
)


def cancel_whole_order(*, order_id: int, reason: str = CancelReason.OTHER, at: datetime, by: Actor) -> None:
    """Nothing of a cancelled order stays reserved or in work. ``reason``: a CancelReason, for the channel to be told.

    Refuses: AlreadyShipped, StepNotAllowed. Locks: the order, its fulfilment orders, the balances.
    """
    cancel_order(order_id=order_id, reason=reason, at=at, by=by)
    cancel_fulfilment(order_id=order_id, at=at, by=by)
    reservations = list_open_reservations(line.id for line in get_lines([order_id])[order_id])
    free_reservations(pieces={item.id: item.open for item in reservations}, cause="cancel_order", at=at, by=by)


def cancel_pieces(
    *,
    order_id: int,
    pieces: Mapping[int, int],
    reference: str,
    reason: str = CancelReason.OTHER,
    at: datetime,
    by: Actor,
) -> None:
    """Any number of pieces of a line can be cancelled until they are picked. ``pieces``: line id → quantity.

    Refuses: NothingToCancel, PiecesInWork, StepNotAllowed. Locks: the order, its fulfilment orders, the balances.
    """
    freed = cancel_lines(order_id=order_id, pieces=pieces, reference=reference, reason=reason, at=at, by=by)
    free_cancelled(order_id=order_id, freed=freed, reference=reference, at=at, by=by)
    if list_complete_orders([order_id]):
        close_orders(order_ids=[order_id], at=at, by=by)


def free_cancelled(*, order_id: int, freed: Sequence[FreedPieces], reference: str, at: datetime, by: Actor) -> None:
    """What is reserved and not wanted any more is free for others, also where a location has it in hand already.

    Refuses: PiecesInWork. The order is locked.
    """
    lines = get_lines([order_id])[order_id]
    freed_pieces: dict[tuple[int, int], int] = {}
    for item in freed:
        loose = {key: n for key, n in unassigned_pieces(lines).items() if key[0] == item.line_id}
        taken: dict[tuple[int, int], int] = {}
        for key, count in sorted(loose.items()):
            taken[key] = min(count, item.quantity - sum(taken.values()))
        rest = item.quantity - sum(taken.values())
        if rest:
            for location_id, count in reduce_fulfilment(line_id=item.line_id, quantity=rest, at=at, by=by).items():
                taken[item.line_id, location_id] = taken.get((item.line_id, location_id), 0) + count
        freed_pieces |= taken
    # All balances at once: two orders with the same articles in another order never wait in a circle.
    release_pieces(pieces=freed_pieces, recipes=recipes_of(lines), cause=reference, at=at, by=by)


def recall_from_warehouse(*, order_id: int, at: datetime, by: Actor) -> None:
    """An order comes back to the desk; its stock stays reserved. Refuses: AlreadyPicked, AlreadyShipped."""
    recall_order(order_id=order_id, at=at, by=by)
    cancel_fulfilment(order_id=order_id, at=at, by=by)


def stop_order(*, order_id: int, reason: str, note: str, at: datetime, by: Actor, by_hand: bool = False) -> bool:
    """An order is held for a reason, and comes back to the desk for it; held for the same reason already it stays so. Returns
    whether it is held now: one that ended, or of which a piece is picked, is not.

    Locks: the order, its fulfilment orders.
    """
    order = lock_orders([order_id])[order_id]
    if is_held_for(order_id, reason):
        return True
    if order.state in ("CANCELLED", "CLOSED"):
        return False
    if order.state == OrderState.RELEASED:
        try:
            with transaction.atomic():
                recall_from_warehouse(order_id=order_id, at=at, by=by)
        except Refused:
            return False
    hold_order(order_id=order_id, reason=reason, note=note[:500], at=at, by=by, by_hand=by_hand)
    return True
