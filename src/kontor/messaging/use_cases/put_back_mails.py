"""Put mails back."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from kontor.messaging.models import Message, MessageState

# A job has had its time after this; a mail that is still being sent then has lost its worker.
CALLED_WITHIN, SENT_WITHIN = timedelta(minutes=2), timedelta(minutes=15)
MOST = 500
NOBODY_KNOWS = "The worker died while it was being sent; nobody knows whether it left."


def put_back_mails(*, at: datetime) -> list[int]:
    """What waits for its time goes on when it has come; a mail whose worker died fails, as it may have left.

    Returns what is due.
    """
    Message.objects.filter(state=MessageState.SENDING, tried_at__lt=at - SENT_WITHIN).update(
        state=MessageState.FAILED, problem=NOBODY_KNOWS, not_before=None
    )
    Message.objects.filter(state=MessageState.FAILED, not_before__lte=at).update(
        state=MessageState.QUEUED, not_before=None
    )
    due = Message.objects.filter(state=MessageState.QUEUED).filter(
        Q(written_at__lt=at - CALLED_WITHIN) | Q(attempts__gt=0)
    )
    return list(due.order_by("id").values_list("id", flat=True)[:MOST])
