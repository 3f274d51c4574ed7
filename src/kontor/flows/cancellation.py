"""Cancellation: whole orders and any part of a line; freed stock can be sold at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from kontor.flows.allocation import recipes_of, release_pieces, unassigned_pieces
from kontor.fulfilment.public import cancel_fulfilment, reduce_fulfilment
from kontor.inventory.public import free_reservations, list_open_reservations
from kontor.kernel.actor import Actor
from kontor.orders.public import (
    cancel_lines,
    cancel_order,
    close_orders,
    list_lines,
    list_settled_orders,
    recall_order,
)


def cancel_whole_order(*, order_id: int, at: datetime, by: Actor) -> None:
    """Nothing of a cancelled order stays reserved or in work.

    Refuses: AlreadyShipped, StepNotAllowed. Locks: the order, its fulfilment orders, the balances.
    """
    cancel_order(order_id=order_id, at=at, by=by)
    cancel_fulfilment(order_id=order_id, at=at, by=by)
    reservations = list_open_reservations(line.id for line in list_lines([order_id]))
    free_reservations(pieces={item.id: item.open for item in reservations}, cause="cancel_order", at=at, by=by)


def cancel_pieces(*, order_id: int, pieces: Mapping[int, int], reference: str, at: datetime, by: Actor) -> None:
    """Any number of pieces of a line can be cancelled until they are picked. ``pieces``: line id → quantity.

    Refuses: NothingToCancel, PiecesInWork, StepNotAllowed. Locks: the order, its fulfilment orders, the balances.
    """
    freed = cancel_lines(order_id=order_id, pieces=pieces, reference=reference, at=at, by=by)
    lines = list_lines([order_id])
    for item in freed:
        loose = {key: n for key, n in unassigned_pieces(lines).items() if key[0] == item.line_id}
        taken: dict[tuple[int, int], int] = {}
        for key, count in sorted(loose.items()):
            taken[key] = min(count, item.quantity - sum(taken.values()))
        rest = item.quantity - sum(taken.values())
        if rest:
            for location_id, count in reduce_fulfilment(line_id=item.line_id, quantity=rest, at=at, by=by).items():
                taken[item.line_id, location_id] = taken.get((item.line_id, location_id), 0) + count
        release_pieces(pieces=taken, recipes=recipes_of(lines), cause=reference, at=at, by=by)
    if list_settled_orders([order_id]):
        close_orders(order_ids=[order_id], at=at, by=by)


def recall_from_warehouse(*, order_id: int, at: datetime, by: Actor) -> None:
    """An order comes back to the desk; its stock stays reserved. Refuses: AlreadyPicked, AlreadyShipped."""
    recall_order(order_id=order_id, at=at, by=by)
    cancel_fulfilment(order_id=order_id, at=at, by=by)
