"""Have a saved view mailed again and again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import Q

from kontor.access.errors import ReadersWrong, RhythmUnknown, ViewUnknown
from kontor.access.models import ListMail, SavedView, User
from kontor.access.rules import RHYTHMS, next_slot
from kontor.kernel.actor import Actor
from kontor.kernel.text import is_mail_address
from kontor.platform.keep.audit import Change, record_changes

MOST_READERS = 20


@dataclass(frozen=True, slots=True)
class ListMailWish:
    """When, as what and to whom a list is mailed. ``clock_time``: where its sender is; ``when_empty``: also without rows."""

    rhythm: str
    clock_time: time
    form: str
    recipients: Sequence[str]
    when_empty: bool = False


def keep_list_mail(*, user_id: int, view_id: int, wish: ListMailWish, at: datetime, by: Actor) -> datetime:
    """A view of one's own, or one that is shared, is mailed as a table in a rhythm, with what one may see by then. It is mailed
    as it stands now: what its owner makes of a shared one later is not sent with the rights of others.

    Returns when it is mailed first. Refuses: ViewUnknown, RhythmUnknown, ReadersWrong. Locks: the view.
    """
    mine = Q(owner_id=user_id) | Q(shared=True)
    view = SavedView.objects.select_for_update(of=("self",), no_key=True).filter(mine, id=view_id).first()
    if view is None:
        raise ViewUnknown
    if wish.rhythm not in RHYTHMS or wish.form not in ("csv", "xlsx"):
        raise RhythmUnknown(field="rhythm")
    readers = list(dict.fromkeys(wish.recipients))
    if not 0 < len(readers) <= MOST_READERS or not all(map(is_mail_address, readers)):
        raise ReadersWrong(field="recipients")

    zone = User.objects.get(id=user_id).zone()
    next_at = next_slot(wish.rhythm, wish.clock_time, zone=zone, after=at)
    kept, _new = ListMail.objects.update_or_create(
        view=view, user_id=user_id,
        defaults={
            "rhythm": wish.rhythm, "clock_time": wish.clock_time, "form": wish.form, "recipients": readers,
            "when_empty": wish.when_empty, "next_at": next_at, "problem": "", "query": view.query,
            "columns": list(view.columns),
        },
    )  # fmt: skip

    told = {"name": view.name, "grid": view.grid, "rhythm": wish.rhythm, "recipients": readers, "form": wish.form}
    record_changes(subject="view", verb="keep_list_mail", changes=[Change(kept.id, None, told)], at=at, by=by)
    return next_at
