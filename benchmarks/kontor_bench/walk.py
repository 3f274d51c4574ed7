"""The whole way without people: paid orders from intake to open fulfilment orders."""

from __future__ import annotations

import random
import time
from typing import Any

from django.db import transaction

from kontor.cli.progress import say
from kontor.flows.selling.intake import accept_orders
from kontor.kernel.clock import read_clock
from kontor.platform.post.worker import run_jobs
from kontor.platform.sql.bulk import select_rows
from kontor_bench.ground import bench_database, make_order, surroundings
from kontor_bench.intake import BATCH, BY

GOAL_S = 30


def bench_walk(*, orders: int) -> dict[str, Any]:
    """Take the orders in, then let one worker walk them; the clock stops when the last job is done."""
    rng = random.Random(1)
    with bench_database():
        made = [make_order(f"w-{number}", rng, hot=False) for number in range(orders)]
        started = time.perf_counter()
        for first in range(0, orders, BATCH):
            with transaction.atomic():
                accept_orders(incoming=made[first : first + BATCH], at=read_clock(), by=BY)
        taken_in = time.perf_counter() - started
        say(f"taken in after {taken_in:.1f} s")
        jobs = 0
        while select_rows("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo' AND scheduled_at IS NULL")[0][
            0
        ]:
            run_jobs(wait=False)
            jobs += 1
        took = time.perf_counter() - started
        counts = dict(select_rows("SELECT state, count(*) FROM orders_order GROUP BY state"))
        opened = select_rows("SELECT count(DISTINCT order_id) FROM fulfilment_fulfilmentorder WHERE state = 'OPEN'")[0][
            0
        ]
        decided = select_rows("SELECT count(DISTINCT order_id) FROM sourcing_sourcingdecision")[0][0]
        aside = select_rows("SELECT count(*) FROM platform_setaside WHERE closed_at IS NULL")[0][0]
        return {
            "bench": "walk",
            "ratio": round(took / GOAL_S, 4),
            "goal_s": GOAL_S,
            "orders": orders,
            "seconds": round(took, 2),
            "seconds_of_intake": round(taken_in, 2),
            "orders_per_s": round(orders / took, 1),
            "orders_released": counts.get("RELEASED", 0),
            "orders_with_open_fulfilment": opened,
            "orders_with_decision": decided,
            "set_aside": aside,
            "surroundings": surroundings(),
        }
