"""Enter a category."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kontor.catalog.errors import ArticleWrong
from kontor.catalog.models import Category
from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes

MOST_LEVELS = 8


def keep_category(*, path: Sequence[str], at: datetime, by: Actor) -> int | None:
    """The categories of a path are made where they are missing: ("Garten", "Möbel") lies under "Garten".

    Returns the id of the last one, None for an empty path. Refuses: ArticleWrong.
    """
    names = [name.strip() for name in path if name.strip()]
    if len(names) > MOST_LEVELS or any(len(name) > 100 for name in names):
        raise ArticleWrong(
            "A category lies eight levels deep at most, each with a name of at most 100 signs.", field="category"
        )
    above: int | None = None
    for name in names:
        found, new = Category.objects.get_or_create(parent_id=above, name=name)
        if new:
            told = {"name": name, "parent": above}
            record_changes(
                subject="category", verb="keep_category", changes=[Change(found.pk, None, told)], at=at, by=by
            )
        above = int(found.pk)
    return above
