"""What overselling a buffer prevents: buyers on seven channels want the same scarce goods, with the buffer and without it."""

from __future__ import annotations

import multiprocessing
import random
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from asgiref.sync import SyncToAsync
from django.db import connections, transaction

from kontor.channels.public import measure_delays, slowest
from kontor.channels.tables import Channel
from kontor.cli.progress import say
from kontor.cli.simulate import STAGES
from kontor.connectors.transport import close_client
from kontor.flows.market.offers import measure_demand
from kontor.kernel.clock import read_clock
from kontor.platform.outside.registry import list_connectors
from kontor.platform.post.worker import run_jobs
from kontor.platform.sql.bulk import execute, select_rows
from kontor_bench.market import Market, forget_limits

# So many come a second; Kontor, seven simulators and PostgreSQL share the same two cores.
BUYERS_PER_S = 60
# Minutes pass in seconds here.
POLL_EVERY_S = 5
PIECES_OF_A_PURCHASE = 1.25
# So many in a row find nothing at all: the shelves are empty.
GONE = 700
MILD = {"too_many": 0.004, "broken": 0.004, "unavailable": 0.003, "silence": 0.003, "maintenance": 0.002}


class _Buyers(threading.Thread):
    """Buyers who come at a steady rate, on all channels in turn, while Kontor works.

    Each wants one article and leaves where his channel does not offer it.
    """

    def __init__(self, stages: list[Any], purchases: int) -> None:
        super().__init__(daemon=True)
        self._stages, self._wanted = stages, purchases
        self._rng = random.Random(purchases)
        self.bought = 0

    def run(self) -> None:
        """Buy until enough is bought, or hardly anything is left, or twice as many came as were to buy."""
        came = missed = 0
        started = time.perf_counter()
        articles = list(self._stages[0].world.offers)
        while self.bought < self._wanted and missed < GONE and came < 2 * self._wanted:
            order = self._stages[came % len(self._stages)].world.buy(sku=self._rng.choice(articles))
            came += 1
            self.bought += order is not None
            missed = 0 if order is not None else missed + 1
            time.sleep(max(0.0, started + came / BUYERS_PER_S - time.perf_counter()))


