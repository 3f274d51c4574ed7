"""What the buyers of orders agreed to and paid for, beside what these hold now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal

from django.db.models import F

from kontor.kernel.money import ZERO, unit_of
from kontor.orders.models import AgreedContents, Order, OrderLine
from kontor.orders.queries.value import value_orders
from kontor.orders.rules import Agreed, given_away


def read_contents(order_ids: Collection[int]) -> dict[int, Agreed]:
    """Return what orders hold now: the pieces that are not cancelled and what one costs, and what is charged besides."""
    goods: dict[int, dict[int, list[tuple[int, Decimal]]]] = {it: defaultdict(list) for it in order_ids}
    rows = OrderLine.objects.filter(order_id__in=order_ids, ordered__gt=F("cancelled")).order_by("id")
    for order_id, sku, gross, ordered, cancelled in rows.values_list(
        "order_id", "sku_id", "gross", "ordered", "cancelled"
    ):
        goods[order_id][sku].append((ordered - cancelled, gross / ordered))
    charges = {it.order_id: it.charges_left for it in value_orders(order_ids).values()}
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


def kept_goods(agreed: Agreed) -> dict[str, list[list[object]]]:
    """Return the goods of what was agreed in the form in which they are kept."""
    return {str(sku): [[count, str(each)] for count, each in told] for sku, told in agreed.goods.items()}


def sum_given_away(order_ids: Collection[int]) -> dict[int, Decimal]:
    """Return by how much orders that somebody here changed cost less by now than was agreed and paid, in whole units of their
    currency; those that nobody changed are left out.
    """
    agreed = read_agreed(order_ids)
    now = read_contents(agreed)
    units = {
        key: unit_of(currency) for key, currency in Order.objects.filter(id__in=agreed).values_list("id", "currency")
    }
    return {key: given_away(it, now[key], unit=units[key]) for key, it in agreed.items()}


def list_givers(order_ids: Collection[int]) -> dict[int, list[str]]:
    """Return by whose changes orders came to cost less than was agreed and paid."""
    return dict(AgreedContents.objects.filter(order_id__in=order_ids).values_list("order_id", "people"))
