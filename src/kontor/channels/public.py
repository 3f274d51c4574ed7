"""The front door of channels."""

from kontor.channels.errors import ChannelUnknown, MessageUnknown, MessageUnreadable, SkuNotListed
from kontor.channels.models import Capability, Channel, ChannelKind, InboundMessage, Listing, MessageState
from kontor.channels.queries import ChannelAccount, ListedSku, list_accounts, resolve_listings
from kontor.channels.rules import ORDER_JSON, name_faults, read_order
from kontor.channels.use_cases.discard_message import discard_message
from kontor.channels.use_cases.keep_messages import keep_messages
from kontor.channels.use_cases.list_articles import list_articles
from kontor.channels.use_cases.settle_messages import MessageOutcome, settle_messages

__all__ = [
    "ORDER_JSON",
    "Capability",
    "Channel",
    "ChannelAccount",
    "ChannelKind",
    "ChannelUnknown",
    "InboundMessage",
    "ListedSku",
    "Listing",
    "MessageOutcome",
    "MessageState",
    "MessageUnknown",
    "MessageUnreadable",
    "SkuNotListed",
    "discard_message",
    "keep_messages",
    "list_accounts",
    "list_articles",
    "name_faults",
    "read_order",
    "resolve_listings",
    "settle_messages",
]
