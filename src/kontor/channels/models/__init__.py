"""Tables of channels."""

from kontor.channels.models.channel import Capability, Channel, ChannelKind, Listing, VatRounding
from kontor.channels.models.connection import CallTally, Connection, ConnectionState, PushReceipt, Settlement
from kontor.channels.models.discrepancy import Discrepancy, DiscrepancyKind
from kontor.channels.models.inbox import InboundMessage, MessageState
from kontor.channels.models.intent import ChannelIntent, IntentKind, IntentState
from kontor.channels.models.offer import Offer, OfferPublication, OfferState

__all__ = [
    "CallTally",
    "Capability",
    "Channel",
    "ChannelIntent",
    "ChannelKind",
    "Connection",
    "ConnectionState",
    "Discrepancy",
    "DiscrepancyKind",
    "InboundMessage",
    "IntentKind",
    "IntentState",
    "Listing",
    "MessageState",
    "Offer",
    "OfferPublication",
    "OfferState",
    "PushReceipt",
    "Settlement",
    "VatRounding",
]
