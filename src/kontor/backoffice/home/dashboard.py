"""The dashboard: today's work in numbers, each a door to its list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.timezone import get_current_timezone_name, localdate
from django.utils.translation import gettext as _

from kontor.backoffice.access import may, may_everywhere, needs
from kontor.backoffice.home.alarms import list_loud
from kontor.backoffice.money.grids import awaited
from kontor.backoffice.orders.conditions import work_question
from kontor.backoffice.parts.cells import money_text
from kontor.backoffice.parts.conditions import moment_of
from kontor.backoffice.parts.page_parts import Bar, Chart, Number
from kontor.backoffice.parts.paging import count_each
from kontor.backoffice.reach import limits_of, sees, within
from kontor.backoffice.warehouse.grids import sold_out
from kontor.catalog.tables import Sku
from kontor.channels.public import MessageState
from kontor.channels.tables import Channel, InboundMessage
from kontor.flows.waiting import count_waiting
from kontor.fulfilment.public import FulfilmentState
from kontor.fulfilment.tables import FulfilmentOrder, Shipment
from kontor.inventory.tables import Balance
from kontor.kernel.clock import read_clock
from kontor.legal_entities.tables import LegalEntity
from kontor.locations.tables import Location
from kontor.orders.public import OrderState
from kontor.orders.tables import Order
from kontor.payments.public import RequestState
from kontor.payments.tables import MoneyRequest, Payment
from kontor.platform.sql.bulk import select_planned
from kontor.platform.start.environment import read_setting

DAYS = 14


def dashboard_callback(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Fill the first page with what this person may see; each number opens exactly the rows that it counts."""
    now = read_clock()
    context["title"] = _("Dashboard")
    context["cards"] = _cards(request, now)
    context["alarms"] = list_loud(request)
    context["steps"] = []
    context["mails_stay"] = may(request, "messaging:read") and not read_setting("KONTOR_SMTP_URL")
    limits = limits_of(request, "orders:read")
    # Who sees some of a channel's orders for being at one of the locations sees no figures of all of them.
    if sees(request, "orders:read", Channel) and not any(it.locations for it in limits):
        mine = within(request, "orders:read", Channel.objects.order_by("id")).values_list("id", flat=True)
        channels = list(mine) if limits else None
        context["chart"] = _orders_per_day(now, channels)
        context["turnover"] = may_everywhere(request, "accounting:read")
        context["channels"] = _by_channel(now, channels, money=context["turnover"])
    if not context.get("chart") or not any(bar.height or bar.before for bar in context["chart"].bars):
        context["steps"] = [step for step in list_steps() if may(request, step["needs"])]
    return context


def _cards(request: HttpRequest, now: datetime) -> list[Number]:
    """Return what there is to do. However many cards there are, their rows are counted by one statement."""
    asked: list[tuple[str, QuerySet[Any], str, str]] = []
    if may(request, "orders:read"):
        asked += _order_cards(now, within(request, "orders:read", Order.objects.all()))
    elif sees(request, "fulfilment:read", FulfilmentOrder):
        asked += _warehouse_cards(request)
    if sees(request, "inventory:read", Balance):
        gone = within(request, "inventory:read", Balance.objects.filter(sold_out()))
        asked.append((_("Sold out"), gone, f"{reverse('admin:grid', args=['stock'])}?view=x&free.is=no", "warn"))
    if sees(request, "channels:read", InboundMessage):
        bad = within(request, "channels:read", InboundMessage.objects.filter(state=MessageState.QUARANTINED))
        asked.append((_("In quarantine"), bad, f"{reverse('admin:grid', args=['inbox'])}?state.is=quarantined", "bad"))
    counts = count_each([rows for _title, rows, _link, _tone in asked])
    found = [_card(title, count, link, tone) for (title, _rows, link, tone), count in zip(asked, counts, strict=True)]
    if may(request, "payments:read"):
        found.append(_cash(within(request, "payments:read", Payment.objects.filter(awaited()))))
    if may_everywhere(request, "payments:write"):
        asked_for = MoneyRequest.objects.filter(state=RequestState.OPEN).count()
        found.append(_card(_("For a second person"), asked_for, reverse("admin:refunds"), "warn"))
    if may_everywhere(request, "platform:read"):
        waiting = reverse("admin:waiting")
        found.append(Number(_("Waits for somebody"), "…", waiting, later=reverse("admin:waiting_count")))
    return found


