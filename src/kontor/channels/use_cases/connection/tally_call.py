"""Count a call."""

from __future__ import annotations

from datetime import datetime

from kontor.platform.sql.bulk import execute

_TALLY = """
INSERT INTO channels_calltally AS kept (channel_id, hour, calls, failures)
VALUES (%s, date_trunc('hour', %s::timestamptz), 1, %s)
ON CONFLICT (channel_id, hour) DO UPDATE SET calls = kept.calls + 1, failures = kept.failures + excluded.failures
"""


def tally_call(*, channel_id: int, failed: bool, at: datetime) -> None:
    """Every call to a channel counts, and whether it failed: the health page shows the rate."""
    execute(_TALLY, [channel_id, at, int(failed)])
