"""Tell a channel something about an order: written down first, told once, looked up where the outcome is unknown."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kontor.channels.models import ChannelIntent, IntentKind
from kontor.channels.queries import hold_connections
from kontor.platform.sql.bulk import insert_rows


@dataclass(frozen=True, slots=True)
class NewIntent:
    """Something to be told. ``reference`` is unique per kind, for ever."""

    reference: str
    channel_id: int
    kind: IntentKind
    order_id: int
    external_order: str
    payload: Mapping[str, Any]
    due_by: datetime | None = None


def tell_channel(*, intents: Sequence[NewIntent], at: datetime) -> int:
    """What a channel must hear is written down in the transaction of its cause, once; a job tells it after the commit.

    A channel whose connection was removed meanwhile hears nothing any more. Locks: the connections, against removal.
    """
    connected = hold_connections(intent.channel_id for intent in intents)
    intents = [intent for intent in intents if intent.channel_id in connected]
    rows = insert_rows(
        ChannelIntent,
        {
            "reference": [intent.reference for intent in intents],
            "channel": [intent.channel_id for intent in intents],
            "kind": [intent.kind.value for intent in intents],
            "order_id": [intent.order_id for intent in intents],
            "external_order": [intent.external_order for intent in intents],
            "payload": [json.dumps(dict(intent.payload), default=str) for intent in intents],
            "due_by": [intent.due_by for intent in intents],
            "created_at": at,
        },
        tail="ON CONFLICT DO NOTHING RETURNING id",
    )
    return len(rows)
