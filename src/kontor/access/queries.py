"""Questions about users and keys."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kontor.access.errors import GrantTooMuch, LastOwner
from kontor.access.models import ApiKey, User
from kontor.access.rules import hash_secret, is_allowed


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """The program behind a valid API key."""

    key_id: int
    name: str
    capabilities: frozenset[str]

    def may(self, capability: str) -> bool:
        """Whether the key is scoped for a capability."""
        return is_allowed(self.capabilities, capability)


def find_key_holder(secret: str) -> KeyHolder | None:
    """Return who holds this key, or None where it is unknown or revoked."""
    key = ApiKey.objects.filter(secret_hash=hash_secret(secret), revoked_at=None).first()
    return KeyHolder(key.id, key.name, frozenset(key.capabilities)) if key else None


def has_users() -> bool:
    """Whether anybody can log in."""
    return User.objects.filter(is_active=True).exists()


def keep_owner() -> None:
    """Somebody who may do everything can always log in: whoever may less can give nobody the rest. Asked at the end of whatever
    changes people and roles. Refuses: LastOwner.
    """
    people = User.objects.filter(is_active=True, is_staff=True).prefetch_related("roles")
    if people and not any(user.is_superuser or "*" in rights_of(user) for user in people):
        raise LastOwner


def check_grant(giver: User, capabilities: Iterable[str]) -> None:
    """Nobody gives more than he has. Refuses: GrantTooMuch."""
    if not giver.is_superuser and not all(giver.may(name) for name in capabilities):
        raise GrantTooMuch


def rights_of(user: User) -> set[str]:
    """Return what a person may do, by all his roles."""
    return {name for role in user.roles.all() for name in role.capabilities}
