"""Replace requests about what is left over."""

from __future__ import annotations

from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.payments.models import MoneyRequest, RequestState
from kontor.payments.rules import LEFT_OVER
from kontor.platform.keep.audit import Change, record_changes
from kontor.platform.sql.lock_order import note_lock


def replace_requests(*, order_id: int, at: datetime, by: Actor) -> None:
    """What waits about the money that is left over of an order waits no longer: the order was changed again. The order is locked.

    Locks: the requests.
    """
    rows = MoneyRequest.objects.filter(order_id=order_id, cause__startswith=LEFT_OVER, state=RequestState.OPEN)
    waiting = list(rows.select_for_update(no_key=True).order_by("id"))
    note_lock("money requests", [it.pk for it in waiting])
    for request in waiting:
        request.state, request.decided_at, request.decided_by = RequestState.REPLACED, at, str(by)
        request.save(update_fields=["state", "decided_at", "decided_by"])
    changes = [
        Change(it.pk, {"state": RequestState.OPEN.value}, {"state": RequestState.REPLACED.value}) for it in waiting
    ]
    record_changes(subject="money_request", verb="replace_requests", changes=changes, at=at, by=by)
