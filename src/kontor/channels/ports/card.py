"""What a connector says of itself, and what it is given of its account."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from kontor.kernel.errors import Permanent


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
    READ_QUEUE = "read_queue"


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
    optional: bool = False


@dataclass(frozen=True, slots=True)
class ConnectorCard:
    """What a connector says of itself."""

    code: str
    name: str
    features: frozenset[Feature]
    # Values of channels.Capability: what the channel does itself or allows.
    capabilities: frozenset[str]
    # Why each other feature is not offered, and where the merchant does it instead.
    without: Mapping[Feature, str]
    buckets: tuple[Bucket, ...]
    fields: tuple[SettingField, ...]
    country: str = "DE"
    most_offers_per_call: int = 1
    # What the channel told before this is asked for again: its clock and its index may lag.
    overlap: timedelta = timedelta(minutes=5)
    poll_every: timedelta = timedelta(minutes=2)
    base_url: str = ""


class NotOffered(Permanent):
    """The channel or its connector cannot do this."""

    code = "channels.not_offered"

    def __init__(self, card: ConnectorCard, feature: Feature) -> None:
        why = card.without.get(feature, "The connector does not say why.")
        super().__init__(connector=card.name, feature=feature.value.replace("_", " "), why=why)


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
