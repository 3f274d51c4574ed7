"""The demo as `kontor run` plays it: a merchant, his channels, buyers and a warehouse crew (see ``kontor.cli.demo.Play``)."""

from __future__ import annotations

import os
import sys

from kontor.cli.demo import Login
from kontor.cli.processes import Program
from kontor.cli.simulate import stage_ports
from kontor.kernel.egress import allow_inner
from kontor.platform.start.environment import home, read_setting

# ruff: noqa: PLC0415 - found before Django's apps are loaded

# The played channels listen on the ports that begin so far above the web server's.
FIRST_STAGE = 100


def seed(*, port: int) -> Login | None:
    """Fill an empty installation and let its channels be called; return the login, or None where a real merchant is at home."""
    from kontor_demo.merchant import seed_demo

    _name_hosts(port)
    return seed_demo()


def list_programs(*, bind: str, port: int) -> list[Program]:
    """Return those who buy, sell and pack."""
    from kontor_demo.merchant import demo_key

    url = f"http://{bind}:{port}/api/v1"
    kontor = [sys.executable, "-m", "kontor.cli.main"]
    stages = ["--first-port", str(port + FIRST_STAGE), "--keep", str(home() / "plays")]
    shop = [sys.executable, "-m", "kontor.simulators.webshop", "--url", url]
    return [
        Program("shop", shop, {"WEBSHOP_KEY": demo_key()}),
        Program("channels", [*kontor, "simulate", "all", "--faults", *stages]),
        Program("crew", [*kontor, "demo", "--crew"]),
    ]


def connect(*, bind: str, port: int) -> None:
    """Connect the played channels once they run."""
    from kontor_demo.channels import connect_demo_channels

    connect_demo_channels(stage_ports(port + FIRST_STAGE), f"http://{bind}:{port}")


def _name_hosts(port: int) -> None:
    """Let the demo's channels be called: they are programs of this machine, and nothing else of it is let in by that."""
    named = [host for host in read_setting("KONTOR_INNER_HOSTS").split(",") if host]
    stages = [f"127.0.0.1:{stage}" for stage in stage_ports(port + FIRST_STAGE).values()]
    os.environ["KONTOR_INNER_HOSTS"] = ",".join(dict.fromkeys([*named, *stages]))
    allow_inner(os.environ["KONTOR_INNER_HOSTS"].split(","))
