"""Let a failed intent be told again."""

from __future__ import annotations

from kontor.platform.bulk import execute


def retry_intent(*, intent_id: int) -> bool:
    """A person lets a failed thing be told again. False where it is not failed, or told by another since."""
    return bool(
        execute(
            "UPDATE channels_channelintent mine"
            # Whoever lets a refund be told again has looked at the channel.
            " SET state = CASE WHEN kind = 'refund' THEN 'new' ELSE 'unknown' END, not_before = NULL, problem = ''"
            " WHERE id = %s AND state = 'failed' AND NOT EXISTS (SELECT 1 FROM channels_channelintent twin"
            " WHERE twin.id <> mine.id AND twin.kind = mine.kind AND twin.reference = mine.reference"
            " AND twin.state NOT IN ('failed', 'dropped'))",
            [intent_id],
        )
    )