def sell(market: Market, purchases: int, risk: float) -> dict[str, Any]:
    """Buyers on seven channels want the same scarce goods; once without a buffer, once with the computed one.

    Days pass in seconds here, so the windows of two polls overlap by a second, not by minutes.
    """
    for name in STAGES:
        connector = list_connectors()[name].make
        connector.manifest = replace(connector.manifest, overlap=timedelta(seconds=1))
    execute("UPDATE channels_connection SET orders_until = now()")
    without = _sell_once(market, purchases // 2, None)
    say(f"without a buffer: {without}")
    with_buffer = _sell_once(market, purchases // 2, risk)
    return {
        "purchases": purchases,
        "accepted_risk": risk,
        "without_buffer": without,
        "with_computed_buffer": with_buffer,
    }


def _sell_once(market: Market, purchases: int, risk: float | None) -> dict[str, Any]:
    _make_scarce(purchases)
    Channel.objects.filter(code__in=STAGES).update(oversell_risk=None if risk is None else Decimal(str(risk)))
    began = read_clock()
    market.refresh()
    run_jobs(wait=False)
    for stage in market.stages.values():
        stage.faults.set_rates(MILD)
    short_before, ordered_before = _short_pieces(), _ordered_pieces()
    stages = list(market.stages.values())
    buyers = _Buyers(stages, purchases)
    with _kontor_at_work():
        buyers.start()
        while buyers.is_alive():
            time.sleep(POLL_EVERY_S)
            forget_limits()
            execute("UPDATE channels_connection SET next_poll_at = now()")
            if risk is not None:
                _measure_demand(began)
    bought = buyers.bought
    for stage in stages:
        stage.faults.clear()
    for _ in range(6):
        forget_limits()
        market.poll_all()
        market.tick()
    short = _short_pieces() - short_before
    sold_out = select_rows(
        "SELECT count(*) FROM (SELECT sku_id FROM inventory_balance GROUP BY sku_id HAVING sum(on_hand - reserved) = 0) AS gone"
    )[0][0]
    left = select_rows("SELECT coalesce(sum(on_hand - reserved), 0)::bigint FROM inventory_balance")[0][0]
    ordered = _ordered_pieces() - ordered_before
    internal = select_rows("SELECT count(*) FROM inventory_balance WHERE reserved > on_hand")[0][0]
    return {
        "purchases": bought, "pieces": ordered, "skus_sold_out": sold_out, "pieces_left": left, "internal_oversell": internal,
        "channel_oversold_pieces": short,
        "share": round(short / ordered, 5) if ordered else 0.0, "seconds_until_known": _latencies(),
    }  # fmt: skip


@contextmanager
def _kontor_at_work() -> Iterator[None]:
    """Let the worker work, in a process of its own as it does everywhere."""
    connections.close_all()
    close_client()
    worker = multiprocessing.get_context("fork").Process(target=_work, daemon=True)
    worker.start()
    try:
        yield
    finally:
        worker.terminate()
        worker.join(timeout=60)
        worker.kill()


def _work() -> None:
    """Run jobs until told to stop. A forked process has none of the threads of its parent, so asgiref's is made anew."""
    SyncToAsync.single_thread_executor = ThreadPoolExecutor(max_workers=1)
    run_jobs(wait=True)


def _latencies(risk: float = 0.05) -> dict[str, float]:
    """Return within how many seconds nineteen sales in twenty were taken in, and nineteen changes in twenty were known there."""
    delays = measure_delays()
    names = dict(Channel.objects.values_list("id", "code"))
    told = {names[channel]: waits for channel, waits in delays.told.items()}
    return {"sale": round(slowest(delays.heard, risk), 1)} | {
        name: round(slowest(it, risk), 1) for name, it in told.items()
    }


def _measure_demand(began: datetime) -> None:
    """Days pass in seconds here, so demand is counted over seconds: all that have passed, and the last fifteen."""
    now = read_clock()
    passed = max(1.0, (now - began).total_seconds())
    with transaction.atomic():
        measure_demand(at=now, long_days=passed / 86_400, short_days=min(15.0, passed) / 86_400)


def _make_scarce(purchases: int) -> None:
    """Leave about as many pieces as are wanted, unevenly: most SKUs run out, each at another time."""
    execute("DELETE FROM inventory_stockchange")
    rows = select_rows(
        "SELECT b.sku_id, b.location_id, b.on_hand - b.reserved FROM inventory_balance b"
        " JOIN catalog_sku s ON s.id = b.sku_id ORDER BY b.sku_id, b.location_id"
    )
    rng = random.Random(purchases)
    wanted_of_each = purchases * PIECES_OF_A_PURCHASE / len({row[0] for row in rows})
    left = {sku: max(3, int(wanted_of_each * rng.uniform(0.5, 1.9))) for sku in sorted({row[0] for row in rows})}
    with transaction.atomic():
        for kind, wanted in (("adjust_down", False), ("adjust_up", True)):
            picked = []
            for place, (sku, location, free) in enumerate(rows):
                target = 0 if place % 2 else left[sku]
                if (free < target) == wanted and free != target:
                    picked.append((sku, location, abs(target - free)))
            execute(
                "INSERT INTO inventory_stockmove (sku_id, location_id, kind, quantity, cause, at, by)"
                " SELECT sku, location, %s, quantity, 'bench:' || clock_timestamp() || ':' || %s, now(), 'system:bench'"
                " FROM unnest(%s::bigint[], %s::bigint[], %s::int[]) AS row(sku, location, quantity)",
                [kind, kind, [row[0] for row in picked], [row[1] for row in picked], [row[2] for row in picked]],
            )


def _short_pieces() -> int:
    return int(select_rows("SELECT coalesce(sum(short), 0) FROM orders_orderline")[0][0])


def _ordered_pieces() -> int:
    return int(select_rows("SELECT coalesce(sum(ordered), 0) FROM orders_orderline")[0][0])