def _warehouse_cards(request: HttpRequest) -> list[tuple[str, QuerySet[Any], str, str]]:
    """Return the work of whoever sees no orders: it is on the pages of picking and packing."""
    parts = within(request, "fulfilment:read", FulfilmentOrder.objects.all())
    boxes = within(request, "fulfilment:read", Shipment.objects.filter(dispatched_at=None))
    return [
        (_("To pick"), parts.filter(state=FulfilmentState.OPEN), reverse("admin:pick"), ""),
        (_("To pack"), parts.filter(state=FulfilmentState.PICKED), reverse("admin:pack"), ""),
        (_("To hand over"), boxes.filter(fulfilment_order__state=FulfilmentState.PACKED), reverse("admin:pack"), ""),
    ]


def _cash(payments: QuerySet[Payment]) -> Number:
    """Return what buyers still owe by transfer, in each currency."""
    sums = payments.order_by().values("currency").annotate(open=Sum(F("amount") - F("captured")), count=Count("id"))
    rows = sorted(sums, key=lambda it: -it["count"])
    told = " · ".join(money_text(it["open"], it["currency"]) for it in rows[:3])
    link = f"{reverse('admin:grid', args=['payments'])}?view=awaited&awaited.is=yes"
    return Number(
        _("Payment awaited"),
        number_format(sum(it["count"] for it in rows), use_l10n=True, force_grouping=True),
        link,
        hint=told,
    )


@needs("platform:read")
def show_waiting_count(request: HttpRequest) -> HttpResponse:
    """Show how much waits for somebody: the dashboard asks for it once it is there, for many questions are behind it."""
    card = _card(_("Waits for somebody"), count_waiting(read_clock()), reverse("admin:waiting"), "bad")
    return render(request, card.template, {"it": card})


def _card(title: str, value: int, link: str, tone: str) -> Number:
    return Number(title, number_format(value, use_l10n=True, force_grouping=True), link, tone if value else "")


def _order_cards(now: datetime, orders: QuerySet[Order]) -> list[tuple[str, QuerySet[Any], str, str]]:
    link = reverse("admin:grid", args=["orders"])

    def work(kind: str, title: str, tone: str = "") -> tuple[str, QuerySet[Any], str, str]:
        return title, orders.filter(work_question(kind)), f"{link}?work.is={kind}", tone

    today = orders.filter(placed_at__gte=moment_of(localdate(now))).exclude(state=OrderState.CANCELLED)
    return [
        (_("Orders today"), today, f"{link}?placed_at.today=&state.not=CANCELLED", ""),
        work("pick", _("To pick")),
        work("pack", _("To pack")),
        work("hand_over", _("To hand over")),
        work("today", _("To ship by today")),
        work("late", _("Too late"), "warn"),
        (_("On hold"), orders.filter(state=OrderState.HELD), f"{link}?state.is=HELD", "warn"),
        work("short", _("Without stock"), "warn"),
    ]


def list_steps() -> list[dict[str, Any]]:
    """Return what leads an empty house to its first order, with what is done of it; nothing once there are orders."""
    if Order.objects.exists():
        return []
    entity = LegalEntity.objects.order_by("id").first()
    known = bool(entity and (entity.vat_id or entity.tax_number))
    channel, first = Channel.objects.exists(), Sku.objects.order_by("id").first()
    steps = (
        (
            _("Enter your company with address, VAT id or tax number, and IBAN"), known, "legal_entities:write",
            reverse("admin:legal_entities_legalentity_" + ("changelist" if entity else "add")),
        ),
        (
            _("Create the location that your goods lie in"), Location.objects.exists(), "locations:write",
            reverse("admin:locations_location_changelist"),
        ),
        (_("Enter your first article"), Sku.objects.exists(), "catalog:write", reverse("admin:article_new")),
        (_("… or import all of them, with stock, prices and customers"), Sku.objects.count() > 1, "catalog:write",
         reverse("admin:import_new")),
        (
            _("Book their stock in"), Balance.objects.filter(on_hand__gt=0).exists(), "inventory:write",
            reverse("admin:stock", args=[first.pk]) if first else reverse("admin:grid", args=["stock"]),
        ),
        (_("Look at the VAT rates"), False, "pricing:write", reverse("admin:pricing_taxrate_changelist")),
        (
            _("Let buyers get their mail: set KONTOR_SMTP_URL; without it mails are only kept here"),
            bool(read_setting("KONTOR_SMTP_URL")), "messaging:write", reverse("admin:grid", args=["mails"]),
        ),
        (_("Connect a channel, or create one for the telephone"), channel, "channels:write",
         reverse("admin:channels_channel_changelist")),
        (_("Enter an order for a trial; it can be cancelled"), False, "orders:write", reverse("admin:order_enter")),
    )  # fmt: skip
    return [{"text": text, "done": done, "link": link, "needs": needed} for text, done, needed, link in steps]


