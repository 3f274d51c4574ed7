"""The demo merchant's place in `kontor run`: a package beside the product brings him, where it is installed."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import Protocol, cast

from kontor.cli.processes import Program


@dataclass(frozen=True, slots=True)
class Login:
    """Name and password of the demo's owner."""

    name: str
    password: str


class Play(Protocol):
    """What the demo does for `kontor run`; a module with these functions stands behind the entry point ``kontor.demo``."""

    def seed(self, *, port: int) -> Login | None:
        """Fill an empty installation; return the login, or None where a real merchant is at home."""

    def list_programs(self, *, bind: str, port: int) -> list[Program]:
        """Return the programs that run beside web and worker."""

    def connect(self, *, bind: str, port: int) -> None:
        """Connect the played channels once they run."""


def find_demo() -> Play | None:
    """Return the demo that is installed, or None: the product alone begins with an empty house."""
    found = next(iter(entry_points(group="kontor.demo")), None)
    return cast("Play", found.load()) if found is not None else None
