"""Claim what is to be told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kontor.channels.models import ChannelIntent
from kontor.platform.outside.intents import claim_rows


@dataclass(frozen=True, slots=True)
class ClaimedIntent:
    """What this worker is about to tell."""

    intent_id: int
    fence: int
    kind: str
    reference: str
    order_id: int
    external_order: str
    payload: Mapping[str, Any]
    attempts: int
    must_look_up: bool  # an earlier call may have reached the channel


def claim_intents(*, channel_id: int, most: int) -> list[ClaimedIntent]:
    """One worker at a time tells a thing; the fencing number it draws shuts out a worker that comes back late.

    What is due first is told first; what became unknown waits for its turn of the schedule.
    """
    columns = ("kind", "reference", "order_id", "external_order", "payload")
    rows = claim_rows(
        ChannelIntent, scope={"channel_id": channel_id}, columns=columns, most=most, order="due_by NULLS LAST, id"
    )
    return [ClaimedIntent(**{**row, "payload": _read(row["payload"])}) for row in rows]


def _read(payload: Any) -> Mapping[str, Any]:
    read: Mapping[str, Any] = json.loads(payload) if isinstance(payload, str) else payload
    return read
