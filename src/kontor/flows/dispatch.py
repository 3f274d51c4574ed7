"""Dispatch: labels for what is packed, goods out, invoice, closed order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from kontor.flows.allocation import recipes_of
from kontor.fulfilment.public import (
    ShipmentDispatched,
    ShipmentPacked,
    ShippedPieces,
    get_orders_of_shipments,
    hand_over_shipments,
    list_shipments,
)
from kontor.inventory.public import issue_stock, list_open_reservations
from kontor.kernel.actor import Actor
from kontor.locations.public import sender_address
from kontor.orders.public import Order, OrderLine, close_orders, list_settled_orders, lock_orders, move_pieces
from kontor.platform.crashpoints import crash_point
from kontor.platform.outbox import publish
from kontor.shipping.public import NewParcel, request_labels

# The carrier that every Kontor has. Choosing among carriers comes with their connectors.
HOUSE_CARRIER = "house_carrier"
PACKAGING_G = 150


def book_shipping_labels(*, news: Sequence[ShipmentPacked], at: datetime, by: Actor) -> None:
    """Every packed shipment gets a parcel with a label."""
    wanted = {item.shipment_id for item in news}
    order_ids = [item.order_id for item in news]
    orders = Order.objects.in_bulk(order_ids)
    parcels = [
        NewParcel(
            shipment_id=shipment.id,
            order_id=shipment.order_id,
            order_number=orders[shipment.order_id].number,
            carrier=HOUSE_CARRIER,
            weight_g=PACKAGING_G + sum(line.quantity * line.order_line.weight_g for line in shipment.lines.all()),
            sender=sender_address(shipment.fulfilment_order.location),
            recipient=orders[shipment.order_id].address,
        )
        for shipment in list_shipments(order_ids)
        if shipment.id in wanted
    ]
    request_labels(parcels=parcels, at=at)


def dispatch_shipments(*, shipment_ids: Sequence[int], at: datetime, by: Actor) -> None:
    """The goods leave: gone from stock and reservation, shipped on their lines, told to everybody; once.

    Refuses: FulfilmentStepRefused for what left before. Tells: ShipmentDispatched.
    Locks: the orders, the fulfilment orders, the balances.
    """
    order_of = get_orders_of_shipments(shipment_ids)
    lock_orders(order_of.values())
    shipped = hand_over_shipments(shipment_ids=shipment_ids, at=at, by=by)
    for shipment_id in sorted(order_of):
        mine = [piece for piece in shipped if piece.shipment_id == shipment_id]
        issue_stock(pieces=_reservations_used(mine), cause=f"shipment:{shipment_id}", at=at, by=by)
        move_pieces(
            kind="shipped", pieces=[(piece.line_id, piece.quantity) for piece in mine],
            reference=f"shipment:{shipment_id}", at=at, by=by,
        )  # fmt: skip
    crash_point("dispatch.stock_issued")
    publish([ShipmentDispatched(order_of[it], it) for it in sorted(order_of)], at=at, by=by)
    crash_point("dispatch.before_commit")


def _reservations_used(shipped: Sequence[ShippedPieces]) -> dict[int, int]:
    """Return which reservations the shipped pieces use up: reservation id → quantity, kits as their parts."""
    recipes = recipes_of(list(OrderLine.objects.filter(id__in=[piece.line_id for piece in shipped])))
    left: dict[tuple[int, int, int], int] = defaultdict(int)
    for piece in shipped:
        for sku_id, each in recipes[piece.line_id]:
            left[piece.line_id, piece.location_id, sku_id] += piece.quantity * each
    used: dict[int, int] = {}
    for reservation in list_open_reservations(piece.line_id for piece in shipped):
        key = (reservation.demand_id, reservation.location_id, reservation.sku_id)
        if pieces := min(reservation.open, left[key]):
            used[reservation.id] = pieces
            left[key] -= pieces
    return used


def close_settled_orders(*, news: Sequence[ShipmentDispatched], at: datetime, by: Actor) -> None:
    """An order whose last piece has left is closed."""
    order_ids = sorted({item.order_id for item in news})
    lock_orders(order_ids)
    settled = list_settled_orders(order_ids)
    if settled:
        close_orders(order_ids=settled, at=at, by=by)
