"""Taking a batch of orders in: sold, taken back, left out or set aside, each line once, with its amount."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from django.db import transaction
from pydantic import ValidationError

from kontor.channels.ports import IncomingMessage, IncomingOrder
from kontor.channels.public import (
    MessageOutcome,
    keep_messages,
    name_faults,
    record_message_outcomes,
)
from kontor.flows.imports.orders.lines import address_of, is_cancellation, raw_json, ship_to_of
from kontor.flows.imports.orders.profile import Profile
from kontor.flows.imports.orders.told import FileLine, FileOrder
from kontor.flows.selling.imported_cancellations import TakeBack, take_back
from kontor.flows.selling.intake import accept_history, accept_orders
from kontor.flows.selling.resolving import TakenIn
from kontor.kernel.actor import Actor
from kontor.kernel.money import CURRENCIES, ZERO, exact_units
from kontor.kernel.numbers import read_number
from kontor.platform.models import RunReport
from kontor.platform.sql.halving import work_in_batches
from kontor.platform.start.crashpoints import crash_point

Amounts = dict[str, Decimal]


@dataclass(slots=True)
class Running:
    """An import under way."""

    profile: Profile
    channel_id: int
    channel_code: str
    history: bool
    by: Actor
    report: RunReport
    decimal: str


def take_batch(running: Running, orders: Sequence[FileOrder], place: int, at: datetime) -> None:
    """Take a batch in; where the database refuses one of its orders, halve until that one stands alone."""
    counts = Counter(running.report.progress["counts"])
    amounts: Amounts = {name: Decimal(value) for name, value in running.report.progress.get("amounts", {}).items()}

    def work(part: Sequence[FileOrder]) -> list[tuple[Counter[str], Amounts]]:
        found = [_take(running, part, at)]
        crash_point("import.before_commit")
        return found + [(Counter[str](), {})] * (len(part) - 1)

    def culprit(order: FileOrder, failure: BaseException) -> tuple[Counter[str], Amounts]:
        with transaction.atomic():
            return _set_aside(running, order.lines, ("database_refused", str(failure)), at, charged=order.charged)

    for part_counts, part_amounts in work_in_batches(orders, work, culprit):
        counts.update(part_counts)
        _sum_up(amounts, part_amounts)
    running.report.progress = {
        **running.report.progress, "next": place, "counts": dict(counts),
        "amounts": {name: str(amount) for name, amount in amounts.items()},
    }  # fmt: skip
    running.report.save(update_fields=["progress"])


def _take(running: Running, orders: Sequence[FileOrder], at: datetime) -> tuple[Counter[str], Amounts]:
    """Take a batch in within one transaction; returns what became of its lines, and their amounts."""
    counts: Counter[str] = Counter()
    amounts: Amounts = defaultdict(Decimal)

    def add(found: tuple[Counter[str], Amounts]) -> None:
        counts.update(found[0])
        _sum_up(amounts, found[1])

    sales: dict[bool, list[tuple[FileOrder, list[FileLine], IncomingOrder]]] = {True: [], False: []}
    cancellations: list[FileLine] = []
    for order in orders:
        if order.fate in ("cancelled", "skip"):
            add(_leave_out(order))
            continue
        usable = [line for line in order.lines if not line.reason and not order.reason]
        for line in order.lines:
            if line.reason or order.reason:
                add(_set_aside(running, [line], (line.reason or order.reason, ""), at))
        cancellations += [line for line in usable if is_cancellation(line, running.profile)]
        sold = [line for line in usable if not is_cancellation(line, running.profile)]
        if not sold:
            amounts["quarantined"] += order.charged
            continue
        try:
            sales[running.history or order.fate == "history"].append((order, sold, _incoming(running, order, sold)))
        except ValidationError as faults:
            add(_set_aside(running, sold, _reason_of(faults), at, charged=order.charged))
    for history, told in sales.items():
        add(_accept(running, told, history=history, at=at))
    if cancellations:
        add(_cancel(running, cancellations, at))
    return counts, amounts


def _accept(
    running: Running, told: Sequence[tuple[FileOrder, list[FileLine], IncomingOrder]], *, history: bool, at: datetime
) -> tuple[Counter[str], Amounts]:
    counts: Counter[str] = Counter()
    amounts: Amounts = defaultdict(Decimal)
    accept = accept_history if history else accept_orders
    outcomes = accept(incoming=[incoming for _, _, incoming in told], at=at, by=running.by) if told else []
    for (order, lines, _), outcome in zip(told, outcomes, strict=True):
        if isinstance(outcome, TakenIn):
            kind = "imported" if outcome.new else "already_known"
            counts["orders" if outcome.new else "orders_known"] += 1
            counts[kind] += len(lines)
            amounts[kind] += order.charged + sum((line.amount or ZERO for line in lines), ZERO)
        else:
            more = _set_aside(running, lines, (outcome.code, str(outcome)), at, charged=order.charged)
            counts.update(more[0])
            _sum_up(amounts, more[1])
    return counts, amounts


def _leave_out(order: FileOrder) -> tuple[Counter[str], Amounts]:
    """An order that was cancelled there, or that the profile passes over, is counted and not taken in."""
    lines = len(order.lines)
    return Counter({"left_out": lines, f"left_out.{order.fate}": lines}), {"left_out": order.amount}


def _sum_up(total: Amounts, more: Amounts) -> None:
    for name, amount in more.items():
        total[name] = total.get(name, Decimal(0)) + amount


def _reason_of(faults: ValidationError) -> tuple[str, str]:
    found = name_faults(faults)
    code = "no_goods" if found[0]["field"] == "lines" else f"invalid_{found[0]['field'].split('.')[0]}"
    return code, "; ".join(f"{fault['field']}: {fault['reason']}" for fault in found[:5])


def _incoming(running: Running, order: FileOrder, lines: Sequence[FileLine]) -> IncomingOrder:
    """Translate the lines of an order by its profile. Raises ValidationError."""
    profile, first, facts = running.profile, lines[0], order.facts
    goods = [line for line in lines if line.sku not in profile.charges]
    currency = facts.get("currency", "").upper() or profile.channel.currency
    charges: list[tuple[str, str, Decimal]] = [
        (profile.charges[line.sku], line.title, line.amount or ZERO) for line in lines if line.sku in profile.charges
    ]
    charges += [(charge.kind, "", charge.amount) for charge in order.charges]
    ship_to = ship_to_of(order, first, profile)
    bill_to = address_of(order, first, profile, "bill_") if facts.get("bill_street") and facts.get("street") else None
    return IncomingOrder.model_validate(
        {
            "channel": running.channel_code,
            "external_id": first.order,
            "ordered_at": min(line.ordered_at for line in lines if line.ordered_at is not None),
            "currency": currency,
            "buyer_ref": first.buyer or facts.get("email", ""),
            "payment": _payment(profile, facts.get("payment", ""), unpaid=order.unpaid),
            "language": told if (told := facts.get("language", "")[:2].lower()) in ("de", "en") else profile.channel.language,
            "ship_to": ship_to,
            "bill_to": bill_to,
            "vat_id": facts.get("vat_id", ""),
            "note": facts.get("note", ""),
            "tags": [tag.strip() for tag in facts.get("tags", "").split(",") if tag.strip()],
            "lines": [told for line in goods for told in _told_lines(line, CURRENCIES.get(currency, 2))],
            "charges": [
                # A discount is told without a sign; what is paid keeps its own, so that a wrong one is refused.
                {"kind": kind, "title": title, "amount": -amount if kind == "discount" else amount}
                for kind, title, amount in charges
            ],
            "total": _total(running, order),
        }
    )  # fmt: skip


def _told_lines(line: FileLine, digits: int) -> list[dict[str, object]]:
    """Return a line with a price for each piece; what does not part into whole cents becomes two lines, exact together."""
    worth = line.amount or ZERO
    told: dict[str, object] = {"sku": line.sku, "title": line.title, "quantity": line.quantity}
    exponent = line.unit_price.normalize().as_tuple().exponent
    if worth < 0 or line.quantity <= 0 or (isinstance(exponent, int) and -exponent <= digits):
        return [told | {"unit_price": line.unit_price}]
    if worth % Decimal(1).scaleb(-digits):
        # It is itself no amount of this currency; intake says so.
        return [told | {"unit_price": line.unit_price.quantize(Decimal("0.0001"))}]
    return [
        told | {"quantity": pieces, "unit_price": price} for pieces, price in exact_units(worth, line.quantity, digits)
    ]


def _payment(profile: Profile, told: str, *, unpaid: bool) -> str:
    """Return how an order is paid. A word that the profile does not know is none: the order waits, as unpaid goods must not
    leave; so does one whose file would say that it is paid, and does not.
    """
    known = {name.casefold(): kind for name, kind in profile.payments.items()}
    kind = known.get(told.casefold(), f"unknown: {told}") if known and told else profile.channel.payment
    return "prepayment" if unpaid and kind == "paid" else kind


def _total(running: Running, order: FileOrder) -> Decimal | None:
    text = order.facts.get("total", "")
    return read_number(text, running.decimal) if text and running.profile.orders.charges == "once" else None


def _cancel(running: Running, lines: Sequence[FileLine], at: datetime) -> tuple[Counter[str], Amounts]:
    told = [
        TakeBack(
            f"{line.order}:{line.number}", f"ref:{running.channel_code}:{line.buyer}" if line.buyer else "", line.sku,
            abs(line.quantity), line.amount or ZERO, (line.ordered_at or at).astimezone(UTC),
        )
        for line in lines
    ]  # fmt: skip
    outcomes = take_back(channel_id=running.channel_id, told=told, history=running.history, at=at, by=running.by)
    counts: Counter[str] = Counter()
    amounts: Amounts = defaultdict(Decimal)
    for line, item in zip(lines, told, strict=True):
        outcome = outcomes.get(item.external_id)
        kind = "cancellation" if outcome else "already_known"
        counts[kind] += 1
        amounts[kind] += line.amount or ZERO
        if outcome:
            counts[f"cancellation.{outcome}"] += 1
    return counts, amounts


def _set_aside(
    running: Running, lines: Sequence[FileLine], why: tuple[str, str], at: datetime, *, charged: Decimal = ZERO
) -> tuple[Counter[str], Amounts]:
    """Keep lines in quarantine with their raw text and the reason (code, text); known ones stay as they are."""
    code, problem = why
    messages = [
        IncomingMessage(
            channel=running.channel_code, kind=f"line:{running.profile.name}",
            external_id=f"{line.order or '-'}:{line.number}", body=raw_json(line), received_at=at,
        )
        for line in lines
    ]  # fmt: skip
    kept = keep_messages(messages=messages)
    record_message_outcomes(outcomes=[MessageOutcome(message_id, code, problem or code) for message_id in kept], at=at)
    counts: Counter[str] = Counter({"quarantined": len(lines), f"quarantined.{code}": len(lines)})
    return counts, {"quarantined": charged + sum((line.amount or ZERO for line in lines), ZERO)}
