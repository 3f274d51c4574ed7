"""`kontor bench`: Kontor beside the limit of pure SQL, in one run."""

from __future__ import annotations

from typing import Annotated, Any

import typer

app = typer.Typer(
    help="Measure Kontor beside the limit of pure SQL, in one run; exits with 1 where a figure is not what it must be.",
    no_args_is_help=True,
)

Json = Annotated[bool, typer.Option("--json", help="One JSON object on standard output, all else on standard error.")]


def measure(name: str, *, as_json: bool, **options: Any) -> int:
    """Measure, once Django is wanted; `kontor --help` must not wait for it."""
    from kontor_bench.report import measure as measure_it  # noqa: PLC0415 - see above

    return measure_it(name, as_json=as_json, **options)


@app.command("intake")
def bench_intake(rounds: int = 5, batches: int = 6, json: Json = False) -> None:
    """Batches of 500 orders with three lines; round trips, and the cost per order as the tables grow."""
    raise typer.Exit(measure("intake", as_json=json, rounds=rounds, batches=batches))


@app.command("http")
def bench_http(rounds: int = 3, seconds: float = 8, connections: int = 32, json: Json = False) -> None:
    """One order per HTTP request."""
    raise typer.Exit(measure("http", as_json=json, rounds=rounds, seconds=seconds, connections=connections))


@app.command("hot-sku")
def bench_hot_sku(rounds: int = 3, batches: int = 4, seconds: float = 6, json: Json = False) -> None:
    """All orders on one SKU beside orders over all SKUs, in batches and over HTTP."""
    raise typer.Exit(measure("hot_sku", as_json=json, rounds=rounds, batches=batches, seconds=seconds))


@app.command("walk")
def bench_walk(orders: int = 10_000, json: Json = False) -> None:
    """Paid orders from intake to open fulfilment orders, without people, one worker."""
    raise typer.Exit(measure("walk", as_json=json, orders=orders))


@app.command("growth")
def bench_growth(orders: int = 1_000_000, json: Json = False) -> None:
    """Cost per order at ten thousand stored orders and at a million."""
    raise typer.Exit(measure("growth", as_json=json, orders=orders))


@app.command("channels")
def bench_channels(purchases: int = 100_000, backlog: int = 10_000, risk: float = 0.01, json: Json = False) -> None:
    """Stock to seven channels, an outage caught up, overselling with and without the computed buffer."""
    raise typer.Exit(measure("channels", as_json=json, purchases=purchases, backlog=backlog, risk=risk))


@app.command("invoices")
def bench_invoices(invoices: int = 1_000, lines: int = 10_000, json: Json = False) -> None:
    """Invoices issued and written a second for each core, and a bank statement of many lines."""
    raise typer.Exit(measure("invoices", as_json=json, invoices=invoices, lines=lines))


@app.command("backoffice")
def bench_backoffice(pairs: int = 400, json: Json = False) -> None:
    """Pages of the back office over the orders of this house: server time, questions, bytes."""
    raise typer.Exit(measure("backoffice", as_json=json, pairs=pairs))


@app.command("backoffice-beside")
def bench_backoffice_beside(each: int = 30, json: Json = False) -> None:
    """The same pages while 500 orders a second are taken in beside them; leaves those orders in this house."""
    raise typer.Exit(measure("backoffice_beside", as_json=json, each=each))
