"""Revoke an API key."""

from __future__ import annotations

from datetime import datetime

from kontor.access.models import ApiKey
from kontor.kernel.actor import Actor
from kontor.kernel.errors import NotFound
from kontor.platform.keep.audit import Change, record_changes


def revoke_api_key(*, name: str, at: datetime, by: Actor) -> None:
    """From this moment the key opens nothing; it stays listed, so that old entries can be told apart.

    Refuses: NotFound where no living key has that name.
    """
    key = ApiKey.objects.select_for_update(no_key=True).filter(name=name, revoked_at=None).first()
    if key is None:
        raise NotFound("There is no living API key of that name.", name=name)

    key.revoked_at = at
    key.save(update_fields=["revoked_at"])
    record_changes(
        subject="api_key", verb="revoke_api_key", at=at, by=by,
        changes=[Change(key.id, {"revoked": False}, {"revoked": True})],
    )  # fmt: skip
