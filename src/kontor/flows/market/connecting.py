"""Connecting a channel: its account is kept, then the channel is asked for the first time."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from kontor.channels.ports import Window
from kontor.channels.public import (
    Access,
    AlreadyConnected,
    ChannelRow,
    ChannelUnknown,
    NewChannel,
    call_look_around,
    call_subscribe,
    connect_channel,
    find_channel,
    get_channel,
    list_connected,
    open_channel,
    open_marketplace,
)
from kontor.flows.market.offers import refresh_channel
from kontor.flows.market.reconciliation import learn_offers
from kontor.kernel.actor import Actor
from kontor.kernel.errors import Outside
from kontor.legal_entities.public import list_legal_entities
from kontor.platform.outside.guard import calling_outside
from kontor.platform.outside.registry import list_connectors

AGAIN = timedelta(minutes=2)


def connect_account(
    *,
    code: str,
    access: Access,
    legal_entity_id: int | None = None,
    replace: bool = False,
    since: datetime,
    at: datetime,
    by: Actor,
) -> ChannelRow:
    """The channel of this code, made where there is none, is reached through this account from now on.

    Another account never takes the place of one by accident.
    Refuses: AccessIncomplete, NotConnected where there is no such connector, AlreadyConnected unless the account is to be
    replaced, ChannelUnknown where the channel is to be made and nobody said for which of several legal entities.
    """
    known = find_channel(code)
    channel_id = known.id if known else _open_channel(code, access, legal_entity_id, at, by)
    if not replace and channel_id in list_connected():
        raise AlreadyConnected(channel=code)
    connect_channel(channel_id=channel_id, access=access, since=since, at=at, by=by)
    return get_channel(channel_id)


def _open_channel(code: str, access: Access, legal_entity_id: int | None, at: datetime, by: Actor) -> int:
    entities = list(list_legal_entities([legal_entity_id] if legal_entity_id else None))
    found = list_connectors().get(access.connector)
    if len(entities) != 1 or found is None or found.manifest is None:
        raise ChannelUnknown(
            "There is no legal entity, or more than one: create the sales channel in the back office first.",
            channel=code,
        )
    it = found.manifest
    return open_channel(new=NewChannel(code, it.name, entities[0], it.capabilities, it.country), at=at, by=by)


def try_access(*, channel_id: int, at: datetime) -> None:
    """Ask the channel one small thing, so that whoever connects it knows whether it lets us in. Raises: Outside.

    Calls the channel, so no transaction may be open.
    """
    with calling_outside():
        open_marketplace(channel_id).fetch_orders(Window(at - timedelta(minutes=1), at), "")


def look_around(*, channel_id: int, at: datetime) -> int:
    """Ask the channel once what we have on offer there, and decide every offer. Returns how many offers were found.

    Calls the channel, so no transaction may be open. Raises: Outside where it does not let us in; a job then asks again.
    """
    try:
        refs = learn_offers(channel_id=channel_id)
    except Outside:
        look_around_later(channel_id=channel_id)
        raise
    with transaction.atomic():
        refresh_channel(channel_id=channel_id, at=at)
        call_subscribe(channel_id=channel_id)
    return len(refs)


def look_around_later(*, channel_id: int) -> None:
    """Call for the job that looks around, as often as it takes."""
    call_look_around(channel_id, wait=AGAIN)
