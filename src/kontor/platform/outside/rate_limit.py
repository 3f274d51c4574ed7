"""How fast strangers are asked: one token bucket per account and limit, shared by all workers."""

from __future__ import annotations

from kontor.kernel.accounts import Bucket
from kontor.platform.sql.bulk import execute, select_rows

# The bucket may go into debt: whoever draws it below nothing waits until it would be filled again. So callers queue
# up in the order in which they asked, without asking again and again.
_TAKE = """
INSERT INTO platform_ratelevel AS kept (owner, name, level, at)
VALUES (%(owner)s, %(name)s, %(capacity)s - %(cost)s, clock_timestamp())
ON CONFLICT (owner, name) DO UPDATE
   SET level = least(%(capacity)s, kept.level + greatest(0, extract(epoch FROM clock_timestamp() - kept.at)) * %(refill)s)
               - %(cost)s,
       at = greatest(kept.at, clock_timestamp())
RETURNING level, greatest(0, extract(epoch FROM kept.at - clock_timestamp()))
"""
_GIVE_BACK = "UPDATE platform_ratelevel SET level = level + %s WHERE owner = %s AND name = %s"
_HOLD = """
INSERT INTO platform_ratelevel AS kept (owner, name, level, at)
VALUES (%(owner)s, %(name)s, 0, clock_timestamp() + make_interval(secs => %(seconds)s))
ON CONFLICT (owner, name) DO UPDATE
   SET level = least(kept.level, 0), at = greatest(kept.at, clock_timestamp() + make_interval(secs => %(seconds)s))
"""


def take_slot(*, owner: str, bucket: Bucket, cost: float = 1) -> float:
    """Calls to a stranger stay within its limit, over all workers. Returns the seconds to wait before this one."""
    rows = select_rows(
        _TAKE,
        {
            "owner": owner,
            "name": bucket.name,
            "capacity": float(bucket.capacity),
            "refill": float(bucket.refill_per_s),
            "cost": float(cost),
        },
    )
    level, held = float(rows[0][0]), float(rows[0][1])
    return held + (0.0 if level >= 0 else -level / bucket.refill_per_s)


def return_slot(*, owner: str, bucket: Bucket, cost: float = 1) -> None:
    """A turn that was not used goes back."""
    execute(_GIVE_BACK, [float(cost), owner, bucket.name])


def forget_turns(*, owner: str) -> None:
    """Nobody asks this stranger any more."""
    execute("DELETE FROM platform_ratelevel WHERE owner = %s", [owner])


def block(*, owner: str, bucket: Bucket, seconds: float) -> None:
    """The stranger asked for silence: nobody calls for so long."""
    execute(_HOLD, {"owner": owner, "name": bucket.name, "seconds": float(seconds)})
