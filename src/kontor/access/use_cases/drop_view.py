"""Drop a saved view."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from kontor.access.errors import ViewMailed, ViewUnknown
from kontor.access.models import GridSetting, ListMail, SavedView
from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes


def drop_view(*, owner_id: int | None, view_id: int, at: datetime, by: Actor) -> None:
    """Who has kept a view may drop it, and a shared one who looks after people and their rights (``owner_id`` None); grids that
    opened with it open with all rows again.

    Refuses: ViewUnknown, ViewMailed. Locks: the view: nobody begins to have it mailed meanwhile.
    """
    whose = Q(shared=True) if owner_id is None else Q(owner_id=owner_id)
    found = SavedView.objects.select_for_update(of=("self",)).filter(whose, id=view_id).first()
    if found is None:
        raise ViewUnknown

    others = ListMail.objects.filter(view=found).exclude(user_id=found.owner_id).order_by("id")
    if names := list(others.values_list("user__username", flat=True)):
        raise ViewMailed(name=", ".join(names))

    GridSetting.objects.filter(grid=found.grid, home=str(view_id)).update(home="")
    SavedView.objects.filter(id=view_id).delete()
    told = {"name": found.name, "grid": found.grid}
    record_changes(subject="view", verb="drop_view", changes=[Change(view_id, told, None)], at=at, by=by)
