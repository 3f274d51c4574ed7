"""What changed between two words of a channel about one order, and what of an order is still to be done."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from kontor.channels.ports import ChannelOrder, IncomingLine, IncomingOrder, TheirOffer


@dataclass(frozen=True, slots=True)
class OrderChange:
    """What is different now: where it goes, or what it holds and costs."""

    address: bool
    contents: bool


def compare_orders(before: IncomingOrder, now: IncomingOrder) -> OrderChange:
    """Say what a channel changed of an order. Who pays, notes and times are no change that stops anything."""
    address = (before.ship_to, before.bill_to) != (now.ship_to, now.bill_to)
    contents = _contents(before) != _contents(now) or before.vat_id != now.vat_id
    return OrderChange(address, contents)


def _contents(order: IncomingOrder) -> tuple[object, ...]:
    lines: Counter[tuple[str, str, Decimal | None]] = Counter()
    for line in order.lines:
        lines[line.external_id, line.sku, line.unit_price] += line.quantity
    charges = Counter((charge.kind, charge.amount) for charge in order.charges)
    return lines, charges, order.currency


def open_part(told: ChannelOrder) -> IncomingOrder | None:
    """Return an order with the pieces that have not left yet: None where none are left. What was charged beside the goods went
    with the first parcel.
    """
    order = told.order
    if order is None or not told.shipped:
        return order
    gone = Counter({item.line: item.quantity for item in told.shipped})
    lines = []
    for line in order.lines:
        left = max(0, line.quantity - gone[line.external_id])
        gone[line.external_id] -= line.quantity - left
        if left:
            lines.append(_with_quantity(line, left))
    if not lines:
        return None
    return order.model_copy(update={"lines": tuple(lines), "charges": (), "total": None, "told_tax": None})


def _with_quantity(line: IncomingLine, quantity: int) -> IncomingLine:
    return line if line.quantity == quantity else line.model_copy(update={"quantity": quantity})


@dataclass(frozen=True, slots=True)
class OfferDifference:
    """What of an offer stands otherwise on the channel: ``stock`` or ``price``, theirs and ours as text, and why as far as we
    know.
    """

    kind: str
    theirs: str
    ours: str
    cause: str


_WHY_STOCK = {"waiting": "our change waits", "unknown": "outcome unknown", "refused": "they refused our number"}


def compare_offer(
    their: TheirOffer, *, published: int | None, state: str, wanted_price: Decimal | None
) -> list[OfferDifference]:
    """Say what differs between an offer as the channel shows it and as we told it; what either side does not tell is no
    difference, but for a number that was never published.
    """
    found = []
    if their.quantity is not None and their.quantity != published:
        cause = _WHY_STOCK.get(state, "changed there, or sold and not fetched yet")
        found.append(OfferDifference("stock", str(their.quantity), str(published), cause))
    if their.price is not None and wanted_price is not None and their.price != wanted_price:
        found.append(OfferDifference("price", str(their.price), str(wanted_price), "changed there"))
    return found
