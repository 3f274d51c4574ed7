"""The dashboard: today's work in numbers, each a door to its list."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kontor.backoffice.access import may
from kontor.backoffice.orders.conditions import work_question
from kontor.catalog.tables import Sku
from kontor.channels.public import MessageState
from kontor.channels.tables import Channel, InboundMessage
from kontor.flows.waiting import count_waiting
from kontor.inventory.tables import Balance
from kontor.kernel.clock import read_clock
from kontor.legal_entities.tables import LegalEntity
from kontor.locations.tables import Location
from kontor.orders.public import OrderState
from kontor.orders.tables import Order
from kontor.platform.sql.bulk import select_rows
from kontor.platform.start.environment import read_setting
from kontor.pricing.tables import TaxRate

HOURS = 24


def dashboard_callback(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Fill the first page with what this person may see; each number opens exactly the rows that it counts."""
    now = read_clock()
    context["title"] = _("Dashboard")
    context["cards"] = [*_order_cards(request, now), *_trouble_cards(request, now)]
    context["steps"] = [step for step in list_steps() if may(request, step["needs"])]
    if may(request, "orders:read"):
        context["bars"] = _orders_per_hour(now)
        context["channels"] = _by_channel(now, money=may(request, "accounting:read"))
    return context


def _manifest(title: str, value: int, link: str, tone: str = "") -> dict[str, Any]:
    return {"title": title, "value": value, "link": link, "tone": tone if value else ""}


def _order_cards(request: HttpRequest, now: datetime) -> list[dict[str, Any]]:
    if not may(request, "orders:read"):
        return []
    link = reverse("admin:grid", args=["orders"])
    orders = Order.objects.all()

    def work(kind: str, title: str, tone: str = "") -> dict[str, Any]:
        return _manifest(title, orders.filter(work_question(kind)).count(), f"{link}?work.is={kind}", tone)

    day = now - timedelta(hours=HOURS)
    return [
        _manifest(_("Orders in 24 hours"), orders.filter(placed_at__gte=day).count(), f"{link}?placed_at.last_days=1"),
        work("pick", _("To pick")),
        work("pack", _("To pack")),
        work("hand_over", _("To hand over")),
        work("late", _("Too late"), "warn"),
        _manifest(_("On hold"), orders.filter(state=OrderState.HELD).count(), f"{link}?state.is=HELD", "warn"),
        work("short", _("Without stock"), "warn"),
    ]


def _trouble_cards(request: HttpRequest, now: datetime) -> list[dict[str, Any]]:
    found = []
    if may(request, "channels:read"):
        waiting = InboundMessage.objects.filter(state=MessageState.QUARANTINED).count()
        link = reverse("admin:channels_inboundmessage_changelist")
        found.append(_manifest(_("In quarantine"), waiting, f"{link}?state__exact=quarantined", "bad"))
    if may(request, "platform:read"):
        found.append(_manifest(_("Waits for somebody"), count_waiting(now), reverse("admin:waiting"), "bad"))
    return found


def list_steps() -> list[dict[str, Any]]:
    """Return what leads an empty house to its first order, with what is done of it; nothing once there are orders."""
    if Order.objects.exists():
        return []
    entity = LegalEntity.objects.order_by("id").first()
    known = bool(entity and (entity.vat_id or entity.tax_number))
    steps = (
        (
            _("Enter your company with address, VAT id or tax number, and IBAN"), known,
            "legal_entities_legalentity_changelist",
        ),
        (
            _("Create the location that your goods lie in"), Location.objects.exists(),
            "locations_location_changelist",
        ),
        (_("Enter your articles, or import them"), Sku.objects.exists(), "catalog_product_changelist"),
        (
            _("Book their stock in"), Balance.objects.filter(on_hand__gt=0).exists(),
            "catalog_sku_changelist",
        ),
        (_("Look at the VAT rates"), TaxRate.objects.exists(), "pricing_taxrate_changelist"),
        (
            _("Let buyers get their mail: set KONTOR_SMTP_URL; without it mails are only kept here"),
            bool(read_setting("KONTOR_SMTP_URL")), "messaging_message_changelist",
        ),
        (_("Connect a channel, or create one for the telephone"), Channel.objects.exists(), "channels_channel_changelist"),
    )  # fmt: skip
    return [
        {"text": text, "done": done, "link": reverse(f"admin:{link}"), "needs": f"{link.split('_')[0]}:write"}
        for text, done, link in steps
    ]


def _by_channel(now: datetime, *, money: bool) -> list[tuple[str, int, Any]]:
    """Return the orders of each channel in 24 hours; what they are worth only for whom turnover is open."""
    rows = select_rows(
        "SELECT c.name, o.count, o.sum FROM (SELECT channel_id, count(*), sum(gross) FROM orders_order"
        " WHERE placed_at >= %s GROUP BY channel_id) AS o JOIN channels_channel c ON c.id = o.channel_id ORDER BY 2 DESC",
        [now - timedelta(hours=HOURS)],
    )
    return [(name, count, total if money else None) for name, count, total in rows]


def _orders_per_hour(now: datetime) -> list[dict[str, Any]]:
    """Return the orders of each of the last 24 hours with the height of their bar in percent."""
    first = now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=HOURS - 1)
    found = dict(
        select_rows(
            "SELECT date_trunc('hour', placed_at), count(*) FROM orders_order WHERE placed_at >= %s GROUP BY 1", [first]
        )
    )
    hours = [first + timedelta(hours=n) for n in range(HOURS)]
    most = max((found.get(hour, 0) for hour in hours), default=0) or 1
    return [
        {"hour": hour, "count": found.get(hour, 0), "height": round(100 * found.get(hour, 0) / most), "x": 4 * n}
        for n, hour in enumerate(hours)
    ]
