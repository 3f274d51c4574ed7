"""Let a failed intent be told again."""

from __future__ import annotations

from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes
from kontor.platform.sql.bulk import execute

# Whoever lets a refund be told again has looked at the channel.
_AGAIN = """
UPDATE channels_channelintent mine
   SET state = CASE WHEN kind = 'refund' THEN 'new' ELSE 'unknown' END, not_before = NULL, problem = ''
 WHERE id = %s AND state = 'failed' AND NOT EXISTS (
    SELECT 1 FROM channels_channelintent twin
     WHERE twin.id <> mine.id AND twin.kind = mine.kind AND twin.reference = mine.reference
       AND twin.state NOT IN ('failed', 'dropped'))
"""


def retry_intent(*, intent_id: int, at: datetime, by: Actor) -> bool:
    """A person lets a failed thing be told again. False where it is not failed, or told by another since."""
    if not execute(_AGAIN, [intent_id]):
        return False
    record_changes(subject="intent", verb="retry_intent", changes=[Change(intent_id, None, None)], at=at, by=by)
    return True
