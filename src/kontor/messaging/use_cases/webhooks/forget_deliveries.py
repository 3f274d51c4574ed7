"""Forget what webhooks were told."""

from __future__ import annotations

from datetime import datetime

from kontor.platform.sql.bulk import execute

AT_A_TIME = 5_000
_OLD = """
DELETE FROM messaging_webhookdelivery WHERE id IN (
    SELECT id FROM messaging_webhookdelivery WHERE created_at < %s AND due_at IS NULL ORDER BY id LIMIT %s)
"""


def forget_deliveries(*, before: datetime) -> bool:
    """What a webhook was told, or was not after many tries, is forgotten after a while. Returns whether more is left."""
    return execute(_OLD, [before, AT_A_TIME]) == AT_A_TIME
