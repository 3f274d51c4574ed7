"""Forget the tables that were mailed."""

from __future__ import annotations

from datetime import datetime

from kontor.messaging.models import Message, MessageState
from kontor.platform.keep.files import forget_file, is_kept_elsewhere
from kontor.platform.models import StoredFile

AT_A_TIME = 500


def forget_list_files(*, since: datetime, at: datetime) -> int:
    """A table that went by mail is forgotten once it was sent that long ago: it holds what is known of buyers, and whoever it was
    for has it. The mail itself stays.

    Returns how many mails lost their table. Locks: the mails, the tables.
    """
    ended = [MessageState.SENT, MessageState.KEPT, MessageState.FAILED]
    old = Message.objects.filter(kind="list", state__in=ended, written_at__lt=since).exclude(files=[])
    mails = list(old.select_for_update(of=("self",), no_key=True).order_by("id")[:AT_A_TIME])
    gone = {file for it in mails for file in it.files}

    Message.objects.filter(id__in=[it.id for it in mails]).update(files=[])
    held = StoredFile.objects.select_for_update(no_key=True).filter(sha256__in=gone, forgotten_at=None)
    for stored in held.order_by("id"):
        # The same table may have gone out again since, or to another reader.
        if not is_kept_elsewhere(stored) and not Message.objects.filter(files__contains=[stored.sha256]).exists():
            forget_file(stored, at=at)
    return len(mails)
