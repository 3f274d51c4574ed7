"""Replace requests about what is left over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.payments.models import MoneyRequest, RequestState
from kontor.payments.queries.requests import PEOPLE
from kontor.payments.rules import LEFT_OVER
from kontor.platform.keep.audit import Change, record_changes
from kontor.platform.sql.lock_order import note_lock


def replace_requests(*, order_ids: Collection[int], at: datetime, by: Actor) -> dict[int, set[str]]:
    """What waits about the money that is left over of orders waits no longer: they were changed again, or ended. Returns whose
    wish it was, by order: of what is asked for in its place they are no second person either. The orders are locked.

    Locks: the requests.
    """
    rows = MoneyRequest.objects.filter(order_id__in=order_ids, cause__startswith=LEFT_OVER, state=RequestState.OPEN)
    waiting = list(rows.select_for_update(no_key=True).order_by("id"))
    note_lock("money requests", [it.pk for it in waiting])
    for request in waiting:
        request.state, request.decided_at, request.decided_by = RequestState.REPLACED, at, str(by)
        request.save(update_fields=["state", "decided_at", "decided_by"])
    changes = [
        Change(it.pk, {"state": RequestState.OPEN.value}, {"state": RequestState.REPLACED.value}) for it in waiting
    ]
    record_changes(subject="money_request", verb="replace_requests", changes=changes, at=at, by=by)
    people: dict[int, set[str]] = defaultdict(set)
    for it in waiting:
        people[it.order_id or 0] |= {it.asked_person or it.asked_by, *it.facts.get(PEOPLE, ())}
    return people
