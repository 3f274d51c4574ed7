"""Keep a view of a grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kontor.access.errors import TooManyViews, ViewNotNamed, ViewTooLong
from kontor.access.models import ListMail, SavedView
from kontor.kernel.actor import Actor
from kontor.kernel.text import UnusableText, clean_text
from kontor.platform.keep.audit import Change, record_changes

MOST_NAME, MOST_SIGNS = 60, 2000
# A row of tabs holds no more.
MOST_VIEWS = 30


@dataclass(frozen=True, slots=True)
class NewView:
    """A view to be kept: the query of its address, and its columns in their order (none: as they come)."""

    name: str
    query: str
    columns: Sequence[str] = ()
    shared: bool = False


def keep_view(*, owner_id: int, grid: str, view: NewView, at: datetime, by: Actor) -> int:
    """A way to look at a grid is kept under a name; the same name again takes the place of what was kept under it.

    Returns its id. Refuses: ViewNotNamed, ViewTooLong, TooManyViews.
    """
    try:
        tidy = clean_text(view.name, MOST_NAME)
    except UnusableText:
        tidy = ""
    if not tidy:
        raise ViewNotNamed
    if len(view.query) > MOST_SIGNS:
        raise ViewTooLong
    mine = SavedView.objects.filter(owner_id=owner_id, grid=grid)
    if mine.count() >= MOST_VIEWS and not mine.filter(name=tidy).exists():
        raise TooManyViews

    kept, _new = SavedView.objects.update_or_create(
        owner_id=owner_id, grid=grid, name=tidy,
        defaults={"query": view.query, "columns": list(view.columns), "shared": view.shared, "kept_at": at},
    )  # fmt: skip
    # What he has mailed himself follows his own view.
    ListMail.objects.filter(view=kept, user_id=owner_id).update(query=view.query, columns=list(view.columns))
    told = {"name": tidy, "grid": grid, "shared": view.shared}
    record_changes(subject="view", verb="keep_view", changes=[Change(kept.id, None, told)], at=at, by=by)
    return int(kept.id)
