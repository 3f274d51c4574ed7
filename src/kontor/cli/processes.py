"""Programs that `kontor run` starts, watches and stops; the embedded database is watched like them."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

import psutil

from kontor.cli.progress import say
from kontor.platform.start.embedded import EmbeddedDatabase
from kontor.platform.start.postgres_files import DatabaseUnusable

# What dies is started again, at once the first time; the more often it died in the last minutes, the longer that waits.
WINDOW_S = 300.0
LONGEST_WAIT_S = 60.0
LOOK_EVERY_S = 0.5
STOP_WITHIN_S = 25
_DEATH_OF_PARENT = 1  # prctl(2): PR_SET_PDEATHSIG


class Part(Protocol):
    """Something that must live while the house does."""

    name: str

    def start(self) -> None:
        """Start it, also for a second time."""

    def is_dead(self) -> bool:
        """Whether it ended by itself."""


@dataclass(slots=True)
class Program:
    """A child program."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches it through us and in order. What its last run left behind ends
        first: a web server whose parent was killed would answer beside the new one.
        """
        self._end_all()
        self.process = subprocess.Popen(
            self.command,
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_end_with_parent,
        )

    def is_dead(self) -> bool:
        """Whether it ended by itself."""
        return self.process is not None and self.process.poll() is not None

    def stop(self) -> None:
        """Ask it to end."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def wait(self, until: float) -> None:
        """Wait for its end; past the moment it is ended by force."""
        if self.process is None:
            return
        try:
            self.process.wait(timeout=max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            pass
        self._end_all()

    def _end_all(self) -> None:
        """End it and all that it started, by force."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def web_command(port: int, bind: str) -> list[str]:
    """Return how the web server is started: one process; its threads are those of ``config/server.py``."""
    return [
        sys.executable, "-m", "granian", "--interface", "rsgi", "--host", bind, "--port", str(port), "--workers", "1",
        "--backlog", "2048", "--backpressure", "16384", "--http1-header-read-timeout", "10000", "--log-level", "error", "--no-ws",
        "kontor.config.server:application",
    ]  # fmt: skip


def _end_with_parent() -> None:
    """Where the supervisor is killed, its children end too: nobody would watch them, and they hold the port."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DEATH_OF_PARENT, signal.SIGTERM)


@dataclass(slots=True)
class Database:
    """The embedded PostgreSQL as a part of the house."""

    embedded: EmbeddedDatabase
    name: str = "database"

    def start(self) -> None:
        """Start it again; it recovers by itself."""
        try:
            self.embedded.start()
        except DatabaseUnusable as failure:
            say(f"[bold]{failure}[/bold]")

    def is_dead(self) -> bool:
        """Whether it ended, though we never asked it to."""
        return not self.embedded.is_running()


class Supervisor:
    """Starts again what dies. One part's deaths are no other part's business, and none of them ends the house.

    A part waits the longer, the more often it died within the window: nothing, 1, 2, 4 … 60 seconds.
    """

    def __init__(self, parts: Sequence[Part], *, clock: Callable[[], float] = time.monotonic) -> None:
        self._parts = parts
        self._clock = clock
        self._deaths: dict[str, list[float]] = {part.name: [] for part in parts}
        self._due: dict[str, float] = {}

    def look(self) -> list[str]:
        """Look at every part once; return the names of those that were started again."""
        now, started = self._clock(), []
        for part in self._parts:
            if not part.is_dead():
                continue
            if part.name not in self._due:
                self._due[part.name] = now + self._wait(part.name, now)
            if now >= self._due[part.name]:
                del self._due[part.name]
                try:
                    part.start()
                except (
                    OSError,
                    subprocess.SubprocessError,
                    psutil.Error,
                ) as failure:  # no memory, disk or process left
                    say(f"{part.name} does not start: {failure}")
                    continue
                started.append(part.name)
        return started

    def _wait(self, name: str, now: float) -> float:
        """Count a death and return how long the part waits for its next start."""
        recent = [died for died in self._deaths[name] if died > now - WINDOW_S]
        self._deaths[name] = [*recent, now]
        wait = min(LONGEST_WAIT_S, 2.0 ** (len(recent) - 1)) if recent else 0.0
        more = f", for the {len(recent) + 1}th time in {WINDOW_S / 60:.0f} minutes" if recent else ""
        say(f"{name} ended{more}; it starts again" + (f" in {wait:.0f} s" if wait else ""))
        return wait


def supervise(parts: Sequence[Part], *, stop: Sequence[bool]) -> None:
    """Watch until ``stop`` is filled, and start again what dies."""
    supervisor = Supervisor(parts)
    while not stop:
        supervisor.look()
        time.sleep(LOOK_EVERY_S)


def stop_all(programs: Sequence[Program]) -> None:
    """Stop every program, the youngest first."""
    for program in reversed(programs):
        program.stop()
    until = time.monotonic() + STOP_WITHIN_S
    for program in reversed(programs):
        program.wait(until)
