"""What a marketplace and Kontor tell each other: orders, offers, parcels, returns, payouts, push messages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from kontor.channels.ports.incoming import IncomingOrder
from kontor.kernel.errors import Refused


class PushRefused(Refused):
    """The signature of the message is missing, wrong or too old."""

    code = "channels.push_refused"


class Unreadable(Refused):
    """The message could not be read as an order."""

    code = "channels.message_unreadable"


@dataclass(frozen=True, slots=True)
class Window:
    """Orders that changed from ``since`` on, up to ``until``."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class RawOrder:
    """An order as the channel sent it. ``changed_at`` orders the versions of one order."""

    external_id: str
    changed_at: datetime
    body: bytes


@dataclass(frozen=True, slots=True)
class OrderPage:
    """A page of orders; ``next`` is what the next page is asked with, empty on the last."""

    orders: tuple[RawOrder, ...]
    next: str = ""


class OrderStage(StrEnum):
    """How far the channel says an order is."""

    PENDING = "pending"  # reserve, do not ship: not paid or only announced
    OPEN = "open"
    HELD = "held"  # somebody stopped it at the channel
    SHIPPED = "shipped"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class LinePieces:
    """So many pieces of a line, by the channel's line id."""

    line: str
    quantity: int


@dataclass(frozen=True, slots=True)
class ChannelOrder:
    """What a raw message says. ``order`` is absent where a cancelled or shipped order tells too little, and holds
    all of its pieces
    where it is there: those that the buyer or the channel took back (``cancelled``) and those that left already (``shipped``)
    among them. ``refunded``: money given back so far, gross. ``why``: what the channel says of an order that it holds.
    """

    external_id: str
    stage: OrderStage
    order: IncomingOrder | None
    cancelled: tuple[LinePieces, ...] = ()
    shipped: tuple[LinePieces, ...] = ()
    refunded: Decimal = Decimal(0)
    why: str = ""
    # What the channel does not tell of an order that is new to us: somebody looks before it ships.
    unclear: str = ""


@dataclass(frozen=True, slots=True)
class OfferLevel:
    """How many of an article are on offer. ``ref`` is the channel's own id of the offer, where it has one."""

    sku: str
    quantity: int
    version: int
    ref: str = ""


@dataclass(frozen=True, slots=True)
class OfferPrice:
    """What an article costs the buyer, VAT included."""

    sku: str
    amount: Decimal
    currency: str
    ref: str = ""


@dataclass(frozen=True, slots=True)
class OfferOutcome:
    """What the channel said to one offer."""

    sku: str
    accepted: bool
    problem: str = ""


@dataclass(frozen=True, slots=True)
class TheirOffer:
    """An offer as the channel has it."""

    sku: str
    ref: str
    quantity: int | None
    price: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ShippedLine:
    """Pieces of a line, by the channel's line id."""

    line: str
    sku: str
    quantity: int


@dataclass(frozen=True, slots=True)
class ShipmentNotice:
    """One parcel that left. ``reference`` is ours and unique for ever."""

    reference: str
    order: str
    lines: tuple[ShippedLine, ...]
    carrier: str
    tracking_number: str
    shipped_at: datetime
    return_tracking_number: str = ""
    from_city: str = ""
    from_postal_code: str = ""
    from_country: str = "DE"
    # Whether these are the last pieces of the order: some channels know no part of a shipment.
    completes: bool = True


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The channel knows. ``external_id`` is its own number of the thing, where it gave one."""

    external_id: str = ""


class CancelReason(StrEnum):
    """Why the merchant cancels."""

    OUT_OF_STOCK = "out_of_stock"
    BUYER_ASKED = "buyer_asked"
    ADDRESS_WRONG = "address_wrong"
    PRICE_WRONG = "price_wrong"
    UNPAID = "unpaid"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class CancelRequest:
    """Take an order or part of it back. No lines: the whole order."""

    reference: str
    order: str
    reason: CancelReason
    lines: tuple[ShippedLine, ...] = ()


@dataclass(frozen=True, slots=True)
class RefundRequest:
    """Give money back for an order."""

    reference: str
    order: str
    amount: Decimal
    currency: str
    reason: str
    lines: tuple[ShippedLine, ...] = ()


@dataclass(frozen=True, slots=True)
class TheirReturn:
    """A return as the channel announces it."""

    external_id: str
    order: str
    reason: str
    requested_at: datetime
    lines: tuple[ShippedLine, ...] = ()
    tracking_number: str = ""


@dataclass(frozen=True, slots=True)
class ReturnPage:
    """A page of returns."""

    returns: tuple[TheirReturn, ...]
    next: str = ""


@dataclass(frozen=True, slots=True)
class SettlementEntry:
    """One amount of the account at the channel: positive is ours. ``fee`` is what of it the channel kept, negative or nothing."""

    external_id: str
    kind: str
    order: str
    amount: Decimal
    currency: str
    booked_at: datetime
    fee: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class SettlementPage:
    """A page of a payout's amounts."""

    entries: tuple[SettlementEntry, ...]
    next: str = ""


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Orders that messages in the channel's queue spoke of, and the receipts that take those messages out of it."""

    orders: tuple[RawOrder, ...]
    receipts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PushRequest:
    """A message that the channel sent by itself; ``body`` is untouched, header names are lower-case."""

    method: str
    path: str
    headers: Mapping[str, str]
    query: Mapping[str, str]
    body: bytes
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Push:
    """A verified message: a hint that something changed. ``reply`` answers a handshake."""

    delivery_id: str
    topic: str
    orders: tuple[str, ...] = ()
    reply: bytes = b""
    reply_type: str = "application/json"
    facts: Mapping[str, str] = field(default_factory=dict)
