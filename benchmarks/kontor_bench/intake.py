"""Batch intake beside the batch limit, in turns."""

from __future__ import annotations

import random
import time
from typing import Any

from django.db import transaction

from kontor.cli.progress import say
from kontor.flows.selling.intake import accept_orders
from kontor.flows.selling.resolving import TakenIn
from kontor.kernel.actor import Actor
from kontor.kernel.clock import read_clock
from kontor.platform.sql.bulk import StatementCounter, execute
from kontor_bench.ground import (
    bench_database,
    count_rows,
    make_order,
    rows_per_order,
    spread,
    surroundings,
)

BATCH = 500
BY = Actor("key", "bench")


def kontor_batches(tag: str, batches: int, size: int, *, hot: bool) -> float:
    """Take batches in; return orders per second. Building the payloads is not counted, understanding them is."""
    rng = random.Random(tag)
    spent = 0.0
    for batch in range(batches):
        orders = [make_order(f"{tag}-{batch}-{n}", rng, hot=hot) for n in range(size)]
        started = time.perf_counter()
        with transaction.atomic():
            outcomes = accept_orders(incoming=orders, at=read_clock(), by=BY)
        spent += time.perf_counter() - started
        if not all(isinstance(outcome, TakenIn) and outcome.new for outcome in outcomes):
            raise RuntimeError("an order of the bench was refused")
    return batches * size / spent


def limit_batches(tag: str, batches: int, size: int, *, hot: bool) -> float:
    """Let the limit take the same in; return orders per second."""
    started = time.perf_counter()
    for batch in range(batches):
        with transaction.atomic():
            execute("SELECT bench_take_in(%s, %s, %s, false)", [size, f"{tag}-{batch}", hot])
    return batches * size / (time.perf_counter() - started)


def round_trips(size: int) -> float:
    """Return database round trips per order of one batch."""
    orders = [make_order(f"trips-{size}-{n}", random.Random(size), hot=False) for n in range(size)]
    before = StatementCounter.round_trips
    with transaction.atomic():
        accept_orders(incoming=orders, at=read_clock(), by=BY)
    # BEGIN and COMMIT are trips as well
    return round((StatementCounter.round_trips - before + 2) / size, 4)


def bench_intake(*, rounds: int, batches: int) -> dict[str, Any]:
    """Batches of 500 orders with three lines: Kontor, the limit, and the ratio of each round."""
    with bench_database():
        say("warming up")
        kontor_batches("warm", 2, BATCH, hot=False)
        limit_batches("warml", 2, BATCH, hot=False)
        before = count_rows()
        kontor_batches("rows", 1, BATCH, hot=False)
        middle = count_rows()
        limit_batches("rowsl", 1, BATCH, hot=False)
        after = count_rows()
        ours: list[float] = []
        limits: list[float] = []
        for turn in range(rounds):
            execute("CHECKPOINT")
            ours.append(kontor_batches(f"k{turn}", batches, BATCH, hot=False))
            limits.append(limit_batches(f"l{turn}", batches, BATCH, hot=False))
            say(f"round {turn + 1}: Kontor {ours[-1]:.0f}/s, limit {limits[-1]:.0f}/s")
        ratios = [mine / limit for mine, limit in zip(ours, limits, strict=True)]
        return {
            "bench": "intake",
            "ratio": spread(ratios)["median"],
            "ratios": spread(ratios),
            "kontor_orders_per_s": spread(ours),
            "limit_orders_per_s": spread(limits),
            "batch": BATCH,
            "round_trips_per_order": {"full_batch": round_trips(BATCH), "alone": round_trips(1)},
            "rows_per_order": {
                "kontor": rows_per_order(before, middle, BATCH), "limit": rows_per_order(middle, after, BATCH),
            },
            "surroundings": surroundings(),
        }  # fmt: skip
