"""The palette (Ctrl+K): pages of the menu by their names, and orders by whatever somebody has in hand."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from unfold.dataclasses import SearchResult

from kontor.backoffice.access import may
from kontor.backoffice.orders.search import find_orders
from kontor.orders.tables import Order

MOST = 10


def find_places(request: HttpRequest, term: str) -> list[SearchResult]:
    """Return the pages of the menu that a person may open, and the newest orders that the term leads to."""
    wanted = term.strip().casefold()
    if not wanted:
        return []
    return [*_pages(request, wanted), *(_orders(term) if may(request, "orders:read") else [])]


def _pages(request: HttpRequest, wanted: str) -> list[SearchResult]:
    menu: Any = settings.UNFOLD["SIDEBAR"]
    sections: list[dict[str, Any]] = menu["navigation"]
    return [
        SearchResult(str(item["title"]), str(section["title"]), str(item["link"]), item["icon"])
        for section in sections for item in section["items"]
        if wanted in str(item["title"]).casefold() and item["permission"](request)
    ]  # fmt: skip


def _orders(term: str) -> list[SearchResult]:
    rows = Order.objects.filter(id__in=find_orders(term)).select_related("channel").order_by("-id")[:MOST]
    return [
        SearchResult(
            f"{order.number} · {order.address.name or order.address.company}", str(order.channel),
            reverse("admin:order", args=[order.id]), "receipt_long",
        )
        for order in rows
    ]  # fmt: skip
