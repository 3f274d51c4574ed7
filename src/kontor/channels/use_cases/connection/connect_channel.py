"""Connect a channel to its API."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kontor.channels.errors import AccessIncomplete, NotConnected
from kontor.channels.models import Connection, ConnectionState
from kontor.channels.rules import check_access
from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes
from kontor.platform.keep.vault import seal
from kontor.platform.outside.registry import list_connectors
from kontor.platform.start.environment import home, read_setting


@dataclass(frozen=True, slots=True)
class Access:
    """How a channel is reached and who we are there."""

    connector: str
    base_url: str
    settings: Mapping[str, str]
    secrets: Mapping[str, str]


def connect_channel(*, channel_id: int, access: Access, since: datetime, at: datetime, by: Actor) -> int:
    """A channel's orders are fetched from now on; its secrets are kept encrypted and never shown again.

    ``since``: orders that changed from then on are fetched. Connecting again replaces address and secrets and keeps
    what was fetched. Refuses: NotConnected where there is no such connector, AccessIncomplete.
    """
    found = list_connectors().get(access.connector)
    if found is None or found.kind != "marketplace":
        raise NotConnected("There is no such connector.", connector=access.connector)
    check_access(found.manifest, access.base_url, access.settings, access.secrets)
    if folder := access.settings.get("folder"):
        _check_folder(folder)
    connection, new = Connection.objects.select_for_update(no_key=True).get_or_create(
        channel_id=channel_id, defaults={"connector": access.connector, "orders_until": since, "next_poll_at": at}
    )
    connection.connector = access.connector
    connection.base_url = access.base_url
    connection.settings = dict(access.settings)
    connection.secrets = seal(json.dumps(dict(access.secrets)).encode(), bound_to=f"connection:{connection.id}:secrets")
    connection.token = b""
    connection.token_expires_at = None
    connection.state = ConnectionState.ACTIVE
    connection.failures = 0
    connection.connected_at = at
    connection.next_poll_at = at
    connection.save()
    told = {"connector": access.connector, "base_url": access.base_url, "secrets": sorted(access.secrets)}
    record_changes(
        subject="connection", verb="connect_channel", at=at, by=by,
        changes=[Change(connection.id, {"new": new}, told)],
    )  # fmt: skip
    return int(connection.id)


def _check_folder(folder: str) -> None:
    """Whoever may connect a channel is not whoever may read the server: only what the operator named is exchanged with it.

    Refuses: AccessIncomplete.
    """
    place = Path(folder).resolve()
    if place.is_relative_to(home()):
        raise AccessIncomplete("This folder is Kontor's own; choose another one.", folder=folder)
    roots = [Path(root.strip()).resolve() for root in read_setting("KONTOR_FOLDERS").split(",") if root.strip()]
    if not any(place.is_relative_to(root) and place != root for root in roots):
        raise AccessIncomplete(
            "Files are exchanged below the folders that the setting KONTOR_FOLDERS names; choose one there.",
            folder=folder,
        )
