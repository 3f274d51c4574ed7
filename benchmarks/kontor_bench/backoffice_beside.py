"""The pages of the back office while orders come in: 500 a second in bundles, by another process, into the same house.

It leaves those orders behind: use it on a house that was made to be looked at (``kontor demo --orders 1000000``).
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from typing import Any

from kontor.cli.progress import say
from kontor.kernel.errors import Refused
from kontor.orders.tables import Order
from kontor.platform.sql.bulk import execute
from kontor_bench.backoffice import HouseTooSmall, Page, log_in, measure_page, plan_pages, warm_up
from kontor_bench.ground import surroundings

_SEED = 5
# Of each kind of page so many addresses are asked, each so often: long enough that many bundles fall into it.
MOST_EACH, ROUNDS = 30, 3


class IntakeEnded(Refused):
    """The orders beside the pages stopped coming in; what was measured then says nothing."""

    code = "bench.intake_ended"


def bench_backoffice_beside(*, each: int = MOST_EACH) -> dict[str, Any]:
    """Measure the pages while orders come in."""
    before = Order.objects.count()
    if not before:
        raise HouseTooSmall
    execute("SET statement_timeout = 0")
    rng, client = random.Random(_SEED), log_in()
    warm_up(client)
    planned = [(name, list(addresses)[:each]) for name, addresses, _rounds in plan_pages(rng, each)]
    pages: dict[str, Page] = {}
    with subprocess.Popen(
        [sys.executable, "-m", "kontor_bench.beside"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as intake:
        assert intake.stdin is not None
        assert intake.stdout is not None
        intake.stdout.readline()
        for name, addresses in planned:
            page = pages.setdefault(name, Page())
            for address in addresses:
                measure_page(client, page, address, ROUNDS)
            say(f"{name}: {page.told()}")
        if intake.poll() is not None:
            raise IntakeEnded
        intake.stdin.close()
        taken = json.loads(intake.stdout.read())
    told = {name: page.told() for name, page in pages.items()}
    return {
        "bench": "backoffice_beside", "orders": before, "intake": taken, "pages": told,
        "grid_p95_ms": max(it["p95_ms"] for name, it in told.items() if name.startswith("grid")),
        "search_p95_ms": told["search"]["p95_ms"], "order_p95_ms": told["order"]["p95_ms"],
        "dashboard_p95_ms": told["dashboard"]["p95_ms"], "surroundings": surroundings(),
    }  # fmt: skip
