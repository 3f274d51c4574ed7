"""Write down what is wrong with a channel."""

from __future__ import annotations

from datetime import datetime

from kontor.platform.sql.bulk import execute


def record_problem(*, channel_id: int, problem: str, login: bool = False, at: datetime) -> None:
    """A trouble beside the polls is shown on the channel's page and delays no poll.

    ``login``: the credentials were refused; somebody must enter them again, unless a poll works with them.
    """
    execute(
        "UPDATE channels_connection SET problem = left(%s, 2000), failed_at = %s,"
        " state = CASE WHEN %s AND state = 'active' THEN 'needs_login' ELSE state END WHERE channel_id = %s",
        [problem, at, login, channel_id],
    )
