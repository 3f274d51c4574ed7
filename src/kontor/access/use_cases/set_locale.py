"""Set in which language and time somebody sees the house."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import available_timezones

from kontor.access.errors import LocaleUnknown
from kontor.access.models import User
from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes

LANGUAGES = ("", "de", "en")


def set_locale(*, user_id: int, language: str, time_zone: str | None = None, at: datetime, by: Actor) -> None:
    """A person sees pages in his language and moments in his time, wherever he logs in.

    ``language``: de, en; empty: as his browser asks. ``time_zone``: a name of the IANA list; empty: the time of the house;
    None: as it is. Refuses: LocaleUnknown. Locks: the person's row.
    """
    if language not in LANGUAGES or (time_zone and time_zone not in available_timezones()):
        raise LocaleUnknown(language=language[:20], time_zone=(time_zone or "")[:60])
    user = User.objects.select_for_update(of=("self",), no_key=True).get(id=user_id)
    before = {"language": user.language, "time_zone": user.time_zone}
    after = {"language": language, "time_zone": user.time_zone if time_zone is None else time_zone}
    if before == after:
        return
    User.objects.filter(id=user_id).update(**after)
    record_changes(subject="user", verb="set_locale", changes=[Change(user_id, before, after)], at=at, by=by)
