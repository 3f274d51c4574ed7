"""The ground of a benchmark: a database of its own on the server in use, with articles and stock."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from kontor.catalog.public import NewProduct, create_products
from kontor.channels.ports import IncomingOrder
from kontor.channels.public import list_articles
from kontor.channels.tables import Channel
from kontor.inventory.public import GoodsIn, receive_stock
from kontor.kernel.actor import SYSTEM
from kontor.kernel.clock import read_clock
from kontor.legal_entities.tables import LegalEntity
from kontor.locations.tables import Location
from kontor.platform.models import Counter
from kontor.platform.sql.bulk import execute, select_rows
from kontor.pricing.public import seed_tax_rates

BENCH_DATABASE = "kontor_bench"
SKUS = 20_000
PEOPLE = 20_000
LINES = 3
ROW_TABLES = (
    "customers_customer", "customers_customeraddress", "orders_order", "orders_orderline", "orders_lineentry",
    "inventory_reservation", "inventory_stockmove", "sourcing_sourcingdecision", "platform_event", "procrastinate_jobs",
    "platform_idempotencykey",
)  # fmt: skip


# Functions written by hand in SQL: the limit of intake, and how the orders of the past left.
SCRIPTS = ("limit.sql", "ship.sql")


def read_script(name: str) -> str:
    """Return a script that lies beside this file."""
    return (Path(__file__).parent / name).read_text()


@contextmanager
def bench_database(*, skus: int = SKUS) -> Iterator[str]:
    """Make the bench's database, fill it, and drop it at the end; yields its address."""
    url = os.environ["DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {BENCH_DATABASE} WITH (FORCE)")
        admin.execute(f"CREATE DATABASE {BENCH_DATABASE}")
    bench_url = urlunsplit(urlsplit(url)._replace(path=f"/{BENCH_DATABASE}"))
    connection.close()
    before = settings.DATABASES["default"]["NAME"]
    connection.settings_dict["NAME"] = BENCH_DATABASE
    os.environ["DATABASE_URL"] = bench_url
    try:
        call_command("migrate", verbosity=0)
        _fill(skus)
        yield bench_url
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
        os.environ["DATABASE_URL"] = url
        with psycopg.connect(url, autocommit=True) as admin:
            admin.execute(f"DROP DATABASE IF EXISTS {BENCH_DATABASE} WITH (FORCE)")


def _fill(skus: int) -> None:
    at = read_clock()
    execute("SET statement_timeout = 0")
    with transaction.atomic():
        entity = LegalEntity.objects.create(code="BENCH", name="Bench", country="DE", currency="EUR")
        places = [
            Location.objects.create(
                code=code, name=code, legal_entity=entity, country="DE", latitude=latitude, longitude=longitude,
                parcel_cost=Decimal(cost),
            )
            for code, latitude, longitude, cost in (("NEAR", 50.9, 7.0, "4.20"), ("FAR", 48.1, 11.6, "4.50"))
        ]  # fmt: skip
        channel = Channel.objects.create(
            code="bench", name="Bench", legal_entity=entity, capabilities=["split_shipment"]
        )
        seed_tax_rates()
        ids = create_products(products=[NewProduct(f"B{n}", f"Article {n}", weight_g=300) for n in range(1, skus + 1)])
        list_articles(channel_id=channel.id, skus={f"C{n}": ids[f"B{n}"] for n in range(1, skus + 1)})
        goods = [GoodsIn(sku, place.id, 50_000_000, "bench") for sku in ids.values() for place in places]
        receive_stock(goods=goods, at=at, by=SYSTEM)
        Counter.objects.create(name="bench_skus", last=skus)
        execute("DELETE FROM procrastinate_jobs")
    for name in SCRIPTS:
        execute(read_script(name))
    execute("RESET statement_timeout")
    # Only what is filled: a table that was analysed while empty is scanned from end to end by plans that are kept.
    execute("VACUUM ANALYZE catalog_product, catalog_sku, channels_listing, inventory_balance, inventory_stockmove")


def make_payload(external_id: str, rng: Any, *, hot: bool, payment: str = "paid") -> dict[str, Any]:
    """Return one order of three lines as a shop would send it."""
    return {
        "channel": "bench",
        "external_id": external_id,
        "currency": "EUR",
        "payment": payment,
        "ship_to": {
            "name": "Erika Mustermann", "street": "Musterweg 1", "postal_code": "50667", "city": "Köln", "country": "DE",
            "email": f"buyer{rng.randrange(PEOPLE)}@example.org",
        },
        "lines": [
            {"sku": f"C{1 if hot else rng.randrange(SKUS) + 1}", "quantity": 2, "unit_price": "9.99",
             "title": "Article of the bench"}
            for _ in range(LINES)
        ],
        "total": "59.94",
    }  # fmt: skip


def make_order(external_id: str, rng: Any, *, hot: bool) -> IncomingOrder:
    """Return the same as the value that connectors build."""
    return IncomingOrder.model_validate(make_payload(external_id, rng, hot=hot))


def count_rows() -> dict[str, int]:
    """Return how many rows the tables of intake hold."""
    return {table: select_rows(f"SELECT count(*) FROM {table}")[0][0] for table in ROW_TABLES}


def rows_per_order(before: dict[str, int], after: dict[str, int], orders: int) -> dict[str, float]:
    """Return what an order wrote, table by table, and in all."""
    rows = {table: round((after[table] - before[table]) / orders, 3) for table in ROW_TABLES}
    return {**rows, "in_all": round(sum(rows.values()), 3)}


def surroundings() -> dict[str, Any]:
    """Return what the figures were measured on."""
    names = (
        "server_version",
        "fsync",
        "synchronous_commit",
        "full_page_writes",
        "shared_buffers",
        "max_wal_size",
    )
    server = {name: select_rows(f"SHOW {name}")[0][0] for name in names}
    return {
        "postgresql": server,
        "python": platform.python_version(),
        "cpus": os.cpu_count(),
        "kontor": "0.1.0",
    }


def spread(values: list[float]) -> dict[str, float]:
    """Return minimum, median and maximum."""
    return {
        "min": round(min(values), 4), "median": round(statistics.median(values), 4), "max": round(max(values), 4),
    }  # fmt: skip
