"""Say that a person did what the channel could not be told."""

from __future__ import annotations

from datetime import datetime

from kontor.channels.events import RefundTold
from kontor.channels.models import ChannelIntent, IntentKind, IntentState
from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes
from kontor.platform.post.outbox import publish


def close_by_hand(*, intent_id: int, at: datetime, by: Actor) -> bool:
    """What the connector cannot do was done at the channel by a person; it waits no longer. False where it is not failed.

    Tells: RefundTold for a refund.
    """
    found = ChannelIntent.objects.select_for_update(no_key=True).filter(id=intent_id, state=IntentState.FAILED).first()
    if found is None:
        return False
    twins = ChannelIntent.objects.filter(kind=found.kind, reference=found.reference).exclude(
        state__in=[IntentState.FAILED, IntentState.DROPPED]
    )
    if twins.exists():
        return False
    ChannelIntent.objects.filter(id=intent_id).update(
        state=IntentState.SUCCEEDED, external_id=f"by hand: {by}"[:200], ended_at=at
    )
    record_changes(
        subject="channel_intent", verb="close_by_hand", at=at, by=by,
        changes=[Change(intent_id, {"state": "failed", "problem": found.problem}, {"state": "succeeded"})],
    )  # fmt: skip
    if found.kind == IntentKind.REFUND:
        publish([RefundTold(found.order_id, found.reference, f"by hand: {by}")], at=at, by=by)
    return True
