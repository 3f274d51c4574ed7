"""Note that a key is used."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from kontor.access.models import ApiKey

# Who comes a hundred times a second is written down now and then.
WRITTEN_EVERY = timedelta(minutes=10)


def note_key_used(*, key_id: int, at: datetime) -> None:
    """When a program came last with its key stands beside it, to ten minutes: one that nobody needs any more is revoked."""
    long_ago = Q(used_at=None) | Q(used_at__lt=at - WRITTEN_EVERY)
    ApiKey.objects.filter(long_ago, id=key_id).update(used_at=at)
