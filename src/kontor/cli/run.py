"""`kontor run`: everything on one machine, with one command."""

from __future__ import annotations

import os
import shlex
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from types import FrameType

from rich.status import Status

from kontor.cli.bootstrap import migrate_house, open_house
from kontor.cli.demo import Login, Play, find_demo
from kontor.cli.processes import Database, Program, stop_all, supervise, web_command
from kontor.cli.progress import say, stderr
from kontor.platform.start.environment import home, read_setting
from kontor.platform.start.messages import compile_messages


def run() -> int:
    """Start the database, bring it up to date, start web, worker and (in a demo) shop and crew; stop all at Ctrl-C."""
    stop: list[bool] = []

    def ask_to_stop(signum: int, frame: FrameType | None) -> None:
        stop.append(True)

    signal.signal(signal.SIGINT, ask_to_stop)
    signal.signal(signal.SIGTERM, ask_to_stop)
    started = time.monotonic()
    with stderr.status("") as status:
        _tell(status, "starting the database …")
        embedded = open_house()
        _tell(status, "bringing the database up to date (a new one takes a minute) …")
        migrate_house()
        compile_messages(home())
        port, bind = int(read_setting("KONTOR_PORT")), read_setting("KONTOR_BIND")
        # Behind TLS, before the world, nobody plays.
        played = read_setting("KONTOR_DEMO") == "1" and read_setting("KONTOR_PRODUCTION") == "0"
        demo = find_demo() if played else None
        login = None
        if demo is not None:
            _tell(status, "making the demo merchant …")
            login = demo.seed(port=port)
    say_who_hears(bind)
    if not _is_free(bind, port):
        say(f"[bold]Somebody listens on {bind}:{port} already.[/bold] Another Kontor? Set KONTOR_PORT.")
        return 1
    programs = _list_programs(bind, port, demo if login is not None else None)
    for program in programs[:2]:
        program.start()
    if not _wait_for_web(bind, port, stop):
        say(f"[bold]The web server does not answer on {bind}:{port}.[/bold] Is the port taken? Set KONTOR_PORT.")
        stop_all(programs)
        return 1
    try:
        for program in programs[2:]:
            program.start()
        if demo is not None and login is not None:
            demo.connect(bind=bind, port=port)
        took = time.monotonic() - started
        say(f"[bold]Kontor[/bold] is at http://{bind}:{port}  (started in {took:.1f} s, Ctrl-C ends it)")
        _say_who_logs_in(login)
        supervise([*([Database(embedded)] if embedded else []), *programs], stop=stop)
        say("stopping …")
    finally:
        stop_all(programs)
    if embedded is not None:
        embedded.stop()
    return 0


def _tell(status: Status, text: str) -> None:
    """Say what is being done: on a terminal in its place, else in a line of its own."""
    status.update(text)
    if not stderr.is_terminal:
        say(text)


def _is_free(bind: str, port: int) -> bool:
    """Whether nobody listens there. Web servers share a port without complaint, and would answer for each other's house."""
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bind, port))
        except OSError:
            return False
    return True


def _list_programs(bind: str, port: int, demo: Play | None) -> list[Program]:
    """Return what runs beside the database: web and worker, and in the demo those who buy, sell and pack."""
    programs = [
        Program("web", web_command(port, bind)),
        Program("worker", [sys.executable, "-m", "kontor.cli.main", "worker"]),
    ]
    return programs + (demo.list_programs(bind=bind, port=port) if demo is not None else [])


def say_who_hears(bind: str) -> None:
    """Say it where passwords would cross a net in the clear."""
    if bind not in ("127.0.0.1", "localhost", "::1") and read_setting("KONTOR_PRODUCTION") == "0":
        say(
            f"[bold]Everybody who reaches {bind} can read passwords on their way:[/bold] put a proxy with TLS in front and set "
            "KONTOR_PRODUCTION=1 (docs/how-to/run-on-a-server.md)."
        )


def _say_who_logs_in(login: Login | None) -> None:
    from kontor.access.public import has_users  # noqa: PLC0415 - needs loaded apps

    if login is not None:
        say(f"Log in as [bold]{login.name}[/bold] with the password [bold]{login.password}[/bold]")
    elif not has_users():
        say(f"Nobody can log in yet. In a second terminal: [bold]{_here()}kontor add-owner NAME[/bold]")


def _here() -> str:
    """Return what a second terminal needs to find this house."""
    told = os.environ.get("KONTOR_HOME", "")
    return f"KONTOR_HOME={shlex.quote(told)} " if told and not read_setting("DATABASE_URL") else ""


def _wait_for_web(bind: str, port: int, stop: list[bool]) -> bool:
    for _ in range(120):
        if stop:
            return True
        try:
            with urllib.request.urlopen(f"http://{bind}:{port}/api/v1/openapi.json", timeout=2):
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.25)
    return False
