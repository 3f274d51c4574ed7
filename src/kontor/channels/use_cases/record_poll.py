"""Write down how a poll went."""

from __future__ import annotations

from datetime import datetime, timedelta

from kontor.channels.models import ConnectionState
from kontor.platform.bulk import execute

# After a failure: 15 s, 30 s, 1 min … at most this, so that an outage of an hour is over soon after it ends.
MOST_WAIT_S = 300
FIRST_WAIT_S = 15

_DONE = """
UPDATE channels_connection
   SET orders_until = greatest(orders_until, %s::timestamptz), last_poll_at = %s::timestamptz,
       next_poll_at = %s::timestamptz, failures = 0, problem = '',
       last_order_at = CASE WHEN %s > 0 THEN %s::timestamptz ELSE last_order_at END
 WHERE channel_id = %s
"""
_FAILED = """
UPDATE channels_connection
   SET last_poll_at = %(at)s, failed_at = %(at)s, failures = failures + 1, problem = left(%(problem)s, 2000),
       state = CASE WHEN %(login)s THEN 'needs_login' ELSE state END,
       next_poll_at = %(at)s + make_interval(secs => least(%(most)s, %(first)s * 2 ^ least(failures, 10)) * (0.75 + random() / 2))
 WHERE channel_id = %(channel)s
"""


def record_poll(*, channel_id: int, until: datetime, kept: int, every: timedelta, at: datetime) -> None:
    """All that changed until then is kept; the next poll looks a little further back than that. The cursor only rises."""
    execute(_DONE, [until, at, at + every, kept, at, channel_id])


def record_poll_failure(*, channel_id: int, problem: str, login: bool, at: datetime) -> None:
    """A failed poll moves no cursor; the next one comes later each time, with some chance in it.

    ``login``: the credentials were refused, somebody must enter them again.
    """
    execute(
        _FAILED,
        {
            "at": at, "problem": problem, "login": login, "most": MOST_WAIT_S, "first": FIRST_WAIT_S,
            "channel": channel_id,
        },
    )  # fmt: skip


def resume_connection(*, channel_id: int, at: datetime) -> None:
    """A paused connection, or one whose credentials were mended, is polled at once."""
    execute(
        "UPDATE channels_connection SET state = %s, failures = 0, next_poll_at = %s WHERE channel_id = %s",
        [ConnectionState.ACTIVE.value, at, channel_id],
    )


_TALLY = """
INSERT INTO channels_calltally AS kept (channel_id, hour, calls, failures)
VALUES (%s, date_trunc('hour', %s::timestamptz), 1, %s)
ON CONFLICT (channel_id, hour) DO UPDATE SET calls = kept.calls + 1, failures = kept.failures + excluded.failures
"""


def tally_call(*, channel_id: int, failed: bool, at: datetime) -> None:
    """Every call to a channel counts, and whether it failed: the health page shows the rate."""
    execute(_TALLY, [channel_id, at, int(failed)])
