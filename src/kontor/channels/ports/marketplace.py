"""What a marketplace or shop offers. A feature that is not declared is never called; one that is must work.

A connector inherits from ``Marketplace`` and writes what it declares; everything else refuses by itself, with the reason of
its manifest.

A connector translates and calls; it keeps no state of its own. It raises only the kinds of ``Outside``:
``OutcomeUnknown`` where a call may have taken effect, ``Retryable`` where it certainly did not, ``Permanent`` where asking
again changes nothing, ``Misconfigured`` where somebody must mend a setting.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from kontor.channels.ports.manifest import Account, ConnectorManifest, Feature, NotOffered
from kontor.channels.ports.messages import (
    CancelRequest,
    ChannelOrder,
    Confirmation,
    OfferLevel,
    OfferOutcome,
    OfferPrice,
    OrderPage,
    Push,
    PushRefused,
    PushRequest,
    QueuePage,
    RefundRequest,
    ReturnPage,
    SettlementPage,
    ShipmentNotice,
    TheirOffer,
    Window,
)


class Marketplace(Protocol):
    """A connector of one account. It is made with an ``Account`` and may be thrown away after any call."""

    manifest: ConnectorManifest

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
        raise NotOffered(self.manifest, Feature.ACKNOWLEDGE)

    def publish_stock(self, levels: Sequence[OfferLevel]) -> list[OfferOutcome]:
        """Offer these quantities; absolute, so again is harmless. At most ``manifest.most_offers_per_call``."""

    def publish_prices(self, prices: Sequence[OfferPrice]) -> list[OfferOutcome]:
        """Ask these prices."""
        raise NotOffered(self.manifest, Feature.PUBLISH_PRICES)

    def list_offers(self, page: str) -> tuple[tuple[TheirOffer, ...], str]:
        """Return a page of what the channel has on offer from us, and what the next page is asked with."""
        raise NotOffered(self.manifest, Feature.LIST_OFFERS)

    def confirm_shipment(self, notice: ShipmentNotice) -> Confirmation:
        """Tell the channel that a parcel left."""

    def find_shipment(self, notice: ShipmentNotice) -> Confirmation | None:
        """Return what the channel knows of this parcel, or None."""
        raise NotOffered(self.manifest, Feature.FIND_SHIPMENT)

    def cancel(self, request: CancelRequest) -> None:
        """Take an order or part of it back."""
        raise NotOffered(self.manifest, Feature.CANCEL)

    def refund(self, request: RefundRequest) -> Confirmation:
        """Give money back."""
        raise NotOffered(self.manifest, Feature.REFUND)

    def fetch_returns(self, window: Window, page: str) -> ReturnPage:
        """Return what buyers announced to send back."""
        raise NotOffered(self.manifest, Feature.FETCH_RETURNS)

    def fetch_settlements(self, window: Window, page: str) -> SettlementPage:
        """Return what the channel paid, kept and held back."""
        raise NotOffered(self.manifest, Feature.FETCH_SETTLEMENTS)

    def read_push(self, request: PushRequest) -> Push:
        """Verify and read a message. Refuses: PushRefused."""
        raise PushRefused(str(NotOffered(self.manifest, Feature.RECEIVE_PUSH)))

    def subscribe(self) -> None:
        """Have the channel write what changes into the merchant's queue; again changes nothing."""
        raise NotOffered(self.manifest, Feature.READ_QUEUE)

    def read_queue(self) -> QueuePage:
        """Return what waits in the queue, a page at most. It comes again where nobody forgets it."""
        raise NotOffered(self.manifest, Feature.READ_QUEUE)

    def forget(self, receipts: Sequence[str]) -> None:
        """Take messages out of the queue: their orders are kept by now."""
        raise NotOffered(self.manifest, Feature.READ_QUEUE)
