"""Who did it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """The person, key or part of the house on whose behalf a verb runs."""

    kind: str  # user · key · channel · system
    name: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}"


SYSTEM = Actor("system", "kontor")
