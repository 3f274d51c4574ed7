"""Claim the lists that are to be mailed now."""

from __future__ import annotations

from datetime import datetime

from kontor.access.models import ListMail
from kontor.access.rules import next_slot


def claim_list_mails(*, at: datetime) -> list[tuple[int, datetime]]:
    """Each list is mailed once for each of its times, and once for all that went by while the house stood still.

    Returns ids and the times that they are for, the next of each set; whoever claims them calls for the work in the same
    transaction. Locks: the lists that are due.
    """
    rows = ListMail.objects.select_for_update(of=("self",), skip_locked=True).select_related("user")
    due = list(rows.filter(next_at__lte=at).order_by("id"))
    claimed = [(it.id, it.next_at) for it in due]
    for it in due:
        it.next_at = next_slot(it.rhythm, it.clock_time, zone=it.user.zone(), after=at)
    ListMail.objects.bulk_update(due, ["next_at"])
    return claimed
