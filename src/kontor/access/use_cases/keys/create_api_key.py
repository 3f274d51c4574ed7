"""Create an API key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kontor.access.errors import KeyTaken, NotAllowed
from kontor.access.models import ApiKey, User
from kontor.access.rules import hash_secret, new_secret, unknown_capabilities
from kontor.kernel.actor import Actor, ActorKind
from kontor.platform.keep.audit import Change, record_changes


def create_api_key(*, name: str, capabilities: Sequence[str], at: datetime, by: Actor) -> str:
    """Another program gets a key for what it needs and no more; the secret is returned once and never stored.

    Refuses: NotAllowed for a capability that does not exist, KeyTaken.
    """
    if unknown := unknown_capabilities(capabilities):
        raise NotAllowed("There is no such capability.", unknown=", ".join(unknown))

    if ApiKey.objects.filter(name=name).exists():
        raise KeyTaken(name=name)

    secret = new_secret()
    key = ApiKey.objects.create(
        name=name,
        prefix=secret[:12],
        secret_hash=hash_secret(secret),
        capabilities=list(capabilities),
        created_at=at,
        made_by=User.objects.filter(username=by.name).first() if by.kind == ActorKind.USER else None,
    )
    record_changes(
        subject="api_key", verb="create_api_key", at=at, by=by,
        changes=[Change(key.id, None, {"name": name, "capabilities": list(capabilities)})],
    )  # fmt: skip
    return secret
