"""`kontor run`: everything on one machine, with one command."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from types import FrameType
from typing import TYPE_CHECKING

from kontor.cli.bootstrap import migrate_house, open_house
from kontor.cli.processes import Database, Program, stop_all, supervise, web_command
from kontor.cli.progress import say, stderr
from kontor.cli.simulate import stage_ports
from kontor.kernel.egress import allow_inner
from kontor.platform.start.environment import home, read_setting
from kontor.platform.start.messages import compile_messages

if TYPE_CHECKING:
    from kontor.cli.demo import Login

# The demo's played channels listen on the ports that begin so far above the web server's.
FIRST_STAGE = 100


def run() -> int:
    """Start the database, bring it up to date, start web, worker and (in a demo) shop and crew; stop all at Ctrl-C."""
    stop: list[bool] = []

    def ask_to_stop(signum: int, frame: FrameType | None) -> None:
        stop.append(True)

    signal.signal(signal.SIGINT, ask_to_stop)
    signal.signal(signal.SIGTERM, ask_to_stop)
    started = time.monotonic()
    with stderr.status("starting the database …") as status:
        embedded = open_house()
        status.update("bringing the database up to date …")
        migrate_house()
        compile_messages(home())
        from kontor.cli.demo import seed_demo  # noqa: PLC0415 - needs loaded apps

        # Behind TLS, before the world, nobody plays.
        demo = read_setting("KONTOR_DEMO") == "1" and read_setting("KONTOR_PRODUCTION") == "0"
        login = None
        if demo:
            status.update("making the demo merchant …")
            _name_demo_hosts(stage_ports(int(read_setting("KONTOR_PORT")) + FIRST_STAGE))
            login = seed_demo()
    port, bind = int(read_setting("KONTOR_PORT")), read_setting("KONTOR_BIND")
    say_who_hears(bind)
    if not _is_free(bind, port):
        say(f"[bold]Somebody listens on {bind}:{port} already.[/bold] Another Kontor? Set KONTOR_PORT.")
        return 1
    programs = _list_programs(bind, port, helpers=demo and login is not None)
    for program in programs[:2]:
        program.start()
    if not _wait_for_web(bind, port, stop):
        say(f"[bold]The web server does not answer on {bind}:{port}.[/bold] Is the port taken? Set KONTOR_PORT.")
        stop_all(programs)
        return 1
    try:
        for program in programs[2:]:
            program.start()
        if login is not None:
            from kontor.cli.demo_channels import connect_demo_channels  # noqa: PLC0415 - needs loaded apps

            connect_demo_channels(stage_ports(port + FIRST_STAGE), f"http://{bind}:{port}")
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


def _list_programs(bind: str, port: int, *, helpers: bool) -> list[Program]:
    """Return what runs beside the database: web and worker, and in the demo those who buy, sell and pack."""
    from kontor.cli.demo import demo_key  # noqa: PLC0415 - needs loaded apps

    programs = [
        Program("web", web_command(port, bind)),
        Program("worker", [sys.executable, "-m", "kontor.cli.main", "worker"]),
    ]
    if helpers:
        url = f"http://{bind}:{port}/api/v1"
        programs.append(
            Program(
                "shop", [sys.executable, "-m", "kontor.simulators.webshop", "--url", url],
                {"WEBSHOP_KEY": demo_key()},
            )
        )  # fmt: skip
        programs.append(
            Program(
                "channels",
                [
                    sys.executable, "-m", "kontor.cli.main", "simulate", "all", "--faults",
                    "--first-port", str(port + FIRST_STAGE), "--keep", str(home() / "plays"),
                ],
            )
        )  # fmt: skip
        programs.append(Program("crew", [sys.executable, "-m", "kontor.cli.main", "demo", "--crew"]))
    return programs


def say_who_hears(bind: str) -> None:
    """Say it where passwords would cross a net in the clear."""
    if bind not in ("127.0.0.1", "localhost", "::1") and read_setting("KONTOR_PRODUCTION") == "0":
        say(
            f"[bold]Everybody who reaches {bind} can read passwords on their way:[/bold] put a proxy with TLS in front and set "
            "KONTOR_PRODUCTION=1 (docs/how-to/run-on-a-server.md)."
        )


def _name_demo_hosts(ports: Mapping[str, int]) -> None:
    """Let the demo's channels be called: they are programs of this machine, and nothing else of it is let in by that."""
    named = [host for host in read_setting("KONTOR_INNER_HOSTS").split(",") if host]
    stages = [f"127.0.0.1:{port}" for port in ports.values()]
    os.environ["KONTOR_INNER_HOSTS"] = ",".join(dict.fromkeys([*named, *stages]))
    allow_inner(os.environ["KONTOR_INNER_HOSTS"].split(","))


def _say_who_logs_in(login: Login | None) -> None:
    from kontor.access.public import has_users  # noqa: PLC0415 - needs loaded apps

    if login is not None:
        say(f"Log in as [bold]{login.name}[/bold] with the password [bold]{login.password}[/bold]")
    elif not has_users():
        say("Nobody can log in yet. In a second terminal: [bold]kontor add-owner NAME[/bold]")


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
