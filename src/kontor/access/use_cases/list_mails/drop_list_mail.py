"""Mail a list no more."""

from __future__ import annotations

from datetime import datetime

from kontor.access.errors import ListMailUnknown
from kontor.access.models import ListMail
from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes


def drop_list_mail(*, user_id: int | None, list_mail_id: int, at: datetime, by: Actor) -> None:
    """Who has a list mailed may end that, and anybody's who looks after people and their rights (``user_id`` None).

    Refuses: ListMailUnknown. Locks: it.
    """
    whose = {} if user_id is None else {"user_id": user_id}
    rows = ListMail.objects.select_for_update(of=("self",), no_key=True).select_related("view")
    found = rows.filter(id=list_mail_id, **whose).first()
    if found is None:
        raise ListMailUnknown

    found.delete()
    told = {"name": found.view.name, "grid": found.view.grid, "recipients": found.recipients}
    record_changes(subject="view", verb="drop_list_mail", changes=[Change(list_mail_id, told, None)], at=at, by=by)
