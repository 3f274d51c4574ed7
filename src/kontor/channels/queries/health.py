"""How connections are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kontor.platform.sql.bulk import select_as


@dataclass(frozen=True, slots=True)
class ConnectionHealth:
    """How a connection is, in figures a merchant understands."""

    channel_id: int
    code: str
    name: str
    connector: str
    state: str
    problem: str
    failures: int
    last_poll_at: datetime | None
    last_order_at: datetime | None
    token_expires_at: datetime | None
    stock_latency_s: float | None
    calls: int
    failed_calls: int
    waiting_messages: int
    oldest_message_at: datetime | None
    quarantined: int
    waiting_offers: int
    oldest_offer_at: datetime | None
    suppressed_offers: int
    waiting_intents: int
    failed_intents: int
    differences: int
    usual_gap_s: float | None

    def is_silent(self, at: datetime) -> bool:
        """Whether no order came for much longer than usual: four times the usual gap, and an hour at least."""
        if self.last_order_at is None or self.usual_gap_s is None:
            return False
        return (at - self.last_order_at).total_seconds() > max(3_600.0, 4 * self.usual_gap_s)


_HEALTH = """
SELECT channel.id AS channel_id, channel.code, channel.name, c.connector, c.state, c.problem, c.failures, c.last_poll_at,
       c.last_order_at, c.token_expires_at, c.stock_latency_s, coalesce(tally.calls, 0) AS calls,
       coalesce(tally.failures, 0) AS failed_calls, coalesce(inbox.new, 0) AS waiting_messages,
       inbox.oldest AS oldest_message_at, coalesce(inbox.quarantined, 0) AS quarantined,
       coalesce(offers.waiting, 0) AS waiting_offers, offers.oldest AS oldest_offer_at,
       coalesce(offers.suppressed, 0) AS suppressed_offers, coalesce(intents.waiting, 0) AS waiting_intents,
       coalesce(intents.failed, 0) AS failed_intents, coalesce(differences.open, 0) AS differences,
       gaps.usual::float8 AS usual_gap_s
  FROM channels_connection c JOIN channels_channel channel ON channel.id = c.channel_id
  LEFT JOIN LATERAL (SELECT sum(calls)::int AS calls, sum(failures)::int AS failures FROM channels_calltally
                      WHERE channel_id = channel.id AND hour > %(at)s::timestamptz - interval '24 hours') tally ON true
  LEFT JOIN LATERAL (SELECT count(*) FILTER (WHERE state = 'new') AS new, min(received_at) FILTER (WHERE state = 'new') AS oldest,
                            count(*) FILTER (WHERE state = 'quarantined') AS quarantined
                       FROM channels_inboundmessage
                      WHERE channel = channel.code AND state IN ('new', 'quarantined')) inbox ON true
  LEFT JOIN LATERAL (SELECT count(*) FILTER (WHERE state IN ('waiting', 'inflight', 'unknown')) AS waiting,
                            min(changed_at) AS oldest,
                            count(*) FILTER (WHERE state = 'suppressed') AS suppressed
                       FROM channels_offer WHERE channel_id = channel.id) offers ON true
  LEFT JOIN LATERAL (SELECT count(*) FILTER (WHERE state IN ('new', 'inflight', 'unknown')) AS waiting,
                            count(*) FILTER (WHERE state = 'failed') AS failed
                       FROM channels_channelintent WHERE channel_id = channel.id AND state <> 'succeeded') intents ON true
  LEFT JOIN LATERAL (SELECT count(*) AS open FROM channels_discrepancy
                      WHERE channel_id = channel.id AND repaired_at IS NULL) differences ON true
  LEFT JOIN LATERAL (SELECT extract(epoch FROM max(received_at) - min(received_at)) / nullif(count(*) - 1, 0) AS usual
                       FROM (SELECT received_at FROM channels_inboundmessage WHERE channel = channel.code AND subject <> ''
                              ORDER BY id DESC LIMIT 200) AS last) gaps ON true
 ORDER BY channel.name
"""


def list_connections(at: datetime) -> list[ConnectionHealth]:
    """Return the health of every connection."""
    return select_as(ConnectionHealth, _HEALTH, {"at": at})
