"""`kontor import orders`: batch by batch, each in one transaction that also keeps the place; so it can be resumed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from pydantic import ValidationError
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from kontor.catalog.public import NewProduct, create_products
from kontor.channels.ports import IncomingMessage, IncomingOrder
from kontor.channels.public import Channel, MessageOutcome, keep_messages, name_faults, settle_messages
from kontor.cli.importing.profile import Profile, ProfileUnknown, load_profile
from kontor.cli.importing.reading import (
    CENT,
    FileLine,
    FileOrder,
    FileUnreadable,
    fingerprint_of_file,
    is_cancellation,
    raw_json,
    read_orders,
)
from kontor.cli.progress import print_json, say, stderr
from kontor.flows.intake import accept_history, accept_orders
from kontor.flows.takebacks import TakeBack, take_back
from kontor.flows.understanding import TakenIn
from kontor.inventory.public import GoodsIn, receive_stock
from kontor.kernel.actor import Actor
from kontor.kernel.clock import read_clock
from kontor.locations.public import Location
from kontor.platform.bulk import execute
from kontor.platform.crashpoints import crash_point
from kontor.platform.halving import work_in_batches
from kontor.platform.models import LegalEntity, RunReport
from kontor.pricing.public import seed_tax_rates

Amounts = dict[str, Decimal]

# A batch ends at so many lines: about a second of work, and what a kill costs at most.
LINES_IN_BATCH = 4_000


@dataclass(slots=True)
class Running:
    """An import under way."""

    profile: Profile
    channel: Channel
    history: bool
    by: Actor
    report: RunReport


def run_import(path: Path, profile_name: str, *, history: bool, as_json: bool) -> int:
    """Import a file and print its reconciliation. Returns the exit code."""
    try:
        profile = load_profile(profile_name)
        fingerprint = fingerprint_of_file(path)
        with stderr.status(f"reading {path.name} …"):
            orders = read_orders(path, profile)
    except (ProfileUnknown, FileUnreadable, OSError) as fault:
        say(f"[bold]Nothing was imported.[/bold] {fault}")
        return 2
    execute("SELECT set_config('statement_timeout', '300s', false)")
    running = _prepare(profile, orders, path, f"{fingerprint[:40]}:{'history' if history else 'live'}", history=history)
    _work(running, orders)
    report = _finish(running, orders)
    if as_json:
        print_json(report)
    else:
        _show(report)
    return 0 if report["reconciles"] else 1


def _prepare(profile: Profile, orders: Sequence[FileOrder], path: Path, fingerprint: str, *, history: bool) -> Running:
    """Make channel, products and opening stock where they are missing, and find the place where a killed run stopped."""
    at = read_clock()
    by = Actor("channel", profile.channel["code"])
    with transaction.atomic():
        settings = profile.channel
        entity, _ = LegalEntity.objects.get_or_create(
            code=settings["legal_entity"]["code"],
            defaults={**settings["legal_entity"], "currency": settings["currency"]},
        )
        location, _ = Location.objects.get_or_create(
            code=settings["location"]["code"], defaults={**settings["location"], "legal_entity": entity}
        )
        channel, _ = Channel.objects.get_or_create(
            code=settings["code"],
            defaults={
                "name": settings["name"], "kind": "import", "legal_entity": entity, "currency": settings["currency"],
                "capabilities": ["split_shipment", "cancel_part"],
            },
        )  # fmt: skip
        seed_tax_rates()
        demand, skus = _products(profile, orders)
        if profile.opening_share is not None and not history:
            share = Decimal(str(profile.opening_share))
            goods = [
                GoodsIn(skus[code], location.id, int(pieces * share), f"opening:{profile.name}:{fingerprint[:12]}")
                for code, pieces in demand.items() if int(pieces * share)
            ]  # fmt: skip
            receive_stock(goods=goods, at=at, by=by)
        report = RunReport.objects.filter(kind="import", fingerprint=fingerprint, state="running").first()
        if report is None:
            report = RunReport.objects.create(
                kind="import",
                name=path.name,
                fingerprint=fingerprint,
                progress={"next": 0, "counts": {}},
                started_at=at,
            )
        elif report.progress["next"]:
            say(f"resuming after {report.progress['next']} of {len(orders)} orders")
    return Running(profile, channel, history, by, report)


def _products(profile: Profile, orders: Sequence[FileOrder]) -> tuple[Counter[str], dict[str, int]]:
    """Every SKU that is sold becomes a product under its most frequent title."""
    demand: Counter[str] = Counter()
    titles: dict[str, Counter[str]] = defaultdict(Counter)
    prices: dict[str, Counter[Decimal]] = defaultdict(Counter)
    for order in orders:
        for line in order.lines:
            if not line.reason and line.quantity > 0 and line.sku not in profile.charges:
                demand[line.sku] += line.quantity
                titles[line.sku][line.title] += 1
                prices[line.sku][line.unit_price] += 1
    products = [
        NewProduct(code, titles[code].most_common(1)[0][0] or code, price=prices[code].most_common(1)[0][0])
        for code in demand
    ]
    return demand, create_products(products=products)


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
            _take_batch(running, orders[first:last], last)
            crash_point("import.after_commit")
            progress.update(bar, completed=last)
            first = last


def _take_batch(running: Running, orders: Sequence[FileOrder], place: int) -> None:
    """Take a batch in; where the database refuses one of its orders, halve until that one stands alone."""
    counts = Counter(running.report.progress["counts"])
    amounts: Amounts = {name: Decimal(value) for name, value in running.report.progress.get("amounts", {}).items()}

    def work(part: Sequence[FileOrder]) -> list[tuple[Counter[str], Amounts]]:
        found = [_take(running, part)]
        crash_point("import.before_commit")
        return found + [(Counter[str](), {})] * (len(part) - 1)

    def culprit(order: FileOrder, failure: BaseException) -> tuple[Counter[str], Amounts]:
        with transaction.atomic():
            return _set_aside(running, order.lines, "database_refused", str(failure))

    for part_counts, part_amounts in work_in_batches(orders, work, culprit):
        counts.update(part_counts)
        _sum_up(amounts, part_amounts)
    running.report.progress = {
        "next": place, "counts": dict(counts), "amounts": {name: str(amount) for name, amount in amounts.items()},
    }  # fmt: skip
    running.report.save(update_fields=["progress"])


def _take(running: Running, orders: Sequence[FileOrder]) -> tuple[Counter[str], Amounts]:
    """Take a batch in within one transaction; returns what became of its lines, and their amounts."""
    at = read_clock()
    counts: Counter[str] = Counter()
    amounts: Amounts = defaultdict(Decimal)

    def add(found: tuple[Counter[str], Amounts]) -> None:
        counts.update(found[0])
        _sum_up(amounts, found[1])

    sales: list[tuple[list[FileLine], IncomingOrder]] = []
    cancellations: list[FileLine] = []
    for order in orders:
        usable = [line for line in order.lines if not line.reason]
        for line in order.lines:
            if line.reason:
                add(_set_aside(running, [line], line.reason, ""))
        taken_back = [line for line in usable if is_cancellation(line, running.profile)]
        cancellations += taken_back
        sold = [line for line in usable if not is_cancellation(line, running.profile)]
        if not sold:
            continue
        try:
            sales.append((sold, _incoming(running, sold)))
        except ValidationError as faults:
            add(_set_aside(running, sold, *_reason_of(faults)))
    accept = accept_history if running.history else accept_orders
    outcomes = accept(incoming=[incoming for _, incoming in sales], at=at, by=running.by) if sales else []
    for (lines, _), outcome in zip(sales, outcomes, strict=True):
        if isinstance(outcome, TakenIn):
            kind = "imported" if outcome.new else "already_known"
            counts["orders" if outcome.new else "orders_known"] += 1
            counts[kind] += len(lines)
            amounts[kind] += sum((line.amount for line in lines), Decimal(0))
        else:
            add(_set_aside(running, lines, outcome.code, str(outcome)))
    if cancellations:
        add(_cancel(running, cancellations, at))
    return counts, amounts


def _sum_up(total: Amounts, more: Amounts) -> None:
    for name, amount in more.items():
        total[name] = total.get(name, Decimal(0)) + amount


def _reason_of(faults: ValidationError) -> tuple[str, str]:
    found = name_faults(faults)
    code = "no_goods" if found[0]["field"] == "lines" else f"invalid_{found[0]['field'].split('.')[0]}"
    return code, "; ".join(f"{fault['field']}: {fault['reason']}" for fault in found[:5])


def _incoming(running: Running, lines: Sequence[FileLine]) -> IncomingOrder:
    """Translate the lines of an order by its profile. Raises ValidationError."""
    profile, first = running.profile, lines[0]
    goods = [line for line in lines if line.sku not in profile.charges]
    name = f"{profile.defaults.get('name', 'Customer')} {first.buyer}".strip()
    return IncomingOrder.model_validate(
        {
            "channel": running.channel.code,
            "external_id": first.order,
            "ordered_at": min(line.ordered_at for line in lines if line.ordered_at is not None),
            "currency": profile.channel["currency"],
            "buyer_ref": first.buyer,
            "payment": profile.channel.get("payment", "paid"),
            "language": "en",
            "ship_to": {**profile.defaults, "name": name, "country": first.country},
            "lines": [
                {"sku": line.sku, "quantity": line.quantity, "unit_price": line.unit_price, "title": line.title}
                for line in goods
            ],
            "charges": [
                {"kind": profile.charges[line.sku], "title": line.title, "amount": line.amount}
                for line in lines if line.sku in profile.charges
            ],
        }
    )  # fmt: skip


def _cancel(running: Running, lines: Sequence[FileLine], at: datetime) -> tuple[Counter[str], Amounts]:
    told = [
        TakeBack(
            f"{line.order}:{line.number}", f"ref:{running.channel.code}:{line.buyer}" if line.buyer else "", line.sku,
            abs(line.quantity), line.amount, (line.ordered_at or at).astimezone(UTC),
        )
        for line in lines
    ]  # fmt: skip
    outcomes = take_back(channel_id=running.channel.id, told=told, history=running.history, at=at, by=running.by)
    counts: Counter[str] = Counter()
    amounts: Amounts = defaultdict(Decimal)
    for line, item in zip(lines, told, strict=True):
        outcome = outcomes.get(item.external_id)
        kind = "cancellation" if outcome else "already_known"
        counts[kind] += 1
        amounts[kind] += line.amount
        if outcome:
            counts[f"cancellation.{outcome}"] += 1
    return counts, amounts


def _set_aside(running: Running, lines: Sequence[FileLine], code: str, problem: str) -> tuple[Counter[str], Amounts]:
    """Keep lines in quarantine with their raw text and the reason; known ones stay as they are."""
    at = read_clock()
    messages = [
        IncomingMessage(
            channel=running.channel.code, kind=f"line:{running.profile.name}",
            external_id=f"{line.order or '-'}:{line.number}", body=raw_json(line), received_at=at,
        )
        for line in lines
    ]  # fmt: skip
    kept = keep_messages(messages=messages)
    settle_messages(outcomes=[MessageOutcome(message_id, code, problem or code) for message_id in kept], at=at)
    counts: Counter[str] = Counter({"quarantined": len(lines), f"quarantined.{code}": len(lines)})
    return counts, {"quarantined": sum((line.amount for line in lines), Decimal(0))}


def _finish(running: Running, orders: Sequence[FileOrder]) -> dict[str, Any]:
    """Reconcile the counts and amounts to the file and store the report."""
    counts = Counter(running.report.progress["counts"])
    amounts = {name: Decimal(value) for name, value in running.report.progress.get("amounts", {}).items()}
    accounted = sum(amounts.values(), Decimal(0))
    rows = sum(len(order.lines) for order in orders)
    in_file = sum((line.amount for order in orders for line in order.lines), Decimal(0))
    accounted_rows = sum(counts[name] for name in ("imported", "cancellation", "quarantined", "already_known"))
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
        "already_known_lines": counts["already_known"],
        "amount_file": _money(in_file),
        "amount_accounted": _money(accounted),
        "amounts": {name: _money(amount) for name, amount in sorted(amounts.items())},
        "reconciles": rows == accounted_rows and in_file == accounted,
    }
    RunReport.objects.filter(id=running.report.id).update(state="done", report=report, finished_at=read_clock())
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
