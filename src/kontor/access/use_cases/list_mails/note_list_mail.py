"""Note what came of a list that was to be mailed."""

from __future__ import annotations

from datetime import datetime

from kontor.access.models import ListMail


def note_list_mail(*, list_mail_id: int, problem: str, sent: bool, at: datetime) -> None:
    """When a list was last mailed stands beside it, or why it could not be (``problem``); one without rows is not ``sent``."""
    came = {"problem": problem[:300]} | ({"sent_at": at} if sent else {})
    ListMail.objects.filter(id=list_mail_id).update(**came)
