"""Connecting a channel: its account is kept, then the channel is asked for the first time."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kontor.channels.public import Access, Channel, ChannelUnknown, connect_channel
from kontor.flows.offers import refresh_channel
from kontor.flows.reconciliation import learn_offers
from kontor.kernel.actor import Actor
from kontor.platform.connectors import list_connectors
from kontor.platform.models import LegalEntity


def connect_account(
    *, code: str, access: Access, legal_entity_id: int | None = None, since: datetime, at: datetime, by: Actor
) -> Channel:
    """The channel of this code, made where there is none, is reached through this account from now on.

    Refuses: AccessIncomplete, NotConnected where there is no such connector, ChannelUnknown where the channel is to be made
    and nobody said for which of several legal entities.
    """
    channel = Channel.objects.filter(code=code).first() or _make_channel(code, access, legal_entity_id)
    connect_channel(channel_id=channel.id, access=access, since=since, at=at, by=by)
    return channel


def _make_channel(code: str, access: Access, legal_entity_id: int | None) -> Channel:
    rows = LegalEntity.objects.filter(id=legal_entity_id) if legal_entity_id else LegalEntity.objects.all()
    entities = list(rows[:2])
    found = list_connectors().get(access.connector)
    if len(entities) != 1 or found is None or found.card is None:
        raise ChannelUnknown(
            "There is no legal entity, or more than one: create the sales channel in the back office first.",
            channel=code,
        )
    capabilities = sorted(found.card.capabilities)
    return Channel.objects.create(
        code=code, name=found.card.name, kind="marketplace" if "collects_payment" in capabilities else "shop",
        legal_entity=entities[0], capabilities=capabilities, country=found.card.country,
    )  # fmt: skip


def look_around(*, channel_id: int, at: datetime) -> int:
    """Ask the channel once what we have on offer there, and decide every offer. Returns how many offers were found.

    Calls the channel, so no transaction may be open. Raises: Outside where it does not let us in.
    """
    refs = learn_offers(channel_id=channel_id)
    with transaction.atomic():
        refresh_channel(channel_id=channel_id, at=at)
    return len(refs)
