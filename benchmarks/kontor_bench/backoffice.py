"""The pages of the back office over the orders that the house holds: server time, questions to the database, bytes, page by page.

It looks at the house in KONTOR_HOME and changes nothing in it but a session of a login; ``kontor demo --orders 1000000`` makes a
house to look at. Times are those of the view with its answer, measured in the process, without a network.
"""

from __future__ import annotations

import gzip
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kontor.access.tables import User
from kontor.backoffice.grid.registry import GRIDS
from kontor.backoffice.parts.conditions import BARE, Field, Kind, Op
from kontor.cli.progress import say
from kontor.customers.tables import Customer
from kontor.invoicing.tables import Invoice
from kontor.kernel.errors import Refused
from kontor.orders.tables import Order, OrderLine
from kontor.platform.sql.bulk import StatementCounter, execute, select_rows
from kontor.platform.start.collector import calm_the_collector
from kontor.platform.start.environment import read_setting
from kontor.shipping.tables import Parcel
from kontor_bench.ground import surroundings

_SEED = 5
# Each page is asked so often, after one time that is not counted.
ROUNDS = 9
# So many pairs of conditions are asked at most, chosen by chance.
MOST_PAIRS = 400


class HouseTooSmall(Refused):
    """There are no orders to look at; `kontor demo --orders 1000000` makes a house that has them."""

    code = "bench.house_too_small"


