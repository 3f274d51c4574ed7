"""What an order comes to once parts of it were cancelled: to the cent what its invoices will come to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal

from django.db.models import F

from kontor.invoicing.public import share_of
from kontor.kernel.money import ZERO, Taxed, unit_of
from kontor.orders.public import Order, OrderCharge, OrderLine
from kontor.pricing.public import cents


def share_charges(
    charges: Iterable[OrderCharge],
    lines: Sequence[OrderLine],
    *,
    before: Mapping[int, int],
    coming: Mapping[int, int],
    unit: Decimal,
) -> list[tuple[OrderCharge, Taxed]]:
    """Return the charges that go with the coming pieces of an order's lines, of which others came before.

    Costs stand with the first pieces; a discount goes with the goods of its VAT class, so that no part is worth less than
    nothing. ``unit`` is the smallest amount of the order's currency.
    """
    found = []
    for charge in charges:
        agreed = Taxed(charge.net, charge.tax, charge.gross)
        goods = [line for line in lines if (line.tax_class, line.rate) == (charge.tax_class, charge.rate)]
        worth = cents(sum((line.gross for line in goods), ZERO))
        if charge.gross >= 0 or not worth:
            if any(coming.values()) and not any(before.values()):
                found.append((charge, agreed))
            continue
        done = cents(sum((worth_of(line, before.get(line.id, 0), unit) for line in goods), ZERO))
        both = (worth_of(line, before.get(line.id, 0) + coming.get(line.id, 0), unit) for line in goods)
        if more := cents(sum(both, ZERO)) - done:
            found.append((charge, share_of(agreed, before=done, pieces=more, of=worth, unit=unit)))
    return found


def worth_of(line: OrderLine, pieces: int, unit: Decimal) -> Decimal:
    """Return what so many pieces of a line cost, to the smallest amount of the currency."""
    if not pieces:
        return ZERO
    return share_of(Taxed(line.net, line.tax, line.gross), before=0, pieces=pieces, of=line.ordered, unit=unit).gross


def worth_of_orders(order_ids: Sequence[int]) -> dict[int, Decimal]:
    """Return what orders come to without what was cancelled."""
    return _worth(order_ids, lambda line: line.ordered - line.cancelled)


def worth_of_shipped(order_ids: Sequence[int]) -> dict[int, tuple[Decimal, bool]]:
    """Return what the pieces of orders that have left come to, and whether nothing else leaves."""
    open_ones = OrderLine.objects.filter(order_id__in=order_ids).exclude(shipped=F("ordered") - F("cancelled"))
    waiting = set(open_ones.values_list("order_id", flat=True))
    worth = _worth(order_ids, lambda line: line.shipped)
    return {order_id: (amount, order_id not in waiting) for order_id, amount in worth.items()}


def _worth(order_ids: Sequence[int], pieces: Callable[[OrderLine], int]) -> dict[int, Decimal]:
    lines: dict[int, list[OrderLine]] = defaultdict(list)
    for line in OrderLine.objects.filter(order_id__in=order_ids).order_by("id"):
        lines[line.order_id].append(line)
    charges: dict[int, list[OrderCharge]] = defaultdict(list)
    for charge in OrderCharge.objects.filter(order_id__in=order_ids).order_by("id"):
        charges[charge.order_id].append(charge)
    currencies = dict(Order.objects.filter(id__in=order_ids).values_list("id", "currency"))
    found = {}
    for order_id in order_ids:
        unit = unit_of(currencies.get(order_id, ""))
        left = {line.id: pieces(line) for line in lines[order_id]}
        goods = sum((worth_of(line, left[line.id], unit) for line in lines[order_id]), ZERO)
        shared = share_charges(charges[order_id], lines[order_id], before={}, coming=left, unit=unit)
        found[order_id] = goods + sum((amount.gross for _, amount in shared), ZERO)
    return found