@dataclass(frozen=True, slots=True)
class ChannelDay:
    """What a channel brought today and is not cancelled, and on the same day of last week until the same hour."""

    name: str
    link: str
    orders: int
    before: int
    sum: str
    sum_before: str


_BY_CHANNEL = """
SELECT c.id, c.name, c.currency,
       count(*) FILTER (WHERE o.placed_at >= %(day)s), coalesce(sum(o.gross) FILTER (WHERE o.placed_at >= %(day)s), 0),
       count(*) FILTER (WHERE o.placed_at < %(then)s), coalesce(sum(o.gross) FILTER (WHERE o.placed_at < %(then)s), 0)
  FROM orders_order o JOIN channels_channel c ON c.id = o.channel_id
 WHERE (o.placed_at >= %(day)s OR (o.placed_at >= %(week)s AND o.placed_at < %(then)s))
   AND o.state <> 'CANCELLED' AND (%(channels)s::bigint[] IS NULL OR o.channel_id = ANY(%(channels)s))
 GROUP BY c.id ORDER BY 4 DESC, 2
"""


def _by_channel(now: datetime, channels: Sequence[int] | None, *, money: bool) -> list[ChannelDay]:
    """Return what each channel brings today beside last week; what it is worth only for whom turnover is open."""
    day, week = moment_of(localdate(now)), timedelta(days=7)
    rows = select_planned(_BY_CHANNEL, {"day": day, "week": day - week, "then": now - week, "channels": channels})
    grid = reverse("admin:grid", args=["orders"])
    return [
        ChannelDay(
            name, f"{grid}?channel.is={key}&placed_at.today=&state.not=CANCELLED", count, before,
            money_text(total, currency) if money else "", money_text(total_before, currency) if money else "",
        )
        for key, name, currency, count, total, before, total_before in rows
    ]  # fmt: skip


def _orders_per_day(now: datetime, channels: Sequence[int] | None) -> Chart:
    """Return the orders of the last days beside those of a week before; each bar opens the orders of its day."""
    today = localdate(now)
    first = today - timedelta(days=DAYS - 1 + 7)
    found: dict[date, int] = dict(
        select_planned(
            "SELECT (placed_at AT TIME ZONE %(zone)s)::date, count(*) FROM orders_order WHERE placed_at >= %(first)s"
            " AND (%(channels)s::bigint[] IS NULL OR channel_id = ANY(%(channels)s)) GROUP BY 1",
            {"zone": get_current_timezone_name(), "first": moment_of(first), "channels": channels},
        )
    )
    most = max(found.values(), default=0) or 1
    grid, bars = reverse("admin:grid", args=["orders"]), []
    for back in range(DAYS - 1, -1, -1):
        day = today - timedelta(days=back)
        count, before = found.get(day, 0), found.get(day - timedelta(days=7), 0)
        told = {"day": date_format(day, "SHORT_DATE_FORMAT"), "count": count, "before": before}
        bars.append(
            Bar(
                date_format(day, "D"), str(count), round(100 * count / most), round(100 * before / most),
                f"{grid}?placed_at.on={day.isoformat()}", _("%(day)s: %(count)s orders, a week before %(before)s") % told,
            )
        )  # fmt: skip
    return Chart(_("Orders per day"), bars, _("this day"), _("a week before"))
