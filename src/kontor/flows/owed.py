"""What an order owes once parts of it were cancelled."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from django.db.models import F, Q, Sum

from kontor.flows.corrections import CANCELLED
from kontor.flows.invoices import BEFORE_DELIVERY
from kontor.flows.worth import worth_of_orders
from kontor.invoicing.public import Invoice
from kontor.orders.public import OrderLine


def owed_by(order_ids: Collection[int]) -> dict[int, Decimal]:
    """Return what orders owe: what is left of them comes to; of those that were invoiced before they left, what their
    papers say, so that the two cannot differ by a cent.
    """
    owed = worth_of_orders(sorted(order_ids))
    papers = Invoice.objects.filter(order_id__in=order_ids).filter(
        Q(source__startswith=BEFORE_DELIVERY) | Q(source__startswith=f"{CANCELLED}:")
    )
    return owed | dict(papers.values_list("order_id").annotate(sum=Sum("gross")))


def list_wholly_invoiced(order_ids: Collection[int]) -> set[int]:
    """Return those of the orders of which no invoice follows: all that was not cancelled is invoiced."""
    left = OrderLine.objects.filter(order_id__in=order_ids).exclude(invoiced=F("ordered") - F("cancelled"))
    return set(order_ids) - set(left.values_list("order_id", flat=True))
