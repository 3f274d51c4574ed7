"""What is left of the orders, channel by channel and order by order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kontor.accounting.public import Contribution, list_contributions, list_orders_shipped
from kontor.backoffice.access import needs
from kontor.kernel.clock import read_clock

PERIODS = (7, 30, 90)
MOST_ORDERS = 20_000
MOST_SHOWN = 50


@needs("accounting:read")
def show_margins(request: HttpRequest) -> HttpResponse:
    """Show what the orders that left in the last days brought in, and which brought in least."""
    asked = request.GET.get("days", "")
    days = next((it for it in PERIODS if str(it) == asked), 30)
    now = read_clock()
    rows = list_contributions(list_orders_shipped(now - timedelta(days=days), now, MOST_ORDERS))
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Contribution margin"), "days": days, "periods": PERIODS, "channels": _by_channel(rows),
        "rows": rows[:MOST_SHOWN], "count": len(rows), "losses": sum(1 for row in rows if row.margin < 0),
        "uncosted": sum(row.uncosted for row in rows),
    }  # fmt: skip
    return render(request, "backoffice/books/margins.html", context)


def _by_channel(rows: Iterable[Contribution]) -> list[dict[str, Any]]:
    """Return the sums of each channel and currency, and how wide a bar shows its margin."""
    sums: dict[tuple[str, str], dict[str, Any]] = defaultdict(lambda: defaultdict(Decimal))
    for row in rows:
        mine = sums[row.channel, row.currency]
        for name in ("revenue", "goods", "fees", "shipping", "given_back", "margin"):
            mine[name] += getattr(row, name)
        mine["orders"] += 1
    found = [{"channel": channel, "currency": currency, **mine} for (channel, currency), mine in sums.items()]
    for channel in found:
        channel["percent"] = channel["margin"] * 100 / channel["revenue"] if channel["revenue"] else None
    return sorted(found, key=lambda channel: -channel["margin"])
