"""Forget what channels sent word by word, once nobody needs it any more."""

from __future__ import annotations

from datetime import datetime

from kontor.platform.sql.bulk import execute
from kontor.platform.start.environment import keep_since, keep_since_year

AT_A_TIME = 5_000

_BODIES = """
UPDATE channels_inboundmessage SET body = ''
 WHERE id IN (SELECT id FROM channels_inboundmessage
               WHERE state IN ('done', 'discarded') AND received_at < %s AND body <> '' ORDER BY id LIMIT %s)
"""
_RECEIPTS = """
DELETE FROM channels_pushreceipt
 WHERE received_at < %s AND id IN (SELECT id FROM channels_pushreceipt ORDER BY id LIMIT %s)
"""


def forget_messages(*, at: datetime) -> bool:
    """A closed message is forgotten word by word after the time that a setting names; that it was taken in stays, so that it is
    never taken in twice. What waits in quarantine is kept. Returns whether more are left.

    Source: HGB section 257 (4) and (5), AO section 147 (3) and (4): letters of trade are kept for six years from the end of the
    year in which they came.
    """
    kept = (
        (keep_since_year("KONTOR_KEEP_MESSAGES_YEARS", at), _BODIES), (keep_since("KONTOR_KEEP_KEYS_DAYS", at), _RECEIPTS),
    )  # fmt: skip
    done = [execute(statement, [since, AT_A_TIME]) for since, statement in kept if since is not None]
    return AT_A_TIME in done
