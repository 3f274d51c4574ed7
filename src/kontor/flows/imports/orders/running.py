"""An import of orders under way: each batch is one transaction that also keeps the place; at the end it is reconciled."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from kontor.catalog.public import NewProduct, create_products, list_sku_ids
from kontor.flows.imports.orders.profile import Profile
from kontor.flows.imports.orders.taking import Running, take_batch
from kontor.flows.imports.orders.told import FileOrder, FileOrders
from kontor.inventory.public import GoodsIn, receive_stock
from kontor.kernel.actor import Actor
from kontor.kernel.money import CENT, ZERO
from kontor.platform.keep.runs import begin_run, end_run
from kontor.platform.start.crashpoints import crash_point
from kontor.pricing.public import seed_tax_rates

# A batch ends at so many lines: about a second of work, and what a kill costs at most.
LINES_IN_BATCH = 4_000
MOST_PIECES = 1_000_000
# So many new articles are named in the report.
NAMED = 20


@dataclass(frozen=True, slots=True)
class Target:
    """What a file is and where its orders go: the channel, and the location that the opening stock is booked into. ``history``:
    all of it is stored as closed.
    """

    name: str
    fingerprint: str
    channel_id: int
    channel_code: str
    location_id: int | None
    history: bool

    @property
    def key(self) -> str:
        """Return by what a second run knows the first."""
        return f"{self.fingerprint[:40]}:{'history' if self.history else 'live'}"


def begin_import(*, profile: Profile, found: FileOrders, target: Target, at: datetime, by: Actor) -> Running:
    """Articles and opening stock are made where they are missing; an import that stopped goes on at its place."""
    seed_tax_rates()
    demand, skus, made = _products(profile, found.orders)
    if profile.opening_stock is not None and target.location_id is not None and not target.history:
        share = Decimal(str(profile.opening_stock.share))
        goods = [
            GoodsIn(skus[code], target.location_id, int(pieces * share), f"opening:{profile.name}:{target.fingerprint[:12]}")
            for code, pieces in demand.items() if int(pieces * share)
        ]  # fmt: skip
        receive_stock(goods=goods, at=at, by=by)
    report = begin_run(
        kind="import", name=target.name, fingerprint=target.key, at=at,
        progress={"next": 0, "counts": {}, "made": made},
    )  # fmt: skip
    return Running(profile, target.channel_id, target.channel_code, target.history, by, report, found.decimal)


def work_next(running: Running, orders: Sequence[FileOrder], *, at: datetime) -> bool:
    """Take the next batch in; False where none is left."""
    first = int(running.report.progress["next"])
    if first >= len(orders):
        return False
    last, lines = first, 0
    while last < len(orders) and lines < LINES_IN_BATCH:
        lines += len(orders[last].lines)
        last += 1
    take_batch(running, orders[first:last], last, at)
    crash_point("import.after_commit")
    return True


def finish_import(running: Running, found: FileOrders, *, at: datetime) -> dict[str, Any]:
    """Reconcile the counts and amounts to the file and store the report. What could not be read as an amount never reconciles."""
    orders = found.orders
    taken = [order for order in orders if order.fate in ("open", "history")]
    unread = sum(1 for order in taken for line in order.lines if line.amount is None)
    unread += sum(1 for order in taken if order.unread and all(line.amount is not None for line in order.lines))
    counts = Counter(running.report.progress["counts"])
    amounts = {name: Decimal(value) for name, value in running.report.progress.get("amounts", {}).items()}
    accounted = sum(amounts.values(), Decimal(0))
    rows = sum(len(order.lines) for order in orders)
    in_file = sum((order.amount for order in orders), Decimal(0))
    kinds = ("imported", "cancellation", "quarantined", "left_out", "already_known")
    accounted_rows = sum(counts[name] for name in kinds)
    report = {
        "profile": running.profile.name,
        "as": "history" if running.history else "live",
        "rows": rows,
        "orders": counts["orders"],
        "orders_already_known": counts["orders_known"],
        "imported_lines": counts["imported"],
        "cancellation_lines": counts["cancellation"],
        "cancellations": _under(counts, "cancellation."),
        "quarantined_lines": counts["quarantined"],
        "quarantined": _under(counts, "quarantined."),
        "left_out_lines": counts["left_out"],
        "left_out": _under(counts, "left_out."),
        "already_known_lines": counts["already_known"],
        # A number that was typed wrong becomes an article too: whoever reads this sees it.
        "articles_made": len(made := running.report.progress.get("made", [])),
        "new_articles": ", ".join(made[:NAMED]) + (" …" if len(made) > NAMED else ""),
        "rows_of_no_order": found.ignored,
        "amounts_not_read": unread,
        "amount_file": _money(in_file),
        "amount_accounted": _money(accounted),
        "amounts": {name: _money(amount) for name, amount in sorted(amounts.items())},
        "reconciles": rows == accounted_rows and in_file == accounted and not unread,
    }
    end_run(running.report.id, report=report, at=at)
    return report


def _under(counts: Counter[str], prefix: str) -> dict[str, int]:
    return {name.removeprefix(prefix): count for name, count in sorted(counts.items()) if name.startswith(prefix)}


def _money(amount: Decimal) -> str:
    return str(amount.quantize(CENT, ROUND_HALF_UP))


def _products(profile: Profile, orders: Sequence[FileOrder]) -> tuple[Counter[str], dict[str, int], list[str]]:
    """Every SKU that is sold becomes a product under its most frequent title. Returns the demand, the ids, and what is new."""
    demand: Counter[str] = Counter()
    titles: dict[str, Counter[str]] = defaultdict(Counter)
    prices: dict[str, Counter[Decimal]] = defaultdict(Counter)
    classes: dict[str, str] = {}
    for order in orders:
        # What is not taken in needs no product and no stock.
        usable = [line for line in order.lines if not line.reason and not order.reason]
        for line in usable if order.fate in ("open", "history") else ():
            if 0 < line.quantity <= MOST_PIECES and line.sku not in profile.charges:
                demand[line.sku] += line.quantity
                titles[line.sku][line.title] += 1
                prices[line.sku][line.unit_price.quantize(CENT, ROUND_HALF_UP)] += 1
                classes.setdefault(line.sku, line.tax_class)
    products = [
        NewProduct(
            code, titles[code].most_common(1)[0][0] or code, tax_class=classes[code] or "standard",
            price=max(ZERO, prices[code].most_common(1)[0][0]),
        )
        for code in demand
    ]  # fmt: skip
    known = set(list_sku_ids(list(demand)))
    return demand, create_products(products=products), sorted(set(demand) - known)
