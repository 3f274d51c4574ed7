"""What each figure of a benchmark must be: the promises of docs/explanation/how-fast.md, judged by the program that measures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Must:
    """One promise: where the figure stands in the result (``latency_ms.p99_ms.median``), and its bounds, both included."""

    figure: str
    at_least: float | None = None
    at_most: float | None = None

    def judge(self, result: dict[str, Any]) -> dict[str, Any]:
        """Return the figure beside what it must be, and whether it holds; a figure that is not there does not."""
        found: Any = result
        for name in self.figure.split("."):
            found = found.get(name) if isinstance(found, dict) else None
        bounds = {name: bound for name in ("at_least", "at_most") if (bound := getattr(self, name)) is not None}
        holds = (
            isinstance(found, int | float)
            and (self.at_least is None or found >= self.at_least)
            and (self.at_most is None or found <= self.at_most)
        )
        return {"is": found, **bounds, "holds": holds}


MUSTS: dict[str, tuple[Must, ...]] = {
    "intake": (
        Must("ratio", at_least=0.4),
        Must("round_trips_per_order.full_batch", at_most=0.1),
        Must("round_trips_per_order.alone", at_most=12),
    ),
    "http": (Must("ratio", at_least=0.5), Must("web_memory_mb", at_most=250)),
    "hot_sku": (Must("ratio", at_least=0.9), Must("ratio_http", at_least=0.7)),
    "walk": (Must("seconds", at_most=30), Must("set_aside", at_most=0)),
    "growth": (Must("ratio", at_most=1.2),),
    "channels": (
        Must("stock_fan_out.seconds", at_most=20),
        Must("idle_poll_cpu_ms.most", at_most=10),
        Must("outage.seconds", at_most=180),
        Must("outage.lost", at_most=0),
        Must("outage.doubled", at_most=0),
    ),
    "backoffice": (
        Must("orders", at_least=1_000_000),
        Must("grid_p95_ms", at_most=100),
        Must("search_p95_ms", at_most=200),
        Must("order_p95_ms", at_most=100),
        Must("dashboard_p95_ms", at_most=300),
        Must("most_queries", at_most=30),
        Must("most_kb", at_most=300),
    ),
    "backoffice_beside": (
        Must("intake.per_s", at_least=480),
        Must("grid_p95_ms", at_most=200),
        Must("search_p95_ms", at_most=400),
        Must("order_p95_ms", at_most=200),
        Must("dashboard_p95_ms", at_most=600),
    ),
    "invoices": (Must("invoices_per_s_per_core", at_least=20), Must("statement.seconds", at_most=10)),
}


def judge(name: str, result: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return each promise of a benchmark with the figure that was measured."""
    return {must.figure: must.judge(result) for must in MUSTS[name]}
