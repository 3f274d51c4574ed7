"""Cost per order as the tables grow: at ten thousand stored orders and at many."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db import transaction

from kontor.cli.progress import say
from kontor.platform.sql.bulk import execute, select_rows
from kontor_bench.ground import bench_database, spread, surroundings
from kontor_bench.intake import BATCH, kontor_batches, limit_batches

# The rounds add to it: six of them end at 70,000.
FEW = 10_000
ROUNDS = 3
FILL_BATCH = 1_000
# What the largest merchant has in work: a day's orders. Those before are shipped and closed.
OPEN_ORDERS = 100_000
# Under load a checkpoint begins with about one gigabyte of log, 40,000 to 75,000 orders, else every quarter of an hour, and
# whoever touches a page first after it writes the whole page. A round begins with one and goes on for 10,000 orders, so it
# is harder than daily work under load; its first 3,000 are told apart.
FIRST_BATCHES, BATCHES = 6, 20


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
            "cost_at_many_over_cost_at_few": {who: _growth(few, many, who) for who in few},
            "batches_of_a_round": {"all": BATCHES, "right_after_checkpoint": FIRST_BATCHES},
            "open_orders": OPEN_ORDERS,
            "orders_per_s_at_few": few,
            "orders_per_s_at_many": many,
            "stored_orders": stored,
            "surroundings": surroundings(),
        }


def _growth(few: dict[str, dict[str, float]], many: dict[str, dict[str, float]], who: str) -> float:
    return round(few[who]["median"] / many[who]["median"], 4)


def _fill(until: int) -> None:
    stored, shipped = select_rows(
        "SELECT count(*), coalesce(max(id) FILTER (WHERE state = 'CLOSED'), 0) FROM orders_order"
    )[0]
    for first in range(stored, until, FILL_BATCH):
        with transaction.atomic():
            execute("SELECT bench_take_in(%s, %s, false, false)", [min(FILL_BATCH, until - first), f"fill-{first}"])
            leaving = select_rows("SELECT max(id) FROM orders_order")[0][0] - OPEN_ORDERS
            if leaving > shipped:
                execute("SELECT bench_ship(%s, %s)", [shipped + 1, leaving])
                shipped = leaving
        if first % 50_000 < FILL_BATCH:
            say(f"{first} orders stored")
    # The worker has heard all of it.
    execute("DELETE FROM procrastinate_jobs")
    execute("DELETE FROM inventory_stockchange")
    execute("VACUUM ANALYZE")


def _measure(tag: str) -> dict[str, dict[str, float]]:
    """Take turns with the limit, each round from a checkpoint on."""
    found: dict[str, list[float]] = defaultdict(list)
    for turn in range(ROUNDS):
        for who, take in (("kontor", kontor_batches), ("limit", limit_batches)):
            execute("CHECKPOINT")
            first = take(f"{tag}{who}{turn}", FIRST_BATCHES, BATCH, hot=False)
            rest = take(f"{tag}{who}{turn}b", BATCHES - FIRST_BATCHES, BATCH, hot=False)
            found[f"{who}_right_after_checkpoint"].append(first)
            found[f"{who}_later"].append(rest)
            found[who].append(BATCHES / (FIRST_BATCHES / first + (BATCHES - FIRST_BATCHES) / rest))
        say(f"{tag}, round {turn + 1}: Kontor {found['kontor'][-1]:.0f}/s, limit {found['limit'][-1]:.0f}/s")
    return {who: spread(rates) for who, rates in found.items()}
