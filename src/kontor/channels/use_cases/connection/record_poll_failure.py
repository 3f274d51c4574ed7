"""Write down that a poll failed."""

from __future__ import annotations

from datetime import datetime

from kontor.platform.sql.bulk import execute

# After a failure: 15 s, 30 s, 1 min … at most this, so that an outage of an hour is over soon after it ends.
MOST_WAIT_S = 300


FIRST_WAIT_S = 15


_FAILED = """
UPDATE channels_connection
   SET last_poll_at = %(at)s, failed_at = %(at)s, failures = failures + 1, problem = left(%(problem)s, 2000),
       state = CASE WHEN %(login)s AND state = 'active' THEN 'needs_login' ELSE state END,
       next_poll_at = %(at)s + make_interval(secs => least(%(most)s, %(first)s * 2 ^ least(failures, 10)) * (0.75 + random() / 2))
 WHERE channel_id = %(channel)s
"""


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
