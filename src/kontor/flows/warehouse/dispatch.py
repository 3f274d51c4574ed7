"""Dispatch: labels for what is packed, goods out, invoice, closed order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from kontor.flows.warehouse.allocation import recipes_of
from kontor.fulfilment.public import (
    FulfilmentState,
    NotAllPicked,
    ShipmentDispatched,
    ShipmentPacked,
    ShipmentRow,
    ShippedPieces,
    get_orders_in_boxes,
    get_orders_of_shipments,
    get_shipments,
    hand_over_shipments,
    list_packed_of,
    lock_boxes,
)
from kontor.inventory.public import issue_stock, list_open_reservations, lock_stock
from kontor.kernel.actor import Actor
from kontor.legal_entities.public import LegalEntityRow, list_legal_entities
from kontor.locations.public import LocationRow, get_locations
from kontor.orders.public import (
    OrderCancelled,
    OrderLinesCancelled,
    OrderRecalled,
    OrderRow,
    close_orders,
    get_line_rows,
    get_orders,
    list_complete_orders,
    lock_orders,
    move_pieces,
)
from kontor.platform.post.outbox import publish
from kontor.platform.start.crashpoints import crash_point
from kontor.shipping.public import HOUSE_CARRIER, Mate, NewParcel, check_labelled, get_parcels, request_labels

# Carton, filling and label of a middling parcel; the scales decide once a parcel is weighed.
PACKAGING_G = 150


def book_shipping_labels(*, news: Sequence[ShipmentPacked], at: datetime, by: Actor) -> None:
    """Every packed shipment gets a parcel with a label; what leaves together gets one once its last part is packed."""
    label_boxes(shipment_ids=[item.shipment_id for item in news], at=at)


def label_left_behind(
    *, news: Sequence[OrderCancelled | OrderRecalled | OrderLinesCancelled], at: datetime, by: Actor
) -> None:
    """Where an order that was to leave together with others is cancelled or recalled, these wait for it no longer."""
    label_boxes(shipment_ids=list_packed_of(item.order_id for item in news), at=at)


def label_boxes(*, shipment_ids: Sequence[int], at: datetime) -> None:
    """Every complete box without a label gets one. Locks: the merges of the shipments."""
    boxes = lock_boxes(shipment_ids)
    everything = [it for box in boxes for it in box]
    labelled = {parcel.shipment_id for parcel in get_parcels(everything)}
    orders, places = get_orders(get_orders_of_shipments(everything).values()), get_locations()
    merchants = list_legal_entities()
    shipments = {shipment.id: shipment for shipment in get_shipments(sorted(orders))}
    parcels = [
        _parcel(parts, orders, places[parts[0].location_id], merchants)
        for box in boxes
        for parts in _by_address([shipments[it] for it in box], orders)
        if parts[0].id not in labelled and parts[0].state == FulfilmentState.PACKED
    ]
    request_labels(parcels=parcels, at=at)


def _by_address(box: Sequence[ShipmentRow], orders: Mapping[int, OrderRow]) -> list[list[ShipmentRow]]:
    """Part a box whose orders go to different places by now, before the news of it have parted the merge."""
    found: dict[tuple[str, ...], list[ShipmentRow]] = {}
    for shipment in box:
        found.setdefault(tuple(orders[shipment.order_id].address.lines()), []).append(shipment)
    return list(found.values())


def _parcel(
    parts: Sequence[ShipmentRow],
    orders: Mapping[int, OrderRow],
    place: LocationRow,
    merchants: Mapping[int, LegalEntityRow],
) -> NewParcel:
    first, *others = parts
    order = orders[first.order_id]
    # The buyer knows whom he bought of, and not what the place is called here.
    merchant = merchants[order.legal_entity_id]
    # A place without an address of its own sends from that of its company.
    sender = replace(place.sender.or_else(merchant.address), name=merchant.name)
    pieces = [line for shipment in parts for line in shipment.lines]
    return NewParcel(
        shipment_id=first.id, order_id=order.id, order_number=order.number, carrier=HOUSE_CARRIER,
        weight_g=PACKAGING_G + sum(line.quantity * line.weight_g for line in pieces),
        sender=sender, recipient=order.address,
        mates=tuple(Mate(it.id, it.order_id, orders[it.order_id].number) for it in others),
    )  # fmt: skip


def hand_over_parcels(*, shipment_ids: Sequence[int], at: datetime, by: Actor) -> None:
    """The carrier takes parcels, each of which has its label; what is in one box leaves together.

    Refuses: NotLabelled, and what ``dispatch_shipments`` refuses. Locks: as that.
    """
    lock_orders(get_orders_in_boxes(shipment_ids))
    check_labelled(lock_boxes(shipment_ids))
    dispatch_shipments(shipment_ids=shipment_ids, at=at, by=by)


def dispatch_shipments(*, shipment_ids: Sequence[int], at: datetime, by: Actor) -> None:
    """The goods leave: gone from stock and reservation, shipped on their lines, told to everybody; once.

    What is in one box leaves together. Refuses: FulfilmentStepRefused for what left before, NotAllPicked for a box that a
    part is missing from. Tells: ShipmentDispatched.
    Locks: the orders, the fulfilment orders, the balances.
    """
    lock_orders(get_orders_in_boxes(shipment_ids))
    leaving = [it for box in lock_boxes(shipment_ids) for it in box]
    if missing := set(shipment_ids) - set(leaving):
        raise NotAllPicked("Another part of this parcel is not packed yet.", shipments=sorted(missing))
    order_of = get_orders_of_shipments(leaving)
    shipped = hand_over_shipments(shipment_ids=leaving, at=at, by=by)
    recipes = recipes_of(list(get_line_rows([piece.line_id for piece in shipped]).values()))
    lock_stock(sku_id for recipe in recipes.values() for sku_id, _ in recipe)
    for shipment_id in sorted(order_of):
        mine = [piece for piece in shipped if piece.shipment_id == shipment_id]
        issue_stock(pieces=_reservations_used(mine, recipes), cause=f"shipment:{shipment_id}", at=at, by=by)
        move_pieces(
            kind="shipped", pieces=[(piece.line_id, piece.quantity) for piece in mine],
            reference=f"shipment:{shipment_id}", at=at, by=by,
        )  # fmt: skip
    crash_point("dispatch.stock_issued")
    publish([ShipmentDispatched(order_of[it], it) for it in sorted(order_of)], at=at, by=by)
    crash_point("dispatch.before_commit")


def _reservations_used(
    shipped: Sequence[ShippedPieces], recipes: Mapping[int, Sequence[tuple[int, int]]]
) -> dict[int, int]:
    """Return which reservations the shipped pieces use up: reservation id → quantity, kits as their parts."""
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


def close_complete_orders(*, news: Sequence[ShipmentDispatched], at: datetime, by: Actor) -> None:
    """An order whose last piece has left is closed."""
    order_ids = sorted({item.order_id for item in news})
    lock_orders(order_ids)
    settled = list_complete_orders(order_ids)
    if settled:
        close_orders(order_ids=settled, at=at, by=by)
