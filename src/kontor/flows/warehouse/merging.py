"""Orders of one buyer in one parcel, one order in several parcels; both can be undone, and no document is touched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from kontor.channels.public import Capability, list_accounts
from kontor.flows.warehouse.dispatch import label_boxes
from kontor.fulfilment.public import (
    FulfilmentRow,
    NotMergeable,
    NotSplittable,
    get_fulfilment,
    get_order_ids,
    join_fulfilment,
    list_combinable,
    list_members,
    list_packed_of,
    list_unpacked,
    merge_fulfilment,
    split_fulfilment,
    undo_merge,
)
from kontor.kernel.actor import Actor
from kontor.orders.public import OrderAmended, OrderRow, get_orders, lock_orders


def list_mergeable(order_id: int) -> list[OrderRow]:
    """Return the other orders of the buyer that can leave in one parcel with this one: same address, a common location."""
    beside = list_combinable(order_id)
    if not beside:
        return []
    orders, labels_elsewhere = get_orders({order_id, *beside}), _channels_with(Capability.OWNS_LABEL)
    order = orders.pop(order_id)
    return [
        other
        for other in orders.values()
        if other.legal_entity_id == order.legal_entity_id and other.address.lines() == order.address.lines()
        and labels_elsewhere.isdisjoint((order.channel_id, other.channel_id))
    ]  # fmt: skip


def is_merged(order_id: int) -> bool:
    """Whether a part of an order leaves in one parcel with others."""
    return any(part.merge_id for part in list_unpacked([order_id]))


def merge_orders(*, order_ids: Sequence[int], at: datetime, by: Actor) -> list[int]:
    """Orders of one buyer to one address leave in one parcel from each location that sends of several of them.

    Order, invoice, payment and channel stay those of each order; every channel hears the common tracking number.
    Returns the merges. Refuses: NotMergeable. Locks: the orders, their fulfilment orders.
    """
    lock_orders(order_ids)
    orders = list(get_orders(order_ids).values())
    buyers = {(order.customer_id, order.legal_entity_id, tuple(order.address.lines())) for order in orders}
    if len(buyers) != 1 or any(order.channel_id in _channels_with(Capability.OWNS_LABEL) for order in orders):
        raise NotMergeable(orders=[order.number for order in orders])
    by_place: dict[int, list[FulfilmentRow]] = defaultdict(list)
    for part in list_unpacked(order_ids):
        by_place[part.location_id].append(part)
    groups = [parts for parts in by_place.values() if len({part.order_id for part in parts}) > 1]
    if not groups:
        raise NotMergeable("No location sends parts of both.", orders=[order.number for order in orders])
    return [merge_fulfilment(fulfilment_order_ids=[part.id for part in parts], at=at, by=by) for parts in groups]


def unmerge(*, fulfilment_order_id: int, at: datetime, by: Actor) -> None:
    """A merge is undone, and what is packed of it gets its own label. Refuses: NotMergeable once the parcel is closed."""
    part = get_fulfilment(fulfilment_order_id)
    if part.merge_id is None:
        raise NotMergeable("It leaves on its own already.", fulfilment_order=part.id)
    lock_orders(mate.order_id for mate in list_members([part.merge_id]))
    packed = list_packed_of([part.order_id])
    undo_merge(merge_id=part.merge_id, at=at, by=by)
    label_boxes(shipment_ids=packed, at=at)


def leave_mates(*, order_id: int, at: datetime, by: Actor) -> None:
    """Lock an order with all that leave together with it, and let it leave on its own from now on."""
    merged = {part.merge_id: part.id for part in list_unpacked([order_id]) if part.merge_id}
    lock_orders({order_id, *(mate.order_id for mate in list_members(merged))})
    for part_id in sorted(merged.values()):
        unmerge(fulfilment_order_id=part_id, at=at, by=by)


def split_order(*, fulfilment_order_id: int, pieces: Mapping[int, int], at: datetime, by: Actor) -> int:
    """Pieces leave apart from the rest, where the channel allows it. ``pieces``: order line id → quantity.

    Returns the new fulfilment order. Refuses: NotSplittable. Locks: the order, the fulfilment order.
    """
    order_ids = get_order_ids(fulfilment_order_ids=[fulfilment_order_id])
    lock_orders(order_ids)
    for order in get_orders(order_ids).values():
        if order.channel_id not in _channels_with(Capability.SPLIT_SHIPMENT):
            raise NotSplittable("This channel takes an order in one shipment only.", order=order.number)
    return split_fulfilment(fulfilment_order_id=fulfilment_order_id, pieces=pieces, at=at, by=by)


def join_order(*, fulfilment_order_id: int, at: datetime, by: Actor) -> int:
    """What was split leaves in one parcel again. Refuses: NotSplittable. Locks: the order, its fulfilment orders."""
    lock_orders(get_order_ids(fulfilment_order_ids=[fulfilment_order_id]))
    return join_fulfilment(fulfilment_order_id=fulfilment_order_id, at=at, by=by)


def part_readdressed(*, news: Sequence[OrderAmended], at: datetime, by: Actor) -> None:
    """An order that goes elsewhere now does not leave together with the others any more."""
    merged = {part.merge_id: part for part in list_unpacked([item.order_id for item in news]) if part.merge_id}
    mates = list_members(merged)
    lock_orders({mate.order_id for mate in mates})
    orders = get_orders({mate.order_id for mate in mates})
    for merge_id, part in sorted(merged.items()):
        if len({tuple(orders[it.order_id].address.lines()) for it in mates if it.merge_id == merge_id}) > 1:
            unmerge(fulfilment_order_id=part.id, at=at, by=by)


def _channels_with(capability: Capability) -> frozenset[int]:
    return frozenset(account.id for account in list_accounts().values() if capability in account.capabilities)
