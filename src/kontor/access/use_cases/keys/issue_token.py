"""Change an API key for a token."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kontor.access.errors import KeyRefused, ScopeRefused
from kontor.access.models import ApiKey, ApiToken
from kontor.access.rules import (
    MOST_TOKENS,
    TOKEN_LIFE,
    TOKEN_PREFIX,
    hash_secret,
    is_allowed,
    new_secret,
    unknown_capabilities,
)


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A token, told this once, and what it opens."""

    token: str
    capabilities: tuple[str, ...]
    life_s: int


def issue_token(*, name: str, secret: str, scope: Sequence[str] = (), at: datetime) -> IssuedToken:
    """A program that has a key gets a token for an hour, with all rights of the key or those it asks for (RFC 6749, 4.4). Its
    key revoked, the token opens nothing; of more than a key may have at once the oldest end.

    Refuses: KeyRefused, ScopeRefused.
    """
    key = ApiKey.objects.filter(name=name, secret_hash=hash_secret(secret), revoked_at=None).first()
    if key is None:
        raise KeyRefused
    if unknown_capabilities(scope) or not all(is_allowed(key.capabilities, it) for it in scope):
        raise ScopeRefused
    rights = tuple(scope) or tuple(key.capabilities)
    token = new_secret(prefix=TOKEN_PREFIX)

    ApiToken.objects.filter(expires_at__lte=at).delete()
    living = ApiToken.objects.filter(key=key).order_by("-id").values_list("id", flat=True)
    ApiToken.objects.filter(id__in=list(living[MOST_TOKENS - 1 :])).delete()
    ApiToken.objects.create(
        key=key, secret_hash=hash_secret(token), capabilities=list(rights), expires_at=at + TOKEN_LIFE
    )  # fmt: skip

    return IssuedToken(token, rights, int(TOKEN_LIFE.total_seconds()))
