"""Record what came of a delivery to a webhook."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kontor.messaging.models import Webhook, WebhookDelivery
from kontor.messaging.rules import GIVEN_UP_AFTER, LEFT_ALONE, next_webhook_try


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a delivery: the status of the answer, None where there was none; a problem, empty where it was taken."""

    status: int | None
    problem: str
    took_ms: int


def record_delivery(*, delivery_id: int, attempt: int, outcome: Outcome, spread: float, at: datetime) -> None:
    """A delivery that was taken is done; another one is tried again later, for days. An address at which nothing has got through
    for days is given up, and waits for somebody; one that says that it is gone (410) at once.

    ``attempt``: what ``claim_delivery`` returned; where somebody began anew since, or dropped the webhook, nothing is written.
    Locks: the webhook.
    """
    mine = WebhookDelivery.objects.filter(id=delivery_id, attempts=attempt, due_at__isnull=False)
    owner = Webhook.objects.select_for_update(no_key=True).filter(id__in=mine.values("webhook"))
    webhook = owner.first()
    if webhook is None:
        return
    told = {"status": outcome.status, "took_ms": outcome.took_ms, "problem": outcome.problem[:500]}
    if not outcome.problem:
        if mine.update(**told, due_at=None, done_at=at):
            webhook.failing_since = webhook.quiet_until = None
            webhook.save(update_fields=["failing_since", "quiet_until"])
        return
    again = next_webhook_try(attempt, at, spread=spread)
    if not mine.update(**told, due_at=again, given_up_at=at if again is None else None):
        return
    webhook.failing_since = webhook.failing_since or at
    webhook.quiet_until = at + LEFT_ALONE
    if outcome.status == 410 or webhook.failing_since <= at - GIVEN_UP_AFTER:
        webhook.stopped_at = webhook.stopped_at or at
    webhook.save(update_fields=["failing_since", "quiet_until", "stopped_at"])
