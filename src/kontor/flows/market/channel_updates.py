"""What channels hear of their orders: in, shipped, cancelled; written down as intents, told by jobs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from kontor.channels.ports import Feature
from kontor.channels.public import (
    IntentKind,
    NewIntent,
    call_tell,
    list_channels_with,
    list_connected,
    list_strict_channels,
    tell_channel,
)
from kontor.fulfilment.public import ShipmentDispatched, ShipmentRow, get_shipments
from kontor.kernel.actor import Actor, ActorKind, read_actor
from kontor.locations.public import LocationRow, get_locations
from kontor.orders.public import (
    OrderCancelled,
    OrderLinesCancelled,
    OrderPlaced,
    OrderRow,
    get_orders,
    list_cancelled_by_channel,
    list_cancelled_parts,
    list_cancelled_whole,
    list_with_open_pieces,
)
from kontor.shipping.public import HOUSE_CARRIER, LabelBooked, ParcelRow, get_parcels

OrderNews = OrderPlaced | ShipmentDispatched | LabelBooked | OrderCancelled | OrderLinesCancelled


def acknowledge_orders(*, news: Sequence[OrderPlaced], at: datetime, by: Actor) -> None:
    """A channel that waits for it hears that its order is in, before its time runs out."""
    orders = _of_channels(list_channels_with(Feature.ACKNOWLEDGE), news)
    _tell(
        [
            NewIntent(
                f"order:{order.id}", order.channel_id, IntentKind.ACKNOWLEDGE, order.id, order.external_id, {},
                order.acknowledge_by,
            )
            for order in orders.values()
        ],
        at,
    )  # fmt: skip


def confirm_shipments(*, news: Sequence[ShipmentDispatched | LabelBooked], at: datetime, by: Actor) -> None:
    """The channel hears of every parcel: carrier, number, which pieces, and how it would come back.

    It hears once the parcel has left and has its number, whichever comes last. A marketplace hears no number that no carrier
    gave, unless the merchant delivers himself: it would count against him. The parcel waits for a number typed by hand.
    """
    strict = list_strict_channels()
    orders = _of_channels(list_connected(), news)
    wanted = {item.shipment_id for item in news if item.order_id in orders}
    if not wanted:
        return
    parcels = {parcel.shipment_id: parcel for parcel in get_parcels(sorted(wanted))}
    open_orders, places = list_with_open_pieces(orders), get_locations()
    intents = []
    for shipment in get_shipments(sorted(orders)):
        parcel = parcels.get(shipment.id)
        if (
            shipment.id in wanted
            and shipment.dispatched_at is not None
            and parcel is not None
            and parcel.tracking_number
        ):
            order = orders[shipment.order_id]
            if parcel.carrier == HOUSE_CARRIER and order.channel_id in strict:
                continue
            payload = _shipment_payload(shipment, parcel, places[shipment.location_id])
            payload["completes"] = order.id not in open_orders
            due = min((line.ship_by for line in shipment.lines if line.ship_by), default=None)
            intents.append(
                NewIntent(
                    f"shipment:{shipment.id}", order.channel_id, IntentKind.CONFIRM_SHIPMENT, order.id,
                    order.external_id, payload, due,
                )
            )  # fmt: skip
    _tell(intents, at)


def _shipment_payload(shipment: ShipmentRow, parcel: ParcelRow, place: LocationRow) -> dict[str, Any]:
    return {
        "lines": [[line.external_id, line.channel_sku, line.quantity] for line in shipment.lines],
        "carrier": parcel.carrier,
        "tracking_number": parcel.tracking_number,
        "return_tracking_number": parcel.return_tracking_number,
        "shipped_at": (shipment.dispatched_at or shipment.packed_at).isoformat(),
        "from_city": place.city,
        "from_postal_code": place.postal_code,
        "from_country": place.country,
    }


def tell_cancelled_orders(*, news: Sequence[OrderCancelled], at: datetime, by: Actor) -> None:
    """The channel hears that we cancelled; what it told us itself is not told back."""
    orders = _of_channels(list_connected(), news)
    told_us = list_cancelled_by_channel(orders)
    reasons = {item.order_id: item.reason for item in news}
    _tell(
        [
            NewIntent(
                f"order:{order.id}", order.channel_id, IntentKind.CANCEL, order.id, order.external_id,
                {"reason": reasons[order.id], "lines": []},
            )
            for order in orders.values() if order.id not in told_us
        ],
        at,
    )  # fmt: skip


def tell_cancelled_parts(*, news: Sequence[OrderLinesCancelled], at: datetime, by: Actor) -> None:
    """The channel hears which pieces we took back; what it told us itself is not told back."""
    orders = _of_channels(list_connected(), news)
    lines: dict[tuple[int, str], list[tuple[str, str, int]]] = {}
    for part in list_cancelled_parts([(item.order_id, item.reference) for item in news if item.order_id in orders]):
        if read_actor(part.by).kind != ActorKind.CHANNEL:
            told = (part.external_line, part.channel_sku, part.quantity)
            lines.setdefault((part.order_id, part.reference), []).append(told)
    reasons = {(item.order_id, item.reference): item.reason for item in news}
    # Of which no piece is left that was not cancelled: these a channel takes back whole.
    whole = list_cancelled_whole(order_id for order_id, _ in lines)
    _tell(
        [
            NewIntent(
                f"order:{order_id}:{reference}", orders[order_id].channel_id, IntentKind.CANCEL, order_id,
                orders[order_id].external_id,
                {"reason": reasons[order_id, reference], "lines": [] if order_id in whole else pieces},
            )
            for (order_id, reference), pieces in lines.items()
        ],
        at,
    )  # fmt: skip


def _of_channels(channels: frozenset[int], news: Iterable[OrderNews]) -> dict[int, OrderRow]:
    """Return those of the orders that came from these channels. One that cannot be told by its connector is among them: it is
    left to a person, with the reason.
    """
    if not channels:
        return {}
    orders = get_orders([item.order_id for item in news])
    return {order.id: order for order in orders.values() if order.channel_id in channels}


def _tell(intents: Sequence[NewIntent], at: datetime) -> None:
    if not intents:
        return
    tell_channel(intents=intents, at=at)
    for channel_id in sorted({intent.channel_id for intent in intents}):
        call_tell(channel_id)
