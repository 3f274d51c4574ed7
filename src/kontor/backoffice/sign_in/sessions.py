"""Sessions that are ended before their time."""

from __future__ import annotations

from typing import Any

from allauth.usersessions.models import UserSession
from django.db.models import QuerySet

from kontor.access.public import note_login
from kontor.kernel.actor import Actor
from kontor.kernel.clock import read_clock
from kontor.platform.sql.again import in_one_go


def address_of(request: Any) -> str:
    """Return from where somebody asks."""
    return str(request.META.get("REMOTE_ADDR", "")) if request is not None else ""


def sessions_of(user_id: int, *, but: str = "") -> QuerySet[UserSession]:
    """Return where a person is logged in, but for the session of a key."""
    found: QuerySet[UserSession] = UserSession.objects.filter(user_id=user_id).exclude(session_key=but)
    return found.select_related("user")


def end_sessions(request: Any, sessions: QuerySet[UserSession], *, by: Actor) -> int:
    """End sessions, and write down whose; return how many. All of them or none."""

    def end() -> int:
        found = list(sessions)
        for session in found:
            session.end()
            note_login(
                username=session.user.get_username(),
                verb="end_session",
                address=address_of(request),
                at=read_clock(),
                by=by,
            )
        return len(found)

    return in_one_go(end)
