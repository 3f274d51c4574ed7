"""One order per HTTP request beside one order per transaction in pure SQL."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psutil
import psycopg
from django.db import transaction

from kontor.access.public import create_api_key
from kontor.cli.processes import Program, web_command
from kontor.cli.progress import say
from kontor.kernel.actor import SYSTEM
from kontor.kernel.clock import read_clock
from kontor.platform.sql.bulk import execute
from kontor_bench.ground import bench_database, count_rows, rows_per_order, spread, surroundings

LIMIT_CLIENTS = (4, 16)
# Each round begins with a checkpoint, after which PostgreSQL writes whole pages for a moment; in life that moment
# comes every quarter of an hour. The load is on, but what is answered in it is not counted.
LEAD_S = 1.0


@contextmanager
def web_server(url: str) -> Iterator[tuple[int, str, int]]:
    """Start a web server on the bench's database; yields port, key and process id."""
    with transaction.atomic():
        key = create_api_key(name="bench", capabilities=["orders:write", "payments:write"], at=read_clock(), by=SYSTEM)
    with web_on(url) as (port, pid):
        yield port, key, pid


@contextmanager
def web_on(url: str) -> Iterator[tuple[int, int]]:
    """Start a web server on a database; yields port and process id."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program = Program("web", web_command(port, "127.0.0.1"), {"DATABASE_URL": url, "KONTOR_HOSTS": "127.0.0.1"})
    program.start()
    try:
        for _ in range(120):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/openapi.json", timeout=2):
                    break
            except (urllib.error.URLError, OSError):
                time.sleep(0.25)
        assert program.process is not None
        yield port, program.process.pid
    finally:
        program.stop()
        program.wait(time.monotonic() + 15)


def load(port: int, key: str, tag: str, *, seconds: float, connections: int, hot: bool = False) -> dict[str, Any]:
    """Let the load generator loose; returns its figures. Every answer must be 201."""
    order = {
        "port": port, "key": key, "connections": connections, "seconds": seconds, "lead_s": LEAD_S, "tag": tag, "hot": hot,
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "kontor_bench.load"], input=json.dumps(order), capture_output=True, text=True,
        check=True, timeout=seconds + 90,
    )  # fmt: skip
    result: dict[str, Any] = json.loads(done.stdout)
    if set(result["statuses"]) != {"201"}:
        raise RuntimeError(f"the bench was answered {result['statuses']}")
    return result


def limit_singles(url: str, tag: str, *, seconds: float, clients: int, hot: bool = False) -> float:
    """Run one order per transaction in pure SQL on so many connections; return orders per second."""
    counts = [0] * clients
    until = time.perf_counter() + seconds

    def work(client: int) -> None:
        with psycopg.connect(url, autocommit=True) as mine:
            while time.perf_counter() < until:
                mine.execute(
                    "SELECT bench_take_in(1, %s, %s, true)",
                    [f"{tag}-{client}-{counts[client]}", hot],
                    prepare=True,
                )
                counts[client] += 1

    threads = [threading.Thread(target=work, args=(client,)) for client in range(clients)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - started)


def memory_mb(pid: int) -> float:
    """Return the resident memory of the largest process of the web server."""
    root = psutil.Process(pid)
    largest: int = max(each.memory_info().rss for each in [root, *root.children(recursive=True)])
    return round(largest / 1e6, 1)


def bench_http(*, rounds: int, seconds: float, connections: int) -> dict[str, Any]:
    """Orders over HTTP, one a request, and the best that pure SQL does one by one; in turns."""
    with bench_database() as url, web_server(url) as (port, key, pid):
        load(port, key, "warm", seconds=2, connections=connections)
        limit_singles(url, "warml", seconds=1, clients=4)
        ours: list[dict[str, Any]] = []
        limits: list[float] = []
        best_clients: list[int] = []
        memory = 0.0
        before = count_rows()
        for turn in range(rounds):
            execute("CHECKPOINT")
            ours.append(load(port, key, f"k{turn}", seconds=seconds, connections=connections))
            memory = max(memory, memory_mb(pid))
            if turn == 0:
                middle = count_rows()
            tried = {
                clients: limit_singles(url, f"l{turn}-{clients}", seconds=seconds / 2, clients=clients)
                for clients in LIMIT_CLIENTS
            }
            limits.append(max(tried.values()))
            best_clients.append(max(tried, key=lambda clients: tried[clients]))
            say(f"round {turn + 1}: Kontor {ours[-1]['orders_per_s']}/s p99 {ours[-1]['p99_ms']} ms, limit {tried}")
        ratios = [mine["orders_per_s"] / limit for mine, limit in zip(ours, limits, strict=True)]
        first = sum(ours[0]["statuses"].values())
        return {
            "bench": "http",
            "ratio": spread(ratios)["median"],
            "ratios": spread(ratios),
            "connections": connections,
            "lead_s": LEAD_S,
            "kontor_orders_per_s": spread([mine["orders_per_s"] for mine in ours]),
            "limit_orders_per_s": spread(limits),
            "limit_clients": best_clients,
            "latency_ms": {
                name: spread([mine[name] for mine in ours]) for name in ("p50_ms", "p95_ms", "p99_ms", "max_ms")
            },
            "web_memory_mb": memory,
            "rows_per_order": {"kontor": rows_per_order(before, middle, first)},
            "surroundings": surroundings(),
        }
