"""What the connector of a sales channel says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from kontor.kernel.accounts import Account, Bucket, SettingField, Token
from kontor.kernel.errors import Permanent

__all__ = [
    "Account",
    "Bucket",
    "ConnectorManifest",
    "Feature",
    "NotOffered",
    "SettingField",
    "Token",
]


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
class ConnectorManifest:
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

    def __init__(self, manifest: ConnectorManifest, feature: Feature) -> None:
        why = manifest.without.get(feature, "The connector does not say why.")
        super().__init__(connector=manifest.name, feature=feature.value.replace("_", " "), why=why)
