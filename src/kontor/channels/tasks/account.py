"""What a connector is given of its account."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property

from kontor.channels.errors import NotConnected
from kontor.channels.models import Connection
from kontor.channels.ports import Bucket, ConnectorCard, Marketplace, Token
from kontor.channels.use_cases.give_turn_back import give_turn_back
from kontor.channels.use_cases.hold_turns import hold_turns
from kontor.channels.use_cases.take_turn import take_turn
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import Retryable
from kontor.platform.bulk import execute
from kontor.platform.connectors import list_connectors
from kontor.platform.vault import seal, unseal

# A job waits for its turn for so long; past that it gives its place back and comes again later.
MOST_WAIT_S = 45.0


class StoredAccount:
    """An account as it stands in the database. Its secrets are opened when they are needed and shown to nobody else."""

    def __init__(self, connection: Connection, card: ConnectorCard) -> None:
        self._connection = connection
        self._buckets = {bucket.name: bucket for bucket in card.buckets}
        self._card = card

    def __repr__(self) -> str:
        return f"<account of {self.code}>"

    @property
    def code(self) -> str:
        """Return the channel's code."""
        return self._connection.channel.code

    @property
    def base_url(self) -> str:
        """Return where the channel is reached."""
        return (self._connection.base_url or self._card.base_url).rstrip("/")

    @property
    def settings(self) -> Mapping[str, str]:
        """Return what the merchant told, or the connector's defaults."""
        defaults = {field.name: field.default for field in self._card.fields if not field.secret}
        return {**defaults, **self._connection.settings}

    @cached_property
    def secrets(self) -> Mapping[str, str]:
        """Return the credentials."""
        sealed = bytes(self._connection.secrets)
        opened: dict[str, str] = json.loads(unseal(sealed, bound_to=self._bound("secrets"))) if sealed else {}
        return opened

    def _bound(self, what: str) -> str:
        return f"connection:{self._connection.id}:{what}"

    def pace(self, bucket: str, cost: float = 1) -> None:
        """Wait for a turn within the channel's limit."""
        limit = self._bucket(bucket)
        wait = take_turn(channel_id=self._connection.channel_id, bucket=limit, cost=cost)
        if wait > MOST_WAIT_S:
            give_turn_back(channel_id=self._connection.channel_id, bucket=limit, cost=cost)
            raise Retryable("The channel's limit is used up for the moment.", channel=self.code, after_s=round(wait))
        if wait > 0:
            time.sleep(wait)

    def slow_down(self, bucket: str, seconds: float) -> None:
        """Let nobody ask for so long."""
        hold_turns(channel_id=self._connection.channel_id, bucket=self._bucket(bucket), seconds=min(seconds, 900))

    def _bucket(self, name: str) -> Bucket:
        return self._buckets[name]

    def token(self) -> Token | None:
        """Return the token that any worker got last."""
        row = Connection.objects.filter(id=self._connection.id).values_list("token", flat=True).first()
        if not row:
            return None
        kept = json.loads(unseal(bytes(row), bound_to=self._bound("token")))
        return Token(kept["access_token"], datetime.fromisoformat(kept["expires_at"]), kept["refresh_token"])

    def keep_token(self, token: Token) -> None:
        """Keep a new token for all workers."""
        plain = json.dumps(
            {
                "access_token": token.access_token,
                "expires_at": token.expires_at.isoformat(),
                "refresh_token": token.refresh_token,
            }
        )
        execute(
            "UPDATE channels_connection SET token = %s, token_expires_at = %s WHERE id = %s",
            [seal(plain.encode(), bound_to=self._bound("token")), token.expires_at, self._connection.id],
        )

    def now(self) -> datetime:
        """Return the time."""
        return read_clock()


def open_marketplace(channel_id: int) -> Marketplace:
    """Return the connector of a channel's account. Refuses: NotConnected."""
    connection = Connection.objects.select_related("channel").filter(channel_id=channel_id).first()
    if connection is None:
        raise NotConnected(channel=channel_id)
    return make_marketplace(connection)


def make_marketplace(connection: Connection) -> Marketplace:
    """Return the connector of a connection. Refuses: NotConnected where it is not installed."""
    found = list_connectors().get(connection.connector)
    if found is None or found.kind != "marketplace":
        raise NotConnected(channel=connection.channel.code, connector=connection.connector)
    marketplace: Marketplace = found.make(StoredAccount(connection, found.card))
    return marketplace
