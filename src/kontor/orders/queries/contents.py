"""By what the contents of an order are known again."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from kontor.orders.errors import ChangedMeanwhile
from kontor.orders.models import Order, OrderCharge, OrderLine
from kontor.orders.queries.value import value_orders
from kontor.orders.rules import share_left
from kontor.platform.sql.bulk import select_rows

# One statement sees one moment: nothing is written between an order and its lines.
_CONTENTS = """
SELECT o.ship_to::text, o.bill_to::text, o.vat_id, o.payment,
       (SELECT array_agg((l.id, l.ordered, l.cancelled, l.unit_price)::text ORDER BY l.id)
          FROM orders_orderline l WHERE l.order_id = o.id),
       (SELECT array_agg((c.kind, c.title, c.rate, c.gross)::text ORDER BY c.kind, c.title, c.rate, c.gross)
          FROM orders_ordercharge c WHERE c.order_id = o.id)
  FROM orders_order o WHERE o.id = %s
"""


def mark_contents(order_id: int) -> str:
    """Return by what the present contents of an order are known again: lines, charges, addresses, VAT id, how it is paid."""
    return hashlib.sha256(repr(select_rows(_CONTENTS, [order_id])).encode()).hexdigest()[:32]


def check_seen(order_id: int, seen: str) -> None:
    """Refuse to write over what its editor never saw; who does not say what he saw (empty) is not judged.

    Refuses: ChangedMeanwhile. The caller has locked the order.
    """
    if seen and seen != mark_contents(order_id):
        raise ChangedMeanwhile(order=order_id)


def has_orders(channel_id: int) -> bool:
    """Whether anything was ever ordered on a channel."""
    return Order.objects.filter(channel_id=channel_id).exists()


@dataclass(frozen=True, slots=True)
class WantedLine:
    """A line of which pieces are wanted still."""

    line_id: int
    quantity: int
    unit_price: Decimal


def list_wanted_lines(order_id: int) -> list[WantedLine]:
    """Return the lines of an order as they are wanted, without what was cancelled of them."""
    rows = OrderLine.objects.filter(order_id=order_id).order_by("position")
    wanted = [WantedLine(it.id, it.ordered - it.cancelled, it.unit_price) for it in rows]
    return [it for it in wanted if it.quantity]


def sum_charges(order_id: int, *, gross: bool) -> dict[tuple[str, str], Decimal]:
    """Return what was agreed to be charged beside the goods, by kind and title over all VAT rates, as its channel prices it: with
    VAT in it (``gross``) or without; a discount above zero.
    """
    found: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for charge in OrderCharge.objects.filter(order_id=order_id).order_by("id"):
        found[charge.kind, charge.title] += abs(charge.gross if gross else charge.net)
    return dict(found)


def sum_charges_left(order_id: int, *, gross: bool) -> dict[tuple[str, str], Decimal]:
    """Return the same of what goes with the pieces that were not cancelled: of half the goods half the discount."""
    found: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for charge, amount in share_left(value_orders([order_id])[order_id]):
        found[charge.kind, charge.title] += abs(amount.gross if gross else amount.net)
    return dict(found)
