"""Finding orders: one look-up by an index for each thing that somebody may have in hand, and what they find put together."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db.models import QuerySet

from kontor.catalog.tables import Barcode, Sku
from kontor.channels.tables import Channel
from kontor.customers.public import find_customers
from kontor.invoicing.tables import Invoice
from kontor.kernel.text import UnusableText, clean_text
from kontor.orders.tables import Order, OrderLine
from kontor.shipping.tables import Parcel

# So many of each kind are shown at most, the newest.
MOST = 500


def find_orders(term: str) -> set[int]:
    """Return the ids of the newest orders that a number, a SKU, a parcel, an invoice, a mail address or a name leads to."""
    try:
        text = clean_text(term, 200)
    except UnusableText:
        return set()
    plain = text.lstrip("#").strip()
    if not plain:
        return set()
    found = set(_newest(Order.objects.filter(number=plain)))
    channels = list(Channel.objects.values_list("id", flat=True))
    found |= set(_newest(Order.objects.filter(channel__in=channels, external_id__in={text, plain})))
    found |= _of_paper(plain)
    found |= _of_article(plain)
    found |= set(_newest(Order.objects.filter(customer__in=find_customers(text, most=MOST))))
    return found


def _of_paper(number: str) -> set[int]:
    tracked = Parcel.objects.filter(tracking_number=number).exclude(tracking_number="")
    papers = Invoice.objects.filter(number=number)
    return {*tracked.values_list("order_id", flat=True)[:MOST], *papers.values_list("order_id", flat=True)[:MOST]}


def _of_article(code: str) -> set[int]:
    skus = set(Sku.objects.filter(code__in={code, code.upper()}).values_list("id", flat=True))
    if re.fullmatch(r"\d{8,14}", code):
        skus |= set(Barcode.objects.filter(code=code).values_list("sku", flat=True))
    if not skus:
        return set()
    lines = OrderLine.objects.filter(sku__in=skus).order_by("-id")
    return set(lines.values_list("order_id", flat=True)[:MOST])


def _newest(orders: QuerySet[Order]) -> Iterable[int]:
    return orders.order_by("-id").values_list("id", flat=True)[:MOST]
