"""On what terms a channel sells: some of them stay once something was ordered there."""

from __future__ import annotations

from datetime import datetime

from kontor.channels.public import ChannelFacts, get_channel, hold_channel, keep_channel
from kontor.flows.errors import TermsStay
from kontor.kernel.actor import Actor
from kontor.orders.public import has_orders

# What the orders of a channel are priced, taxed, invoiced and corrected by.
STAYING = ("legal_entity_id", "prices_gross")


def change_channel_terms(*, channel_id: int, facts: ChannelFacts, at: datetime, by: Actor) -> int:
    """A channel is changed, but for whose it is and whether its prices hold the VAT once something was ordered there: its orders
    are priced, invoiced and corrected on that basis, and its company says above which limit two people decide.

    Returns its id. Refuses: TermsStay at its field, what ``keep_channel`` refuses. Locks: the channel, also against orders.
    """
    hold_channel(channel_id)
    before = get_channel(channel_id)
    told = facts.items()
    changed = [name for name, value in told if name in STAYING and value != getattr(before, name)]
    if changed and has_orders(channel_id):
        raise TermsStay(field=changed[0].removesuffix("_id"))
    return keep_channel(channel_id=channel_id, facts=facts, at=at, by=by)
