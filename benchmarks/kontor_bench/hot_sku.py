"""All orders on one SKU beside orders over all SKUs."""

from __future__ import annotations

from typing import Any

from kontor.cli.progress import say
from kontor.platform.sql.bulk import execute
from kontor_bench.ground import bench_database, spread, surroundings
from kontor_bench.http import load, web_server
from kontor_bench.intake import BATCH, kontor_batches, limit_batches

CONNECTIONS = 32


def bench_hot_sku(*, rounds: int, batches: int, seconds: float) -> dict[str, Any]:
    """The hot figure over the uniform figure of the same round, in batches and over HTTP, with the limit's beside it."""
    with bench_database() as url:
        kontor_batches("warm", 2, BATCH, hot=False)
        batch_ratios: list[float] = []
        limit_ratios: list[float] = []
        for turn in range(rounds):
            execute("CHECKPOINT")
            uniform = kontor_batches(f"u{turn}", batches, BATCH, hot=False)
            hot = kontor_batches(f"h{turn}", batches, BATCH, hot=True)
            batch_ratios.append(hot / uniform)
            limit_uniform = limit_batches(f"lu{turn}", batches, BATCH, hot=False)
            limit_ratios.append(limit_batches(f"lh{turn}", batches, BATCH, hot=True) / limit_uniform)
            say(f"batches, round {turn + 1}: uniform {uniform:.0f}/s, hot {hot:.0f}/s")
        http_ratios: list[float] = []
        p99: list[float] = []
        with web_server(url) as (port, key, _):
            load(port, key, "warm", seconds=2, connections=CONNECTIONS)
            for turn in range(rounds):
                execute("CHECKPOINT")
                plain = load(port, key, f"hu{turn}", seconds=seconds, connections=CONNECTIONS)
                heated = load(port, key, f"hh{turn}", seconds=seconds, connections=CONNECTIONS, hot=True)
                http_ratios.append(heated["orders_per_s"] / plain["orders_per_s"])
                p99.append(heated["p99_ms"])
                say(f"http, round {turn + 1}: uniform {plain['orders_per_s']}/s, hot {heated['orders_per_s']}/s")
        return {
            "bench": "hot-sku",
            "ratio": spread(batch_ratios)["median"],
            "batches": spread(batch_ratios),
            "ratio_http": spread(http_ratios)["median"],
            "http": spread(http_ratios),
            "http_hot_p99_ms": spread(p99),
            "limit_batches": spread(limit_ratios),
            "surroundings": surroundings(),
        }
