"""Hold all turns of a channel."""

from __future__ import annotations

from kontor.channels.ports import Bucket
from kontor.platform.bulk import execute

_HOLD = """
INSERT INTO channels_ratelevel AS kept (channel_id, name, level, at)
VALUES (%(channel)s, %(name)s, 0, clock_timestamp() + make_interval(secs => %(seconds)s))
ON CONFLICT (channel_id, name) DO UPDATE
   SET level = least(kept.level, 0), at = greatest(kept.at, clock_timestamp() + make_interval(secs => %(seconds)s))
"""


def hold_turns(*, channel_id: int, bucket: Bucket, seconds: float) -> None:
    """The channel asked for silence: nobody calls for so long."""
    execute(_HOLD, {"channel": channel_id, "name": bucket.name, "seconds": float(seconds)})
