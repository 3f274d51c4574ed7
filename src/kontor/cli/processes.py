"""Programs that `kontor run` starts, watches and stops."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

# A program that dies is started again, but not more often than this in a row.
MOST_RESTARTS = 5
STOP_WITHIN_S = 25


@dataclass(slots=True)
class Program:
    """A child program and how often it had to be started."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    starts: int = 0

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches it through us and in order."""
        self.starts += 1
        self.process = subprocess.Popen(
            self.command,
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
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
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def web_command(port: int, bind: str, threads: int) -> list[str]:
    """Return how the web server is started: one process, requests in threads."""
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", bind, "--port", str(port), "--workers", "1",
        "--blocking-threads", str(threads), "--backlog", "1024", "--log-level", "error", "--no-ws",
        "kontor.config.wsgi:application",
    ]  # fmt: skip


def supervise(programs: Sequence[Program], *, stop: Sequence[bool]) -> str | None:
    """Watch until ``stop`` is filled; restart what dies. Returns why it gave up, or None where it was told to stop."""
    while not stop:
        for program in programs:
            if program.is_dead():
                if program.starts >= MOST_RESTARTS:
                    return f"{program.name} ended {program.starts} times; see the messages above"
                program.start()
        time.sleep(0.5)
    return None


def stop_all(programs: Sequence[Program]) -> None:
    """Stop every program, the youngest first."""
    for program in reversed(programs):
        program.stop()
    until = time.monotonic() + STOP_WITHIN_S
    for program in reversed(programs):
        program.wait(until)
