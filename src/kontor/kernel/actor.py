"""Who did it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    """On whose behalf something is done."""

    USER = "user"
    KEY = "key"
    CHANNEL = "channel"
    SYSTEM = "system"
    PROVIDER = "provider"
    REGISTER = "register"


@dataclass(frozen=True, slots=True)
class Actor:
    """The person, key or part of the house on whose behalf a verb runs."""

    kind: str  # of ActorKind
    name: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}"


SYSTEM = Actor("system", "kontor")


def read_actor(text: str) -> Actor:
    """Return whom a text names that was written for an actor."""
    kind, _colon, name = text.partition(":")
    return Actor(kind, name)
