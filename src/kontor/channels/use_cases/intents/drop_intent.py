"""Give up telling a channel something."""

from __future__ import annotations

from datetime import datetime

from kontor.channels.models import ChannelIntent, IntentState
from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes


def drop_intent(*, kind: str, reference: str, at: datetime, by: Actor) -> bool:
    """What the channel refused is not told any more. False where it is under way or told already."""
    found = ChannelIntent.objects.select_for_update(no_key=True).filter(
        kind=kind, reference=reference, state=IntentState.FAILED
    )
    intent = found.order_by("-id").first()
    if intent is None:
        return False
    ChannelIntent.objects.filter(id=intent.id).update(state=IntentState.DROPPED, ended_at=at)
    record_changes(
        subject="channel_intent", verb="drop_intent", at=at, by=by,
        changes=[Change(intent.id, {"state": "failed", "problem": intent.problem}, {"state": "dropped"})],
    )  # fmt: skip
    return True
