"""What a marketplace or shop offers. A feature that is not declared is never called; one that is must work.

A connector translates and calls; it keeps no state of its own. It raises only the kinds of ``Outside``:
``OutcomeUnknown`` where a call may have taken effect, ``Retryable`` where it certainly did not, ``Permanent`` where asking
again changes nothing, ``Misconfigured`` where somebody must mend a setting.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from kontor.channels.ports.incoming import IncomingOrder
from kontor.kernel.errors import Refused


class Feature(StrEnum):
    """What a connector can do."""

    FETCH_ORDERS = "fetch_orders"
    PENDING_ORDERS = "pending_orders"
    ACKNOWLEDGE = "acknowledge"
    PUBLISH_STOCK = "publish_stock"
    PUBLISH_PRICES = "publish_prices"
    CONFIRM_SHIPMENT = "confirm_shipment"
    FIND_SHIPMENT = "find_shipment"
    CANCEL = "cancel"
    REFUND = "refund"
    FETCH_RETURNS = "fetch_returns"
    FETCH_SETTLEMENTS = "fetch_settlements"
    RECEIVE_PUSH = "receive_push"
    LIST_OFFERS = "list_offers"


class PushRefused(Refused):
    """The signature of the message is missing, wrong or too old."""

    code = "channels.push_refused"


class Unreadable(Refused):
    """The message of the channel lacks something that an order needs."""

    code = "channels.message_unreadable"


@dataclass(frozen=True, slots=True)
class Bucket:
    """A limit of the channel: so many calls at once, refilled by so many each second."""

    name: str
    capacity: float
    refill_per_s: float


@dataclass(frozen=True, slots=True)
class SettingField:
    """Something a merchant must tell: a setting, or a secret that is kept encrypted."""

    name: str
    meaning: str
    secret: bool = False
    default: str = ""


@dataclass(frozen=True, slots=True)
class ConnectorCard:
    """What a connector says of itself."""

    code: str
    name: str
    features: frozenset[Feature]
    # Values of channels.Capability: what the channel does itself or allows.
    capabilities: frozenset[str]
    buckets: tuple[Bucket, ...]
    fields: tuple[SettingField, ...]
    country: str = "DE"
    most_offers_per_call: int = 1
    # What the channel told before this is asked for again: its clock and its index may lag.
    overlap: timedelta = timedelta(minutes=5)
    poll_every: timedelta = timedelta(minutes=2)
    base_url: str = ""


@dataclass(frozen=True, slots=True)
class Token:
    """An access token and when it ends."""

    access_token: str
    expires_at: datetime
    refresh_token: str = ""


class Account(Protocol):
    """What a connector is given: who we are there, how fast we may ask, and where a token is kept."""

    @property
    def code(self) -> str:
        """Return the channel's code; it stands in every order that is translated."""

    @property
    def base_url(self) -> str:
        """Return where the channel is reached."""

    @property
    def settings(self) -> Mapping[str, str]:
        """Return what the merchant told."""

    @property
    def secrets(self) -> Mapping[str, str]:
        """Return the credentials; never to be logged."""

    def pace(self, bucket: str, cost: float = 1) -> None:
        """Wait for a turn within the channel's limit, shared by all workers. Raises Retryable where it takes too long."""

    def slow_down(self, bucket: str, seconds: float) -> None:
        """Let nobody ask for so long: the channel said so."""

    def token(self) -> Token | None:
        """Return the token that any worker got last."""

    def keep_token(self, token: Token) -> None:
        """Keep a new token for all workers."""

    def now(self) -> datetime:
        """Return the time."""


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
    SHIPPED = "shipped"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class CancelledLine:
    """So many pieces of a line, by the channel's line id, that the buyer or the channel took back."""

    line: str
    quantity: int


@dataclass(frozen=True, slots=True)
class ChannelOrder:
    """What a raw message says. ``order`` is absent where a cancelled or shipped order tells too little."""

    external_id: str
    stage: OrderStage
    order: IncomingOrder | None
    cancelled: tuple[CancelledLine, ...] = ()


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
    """One amount of a payout: positive is ours."""

    external_id: str
    kind: str
    order: str
    amount: Decimal
    currency: str
    booked_at: datetime


@dataclass(frozen=True, slots=True)
class SettlementPage:
    """A page of a payout's amounts."""

    entries: tuple[SettlementEntry, ...]
    next: str = ""


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


class Marketplace(Protocol):
    """A connector of one account. It is made with an ``Account`` and may be thrown away after any call."""

    card: ConnectorCard

    def __init__(self, account: Account) -> None:
        """Take the account."""

    def fetch_orders(self, window: Window, page: str) -> OrderPage:
        """Return orders that changed in the window, pending and cancelled ones too; ``page`` is empty at first."""

    @staticmethod
    def translate(channel: str, body: bytes) -> ChannelOrder:
        """Understand a raw order of the channel with this code, without network or clock.

        Refuses: Unreadable, naming what is missing.
        """

    def acknowledge(self, orders: Sequence[str]) -> None:
        """Tell the channel that the orders are in; again changes nothing."""

    def publish_stock(self, levels: Sequence[OfferLevel]) -> list[OfferOutcome]:
        """Offer these quantities; absolute, so again is harmless. At most ``card.most_offers_per_call``."""

    def publish_prices(self, prices: Sequence[OfferPrice]) -> list[OfferOutcome]:
        """Ask these prices."""

    def list_offers(self, page: str) -> tuple[tuple[TheirOffer, ...], str]:
        """Return a page of what the channel has on offer from us, and what the next page is asked with."""

    def confirm_shipment(self, notice: ShipmentNotice) -> Confirmation:
        """Tell the channel that a parcel left."""

    def find_shipment(self, notice: ShipmentNotice) -> Confirmation | None:
        """Return what the channel knows of this parcel, or None."""

    def cancel(self, request: CancelRequest) -> None:
        """Take an order or part of it back."""

    def refund(self, request: RefundRequest) -> Confirmation:
        """Give money back."""

    def fetch_returns(self, window: Window, page: str) -> ReturnPage:
        """Return what buyers announced to send back."""

    def fetch_settlements(self, window: Window, page: str) -> SettlementPage:
        """Return what the channel paid, kept and held back."""

    def read_push(self, request: PushRequest) -> Push:
        """Verify and read a message. Refuses: PushRefused."""
