"""The load generator: keep-alive connections over raw sockets, one request at a time each; a program of its own.

Reads one JSON object from standard input ({port, key, connections, seconds, lead_s, tag, hot}) and prints one.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from typing import Any

PEOPLE = 20_000
SKUS = 20_000


def _request(key: str, tag: str, number: int, rng: random.Random, *, hot: bool) -> bytes:
    lines = ", ".join(
        f'{{"sku": "C{1 if hot else rng.randrange(SKUS) + 1}", "quantity": 2, "unit_price": "9.99",'
        ' "title": "Article of the bench"}'
        for _ in range(3)
    )
    body = (
        f'{{"channel": "bench", "external_id": "{tag}-{number}", "currency": "EUR", "payment": "paid", "total": "59.94",'
        ' "ship_to": {"name": "Erika Mustermann", "street": "Musterweg 1", "postal_code": "50667", "city": "Köln",'
        f' "country": "DE", "email": "buyer{rng.randrange(PEOPLE)}@example.org"}}, "lines": [{lines}]}}'
    ).encode()
    head = (
        f"POST /api/v1/orders HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}\r\n"
        f"Idempotency-Key: {tag}-{number}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class _Connection(asyncio.Protocol):
    """One client that sends its next order when the last one is answered."""

    def __init__(self, load: Load) -> None:
        self.load = load
        self.buffer = b""
        self.sent_at = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.send()

    def send(self) -> None:
        if time.perf_counter() >= self.load.until:
            self.transport.close()
            return
        self.sent_at = time.perf_counter()
        self.transport.write(self.load.next_request())

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        head = self.buffer.find(b"\r\n\r\n")
        if head < 0:
            return
        lower = self.buffer[:head].lower()
        start = lower.find(b"content-length:")
        length = int(lower[start + 15 :].split(b"\r\n", 1)[0]) if start >= 0 else 0
        if len(self.buffer) < head + 4 + length:
            return
        self.load.answered(int(self.buffer[9:12]), self.sent_at)
        self.buffer = b""
        self.send()

    def connection_lost(self, exc: Exception | None) -> None:
        self.load.closed()


class Load:
    """All connections of one run."""

    def __init__(self, order: dict[str, Any]) -> None:
        self.order = order
        self.rng = random.Random(order["tag"])
        self.number = 0
        self.until = 0.0
        self.counted_from = 0.0
        self.latencies: list[float] = []
        self.statuses: dict[int, int] = {}
        self.open = order["connections"]
        self.done = asyncio.Event()

    def next_request(self) -> bytes:
        """Return the next order as bytes."""
        self.number += 1
        return _request(self.order["key"], self.order["tag"], self.number, self.rng, hot=self.order["hot"])

    def answered(self, status: int, sent_at: float) -> None:
        """Count an answer; those of the lead-in only by their status."""
        self.statuses[status] = self.statuses.get(status, 0) + 1
        if sent_at >= self.counted_from:
            self.latencies.append(time.perf_counter() - sent_at)

    def closed(self) -> None:
        """Count a closed connection."""
        self.open -= 1
        if self.open == 0:
            self.done.set()

    async def run(self) -> dict[str, Any]:
        """Load the server for the seconds asked for."""
        loop = asyncio.get_running_loop()
        started = time.perf_counter()
        self.counted_from = started + self.order["lead_s"]
        self.until = self.counted_from + self.order["seconds"]
        for _ in range(self.order["connections"]):
            await loop.create_connection(lambda: _Connection(self), "127.0.0.1", self.order["port"])
        await asyncio.wait_for(self.done.wait(), self.order["lead_s"] + self.order["seconds"] + 30)
        took = time.perf_counter() - self.counted_from
        ranked = sorted(self.latencies)

        def percentile(part: float) -> float:
            return round(ranked[min(len(ranked) - 1, int(len(ranked) * part))] * 1000, 2) if ranked else 0.0

        return {
            "orders_per_s": round(len(ranked) / took, 1),
            "statuses": self.statuses,
            "p50_ms": percentile(0.5), "p95_ms": percentile(0.95), "p99_ms": percentile(0.99),
            "max_ms": percentile(1.0),
        }  # fmt: skip


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(Load(json.loads(sys.stdin.read())).run())))
