"""An account that lives in memory, for a connector on its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from kontor.channels.ports import Token


class MemoryAccount:
    """What a connector is given of its account; it counts what was asked of it."""

    def __init__(self, code: str, base_url: str, settings: Mapping[str, str], secrets: Mapping[str, str]) -> None:
        self.code = code
        self.base_url = base_url
        self.settings = settings
        self.secrets = secrets
        self.turns: dict[str, float] = {}
        self.silences: dict[str, float] = {}
        self._token: Token | None = None

    def pace(self, bucket: str, cost: float = 1) -> None:
        """Count a turn; nobody waits in a test."""
        self.turns[bucket] = self.turns.get(bucket, 0) + cost

    def slow_down(self, bucket: str, seconds: float) -> None:
        """Keep what the channel asked for."""
        self.silences[bucket] = seconds

    def token(self) -> Token | None:
        """Return the token that was kept."""
        return self._token

    def keep_token(self, token: Token) -> None:
        """Keep a token."""
        self._token = token

    def now(self) -> datetime:
        """Return the time."""
        return datetime.now(UTC)
