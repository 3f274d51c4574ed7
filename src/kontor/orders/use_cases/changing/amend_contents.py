"""Amend what an order holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from kontor.kernel.actor import Actor
from kontor.kernel.address import Address
from kontor.kernel.money import Taxed
from kontor.orders.errors import AlreadyInvoiced, StepNotAllowed
from kontor.orders.events import OrderAmended
from kontor.orders.models import (
    EntryKind,
    NewCharge,
    NewEntry,
    NewLine,
    Order,
    OrderCharge,
    OrderLine,
    OrderState,
    insert_lines,
    write_entries,
)
from kontor.orders.queries import LineRow, check_seen, lock_orders
from kontor.orders.rules import LineFacts, nothing_picked, split_cancellation
from kontor.orders.use_cases.changing.cancel_lines import FreedPieces
from kontor.platform.keep.audit import Change, record_changes
from kontor.platform.post.outbox import publish
from kontor.platform.sql.bulk import draw_ids


@dataclass(frozen=True, slots=True)
class Contents:
    """What an order holds from now on. ``lines``: by the id of a line that is there already; ``added`` are new ones.
    Quantities are
    pieces that are wanted, amounts those of all pieces that were ever ordered of the line. A line that is not named stays as it
    is, with its pieces cancelled.
    """

    customer_id: int
    ship_to: Address
    bill_to: Address | None
    lines: Mapping[int, NewLine]
    added: Sequence[NewLine]
    charges: Sequence[NewCharge]
    tax_case: str
    vat_id: str
    told_total: Decimal | None = None
    told_tax: Decimal | None = None
    # Whether somebody here decided it, against which a later word of the channel is not simply followed.
    revised: bool = False
    # What its editor saw (``mark_contents``); empty: whatever it was.
    seen: str = ""

    def wanted_anew(self, lines: Iterable[LineRow]) -> list[LineRow]:
        """Return the lines of which more pieces are wanted than there are."""
        return [it for it in lines if it.id in self.lines and self.lines[it.id].quantity > it.ordered - it.cancelled]


def amend_contents(
    *, order_id: int, contents: Contents, by_hand: bool = False, reference: str, at: datetime, by: Actor
) -> list[FreedPieces]:
    """Until a piece is picked or invoiced an order can be amended in all it holds: address, lines, prices, tax. More pieces are
    short until stock is found for them; fewer free their stock.

    Returns what was reserved and is not wanted any more. ``by_hand``: somebody here says so, not its channel; ``reference`` names
    the cause.
    Refuses: StepNotAllowed for what is released or ended, AlreadyPicked, AlreadyShipped, AlreadyInvoiced, ChangedMeanwhile.
    Tells: OrderAmended. Locks: the order.
    """
    facts = lock_orders([order_id])[order_id]
    check_seen(order_id, contents.seen)
    order = Order.objects.get(id=order_id)
    lines = {line.id: line for line in OrderLine.objects.filter(order_id=order_id).order_by("position")}

    if order.state not in (OrderState.PLACED, OrderState.HELD):
        raise StepNotAllowed(order=order.number, state=order.state, verb="amend_contents")
    nothing_picked(facts)
    if any(line.invoiced > line.credited for line in lines.values()):
        raise AlreadyInvoiced(order=order.number)

    before = _told(order, lines.values())
    freed = _change_pieces(lines, contents, facts.lines, reference, at, by)
    _write_lines(contents)
    if contents.revised:
        _take_out(lines, contents)
    _add_lines(order_id, len(lines), contents.added, at, by)
    _write_charges(order_id, contents.charges)
    order.revised_at = at if contents.revised else order.revised_at
    _write_order(order, contents)
    record_changes(
        subject="order",
        verb="revise_order" if contents.revised else "amend_contents",
        at=at,
        by=by,
        changes=[
            Change(order_id, before, _told(order, OrderLine.objects.filter(order_id=order_id).order_by("position")))
        ],
    )

    publish([OrderAmended(order_id, by_hand)], at=at, by=by)
    return freed


def _told(order: Order, lines: Iterable[OrderLine]) -> dict[str, object]:
    wanted = [(line, line.ordered - line.cancelled) for line in lines]
    return {
        "ship_to": order.ship_to, "gross": str(order.gross), "tax": str(order.tax), "tax_case": order.tax_case,
        "lines": [f"{pieces} × {line.channel_sku}: {_price_text(line.unit_price)}" for line, pieces in wanted if pieces],
    }  # fmt: skip


def _price_text(price: Decimal) -> str:
    return f"{price:.2f}" if price == round(price, 2) else f"{price.normalize():f}"


def _change_pieces(
    lines: Mapping[int, OrderLine],
    contents: Contents,
    facts: Sequence[LineFacts],
    reference: str,
    at: datetime,
    by: Actor,
) -> list[FreedPieces]:
    """Cancel what is not wanted any more, and let what is wanted besides be short."""
    counts = {fact.line_id: fact for fact in facts}
    fewer: list[NewEntry] = []
    more: dict[int, int] = {}
    for line_id, line in lines.items():
        wanted = contents.lines[line_id].quantity if line_id in contents.lines else 0
        change = wanted - (line.ordered - line.cancelled)
        if change > 0:
            more[line_id] = change
        elif change < 0:
            parts = split_cancellation(counts[line_id], -change)
            fewer += [NewEntry(line_id, EntryKind.CANCELLED, count, bucket) for bucket, count in parts.items()]
    write_entries(entries=fewer, reference=reference, at=at, by=by)
    if more:
        # An ordered piece is born reserved; the entry *short* takes it from there.
        ordered = [NewEntry(line_id, EntryKind.ORDERED, count) for line_id, count in more.items()]
        short = [NewEntry(line_id, EntryKind.SHORT, count, "reserved") for line_id, count in more.items()]
        write_entries(entries=[*ordered, *short], reference=reference, at=at, by=by)
    return [FreedPieces(entry.line_id, entry.quantity) for entry in fewer if entry.taken_from == "reserved"]


def _write_lines(contents: Contents) -> None:
    for line_id, line in contents.lines.items():
        OrderLine.objects.filter(id=line_id).update(
            title=line.title, unit_price=line.unit_price, tax_class=line.tax_class, rate=line.rate, net=line.amount.net,
            tax=line.amount.tax, gross=line.amount.gross, price_source=line.price_source,
        )  # fmt: skip


def _take_out(lines: Mapping[int, OrderLine], contents: Contents) -> None:
    """What somebody here took out is worth nothing any more: no discount goes with it, and the order comes to what is left."""
    gone = [line_id for line_id, line in lines.items() if line_id not in contents.lines and not line.invoiced]
    OrderLine.objects.filter(id__in=gone).update(net=0, tax=0, gross=0)


def _add_lines(order_id: int, known: int, added: Sequence[NewLine], at: datetime, by: Actor) -> None:
    if added:
        ids = draw_ids({OrderLine: len(added)})[0]
        rows = [(order_id, known + place, line) for place, line in enumerate(added, 1)]
        insert_lines(ids=ids, rows=rows, at=at, by=by)


def _write_charges(order_id: int, charges: Sequence[NewCharge]) -> None:
    OrderCharge.objects.filter(order_id=order_id).delete()
    OrderCharge.objects.bulk_create(
        OrderCharge(
            order_id=order_id, kind=it.kind, title=it.title, tax_class=it.tax_class, rate=it.rate, net=it.amount.net,
            tax=it.amount.tax, gross=it.amount.gross,
        )
        for it in charges
    )  # fmt: skip


def _write_order(order: Order, contents: Contents) -> None:
    """The order comes to what its lines and charges come to, cancelled ones among them."""
    parts: list[OrderLine | OrderCharge] = [
        *OrderLine.objects.filter(order=order),
        *OrderCharge.objects.filter(order=order),
    ]
    total = sum((Taxed(it.net, it.tax, it.gross) for it in parts), Taxed(Decimal(0), Decimal(0), Decimal(0)))
    order.customer_id = contents.customer_id
    order.ship_to = contents.ship_to.as_dict()
    order.bill_to = contents.bill_to.as_dict() if contents.bill_to else None
    order.net, order.tax, order.gross = total.net, total.tax, total.gross
    order.tax_case, order.vat_id = contents.tax_case, contents.vat_id
    order.told_total, order.told_tax = contents.told_total, contents.told_tax
    order.save(
        update_fields=[
            "customer", "ship_to", "bill_to", "net", "tax", "gross", "tax_case", "vat_id", "told_total", "told_tax",
            "revised_at",
        ]
    )  # fmt: skip
