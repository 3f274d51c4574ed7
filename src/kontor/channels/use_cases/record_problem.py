"""Write down what is wrong with a channel."""

from __future__ import annotations

from datetime import datetime

from kontor.platform.bulk import execute


def record_problem(*, channel_id: int, problem: str, at: datetime) -> None:
    """A trouble beside the polls is shown on the channel's page and delays no poll."""
    execute(
        "UPDATE channels_connection SET problem = left(%s, 2000), failed_at = %s WHERE channel_id = %s",
        [problem, at, channel_id],
    )
