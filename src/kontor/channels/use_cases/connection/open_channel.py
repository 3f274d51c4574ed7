"""Open a channel."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from kontor.channels.models import Capability, Channel, ChannelKind
from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes


@dataclass(frozen=True, slots=True)
class NewChannel:
    """A channel that is to be. ``capabilities``: what it does itself or allows; ``kind`` and ``currency``: where its maker says
    them.
    """

    code: str
    name: str
    legal_entity_id: int
    capabilities: Collection[str]
    country: str
    kind: ChannelKind | None = None
    currency: str = "EUR"


def open_channel(*, new: NewChannel, at: datetime, by: Actor) -> int:
    """A channel is made as its connector describes it: a marketplace is what collects the payment. Returns its id."""
    capabilities = sorted(new.capabilities)
    collects = Capability.COLLECTS_PAYMENT in capabilities
    kind = new.kind or (ChannelKind.MARKETPLACE if collects else ChannelKind.SHOP)
    channel = Channel.objects.create(
        code=new.code, name=new.name, kind=kind, legal_entity_id=new.legal_entity_id, capabilities=capabilities,
        country=new.country, currency=new.currency,
    )  # fmt: skip
    told = {"code": new.code, "kind": kind.value, "legal_entity": new.legal_entity_id, "capabilities": capabilities}
    record_changes(subject="channel", verb="open_channel", at=at, by=by, changes=[Change(channel.id, None, told)])
    return channel.id
