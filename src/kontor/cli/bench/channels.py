"""Channels: how fast stock reaches all of them, how soon an outage is caught up, and what overselling a buffer prevents."""

from __future__ import annotations

import importlib
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

from kontor.channels.public import (
    Access,
    Channel,
    connect_channel,
    list_articles,
    list_due_connections,
    measure_delays,
    slowest,
)
from kontor.cli.bench.ground import bench_database, surroundings
from kontor.cli.check import evaluate
from kontor.cli.progress import say
from kontor.cli.simulate import STAGES
from kontor.connectors.transport import close_client
from kontor.flows.offers import measure_demand, refresh_channel
from kontor.flows.reconciliation import learn_offers
from kontor.inventory.public import GoodsIn, receive_stock
from kontor.kernel.actor import SYSTEM
from kontor.kernel.clock import read_clock
from kontor.platform.bulk import execute, select_rows
from kontor.platform.connectors import list_connectors
from kontor.platform.jobs import defer_once
from kontor.platform.models import LegalEntity
from kontor.platform.worker import run_jobs

SKUS = 1_000
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


class _Market:
    """The seven played channels and one merchant."""

    def __init__(self, skus: int) -> None:
        self.stages: dict[str, Any] = {}
        self.channels: dict[str, Channel] = {}
        entity = LegalEntity.objects.get(code="BENCH")
        execute("DELETE FROM channels_listing")
        names = [f"B{n}" for n in range(1, skus + 1)]
        ids = dict(select_rows("SELECT code, id FROM catalog_sku WHERE code = ANY(%s)", [names]))
        for place, name in enumerate(STAGES):
            module = importlib.import_module(f"kontor.simulators.{name}")
            stage = module.STAGE(seed=place + 1).start()
            stage.world.put_offers([{"sku": sku, "quantity": 0, "price": "19.90"} for sku in names])
            card = list_connectors()[name].card
            at = read_clock()
            with transaction.atomic():
                channel = Channel.objects.create(
                    code=name, name=card.name, kind="marketplace", legal_entity=entity,
                    capabilities=sorted(card.capabilities),
                )  # fmt: skip
                list_articles(channel_id=channel.id, skus=ids)
                settings = {key: value.format(base_url=stage.base_url) for key, value in module.SETTINGS.items()}
                access = Access(name, stage.base_url, settings, module.SECRETS)
                connect_channel(channel_id=channel.id, access=access, since=at - timedelta(minutes=1), at=at, by=SYSTEM)
            learn_offers(channel_id=channel.id)
            self.stages[name], self.channels[name] = stage, channel

    def refresh(self) -> None:
        """Decide all offers anew."""
        for channel in self.channels.values():
            with transaction.atomic():
                refresh_channel(channel_id=channel.id, at=read_clock())

    def tick(self) -> None:
        """Do what the clock job does every two seconds, and all the jobs that follow from it."""
        from kontor.flows.tasks import tick_channels  # noqa: PLC0415 - needs loaded apps

        tick_channels.func(timestamp=0)
        run_jobs(wait=False)

    def poll_all(self) -> None:
        """Let every channel be polled now."""
        execute("UPDATE channels_connection SET next_poll_at = now()")
        for channel_id in list_due_connections(read_clock()):
            defer_once("kontor.poll_channel", queue="channels", key=f"poll:{channel_id}", channel_id=channel_id)
        run_jobs(wait=False)

    def calls(self) -> dict[str, int]:
        """Return how many calls each stage has had."""
        return {name: len(stage.calls) for name, stage in self.stages.items()}

    def stop(self) -> None:
        """End the plays."""
        close_client()
        for stage in self.stages.values():
            stage.stop()


def bench_channels(*, purchases: int, backlog: int, risk: float) -> dict[str, Any]:
    """Run the trials one after the other on the same market."""
    with bench_database(skus=SKUS):
        execute("UPDATE channels_channel SET active = false WHERE code = 'bench'")
        market = _Market(SKUS)
        try:
            fan_out = _fan_out(market)
            say(f"stock: {fan_out}")
            idle = _idle_poll(market)
            say(f"idle poll: {idle} ms CPU")
            outage = _outage(market, backlog)
            say(f"outage: {outage}")
            selling = _sell(market, purchases, risk)
            say(f"selling: {selling}")
            broken = [row["id"] for row in evaluate() if not row["holds"]]
        finally:
            market.stop()
        return {
            "bench": "channels",
            "ratio": round(fan_out["seconds"] / 20, 4),
            "goal": 1.0,
            "stock_fan_out": {**fan_out, "goal_s": 20},
            "idle_poll_cpu_ms": {**idle, "goal": 10},
            "outage": {**outage, "goal_s": 180},
            "selling": selling,
            "invariants_broken": broken,
            "surroundings": surroundings(),
        }


def _fan_out(market: _Market) -> dict[str, Any]:
    """Change a thousand SKUs at once and wait until all seven plays have the right quantities."""
    market.refresh()
    run_jobs(wait=False)
    _forget_limits()
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


def _forget_limits() -> None:
    """A day has passed: the channels' limits are full again."""
    execute("DELETE FROM channels_ratelevel")


def _idle_poll(market: _Market) -> dict[str, float]:
    """Poll every account where nothing happened; return CPU milliseconds per poll, ours alone."""
    from kontor.channels.tasks import poll_channel  # noqa: PLC0415 - needs loaded apps

    for channel in market.channels.values():
        poll_channel.func(channel_id=channel.id)
    rounds = 5
    costs = {}
    for name, channel in market.channels.items():
        _forget_limits()
        started = time.thread_time()
        for _ in range(rounds):
            poll_channel.func(channel_id=channel.id)
        costs[name] = round((time.thread_time() - started) / rounds * 1000, 2)
    return {"most": max(costs.values()), **costs}


def _outage(market: _Market, backlog: int) -> dict[str, Any]:
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
    _forget_limits()
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


def _sell(market: _Market, purchases: int, risk: float) -> dict[str, Any]:
    """Buyers on seven channels want the same scarce goods; once without a buffer, once with the computed one.

    Days pass in seconds here, so the windows of two polls overlap by a second, not by minutes.
    """
    for name in STAGES:
        connector = list_connectors()[name].make
        connector.card = replace(connector.card, overlap=timedelta(seconds=1))
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


def _sell_once(market: _Market, purchases: int, risk: float | None) -> dict[str, Any]:
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
            _forget_limits()
            execute("UPDATE channels_connection SET next_poll_at = now()")
            if risk is not None:
                _measure_demand(began)
    bought = buyers.bought
    for stage in stages:
        stage.faults.clear()
    for _ in range(6):
        _forget_limits()
        market.poll_all()
        market.tick()
    short = _short_pieces() - short_before
    sold_out = select_rows(
        "SELECT count(*) FROM (SELECT sku_id FROM inventory_balance GROUP BY sku_id HAVING sum(on_hand - reserved) = 0) AS gone"
    )[0][0]
    ordered = _ordered_pieces() - ordered_before
    internal = select_rows("SELECT count(*) FROM inventory_balance WHERE reserved > on_hand")[0][0]
    return {
        "purchases": bought, "pieces": ordered, "skus_sold_out": sold_out, "internal_oversell": internal,
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
