"""Note who has a page open."""

from __future__ import annotations

from datetime import datetime, timedelta

from kontor.access.models import Presence

# A page says every 20 seconds that it is open; one that did not for so long is closed.
GONE_AFTER = timedelta(seconds=50)


def note_presence(*, user_id: int, subject: str, key: int, changing: bool, at: datetime) -> None:
    """Colleagues see who else has the same thing open, and whether he is changing it; nothing of it is kept once he left."""
    Presence.objects.filter(user_id=user_id, seen_at__lt=at - GONE_AFTER).delete()
    Presence.objects.update_or_create(
        user_id=user_id, subject=subject, key=key, defaults={"changing": changing, "seen_at": at}
    )
