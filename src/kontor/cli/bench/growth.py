"""Cost per order as the tables grow: at ten thousand stored orders and at many."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from kontor.cli.bench.ground import bench_database, spread, surroundings
from kontor.cli.bench.intake import BATCH, kontor_batches
from kontor.cli.progress import say
from kontor.platform.bulk import execute, select_rows

FEW = 10_000
ROUNDS = 5
FILL_BATCH = 1_000
BATCHES = 6


def bench_growth(*, orders: int) -> dict[str, Any]:
    """Take batches in at few and at many stored orders; the orders between are filled in by the limit's script."""
    with bench_database():
        execute("SET statement_timeout = 0")
        kontor_batches("warm", 2, BATCH, hot=False)
        _fill(FEW)
        few = _measure("few")
        _fill(orders)
        many = _measure("many")
        stored = select_rows("SELECT count(*) FROM orders_order")[0][0]
        return {
            "bench": "growth",
            "ratio": round(few["median"] / many["median"], 4),
            "goal": 1.2,
            "cost_at_many_over_cost_at_few": round(few["median"] / many["median"], 4),
            "orders_per_s_at_few": few,
            "orders_per_s_at_many": many,
            "stored_orders": stored,
            "surroundings": surroundings(),
        }


def _fill(until: int) -> None:
    stored = select_rows("SELECT count(*) FROM orders_order")[0][0]
    for first in range(stored, until, FILL_BATCH):
        with transaction.atomic():
            execute("SELECT bench_take_in(%s, %s, false, false)", [min(FILL_BATCH, until - first), f"fill-{first}"])
        if first % 50_000 < FILL_BATCH:
            say(f"{first} orders stored")
    execute("DELETE FROM procrastinate_jobs")
    execute("VACUUM ANALYZE")


def _measure(tag: str) -> dict[str, float]:
    rates = []
    for turn in range(ROUNDS):
        execute("CHECKPOINT")
        rates.append(kontor_batches(f"{tag}{turn}", BATCHES, BATCH, hot=False))
        say(f"{tag}, round {turn + 1}: {rates[-1]:.0f} orders/s")
    return spread(rates)
