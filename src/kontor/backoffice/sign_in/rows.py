"""What somebody proves himself with, and where he is logged in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.utils.translation import gettext as _

from kontor.access.tables import User
from kontor.platform.keep.vault import SecretLocked

# What proves a person besides his password; the codes for emergencies only stand in for it.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
_BROWSERS = (
    ("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PasskeyRow:
    """A passkey or security key; ``alone``: it opens without a password."""

    id: int
    name: str
    added_at: datetime
    used_at: datetime | None
    alone: bool


@dataclass(frozen=True, slots=True)
class FactorsRow:
    """What somebody proves himself with besides his password."""

    app_since: datetime | None
    passkeys: Sequence[PasskeyRow]
    codes_left: int | None

    @property
    def any(self) -> bool:
        """Whether there is a second factor at all."""
        return self.app_since is not None or bool(self.passkeys)


@dataclass(frozen=True, slots=True)
class SessionRow:
    """Where somebody is logged in."""

    id: int
    browser: str
    address: str
    since: datetime
    seen_at: datetime
    current: bool


def list_factors(user: User) -> FactorsRow:
    """Return what a person proves himself with."""
    app_since, codes_left, passkeys = None, None, []
    for it in Authenticator.objects.filter(user=user).order_by("id"):
        if it.type == Authenticator.Type.TOTP:
            app_since = it.created_at
        elif it.type == Authenticator.Type.RECOVERY_CODES:
            codes_left = _codes_left(it)
        else:
            passkeys.append(PasskeyRow(it.pk, it.wrap().name, it.created_at, it.last_used_at, _opens_alone(it)))
    return FactorsRow(app_since, passkeys, codes_left)


def _codes_left(codes: Authenticator) -> int:
    try:
        return len(codes.wrap().get_unused_codes())
    except SecretLocked:  # after a backup without its keys none opens anything
        return 0


def _opens_alone(key: Authenticator) -> bool:
    try:
        return key.wrap().is_passwordless is True
    except (AttributeError, TypeError):  # what a browser said of it beside the key is of no form
        return False


def list_sessions(user: User, *, current: str = "") -> list[SessionRow]:
    """Return where a person is logged in, the newest first. ``current``: the key of the session that asks."""
    rows = UserSession.objects.purge_and_list(user)
    told = [
        SessionRow(
            it.pk, describe_browser(it.user_agent), it.ip, it.created_at, it.last_seen_at, it.session_key == current
        )
        for it in rows
    ]
    return sorted(told, key=lambda it: it.since, reverse=True)


def describe_browser(told: str) -> str:
    """Return browser and system in words that somebody knows his devices by."""
    browser = next((name for sign, name in _BROWSERS if sign in told), "")
    system = next((name for sign, name in _SYSTEMS if sign in told), "")
    return ", ".join(it for it in (browser, system) if it) or _("another program")
