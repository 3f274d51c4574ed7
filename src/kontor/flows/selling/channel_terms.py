"""On what terms a channel sells: some of them stay once something was ordered there."""

from __future__ import annotations

from datetime import datetime

from kontor.channels.public import ChannelFacts, get_channel, keep_channel
from kontor.flows.errors import PriceBasisStays
from kontor.kernel.actor import Actor
from kontor.orders.public import has_orders


def change_channel_terms(*, channel_id: int, facts: ChannelFacts, at: datetime, by: Actor) -> int:
    """A channel is changed, but for whether its prices hold the VAT once something was ordered there: its orders are priced,
    changed and corrected on that basis.

    Returns its id. Refuses: PriceBasisStays, what ``keep_channel`` refuses. Locks: the channel.
    """
    before = get_channel(channel_id).prices_gross
    if facts.get("prices_gross", before) != before and has_orders(channel_id):
        raise PriceBasisStays(field="prices_gross")
    return keep_channel(channel_id=channel_id, facts=facts, at=at, by=by)
