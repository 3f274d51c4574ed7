"""Tell a webhook again what it was told or was not."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.messaging.models import WebhookCall
from kontor.platform.keep.audit import Change, record_changes


def repeat_calls(*, webhook_id: int, call_ids: Collection[int] | None = None, at: datetime, by: Actor) -> int:
    """A webhook is told these again under the same ids, or all that was given up; returns how many."""
    calls = WebhookCall.objects.filter(webhook_id=webhook_id)
    wanted = calls.filter(given_up_at__isnull=False) if call_ids is None else calls.filter(id__in=call_ids)
    done = wanted.update(due_at=at, attempts=0, done_at=None, given_up_at=None)
    if done:
        told = {"quantity": done}
        record_changes(
            subject="webhook", verb="repeat_calls", changes=[Change(webhook_id, None, told)], at=at, by=by
        )  # fmt: skip
    return done
