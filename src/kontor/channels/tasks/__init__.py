"""The jobs of channels: the only code here that talks to a channel's API."""

from kontor.channels.tasks.forgetting import forget_old_messages
from kontor.channels.tasks.lost import find_lost_channel_work
from kontor.channels.tasks.polling import poll_channel
from kontor.channels.tasks.publishing import publish_offers
from kontor.channels.tasks.queues import read_queue, subscribe_channel
from kontor.channels.tasks.settling import call_settlements, fetch_settlements
from kontor.channels.tasks.telling import send_intents

__all__ = [
    "call_settlements",
    "fetch_settlements",
    "find_lost_channel_work",
    "find_marketplace",
    "forget_old_messages",
    "poll_channel",
    "publish_offers",
    "read_queue",
    "send_intents",
    "subscribe_channel",
]
