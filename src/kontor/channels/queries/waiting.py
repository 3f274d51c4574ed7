"""What of channels is due, or lies there with nobody at work on it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from kontor.channels.models import Connection, ConnectionState, InboundMessage, MessageState
from kontor.channels.rules import Mark
from kontor.platform.sql.bulk import select_rows


def list_due_connections(at: datetime) -> list[int]:
    """Return the channels whose time has come to be polled."""
    rows = Connection.objects.filter(next_poll_at__lte=at, channel__active=True).exclude(state=ConnectionState.PAUSED)
    return sorted(rows.values_list("channel_id", flat=True))


_UNTOLD = """
SELECT DISTINCT intent.channel_id FROM channels_channelintent intent
  JOIN channels_connection connection ON connection.channel_id = intent.channel_id AND connection.state = 'active'
 WHERE intent.state IN ('new', 'inflight', 'unknown') AND (intent.state <> 'inflight' OR intent.lease_until < clock_timestamp())
   AND (intent.not_before IS NULL OR intent.not_before <= clock_timestamp())
"""


_UNREAD = """
SELECT DISTINCT channel.id FROM channels_inboundmessage message
  JOIN channels_channel channel ON channel.code = message.channel
 WHERE message.state = 'new' AND message.received_at < clock_timestamp() - interval '1 minute'
"""


_UNPUBLISHED = """
SELECT DISTINCT offer.channel_id FROM channels_offer offer
  JOIN channels_connection connection ON connection.channel_id = offer.channel_id AND connection.state = 'active'
 WHERE offer.state NOT IN ('published', 'refused', 'suppressed')
   AND (offer.state <> 'inflight' OR offer.lease_until < clock_timestamp())
"""


def list_untold() -> list[int]:
    """Return the channels to which something is due to be told that nobody is telling."""
    return sorted(row[0] for row in select_rows(_UNTOLD))


def list_unread() -> list[int]:
    """Return the channels with a message that came in and that nobody has read since."""
    return sorted(row[0] for row in select_rows(_UNREAD))


def list_unpublished() -> list[int]:
    """Return the channels with an offer that is due and that nobody is publishing."""
    return sorted(row[0] for row in select_rows(_UNPUBLISHED))


def list_closed_marks(code: str, subjects: Collection[str]) -> list[Mark]:
    """Return the messages of a channel that were taken in of these orders of it."""
    rows = InboundMessage.objects.filter(channel=code, subject__in=subjects, state=MessageState.DONE)
    return [Mark(*row) for row in rows.values_list("id", "subject", "changed_at")]
