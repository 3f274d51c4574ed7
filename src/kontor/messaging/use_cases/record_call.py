"""Record what came of calling a webhook."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kontor.messaging.models import Webhook, WebhookCall
from kontor.messaging.rules import GIVEN_UP_AFTER, LEFT_ALONE, next_webhook_try


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a call: the status of the answer, None where there was none; a problem, empty where it was taken."""

    status: int | None
    problem: str
    took_ms: int


def record_call(*, call_id: int, outcome: Outcome, spread: float, at: datetime) -> None:
    """A call that was taken is done; another one is tried again later, for days. An address at which nothing has got through for
    days is given up, and waits for somebody; one that says that it is gone (410) at once.
    """
    call = WebhookCall.objects.get(id=call_id)
    told = {"status": outcome.status, "took_ms": outcome.took_ms, "problem": outcome.problem[:500]}
    mine, webhook = WebhookCall.objects.filter(id=call_id), Webhook.objects.filter(id=call.webhook_id)
    if not outcome.problem:
        mine.update(**told, due_at=None, done_at=at)
        webhook.update(failing_since=None, quiet_until=None)
        return
    again = next_webhook_try(call.attempts, at, spread=spread)
    mine.update(**told, due_at=again, given_up_at=at if again is None else None)
    webhook.filter(failing_since=None).update(failing_since=at)
    webhook.update(quiet_until=at + LEFT_ALONE)
    if outcome.status == 410:
        webhook.filter(stopped_at=None).update(stopped_at=at)
    webhook.filter(stopped_at=None, failing_since__lte=at - GIVEN_UP_AFTER).update(stopped_at=at)
