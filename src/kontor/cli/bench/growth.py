"""Cost per order as the tables grow: at ten thousand stored orders and at many."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from kontor.cli.bench.ground import bench_database, spread, surroundings
from kontor.cli.bench.intake import BATCH, kontor_batches, limit_batches
from kontor.cli.progress import say
from kontor.platform.bulk import execute, select_rows

FEW = 10_000
ROUNDS = 5
FILL_BATCH = 1_000
BATCHES = 6


def bench_growth(*, orders: int) -> dict[str, Any]:
    """Take batches in at few and at many stored orders, beside the limit; its script fills in the orders between."""
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
            "ratio": _growth(few, many, "kontor"),
            "goal": 1.2,
            "cost_at_many_over_cost_at_few": {who: _growth(few, many, who) for who in few},
            "orders_per_s_at_few": few,
            "orders_per_s_at_many": many,
            "stored_orders": stored,
            "surroundings": surroundings(),
        }


def _growth(few: dict[str, dict[str, float]], many: dict[str, dict[str, float]], who: str) -> float:
    return round(few[who]["median"] / many[who]["median"], 4)


def _fill(until: int) -> None:
    stored = select_rows("SELECT count(*) FROM orders_order")[0][0]
    for first in range(stored, until, FILL_BATCH):
        with transaction.atomic():
            execute("SELECT bench_take_in(%s, %s, false, false)", [min(FILL_BATCH, until - first), f"fill-{first}"])
        if first % 50_000 < FILL_BATCH:
            say(f"{first} orders stored")
    execute("DELETE FROM procrastinate_jobs")
    execute("VACUUM ANALYZE")


def _measure(tag: str) -> dict[str, dict[str, float]]:
    """Take turns with the limit; the first round after a checkpoint pays for the pages that it touches first."""
    ours, limits = [], []
    for turn in range(ROUNDS):
        execute("CHECKPOINT")
        ours.append(kontor_batches(f"{tag}{turn}", BATCHES, BATCH, hot=False))
        execute("CHECKPOINT")
        limits.append(limit_batches(f"{tag}l{turn}", BATCHES, BATCH, hot=False))
        say(f"{tag}, round {turn + 1}: Kontor {ours[-1]:.0f}/s, limit {limits[-1]:.0f}/s")
    return {"kontor": spread(ours), "limit": spread(limits)}
