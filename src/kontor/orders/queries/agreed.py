"""What the buyers of orders agreed to and paid for, beside what these hold now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal

from django.db.models import F, Sum

from kontor.kernel.money import ZERO
from kontor.orders.models import AgreedContents, OrderCharge, OrderLine
from kontor.orders.rules import Agreed, given_away


def read_contents(order_ids: Collection[int]) -> dict[int, Agreed]:
    """Return what orders hold now: the pieces that are not cancelled and what one costs, and what is charged besides."""
    goods: dict[int, dict[int, list[tuple[int, Decimal]]]] = {it: defaultdict(list) for it in order_ids}
    rows = OrderLine.objects.filter(order_id__in=order_ids, ordered__gt=F("cancelled")).order_by("id")
    for order_id, sku, gross, ordered, cancelled in rows.values_list(
        "order_id", "sku_id", "gross", "ordered", "cancelled"
    ):
        goods[order_id][sku].append((ordered - cancelled, gross / ordered))
    sums = (
        OrderCharge.objects.filter(order_id__in=order_ids).values_list("order_id").annotate(sum=Sum("gross")).order_by()
    )
    charges = dict(sums)
    return {it: Agreed(goods[it], charges.get(it, ZERO)) for it in order_ids}


def read_agreed(order_ids: Collection[int]) -> dict[int, Agreed]:
    """Return what was agreed and paid of those of the orders that somebody here changed since."""
    return {
        it.order_id: Agreed(
            {int(sku): [(int(pieces), Decimal(each)) for pieces, each in told] for sku, told in it.goods.items()},
            it.charges,
        )
        for it in AgreedContents.objects.filter(order_id__in=order_ids)
    }


def sum_given_away(order_ids: Collection[int]) -> dict[int, Decimal]:
    """Return by how much orders cost less by now than was agreed and paid, because somebody here changed them; those of which
    nothing does are left out.
    """
    agreed = read_agreed(order_ids)
    now = read_contents(agreed)
    found = {order_id: given_away(it, now[order_id]) for order_id, it in agreed.items()}
    return {order_id: amount for order_id, amount in found.items() if amount}
