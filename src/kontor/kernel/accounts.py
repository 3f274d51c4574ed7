"""An account at a stranger (sales channel, payment provider, carrier): what its connector asks for, and what it is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Bucket:
    """A limit of the stranger: so many calls at once, refilled by so many each second."""

    name: str
    capacity: float
    refill_per_s: float


@dataclass(frozen=True, slots=True)
class SettingField:
    """Something a merchant must tell: a setting, or a secret that is kept encrypted."""

    name: str
    meaning: str
    secret: bool = False
    default: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """An access token and when it ends."""

    access_token: str
    expires_at: datetime
    refresh_token: str = ""


class Account(Protocol):
    """What a connector is given: who we are there, how fast we may ask, and where a token is kept."""

    @property
    def code(self) -> str:
        """Return the account's code; a channel's stands in every order that is translated."""

    @property
    def base_url(self) -> str:
        """Return where the stranger is reached."""

    @property
    def settings(self) -> Mapping[str, str]:
        """Return what the merchant told."""

    @property
    def secrets(self) -> Mapping[str, str]:
        """Return the credentials; never to be logged."""

    def pace(self, bucket: str, cost: float = 1) -> None:
        """Wait for a turn within the stranger's limit, shared by all workers. Raises Retryable where it takes too long."""

    def slow_down(self, bucket: str, seconds: float) -> None:
        """Let nobody ask for so long: the stranger said so."""

    def token(self) -> Token | None:
        """Return the token that any worker got last."""

    def keep_token(self, token: Token) -> None:
        """Keep a new token for all workers."""

    def now(self) -> datetime:
        """Return the time."""
