"""Fetch a channel's orders once more."""

from __future__ import annotations

from datetime import datetime

from kontor.platform.sql.bulk import execute

_BACK = """
UPDATE channels_connection SET orders_until = least(orders_until, %s::timestamptz), next_poll_at = %s::timestamptz
 WHERE channel_id = %s
"""


def fetch_again(*, channel_id: int, since: datetime, at: datetime) -> None:
    """What changed since then is fetched once more with the next poll, which is due now. What is known already counts once."""
    execute(_BACK, [since, at, channel_id])
