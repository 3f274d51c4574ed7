"""Take a turn within a channel's rate limit."""

from __future__ import annotations

from kontor.channels.ports import Bucket
from kontor.platform.bulk import select_rows

# The bucket may go into debt: whoever draws it below nothing waits until it would be filled again. So callers queue
# up in the order in which they asked, without asking again and again.
_TAKE = """
INSERT INTO channels_ratelevel AS kept (channel_id, name, level, at)
VALUES (%(channel)s, %(name)s, %(capacity)s - %(cost)s, clock_timestamp())
ON CONFLICT (channel_id, name) DO UPDATE
   SET level = least(%(capacity)s, kept.level + greatest(0, extract(epoch FROM clock_timestamp() - kept.at)) * %(refill)s)
               - %(cost)s,
       at = greatest(kept.at, clock_timestamp())
RETURNING level, greatest(0, extract(epoch FROM kept.at - clock_timestamp()))
"""


def take_turn(*, channel_id: int, bucket: Bucket, cost: float = 1) -> float:
    """Calls to a channel stay within its limit, over all workers. Returns the seconds to wait before this one."""
    rows = select_rows(
        _TAKE,
        {
            "channel": channel_id,
            "name": bucket.name,
            "capacity": float(bucket.capacity),
            "refill": float(bucket.refill_per_s),
            "cost": float(cost),
        },
    )
    level, held = float(rows[0][0]), float(rows[0][1])
    return held + (0.0 if level >= 0 else -level / bucket.refill_per_s)
