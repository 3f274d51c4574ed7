"""Write down how a poll went."""

from __future__ import annotations

from datetime import datetime, timedelta

from kontor.platform.bulk import execute

_DONE = """
UPDATE channels_connection
   SET orders_until = greatest(orders_until, %s::timestamptz), last_poll_at = %s::timestamptz,
       next_poll_at = %s::timestamptz, failures = 0, problem = '',
       last_order_at = CASE WHEN %s > 0 THEN %s::timestamptz ELSE last_order_at END
 WHERE channel_id = %s
"""


def record_poll(*, channel_id: int, until: datetime, kept: int, every: timedelta, at: datetime) -> None:
    """All that changed until then is kept; the next poll looks a little further back than that. The cursor only rises."""
    execute(_DONE, [until, at, at + every, kept, at, channel_id])
