"""What a command tells people: on standard error, so that standard output stays clean for --json."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from rich.console import Console

stderr = Console(stderr=True, highlight=False)
stdout = Console(highlight=False)


def say(text: str) -> None:
    """Tell the person at the terminal what is going on."""
    with suppress(OSError):  # a log on a full disk, a terminal that was closed: no reason to end
        stderr.print(text)


def print_json(result: dict[str, Any]) -> None:
    """Print one JSON object on standard output and nothing else."""
    stdout.print_json(data=result, default=str, indent=None if not stdout.is_terminal else 2)
