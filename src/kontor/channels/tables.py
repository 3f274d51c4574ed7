"""The tables of channels, for lists of the back office, ``kontor check`` and tests alone."""

from kontor.channels.models import (
    CallTally,
    Channel,
    ChannelIntent,
    Connection,
    Discrepancy,
    InboundMessage,
    Listing,
    Offer,
    OfferPublication,
    PushReceipt,
    Settlement,
)

__all__ = [
    "CallTally",
    "Channel",
    "ChannelIntent",
    "Connection",
    "Discrepancy",
    "InboundMessage",
    "Listing",
    "Offer",
    "OfferPublication",
    "PushReceipt",
    "Settlement",
]
