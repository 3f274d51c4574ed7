"""Write down how a poll went."""

from __future__ import annotations

from datetime import datetime, timedelta

from kontor.platform.sql.bulk import execute

_DONE = """
UPDATE channels_connection
   SET orders_until = greatest(orders_until, %s::timestamptz), last_poll_at = %s::timestamptz,
       next_poll_at = %s::timestamptz, failures = 0, problem = '',
       -- What works is no refused login, whatever said so before.
       state = CASE WHEN state = 'needs_login' THEN 'active' ELSE state END,
       last_order_at = CASE WHEN %s > 0 THEN %s::timestamptz ELSE last_order_at END
 WHERE channel_id = %s
"""


def record_poll(*, channel_id: int, until: datetime, kept: int, every: timedelta, at: datetime) -> None:
    """All that changed until then is kept; the next poll looks a little further back than that. The cursor only rises.

    A poll that works ends ``needs_login``: what waited for it is called for within a minute.
    """
    execute(_DONE, [until, at, at + every, kept, at, channel_id])
