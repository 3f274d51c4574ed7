"""Questions about channels, listings and the inbox."""

from kontor.channels.queries.accounts import (
    ChannelAccount,
    ListedSku,
    channel_deadlines,
    get_currency,
    hold_connections,
    list_accounts,
    list_channels_with,
    list_strict_channels,
    resolve_listings,
)
from kontor.channels.queries.connectors import find_marketplace, make_marketplace, open_marketplace
from kontor.channels.queries.health import ConnectionHealth, list_connections
from kontor.channels.queries.offers import Delays, OfferedSku, list_offered, measure_delays
from kontor.channels.queries.waiting import (
    list_due_connections,
    list_settled_marks,
    list_unpublished,
    list_unread,
    list_untold,
)

__all__ = [
    "ChannelAccount",
    "ConnectionHealth",
    "Delays",
    "ListedSku",
    "OfferedSku",
    "channel_deadlines",
    "find_marketplace",
    "get_currency",
    "hold_connections",
    "list_accounts",
    "list_channels_with",
    "list_connections",
    "list_due_connections",
    "list_offered",
    "list_settled_marks",
    "list_strict_channels",
    "list_unpublished",
    "list_unread",
    "list_untold",
    "make_marketplace",
    "measure_delays",
    "open_marketplace",
    "resolve_listings",
]
