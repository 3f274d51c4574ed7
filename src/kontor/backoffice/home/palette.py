"""The palette (Ctrl+K): pages of the menu by their names; orders, articles and customers by whatever somebody has in hand."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.dataclasses import SearchResult

from kontor.backoffice.access import may
from kontor.backoffice.orders.search import find_orders
from kontor.backoffice.reach import within
from kontor.catalog.tables import Product, Sku
from kontor.customers.public import find_customers
from kontor.customers.tables import Customer
from kontor.orders.tables import Order

MOST = 10
# Of articles and customers fewer are shown: who looks for more of them opens their list.
MOST_BESIDE = 5
MOST_SIGNS = 200


def find_places(request: HttpRequest, term: str) -> list[SearchResult]:
    """Return the pages of the menu that a person may open, and the orders, articles and customers that the term leads to."""
    wanted = term.strip().casefold()
    if not wanted or len(wanted) > MOST_SIGNS:
        return []
    found = _pages(request, wanted)
    for right, look in (("orders:read", _orders), ("catalog:read", _articles), ("customers:read", _customers)):
        if may(request, right):
            found += look(request, term.strip())
    return found


def _pages(request: HttpRequest, wanted: str) -> list[SearchResult]:
    menu: Any = settings.UNFOLD["SIDEBAR"]
    sections: list[dict[str, Any]] = menu["navigation"]
    return [
        SearchResult(str(item["title"]), str(section["title"]), str(item["link"]), item["icon"])
        for section in sections for item in section["items"]
        if wanted in str(item["title"]).casefold() and item["permission"](request)
    ]  # fmt: skip


def _orders(request: HttpRequest, term: str) -> list[SearchResult]:
    found = within(request, "orders:read", Order.objects.filter(id__in=find_orders(term)))
    rows = found.select_related("channel").order_by("-id")[:MOST]
    return [
        SearchResult(
            f"{order.number} · {order.address.name or order.address.company}", str(order.channel),
            reverse("admin:order", args=[order.id]), "receipt_long",
        )
        for order in rows
    ]  # fmt: skip


def _articles(_request: HttpRequest, term: str) -> list[SearchResult]:
    codes = Sku.objects.filter(code__istartswith=term).order_by("code")[:MOST_BESIDE]
    found = [*codes] or [*Sku.objects.filter(barcodes__code=term)[:MOST_BESIDE]]
    found = found or [*Sku.objects.filter(product__name__icontains=term).order_by("code")[:MOST_BESIDE]]
    names = dict(Product.objects.filter(id__in=[it.product_id for it in found]).values_list("id", "name"))
    return [
        SearchResult(
            f"{sku.code} · {names[sku.product_id]}", str(_("Articles")), reverse("admin:article", args=[sku.product_id]),
            "qr_code_2",
        )
        for sku in found
    ]  # fmt: skip


def _customers(request: HttpRequest, term: str) -> list[SearchResult]:
    found = Customer.objects.filter(id__in=find_customers(term, most=MOST_BESIDE))
    rows = within(request, "customers:read", found).order_by("-id")
    return [
        SearchResult(
            f"{it} · {it.email}" if it.email else str(it), str(_("Customers")),
            reverse("admin:customer", args=[it.pk]), "group",
        )
        for it in rows
    ]  # fmt: skip
