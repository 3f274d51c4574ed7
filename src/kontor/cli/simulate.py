"""`kontor simulate`: played channels over real HTTP, with buyers who buy what is published."""

from __future__ import annotations

import importlib
import random
import signal
import threading
import time
from pathlib import Path
from types import FrameType
from typing import Any

from kontor.cli.progress import say

STAGES = ("amazon", "ebay", "kaufland", "otto", "shopify", "shopware", "woocommerce")
# A mild plan: about one call in fifty meets something.
MILD_FAULTS = {
    "too_many": 0.004,
    "broken": 0.004,
    "unavailable": 0.003,
    "silence": 0.003,
    "slow": 0.004,
    "maintenance": 0.002,
}


def stage_ports(first_port: int) -> dict[str, int]:
    """Return the port of each stage."""
    return {name: first_port + place for place, name in enumerate(STAGES)}


def make_stage(name: str, *, seed: int, port: int) -> Any:
    """Return a stage that is not started yet."""
    return importlib.import_module(f"kontor.simulators.{name}").STAGE(seed=seed, port=port)


def simulate(names: list[str], *, first_port: int, every: float, faults: bool, keep: Path | None) -> int:
    """Play channels until told to stop; 2 where there is no such channel."""
    wanted = list(STAGES) if names == ["all"] else names
    if unknown := [name for name in wanted if name not in STAGES]:
        say(f"There is no simulator {', '.join(unknown)}; there are {', '.join(STAGES)}.")
        return 2
    stop = threading.Event()

    def ask_to_stop(signum: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGINT, ask_to_stop)
    signal.signal(signal.SIGTERM, ask_to_stop)
    ports = stage_ports(first_port)
    # Numbers of orders never repeat, not even after a restart.
    seed = int(time.time()) % 1_000_000
    stages = [make_stage(name, seed=seed + place, port=ports[name]).start() for place, name in enumerate(wanted)]
    for stage in stages:
        if keep is not None:
            keep.mkdir(parents=True, exist_ok=True)
            stage.world.load(keep / f"{stage.code}.play")
        say(f"{stage.code} plays at {stage.base_url}")
        if faults:
            stage.faults.set_rates(MILD_FAULTS)
    _buy(stages, stop, every, keep)
    for stage in stages:
        stage.stop()
    return 0


def _buy(stages: list[Any], stop: threading.Event, every: float, keep: Path | None) -> None:
    """Somebody buys now and then; some orders are only announced at first, a few are taken back."""
    rng = random.Random()
    waiting: list[tuple[float, Any, Any]] = []
    while not stop.wait(rng.expovariate(1 / every) if every else 3600):
        if keep is not None:
            for each in stages:
                each.world.save(keep / f"{each.code}.play")
        stage = rng.choice(stages)
        order = stage.world.buy(pending=rng.random() < 0.15)
        if order is None:
            continue
        if order.pending:
            waiting.append((time.monotonic() + rng.uniform(10, 60), stage, order))
        elif rng.random() < 0.03:
            stage.world.cancel(order, "buyer")
        for due in [item for item in waiting if item[0] < time.monotonic()]:
            waiting.remove(due)
            due[1].world.pay(due[2])
