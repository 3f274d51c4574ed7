"""Enter or change a sales channel."""

from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal
from typing import TypedDict

from kontor.channels.errors import ChannelUnknown
from kontor.channels.models import Capability, Channel
from kontor.kernel.actor import Actor
from kontor.platform.keep.masters import keep_master

# What a channel of one's own lets do, as long as nobody says otherwise.
OWN_CAPABILITIES = (Capability.SPLIT_SHIPMENT.value, Capability.CANCEL_PART.value)


class ChannelFacts(TypedDict, total=False):
    """What is known of a channel; what is not named stays as it is."""

    code: str
    name: str
    kind: str
    legal_entity_id: int
    active: bool
    currency: str
    prices_gross: bool
    vat_rounding: str
    group_id: int | None
    capabilities: list[str]
    country: str
    cut_off: time
    handling_days: int
    transit_days: int
    oversell_risk: Decimal | None
    remind_unpaid_days: int
    cancel_unpaid_days: int


def keep_channel(*, channel_id: int | None, facts: ChannelFacts, at: datetime, by: Actor) -> int:
    """A channel is entered (``channel_id`` None) or changed; orders that are in keep what they were promised.

    Returns its id. Refuses: ChannelUnknown, MasterWrong at its field. Locks: the channel.
    """
    channel = Channel(capabilities=list(OWN_CAPABILITIES)) if channel_id is None else _locked(channel_id)
    return int(keep_master(channel, facts, at=at, by=by).pk)


def _locked(channel_id: int) -> Channel:
    found = Channel.objects.select_for_update(no_key=True).filter(id=channel_id).first()
    if found is None:
        raise ChannelUnknown(channel=channel_id)
    return found
