"""Give a turn back."""

from __future__ import annotations

from kontor.channels.ports import Bucket
from kontor.platform.bulk import execute

_GIVE_BACK = "UPDATE channels_ratelevel SET level = level + %s WHERE channel_id = %s AND name = %s"


def give_turn_back(*, channel_id: int, bucket: Bucket, cost: float = 1) -> None:
    """A turn that was not used goes back."""
    execute(_GIVE_BACK, [float(cost), channel_id, bucket.name])
