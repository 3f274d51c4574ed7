"""Receive a provider's message."""

from __future__ import annotations

from datetime import datetime

from kontor.payments.calls import call_look_up
from kontor.payments.models import ProviderMessage
from kontor.payments.ports import Hint
from kontor.payments.queries import find_payments_named
from kontor.platform.sql.bulk import insert_rows


def receive_message(*, account_id: int, hint: Hint, at: datetime) -> bool:
    """A provider's message is a hint, heard once: the payments that it names are asked after.

    Returns whether it was new. Of payments that are not ours nothing is kept: whoever invents messages would fill the disk.
    """
    payment_ids = find_payments_named(account_id, hint.payments)
    if not payment_ids:
        return False
    new = insert_rows(
        ProviderMessage,
        {"account": account_id, "delivery_id": [hint.delivery_id[:200]], "topic": hint.topic[:100], "received_at": at},
        tail="ON CONFLICT DO NOTHING RETURNING id",
    )
    if new:
        call_look_up(account_id, payment_ids)
    return bool(new)
