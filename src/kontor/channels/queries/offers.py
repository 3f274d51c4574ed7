"""What can be offered, and how fast channels hear of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kontor.channels.models import Connection
from kontor.platform.sql.bulk import select_as, select_rows


@dataclass(frozen=True, slots=True)
class OfferedSku:
    """A listing of a channel that can be offered: the channel publishes stock and is connected."""

    listing_id: int
    channel_id: int
    channel_sku: str
    sku_id: int
    oversell_risk: float | None


_OFFERED = """
SELECT listing.id AS listing_id, listing.channel_id, listing.channel_sku, listing.sku_id, channel.oversell_risk::float8
  FROM channels_listing listing JOIN channels_channel channel ON channel.id = listing.channel_id
  JOIN channels_connection connection ON connection.channel_id = channel.id
 WHERE channel.active AND connection.state <> 'paused' AND (%(all)s OR listing.sku_id = ANY(%(skus)s::bigint[]))
   AND (%(channel)s::bigint IS NULL OR listing.channel_id = %(channel)s)
 ORDER BY listing.id
"""


def list_offered(*, sku_ids: Sequence[int] | None = None, channel_id: int | None = None) -> list[OfferedSku]:
    """Return the listings of connected channels, of these SKUs or of all."""
    facts = {"all": sku_ids is None, "skus": list(sku_ids or ()), "channel": channel_id}
    return select_as(OfferedSku, _OFFERED, facts)


@dataclass(frozen=True, slots=True)
class Delays:
    """How long the last sales took until they were taken in here, and the last changes until a channel knew them (seconds)."""

    heard: Sequence[float]
    told: Mapping[int, Sequence[float]]


_HEARD = """
SELECT greatest(0, extract(epoch FROM closed_at - changed_at))::float8
  FROM (SELECT channel, closed_at, changed_at, received_at, max(received_at) OVER () AS newest FROM channels_inboundmessage
         WHERE subject <> '' AND state = 'done' AND attempts <= 1 ORDER BY id DESC LIMIT 1000) AS last
  JOIN channels_channel channel ON channel.code = last.channel
  JOIN channels_connection connection ON connection.channel_id = channel.id AND last.changed_at >= connection.connected_at
 WHERE received_at > newest - interval '1 day'
"""


def measure_delays() -> Delays:
    """Return what was measured of late: a thousand sales of the last day, of all channels, and each channel's last calls."""
    heard = [row[0] for row in select_rows(_HEARD)]
    return Delays(heard, dict(Connection.objects.values_list("channel_id", "latencies")))
