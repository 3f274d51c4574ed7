"""The page of an order: lines, money, parcels, papers, timeline, and why it ships from where it ships."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from kontor.accounting.public import list_contributions
from kontor.accounting.tables import Posting
from kontor.backoffice.access import looks_again, may, needs
from kontor.backoffice.figures import number_text
from kontor.backoffice.orders.tags import ask_tags
from kontor.backoffice.orders.worth import money_of, value_of
from kontor.backoffice.parts.page_parts import Entry, Timeline
from kontor.backoffice.reach import reaches, within
from kontor.backoffice.shown import change_text, who_text
from kontor.backoffice.typed import list_countries
from kontor.backoffice.words import EVENT_WORDS, MONEY_WORDS, TAX_WORDS, VERB_WORDS, VERDICT_WORDS
from kontor.channels.public import Capability
from kontor.flows.invoicing.credits import ask_papers
from kontor.flows.invoicing.papers import total_by_rates
from kontor.flows.warehouse.merging import list_mergeable
from kontor.fulfilment.public import FulfilmentState
from kontor.fulfilment.tables import FulfilmentLine, FulfilmentOrder, Shipment, ShipmentLine
from kontor.invoicing.public import Occasion
from kontor.invoicing.tables import Invoice
from kontor.kernel.money import ZERO
from kontor.locations.tables import Location
from kontor.messaging.tables import Message
from kontor.orders.public import (
    CancelReason,
    HoldReason,
    OrderRow,
    OrderState,
    OrderValue,
    list_left,
    mark_contents,
    share_left,
    verbs_from,
)
from kontor.orders.tables import Hold, Order, OrderCharge, OrderLine, OrderNote
from kontor.payments.public import (
    AGREED,
    MoneyIntentRow,
    MoneyMoved,
    PaymentRow,
    find_payment,
    list_money,
    list_money_requests,
    list_provider_codes,
)
from kontor.payments.tables import PaymentEntry
from kontor.platform.models import AuditEntry, Event
from kontor.platform.post.deliveries import list_set_aside_of
from kontor.pricing.tables import VatCheck
from kontor.shipping.public import CARRIERS
from kontor.shipping.tables import Parcel
from kontor.sourcing.public import list_decisions

_ALIVE = (OrderState.PLACED, OrderState.HELD, OrderState.RELEASED)


@needs("orders:read")
def show_order(request: HttpRequest, order_id: int) -> HttpResponse:
    """Show an order."""
    # Noted before anything is read: what changes meanwhile is no version that the reader saw.
    trail = list(AuditEntry.objects.filter(subject="order", key=order_id))
    seen = mark_contents(order_id)
    order = get_object_or_404(Order.objects.select_related("channel", "customer", "legal_entity"), id=order_id)
    names = dict(Location.objects.values_list("id", "name"))
    sent = Shipment.objects.filter(order=order).select_related("fulfilment_order__location")
    shipments = list(sent.prefetch_related("lines").order_by("id"))
    lines = list(OrderLine.objects.filter(order=order).select_related("sku").order_by("position"))
    charges = list(OrderCharge.objects.filter(order=order).order_by("id"))
    by_id = {line.id: line for line in lines}
    for shipment in shipments:
        _know_lines(shipment.lines.all(), by_id)
    parcels = Parcel.objects.filter(shipment_id__in=[shipment.id for shipment in shipments])
    payment, money = find_payment(order.id), list_money(order.id)
    notes = list(OrderNote.objects.filter(order=order).order_by("-id"))
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Order") + f" {order.number}",
        "order": order,
        "lines": lines,
        "shown": {
            name for name in ("short", "picked", "shipped", "cancelled") if any(getattr(line, name) for line in lines)
        },
        "charges": charges,
        "holds": Hold.objects.filter(order=order, lifted_at=None, order__state=OrderState.HELD),
        "hold_reasons": HoldReason.by_hand(),
        "cancel_reasons": CancelReason.choices,
        "carriers": CARRIERS.items(),
        "notes": notes,
        "tags": ask_tags(order),
        "payment": payment,
        **money_of(order, payment),
        "worth": (value := value_of(order, lines, charges)).left,
        "money": money,
        "asked": list_money_requests(order.id),
        "providers": list_provider_codes(),
        "fulfilment_orders": _parts(request, order, by_id),
        "mergeable": _mergeable(request, order),
        "shipments": shipments,
        "parcels": parcels.select_related("pdf", "zpl").order_by("id"),
        **_papers_for(request, order, lines, payment),
        "letters": within(request, "messaging:read", Message.objects.filter(order_id=order.id)).order_by("-id"),
        "others": _others(request, order),
        "decisions": list_decisions(order.id, names),
        "verdicts": VERDICT_WORDS,
        "tax": TAX_WORDS[order.tax_case],
        "vat": _vat(order, value),
        "vat_checks": _vat_checks(order),
        "timeline": Timeline(_("Timeline"), _timeline(request, order, trail, notes, money)),
        "verbs": verbs_from(order.state),
        **_allowed(request, order, lines, payment),
        "may_customer": may(request, "customers:read"),
        "seen": seen,
        "looks_again": looks_again(request, order.pk),
        "seen_entry": max((entry.id for entry in trail), default=0),
        "countries": list_countries(),
    }
    return render(request, "backoffice/orders/order.html", context)


def _vat(order: Order, value: OrderValue) -> Decimal:
    """Return the VAT of what is left of an order, as its invoice will say it."""
    parts = [(it.rate, amount) for it, amount in list_left(value)]
    parts += [(it.rate, amount) for it, amount in share_left(value)]
    return total_by_rates(parts, gross_prices=order.channel.prices_gross, currency=order.currency).tax


def _mergeable(request: HttpRequest, order: Order) -> list[OrderRow]:
    """Return the other orders of the reader that can leave in one parcel with this one."""
    found = list_mergeable(order.id) if order.state == OrderState.RELEASED else []
    if not found:
        return []
    mine = within(request, "orders:read", Order.objects.filter(id__in=[it.id for it in found]))
    ids = set(mine.values_list("id", flat=True))
    return [it for it in found if it.id in ids]


def _others(request: HttpRequest, order: Order) -> QuerySet[Order]:
    """Return the newest other orders of the customer."""
    mine = within(request, "orders:read", Order.objects.filter(customer=order.customer))
    return mine.exclude(id=order.id).order_by("-id")[:8]


def _papers_for(
    request: HttpRequest, order: Order, lines: Sequence[OrderLine], payment: PaymentRow | None
) -> dict[str, Any]:
    """Return the invoices, postings and contribution of an order, each for whom it is open; and why what left has no invoice."""
    books = reaches(request, "accounting:read", order)
    papers = within(request, "invoicing:read", Invoice.objects.filter(order=order))
    invoices = list(papers.select_related("pdf", "xml").order_by("id")) if may(request, "invoicing:read") else []
    corrected = [it.issued_at for it in invoices if it.occasion == Occasion.CORRECTED]
    told = corrected and reaches(request, "payments:read", order)
    postings = Posting.objects.filter(order_id=order.id).order_by("id")
    asked = ask_papers(order.id, corrected_at=max(corrected)) if told else None
    return {
        "invoices": invoices,
        "stuck": []
        if invoices or not any(it.shipped for it in lines)
        else list_set_aside_of(subject="order", key=order.id),
        "credit": asked.credit if asked else None,
        # What its papers ask for, also where more of it was paid before these were corrected.
        "asks": asked.amount if asked else payment.amount if payment else ZERO,
        "postings": postings if books else [],
        "contribution": next(iter(list_contributions([order.id])), None) if books else None,
    }


@dataclass(frozen=True, slots=True)
class Part:
    """A fulfilment order on the page: with whom it leaves, and what can be done about it."""

    it: FulfilmentOrder
    mates: list[Order]
    lines: list[FulfilmentLine]
    splittable: bool
    joinable: bool


def _know_lines(pieces: Iterable[FulfilmentLine | ShipmentLine], lines: Mapping[int, OrderLine]) -> None:
    """The lines of the order are read once, whoever has pieces of them."""
    for it in pieces:
        if it.order_line_id in lines:
            it.order_line = lines[it.order_line_id]


def _parts(request: HttpRequest, order: Order, by_id: Mapping[int, OrderLine]) -> list[Part]:
    """Return the live fulfilment orders of an order."""
    rows = FulfilmentOrder.objects.filter(order=order).exclude(state=FulfilmentState.CANCELLED)
    live = list(rows.select_related("location").prefetch_related("lines").order_by("id"))
    for part in live:
        _know_lines(part.lines.all(), by_id)
    mates: dict[int, list[Order]] = {}
    together = FulfilmentOrder.objects.filter(merge__in=[part.merge_id for part in live if part.merge_id])
    merged = within(request, "orders:read", together)
    for mate in (
        merged.exclude(order=order).exclude(state=FulfilmentState.CANCELLED).select_related("order").order_by("id")
    ):
        mates.setdefault(mate.merge_id or 0, []).append(mate.order)
    found = []
    for part in live:
        lines = [line for line in part.lines.all() if line.quantity]
        still_open = part.state == FulfilmentState.OPEN
        twins = [it for it in live if it.location_id == part.location_id and it.state == FulfilmentState.OPEN]
        several = sum(line.quantity for line in lines) > 1
        found.append(
            Part(part, mates.get(part.merge_id or 0, []), lines, still_open and several, still_open and len(twins) > 1)
        )
    return found


def _timeline(
    request: HttpRequest,
    order: Order,
    trail: Sequence[AuditEntry],
    notes: Sequence[OrderNote],
    asked: Sequence[MoneyIntentRow],
) -> list[Entry]:
    """Join the news and the audit trail of an order, newest first; the money that moved, for whom it is open, says so itself."""
    open_money = reaches(request, "payments:read", order)
    moments = [
        Entry(event.at, str(EVENT_WORDS.get(event.name, event.name)), who_text(event.by))
        for event in Event.objects.filter(subject="order", key=order.id).exclude(name=MoneyMoved.__name__)
    ]
    for entry in trail:
        word = str(VERB_WORDS.get(entry.verb, entry.verb))
        change = change_text(entry.before, entry.after)
        moments.append(Entry(entry.at, f"{word}: {change}" if change else word, who_text(entry.by)))
    moved = PaymentEntry.objects.filter(payment__order_id=order.id) if open_money else []
    for money in moved:
        word = str(MONEY_WORDS.get(money.kind, money.kind))
        moments.append(Entry(money.at, f"{word}: {number_text(money.amount)} {order.currency}", who_text(money.by)))
    for wish in asked if open_money else ():
        told = f"{wish.name}: {number_text(wish.amount)} {wish.currency}"
        moments.append(
            Entry(wish.asked_at, f"{told} · {wish.reason}" if wish.reason else told, who_text(wish.asked_by))
        )
    for note in notes:
        moments.append(Entry(note.at, f"{_('Note')}: {note.text[:120]}", who_text(note.by)))
    return sorted(moments, key=lambda moment: moment.at, reverse=True)


def _allowed(
    request: HttpRequest, order: Order, lines: Sequence[OrderLine], payment: PaymentRow | None
) -> dict[str, Any]:
    """Return what the reader may do here: change what it holds while nothing is in somebody's hands, gone or invoiced; say who is
    invoiced until it is.
    """
    writes, pays = reaches(request, "orders:write", order), reaches(request, "payments:write", order)
    invoiced = any(it.invoiced > it.credited for it in lines)
    touched = any(it.picked or it.shipped for it in lines)
    return {
        "may_write": writes, "may_pay": pays, "may_money": reaches(request, "payments:read", order),
        "may_change": writes and order.state in _ALIVE and not touched and not invoiced,
        "may_bill": writes and order.state != OrderState.CANCELLED and not invoiced,
        "payment_kinds": _payment_kinds(order, payment) if pays else [],
        "waits_whole": _waits_whole(order, lines),
    }  # fmt: skip


def _waits_whole(order: Order, lines: Sequence[OrderLine]) -> bool:
    """Whether what is there waits for the rest, because the channel takes an order in one shipment only."""
    whole = Capability.SPLIT_SHIPMENT not in order.channel.capabilities and order.state == OrderState.RELEASED
    begun = any(it.shipped for it in lines)
    return whole and not begun and any(it.short for it in lines)


def _payment_kinds(order: Order, payment: PaymentRow | None) -> list[tuple[str, str]]:
    """Return between which ways of paying a buyer may still choose."""
    if payment is None or payment.method not in AGREED or payment.captured or payment.external_id:
        return []
    return [(it.value, str(it.label)) for it in AGREED if it != payment.method] if order.state in _ALIVE else []


def _vat_checks(order: Order) -> list[VatCheck]:
    """Return the latest answers of the register for the buyer's VAT id."""
    return list(VatCheck.objects.filter(vat_id=order.vat_id).order_by("-at", "-id")[:3]) if order.vat_id else []
