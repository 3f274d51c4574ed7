"""The connector of a channel's account, ready to be asked."""

from __future__ import annotations

from kontor.channels.errors import NotConnected
from kontor.channels.models import Connection
from kontor.channels.ports import Marketplace
from kontor.platform.outside.account import StoredAccount
from kontor.platform.outside.registry import list_connectors


def open_marketplace(channel_id: int) -> Marketplace:
    """Return the connector of a channel's account. Refuses: NotConnected."""
    marketplace = find_marketplace(channel_id)
    if marketplace is None:
        raise NotConnected(channel=channel_id)
    return marketplace


def find_marketplace(channel_id: int) -> Marketplace | None:
    """Return the connector of a channel's account; None where its connection was removed since the job was called for."""
    connection = Connection.objects.select_related("channel").filter(channel_id=channel_id).first()
    return make_marketplace(connection) if connection else None


def make_marketplace(connection: Connection) -> Marketplace:
    """Return the connector of a connection. Refuses: NotConnected where it is not installed."""
    found = list_connectors().get(connection.connector)
    if found is None or found.kind != "marketplace":
        raise NotConnected(channel=connection.channel.code, connector=connection.connector)
    account = StoredAccount(
        connection, found.manifest, owner=f"connection:{connection.id}", code=connection.channel.code
    )
    marketplace: Marketplace = found.make(account)
    return marketplace
