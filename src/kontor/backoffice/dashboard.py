"""The dashboard: today's work in numbers, each a door to its list."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kontor.channels.public import InboundMessage, MessageState
from kontor.fulfilment.public import FulfilmentOrder, FulfilmentState, Shipment
from kontor.kernel.clock import read_clock
from kontor.orders.public import Order, OrderLine, OrderState
from kontor.platform.bulk import select_rows
from kontor.platform.models import SetAside

HOURS = 24


def dashboard_callback(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Fill the first page."""
    now = read_clock()
    day = now - timedelta(hours=HOURS)
    orders = reverse("admin:orders_order_changelist")
    due = FulfilmentOrder.objects.filter(
        state__in=[FulfilmentState.OPEN, FulfilmentState.PICKING, FulfilmentState.PICKED]
    )
    cards = [
        (_("Orders in 24 hours"), Order.objects.filter(placed_at__gte=day).count(), orders, ""),
        (_("To pick"), FulfilmentOrder.objects.filter(state=FulfilmentState.OPEN).count(), reverse("admin:pick"), ""),
        (_("To pack"), FulfilmentOrder.objects.filter(state=FulfilmentState.PICKED).count(), reverse("admin:pack"), ""),
        (_("To hand over"), Shipment.objects.filter(dispatched_at=None).count(), reverse("admin:pack"), ""),
        (_("Too late"), due.filter(ship_by__lt=now).count(), reverse("admin:pick"), "warn"),
        (_("On hold"), Order.objects.filter(state=OrderState.HELD).count(), f"{orders}?state__exact=HELD", "warn"),
        (_("Lines without stock"), OrderLine.objects.filter(short__gt=0).count(), f"{orders}?short=yes", "warn"),
        (
            _("In quarantine"), InboundMessage.objects.filter(state=MessageState.QUARANTINED).count(),
            reverse("admin:channels_inboundmessage_changelist") + "?state__exact=quarantined", "bad",
        ),
        (
            _("Failed jobs"), SetAside.objects.filter(settled_at=None).count(),
            reverse("admin:platform_setaside_changelist"), "bad",
        ),
    ]  # fmt: skip
    context["title"] = _("Dashboard")
    context["cards"] = [
        {"title": title, "value": value, "link": link, "tone": tone if value else ""}
        for title, value, link, tone in cards
    ]
    context["bars"] = _orders_per_hour()
    context["channels"] = select_rows(
        "SELECT c.name, count(*), sum(o.gross) FROM orders_order o JOIN channels_channel c ON c.id = o.channel_id"
        " WHERE o.placed_at >= %s GROUP BY c.name ORDER BY 2 DESC", [day],
    )  # fmt: skip
    return context


def _orders_per_hour() -> list[dict[str, Any]]:
    """Return the orders of each of the last 24 hours with the height of their bar in percent."""
    rows = select_rows(
        "SELECT hour, count(o.id) FROM generate_series(date_trunc('hour', now()) - interval '23 hours',"
        " date_trunc('hour', now()), interval '1 hour') AS hour"
        " LEFT JOIN orders_order o ON o.placed_at >= hour AND o.placed_at < hour + interval '1 hour'"
        " GROUP BY hour ORDER BY hour"
    )
    most = max((count for _, count in rows), default=0) or 1
    return [
        {"hour": hour, "count": count, "height": round(100 * count / most), "x": 4 * n}
        for n, (hour, count) in enumerate(rows)
    ]