@dataclass
class Page:
    """What was measured of pages of a kind."""

    times_ms: list[float] = field(default_factory=list)
    queries: int = 0
    bytes_sent: int = 0
    slowest: str = ""

    def told(self) -> dict[str, Any]:
        """Return it as figures."""
        ordered = sorted(self.times_ms)
        return {
            "p50_ms": round(ordered[len(ordered) // 2], 1), "p95_ms": round(ordered[int(0.95 * (len(ordered) - 1))], 1),
            "most_ms": round(ordered[-1], 1), "asked": len(ordered), "queries": self.queries, "kb": round(self.bytes_sent / 1000),
            "slowest": self.slowest,
        }  # fmt: skip


def bench_backoffice(*, pairs: int = MOST_PAIRS) -> dict[str, Any]:
    """Measure the pages."""
    orders = select_rows("SELECT count(*) FROM orders_order")[0][0]
    if not orders:
        raise HouseTooSmall
    execute("SET statement_timeout = 0")
    rng, client = random.Random(_SEED), log_in()
    warm_up(client)
    pages: dict[str, Page] = {}
    for name, addresses, rounds in plan_pages(rng, pairs):
        page = pages.setdefault(name, Page())
        for address in addresses:
            measure_page(client, page, address, rounds)
        say(f"{name}: {page.told()}")
    told = {name: page.told() for name, page in pages.items()}
    return {
        "bench": "backoffice", "orders": orders, "pages": told,
        "grid_p95_ms": max(it["p95_ms"] for name, it in told.items() if name.startswith("grid")),
        "search_p95_ms": told["search"]["p95_ms"], "order_p95_ms": told["order"]["p95_ms"],
        "dashboard_p95_ms": told["dashboard"]["p95_ms"], "most_queries": max(it["queries"] for it in told.values()),
        "most_kb": max(it["kb"] for it in told.values()), "surroundings": surroundings(),
    }  # fmt: skip


def warm_up(client: Client) -> None:
    """Do as a web process once all is loaded: what pages are made of is looked at by the garbage collector no more."""
    client.get(reverse("admin:index"))
    client.get(reverse("admin:grid", args=["orders"]))
    calm_the_collector()


def log_in() -> Client:
    """Return a browser in which somebody who may see orders has logged in."""
    user = next(
        it for it in User.objects.filter(is_active=True, is_staff=True).order_by("id") if it.may("orders:write")
    )
    client = Client(SERVER_NAME=read_setting("KONTOR_HOSTS").split(",")[0], HTTP_ACCEPT_ENCODING="gzip")
    client.force_login(user, backend="kontor.config.backends.CapabilityBackend")
    client.get(reverse("admin:sign_in"))  # a session's first page notes when it began
    return client


def measure_page(client: Client, page: Page, address: str, rounds: int) -> None:
    """Ask a page once for its questions and its weight, and so often for its time."""
    # Django counts its own statements, the house those that it writes itself.
    before = StatementCounter.round_trips
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    if answer.status_code != 200:
        raise HouseTooSmall(f"{address} answered {answer.status_code}.")
    page.queries = max(page.queries, len(asked) + StatementCounter.round_trips - before)
    sent = answer.content if answer.headers.get("Content-Encoding") == "gzip" else gzip.compress(answer.content, 6)
    page.bytes_sent = max(
        page.bytes_sent, len(answer.content) if not answer.headers.get("Content-Encoding") else len(sent)
    )
    for _ in range(rounds):
        begun = time.perf_counter()
        client.get(address)
        took = 1000 * (time.perf_counter() - begun)
        if not page.times_ms or took > max(page.times_ms):
            page.slowest = address
        page.times_ms.append(took)


def plan_pages(rng: random.Random, pairs: int) -> Iterator[tuple[str, list[str], int]]:
    """Say which pages are asked, and how often."""
    grid, newest = reverse("admin:grid", args=["orders"]), Order.objects.order_by("-id").values_list("id", flat=True)[0]
    yield "dashboard", [reverse("admin:index")], ROUNDS
    yield "grid default", [f"{grid}?view=all"], ROUNDS
    for view in GRIDS["orders"].views:
        yield f"grid view {view.name}", [f"{grid}?view={view.name}&{view.query}"], ROUNDS
    deep = [f"{grid}?view=x&after={rng.randrange(1, newest)}" for _ in range(20)]
    yield "grid deep pages", deep, 2
    sorts = [f"{grid}?view=x&sort={sign}{sort}" for sort in GRIDS["orders"].sorts for sign in ("", "-")]
    yield "grid sorted", sorts, 3
    conditions = [it for it in _conditions(rng) if it]
    yield "grid one condition", [f"{grid}?view=x&{it}" for it in conditions], 1
    chosen = list(combinations(conditions, 2))
    rng.shuffle(chosen)
    yield "grid pairs", [f"{grid}?view=x&{one}&{other}" for one, other in chosen[:pairs]], 1
    sorted_too = [f"{grid}?view=x&{it}&sort=-gross" for it in conditions[::3]]
    yield "grid condition and sort", sorted_too, 1
    for name in GRIDS:
        if name != "orders":
            yield f"grid of {name}", [reverse("admin:grid", args=[name]) + "?view=all"], 3
    yield "search", [f"{grid}?view=x&q={term}" for term in _terms(rng)], 3
    some = [rng.randrange(1, newest) for _ in range(60)]
    known = list(Order.objects.filter(id__in=some).values_list("id", flat=True))
    yield "order", [reverse("admin:order", args=[order_id]) for order_id in known], 1
    yield "preview", [reverse("admin:grid_preview", args=["orders", order_id]) for order_id in known[:10]], 1
    yield "counts of tabs", [reverse("admin:grid_counts", args=["orders"])], 3


def _conditions(rng: random.Random) -> Iterator[str]:
    """Say a condition for each field that some order in the middle of the house meets, and where it can, its rarer contrary."""
    newest = Order.objects.order_by("-id").values_list("id", flat=True)[0]
    order = Order.objects.filter(id__gte=rng.randrange(1, newest)).order_by("id")[0]
    for asked in GRIDS["orders"].fields:
        for op in _ops(asked):
            text = "" if op in BARE else _value(asked, op, order, rng)
            if text is not None:
                yield f"{asked.name}.{op.value}={text}"


def _ops(asked: Field) -> tuple[Op, ...]:
    match asked.kind:
        case Kind.TEXT:
            return tuple(it for it in (Op.IS, Op.STARTS) if it in asked.operators())[:2]
        case Kind.NUMBER:
            return (Op.LEAST, Op.BETWEEN)
        case Kind.MOMENT | Kind.DAY:
            return (Op.LAST_DAYS, Op.ON)
        case _:
            return (Op.IS,)


def _value(asked: Field, op: Op, order: Order, rng: random.Random) -> str | None:
    address = order.address
    line = OrderLine.objects.filter(order=order).select_related("sku").first()
    told = {
        "number": order.number, "external_id": order.external_id, "state": order.state, "channel": str(order.channel_id),
        "legal_entity": str(order.legal_entity_id), "payment": order.payment, "country": address.country,
        "postal_code": address.postal_code, "city": address.city, "street": address.street, "ship_name": address.name,
        "name": order.customer.name, "email": order.customer.email, "sku": line.sku.code if line else "LAMP",
        "tax_case": order.tax_case, "currency": order.currency, "language": order.language, "gross": "50", "net": "40",
        "tag": "Geschenk", "kind": "company", "work": "late", "hold": "customer",
    }  # fmt: skip
    if op is Op.LAST_DAYS:
        return "3"
    if op is Op.ON:
        return order.placed_at.date().isoformat()
    if op is Op.BETWEEN:
        return "20..25"
    if asked.name in told:
        return told[asked.name][:3] if op is Op.STARTS else told[asked.name]
    offered = asked.offered()
    if offered:
        return str(rng.choice(list(offered))[0])
    return None


def _terms(rng: random.Random) -> list[str]:
    """Return what somebody may have in hand: numbers, names common and rare, mails, articles, parcels, papers, places."""
    newest = Order.objects.order_by("-id").values_list("id", flat=True)[0]
    order = Order.objects.filter(id__gte=rng.randrange(1, newest)).select_related("customer").order_by("id")[0]
    line = OrderLine.objects.filter(order=order).select_related("sku").first()
    parcel = Parcel.objects.filter(id__gte=rng.randrange(1, 1000)).exclude(tracking_number="").order_by("-id").first()
    paper = Invoice.objects.order_by("-id").first()
    customer = Customer.objects.filter(id=order.customer_id).get()
    found = [
        order.number, order.external_id, customer.email, customer.name.replace(" ", "+"), customer.name.split()[-1][:3],
        "Müller", "zzzz", order.address.postal_code, customer.phone.replace("+", "%2B"), line.sku.code if line else "",
        parcel.tracking_number if parcel else "", paper.number if paper else "", "Anna", "Nordlicht",
    ]  # fmt: skip
    return [it for it in found if it]
