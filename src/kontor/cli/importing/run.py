"""`kontor import orders`: batch by batch, each in one transaction that also keeps the place; so it can be resumed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from kontor.catalog.public import NewProduct, create_products
from kontor.catalog.tables import Sku
from kontor.channels.tables import Channel
from kontor.cli.importing.lines import read_orders
from kontor.cli.importing.profile import Profile, ProfileUnknown, load_profile
from kontor.cli.importing.reading import FileUnreadable, fingerprint_of_file
from kontor.cli.importing.taking import Running, take_batch
from kontor.cli.importing.told import FileOrder, FileOrders
from kontor.cli.progress import print_json, say, stderr
from kontor.inventory.public import GoodsIn, receive_stock
from kontor.kernel.actor import Actor
from kontor.kernel.clock import read_clock
from kontor.kernel.money import CENT, ZERO
from kontor.legal_entities.tables import LegalEntity
from kontor.locations.tables import Location
from kontor.platform.keep.runs import begin_run, end_run
from kontor.platform.sql.bulk import execute
from kontor.platform.start.crashpoints import crash_point
from kontor.pricing.public import seed_tax_rates

# A batch ends at so many lines: about a second of work, and what a kill costs at most.
LINES_IN_BATCH = 4_000
MOST_PIECES = 1_000_000

# So many new articles are named in the report.
NAMED = 20


def run_import(path: Path, profile_name: str, *, history: bool, as_json: bool) -> int:
    """Import a file and print its reconciliation. Returns the exit code."""
    try:
        profile = load_profile(profile_name)
        fingerprint = fingerprint_of_file(path)
        with stderr.status(f"reading {path.name} …"):
            found = read_orders(path, profile)
    except (ProfileUnknown, FileUnreadable, OSError) as fault:
        say(f"[bold]Nothing was imported.[/bold] {fault}")
        return 2
    execute("SELECT set_config('statement_timeout', '300s', false)")
    orders = found.orders
    try:
        running = _prepare(
            profile, found, path, f"{fingerprint[:40]}:{'history' if history else 'live'}", history=history
        )
    except ProfileUnknown as fault:
        say(f"[bold]Nothing was imported.[/bold] {fault}")
        return 2
    _work(running, orders)
    report = _finish(running, found)
    if as_json:
        print_json(report)
    else:
        _show(report)
    return 0 if report["reconciles"] else 1


def _prepare(profile: Profile, found: FileOrders, path: Path, fingerprint: str, *, history: bool) -> Running:
    """Make channel, products and opening stock where they are missing, and find the place where a killed run stopped."""
    at = read_clock()
    by = Actor("channel", profile.channel.code)
    with transaction.atomic():
        settings = profile.channel
        entity, location = _places(profile)
        channel, _ = Channel.objects.get_or_create(
            code=settings.code,
            defaults={
                "name": settings.name, "kind": "import", "legal_entity": entity, "currency": settings.currency,
                # Where the orders come from, the buyer was written to already.
                "capabilities": ["split_shipment", "cancel_part", "tells_buyer"],
            },
        )  # fmt: skip
        seed_tax_rates()
        orders = found.orders
        demand, skus, made = _products(profile, orders)
        if profile.opening_stock is not None and location is not None and not history:
            share = Decimal(str(profile.opening_stock.share))
            goods = [
                GoodsIn(skus[code], location.id, int(pieces * share), f"opening:{profile.name}:{fingerprint[:12]}")
                for code, pieces in demand.items() if int(pieces * share)
            ]  # fmt: skip
            receive_stock(goods=goods, at=at, by=by)
        report = begin_run(
            kind="import", name=path.name, fingerprint=fingerprint, at=at,
            progress={"next": 0, "counts": {}, "made": made},
        )  # fmt: skip
        if report.progress["next"]:
            say(f"resuming after {report.progress['next']} of {len(orders)} orders")
    return Running(profile, channel, history, by, report, found.decimal)


def _places(profile: Profile) -> tuple[LegalEntity, Location | None]:
    """Return whose orders these are and where the opening stock lies: as the profile says, else the house's own first ones."""
    settings = profile.channel
    if settings.legal_entity is not None:
        told = settings.legal_entity
        entity, _ = LegalEntity.objects.get_or_create(
            code=told.code, defaults={**told.model_dump(exclude_none=True), "currency": settings.currency}
        )
    elif (first := LegalEntity.objects.order_by("id").first()) is not None:
        entity = first
    else:
        raise ProfileUnknown(
            "There is no legal entity yet: create it in the back office, or name one in the profile under channel."
        )
    if settings.location is None:
        return entity, Location.objects.filter(legal_entity=entity).order_by("id").first()
    location, _ = Location.objects.get_or_create(
        code=settings.location.code,
        defaults={**settings.location.model_dump(exclude_none=True), "legal_entity": entity},
    )
    return entity, location


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
    known = set(Sku.objects.filter(code__in=demand).values_list("code", flat=True))
    return demand, create_products(products=products), sorted(set(demand) - known)


def _work(running: Running, orders: Sequence[FileOrder]) -> None:
    columns = (
        TextColumn("importing"), BarColumn(), MofNCompleteColumn(), TextColumn("orders"), TimeRemainingColumn(),
    )  # fmt: skip
    first = running.report.progress["next"]
    with Progress(*columns, console=stderr) as progress:
        bar = progress.add_task("", total=len(orders), completed=first)
        while first < len(orders):
            last, lines = first, 0
            while last < len(orders) and lines < LINES_IN_BATCH:
                lines += len(orders[last].lines)
                last += 1
            take_batch(running, orders[first:last], last)
            crash_point("import.after_commit")
            progress.update(bar, completed=last)
            first = last


def _finish(running: Running, found: FileOrders) -> dict[str, Any]:
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
    end_run(running.report.id, report=report, at=read_clock())
    return report


def _under(counts: Counter[str], prefix: str) -> dict[str, int]:
    return {name.removeprefix(prefix): count for name, count in sorted(counts.items()) if name.startswith(prefix)}


def _money(amount: Decimal) -> str:
    return str(amount.quantize(CENT, ROUND_HALF_UP))


def _show(report: dict[str, Any]) -> None:
    table = Table("", "", title=f"Import of {report['profile']} ({report['as']})")
    for name, value in report.items():
        if isinstance(value, dict):
            for part, count in value.items():
                table.add_row(f"  {name}: {part}", str(count))
        else:
            table.add_row(name, str(value))
    stderr.print(table)
