"""Channels: how fast stock reaches all of them, how soon an outage is caught up, and what overselling a buffer prevents."""

from __future__ import annotations

import time
from typing import Any

from django.db import transaction

from kontor.cli.check import evaluate
from kontor.cli.progress import say
from kontor.cli.simulate import STAGES
from kontor.inventory.public import GoodsIn, receive_stock
from kontor.kernel.actor import SYSTEM
from kontor.kernel.clock import read_clock
from kontor.platform.post.worker import run_jobs
from kontor.platform.sql.bulk import execute, select_rows
from kontor_bench.ground import bench_database, surroundings
from kontor_bench.market import Market, forget_limits
from kontor_bench.selling import sell

SKUS = 1_000


def bench_channels(*, purchases: int, backlog: int, risk: float) -> dict[str, Any]:
    """Run the trials one after the other on the same market."""
    with bench_database(skus=SKUS):
        execute("UPDATE channels_channel SET active = false WHERE code = 'bench'")
        market = Market(SKUS)
        try:
            fan_out = _fan_out(market)
            say(f"stock: {fan_out}")
            idle = _idle_poll(market)
            say(f"idle poll: {idle} ms CPU")
            outage = _outage(market, backlog)
            say(f"outage: {outage}")
            selling = sell(market, purchases, risk)
            say(f"selling: {selling}")
            broken = [row["id"] for row in evaluate() if not row["holds"]]
        finally:
            market.stop()
        return {
            "bench": "channels",
            "ratio": round(fan_out["seconds"] / 20, 4),
            "stock_fan_out": fan_out,
            "idle_poll_cpu_ms": idle,
            "outage": outage,
            "selling": selling,
            "invariants_broken": broken,
            "surroundings": surroundings(),
        }


def _fan_out(market: Market) -> dict[str, Any]:
    """Change a thousand SKUs at once and wait until all seven plays have the right quantities."""
    market.refresh()
    run_jobs(wait=False)
    forget_limits()
    before = market.calls()
    skus = dict(select_rows("SELECT code, id FROM catalog_sku WHERE code LIKE 'B%%'"))
    place = select_rows("SELECT min(id) FROM locations_location")[0][0]
    at = read_clock()
    with transaction.atomic():
        goods = [GoodsIn(sku_id, place, 7, "bench change") for sku_id in skus.values()]
        receive_stock(goods=goods, at=at, by=SYSTEM)
    started = time.perf_counter()
    while time.perf_counter() - started < 120:
        market.tick()
        if all(_is_right(stage) for stage in market.stages.values()):
            break
    seconds = round(time.perf_counter() - started, 2)
    after = market.calls()
    right = {name: _is_right(stage) for name, stage in market.stages.items()}
    return {"seconds": seconds, "all_right": all(right.values()), "calls": {n: after[n] - before[n] for n in after}}


def _is_right(stage: Any) -> bool:
    """Both locations hold fifty million and the seven more that came."""
    return all(offer.quantity == 100_000_007 for offer in stage.world.offers.values())


def _idle_poll(market: Market) -> dict[str, float]:
    """Poll every account where nothing happened; return CPU milliseconds per poll, ours alone."""
    from kontor.channels.tasks import poll_channel  # noqa: PLC0415 - needs loaded apps

    for channel in market.channels.values():
        poll_channel.func(channel_id=channel.id)
    rounds = 5
    costs = {}
    for name, channel in market.channels.items():
        forget_limits()
        started = time.thread_time()
        for _ in range(rounds):
            poll_channel.func(channel_id=channel.id)
        costs[name] = round((time.thread_time() - started) / rounds * 1000, 2)
    return {"most": max(costs.values()), **costs}


def _outage(market: Market, backlog: int) -> dict[str, Any]:
    """Every channel is away for an hour while buyers go on; then all is caught up, nothing lost or doubled."""
    for stage in market.stages.values():
        stage.faults.set_rates({"unavailable": 1.0})
    market.poll_all()
    each = -(-backlog // len(market.stages))
    for stage in market.stages.values():
        for _ in range(each):
            stage.world.buy()
    failed = select_rows("SELECT count(*) FROM channels_connection WHERE failures > 0")[0][0]
    for stage in market.stages.values():
        stage.faults.clear()
    forget_limits()
    # The hour is over: what was to be fetched then is fetched now.
    expected = {(name, number) for name, stage in market.stages.items() for number in stage.world.orders}
    started = time.perf_counter()
    while time.perf_counter() - started < 600:
        market.poll_all()
        if _orders_in() >= len(expected):
            break
    seconds = round(time.perf_counter() - started, 2)
    there = _order_keys()
    return {
        "orders": len(expected), "seconds": seconds, "accounts_that_failed": failed,
        "lost": len(expected - set(there)), "doubled": len(there) - len(set(there)),
    }  # fmt: skip


def _orders_in() -> int:
    rows = select_rows(
        "SELECT count(*) FROM orders_order o JOIN channels_channel c ON c.id = o.channel_id WHERE c.code = ANY(%s)",
        [list(STAGES)],
    )
    return int(rows[0][0])


def _order_keys() -> list[tuple[str, str]]:
    return [
        (row[0], row[1])
        for row in select_rows(
            "SELECT c.code, o.external_id FROM orders_order o JOIN channels_channel c ON c.id = o.channel_id"
            " WHERE c.code = ANY(%s)",
            [list(STAGES)],
        )
    ]
