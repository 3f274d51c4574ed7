"""Orders of one buyer in one parcel, one order in several parcels; both can be undone, and no document is touched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from kontor.channels.public import list_accounts
from kontor.flows.dispatch import label_boxes
from kontor.fulfilment.public import (
    FulfilmentOrder,
    NotMergeable,
    NotSplittable,
    get_order_ids,
    join_fulfilment,
    list_packed_of,
    list_unpacked,
    merge_fulfilment,
    split_fulfilment,
    undo_merge,
)
from kontor.kernel.actor import Actor
from kontor.orders.public import Order, OrderAmended, lock_orders


def list_mergeable(order: Order) -> list[Order]:
    """Return the other orders of the buyer that can leave in one parcel with this one: same address, a common location."""
    mine = list_unpacked([order.id])
    if not mine or "owns_label" in _capabilities(order):
        return []
    others = Order.objects.filter(customer_id=order.customer_id, legal_entity_id=order.legal_entity_id).exclude(
        id=order.id
    )
    same = {
        other.id: other
        for other in others
        if other.ship_to == order.ship_to and "owns_label" not in _capabilities(other)
    }
    here = {part.location_id for part in mine}
    merged = {part.merge_id for part in mine if part.merge_id}
    fits = {
        part.order_id
        for part in list_unpacked(same)
        if part.location_id in here and (part.merge_id is None or part.merge_id not in merged)
    }
    return [same[order_id] for order_id in sorted(fits)]


def merge_orders(*, order_ids: Sequence[int], at: datetime, by: Actor) -> list[int]:
    """Orders of one buyer to one address leave in one parcel from each location that sends of several of them.

    Order, invoice, payment and channel stay those of each order; every channel hears the common tracking number.
    Returns the merges. Refuses: NotMergeable. Locks: the orders, their fulfilment orders.
    """
    lock_orders(order_ids)
    orders = list(Order.objects.filter(id__in=order_ids))
    buyers = {(order.customer_id, order.legal_entity_id, str(sorted(order.ship_to.items()))) for order in orders}
    if len(buyers) != 1 or any("owns_label" in _capabilities(order) for order in orders):
        raise NotMergeable(orders=[order.number for order in orders])
    by_place: dict[int, list[FulfilmentOrder]] = defaultdict(list)
    for part in list_unpacked(order_ids):
        by_place[part.location_id].append(part)
    groups = [parts for parts in by_place.values() if len({part.order_id for part in parts}) > 1]
    if not groups:
        raise NotMergeable("No location sends parts of both.", orders=[order.number for order in orders])
    return [merge_fulfilment(fulfilment_order_ids=[part.id for part in parts], at=at, by=by) for parts in groups]


def unmerge(*, fulfilment_order_id: int, at: datetime, by: Actor) -> None:
    """A merge is undone, and what is packed of it gets its own label. Refuses: NotMergeable once the parcel is closed."""
    part = FulfilmentOrder.objects.get(id=fulfilment_order_id)
    if part.merge_id is None:
        raise NotMergeable("It leaves on its own already.", fulfilment_order=part.id)
    lock_orders(FulfilmentOrder.objects.filter(merge_id=part.merge_id).values_list("order_id", flat=True))
    packed = list_packed_of([part.order_id])
    undo_merge(merge_id=part.merge_id, at=at, by=by)
    label_boxes(shipment_ids=packed, at=at)


def split_order(*, fulfilment_order_id: int, pieces: Mapping[int, int], at: datetime, by: Actor) -> int:
    """Pieces leave apart from the rest, where the channel allows it. ``pieces``: order line id → quantity.

    Returns the new fulfilment order. Refuses: NotSplittable. Locks: the order, the fulfilment order.
    """
    order_ids = get_order_ids(fulfilment_order_ids=[fulfilment_order_id])
    lock_orders(order_ids)
    for order in Order.objects.filter(id__in=order_ids):
        account = _accounts().get(order.channel_id)
        if account is not None and "split_shipment" not in account:
            raise NotSplittable("This channel takes an order in one shipment only.", order=order.number)
    return split_fulfilment(fulfilment_order_id=fulfilment_order_id, pieces=pieces, at=at, by=by)


def join_order(*, fulfilment_order_id: int, at: datetime, by: Actor) -> int:
    """What was split leaves in one parcel again. Refuses: NotSplittable. Locks: the order, its fulfilment orders."""
    lock_orders(get_order_ids(fulfilment_order_ids=[fulfilment_order_id]))
    return join_fulfilment(fulfilment_order_id=fulfilment_order_id, at=at, by=by)


def part_readdressed(*, news: Sequence[OrderAmended], at: datetime, by: Actor) -> None:
    """An order that goes elsewhere now does not leave together with the others any more."""
    for part in list_unpacked([item.order_id for item in news]):
        if part.merge_id is None:
            continue
        mates = FulfilmentOrder.objects.filter(merge_id=part.merge_id).select_related("order")
        if len({str(sorted(mate.order.ship_to.items())) for mate in mates}) > 1:
            unmerge(fulfilment_order_id=part.id, at=at, by=by)


def _accounts() -> dict[int, frozenset[str]]:
    return {account.id: account.capabilities for account in list_accounts().values()}


def _capabilities(order: Order) -> frozenset[str]:
    return _accounts().get(order.channel_id, frozenset())
