"""The page of an order: lines, money, parcels, papers, timeline, and why it ships from where it ships."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kontor.accounting.public import list_contributions, list_postings
from kontor.backoffice.access import act, may, needs
from kontor.backoffice.figures import number_text
from kontor.backoffice.shown import change_text, who_text
from kontor.backoffice.typed import (
    TypedWrong,
    list_countries,
    read_amount,
    read_count,
    read_country,
    read_day,
    read_id,
    read_ids,
    read_text,
)
from kontor.backoffice.words import EVENT_WORDS, MONEY_WORDS, TAX_WORDS, VERB_WORDS, VERDICT_WORDS
from kontor.flows.invoicing.worth import worth_of_orders
from kontor.flows.money.money import ask_to_pay, refund_order
from kontor.flows.selling.amending import readdress_order
from kontor.flows.selling.payment import book_payment
from kontor.flows.warehouse.cancellation import cancel_pieces, cancel_whole_order, recall_from_warehouse
from kontor.flows.warehouse.merging import join_order, list_mergeable, merge_orders, split_order, unmerge
from kontor.fulfilment.public import FulfilmentLine, FulfilmentOrder, FulfilmentState, list_shipments
from kontor.invoicing.public import list_invoices
from kontor.kernel.actor import Actor
from kontor.kernel.address import address_from, fits_country
from kontor.kernel.money import ZERO
from kontor.locations.public import Location
from kontor.messaging.public import Message
from kontor.orders.public import (
    CancelReason,
    Hold,
    HoldReason,
    Order,
    OrderCharge,
    OrderNote,
    OrderState,
    hold_order,
    lift_hold,
    list_lines,
    release_orders,
    tag_order,
    verbs_from,
    write_note,
)
from kontor.payments.public import (
    MoneyIntent,
    Payment,
    PaymentEntry,
    PaymentMethod,
    find_payment,
    list_money,
    list_provider_codes,
    still_to_come,
    sum_paid_by_vouchers,
)
from kontor.platform.models import AuditEntry, Event
from kontor.pricing.public import list_vat_checks
from kontor.shipping.public import CARRIERS, enter_number, list_parcels
from kontor.sourcing.public import list_decisions


@dataclass(frozen=True, slots=True)
class Moment:
    """An entry of the timeline."""

    at: datetime
    text: str
    by: str


@needs("orders:read")
def show_order(request: HttpRequest, order_id: int) -> HttpResponse:
    """Show an order."""
    order = get_object_or_404(Order.objects.select_related("channel", "customer", "legal_entity"), id=order_id)
    names = dict(Location.objects.values_list("id", "name"))
    shipments = list_shipments([order.id])
    lines = list(list_lines([order.id]))
    payment = find_payment(order.id)
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Order") + f" {order.number}",
        "order": order,
        "lines": lines,
        "shown": {
            name for name in ("short", "picked", "shipped", "cancelled") if any(getattr(line, name) for line in lines)
        },
        "charges": OrderCharge.objects.filter(order=order).order_by("id"),
        "holds": Hold.objects.filter(order=order, lifted_at=None),
        "hold_reasons": HoldReason.choices,
        "cancel_reasons": CancelReason.choices,
        "carriers": CARRIERS.items(),
        "notes": OrderNote.objects.filter(order=order).order_by("-id"),
        "payment": payment,
        "to_pay": _to_pay(order, payment),
        "worth": worth_of_orders([order.id])[order.id],
        "money": list_money(order.id),
        "by_vouchers": sum_paid_by_vouchers([order.id]).get(order.id),
        "providers": list_provider_codes(),
        "fulfilment_orders": _parts(order),
        "mergeable": list_mergeable(order),
        "shipments": shipments,
        "parcels": list_parcels([shipment.id for shipment in shipments]),
        "invoices": list_invoices([order.id]),
        "postings": list_postings(order.id),
        "contribution": next(iter(list_contributions([order.id])), None) if may(request, "accounting:read") else None,
        "letters": Message.objects.filter(order_id=order.id).order_by("-id"),
        "others": Order.objects.filter(customer=order.customer).exclude(id=order.id).order_by("-id")[:8],
        "decisions": list_decisions(order.id, names),
        "verdicts": VERDICT_WORDS,
        "tax": TAX_WORDS[order.tax_case],
        "vat_checks": list_vat_checks(order.vat_id)[:3],
        "timeline": _timeline(order),
        "verbs": verbs_from(order.state),
        "may_write": may(request, "orders:write"),
        "may_pay": may(request, "payments:write"),
        "countries": list_countries(),
    }
    return render(request, "backoffice/orders/order.html", context)


@dataclass(frozen=True, slots=True)
class Part:
    """A fulfilment order on the page: with whom it leaves, and what can be done about it."""

    it: FulfilmentOrder
    mates: list[Order]
    lines: list[FulfilmentLine]
    splittable: bool
    joinable: bool


def _parts(order: Order) -> list[Part]:
    """Return the live fulfilment orders of an order."""
    rows = FulfilmentOrder.objects.filter(order=order).exclude(state=FulfilmentState.CANCELLED)
    live = list(rows.select_related("location").prefetch_related("lines__order_line__sku").order_by("id"))
    mates: dict[int, list[Order]] = {}
    merged = FulfilmentOrder.objects.filter(merge__in=[part.merge_id for part in live if part.merge_id])
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


def _timeline(order: Order) -> list[Moment]:
    """Join the news and the audit trail of an order, newest first."""
    moments = [
        Moment(event.at, str(EVENT_WORDS.get(event.name, event.name)), who_text(event.by))
        for event in Event.objects.filter(subject="order", key=order.id)
    ]
    for entry in AuditEntry.objects.filter(subject="order", key=order.id):
        word = str(VERB_WORDS.get(entry.verb, entry.verb))
        change = change_text(entry.before, entry.after)
        moments.append(Moment(entry.at, f"{word}: {change}" if change else word, who_text(entry.by)))
    for money in PaymentEntry.objects.filter(payment__order_id=order.id):
        word = str(MONEY_WORDS.get(money.kind, money.kind))
        moments.append(Moment(money.at, f"{word}: {number_text(money.amount)} {order.currency}", who_text(money.by)))
    for wish in MoneyIntent.objects.filter(payment__order_id=order.id):
        told = f"{wish.get_kind_display()}: {number_text(wish.amount)} {wish.currency}"
        moments.append(
            Moment(wish.asked_at, f"{told} · {wish.reason}" if wish.reason else told, who_text(wish.asked_by))
        )
    for note in OrderNote.objects.filter(order=order):
        moments.append(Moment(note.at, f"{_('Note')}: {note.text[:120]}", who_text(note.by)))
    return sorted(moments, key=lambda moment: moment.at, reverse=True)


Work = Callable[[datetime, Actor], object]


# Buttons that move money, which nobody presses for being allowed to change orders.
MONEY_VERBS = frozenset({"pay", "refund", "ask"})


@needs("orders:read")
@require_POST
def press_button(request: HttpRequest, order_id: int, verb: str) -> HttpResponse:
    """Do what a button of the order page says."""
    if not may(request, "payments:write" if verb in MONEY_VERBS else "orders:write"):
        raise PermissionDenied
    order = get_object_or_404(Order, id=order_id)
    work = _work_of(verb, order, request)
    return act(request, work, done=_("Done."), back="admin:order", order_id=order.id)


def _work_of(verb: str, order: Order, request: HttpRequest) -> Work:
    sent = request.POST
    reason, note = sent.get("reason", "manual"), sent.get("note", "")[:500]
    works: dict[str, Work] = {
        "hold": lambda at, by: hold_order(order_id=order.id, reason=reason, note=note, at=at, by=by),
        "lift": lambda at, by: lift_hold(order_id=order.id, reason=reason, at=at, by=by),
        "release": lambda at, by: release_orders(order_ids=[order.id], at=at, by=by),
        "recall": lambda at, by: recall_from_warehouse(order_id=order.id, at=at, by=by),
        "cancel": lambda at, by: cancel_whole_order(order_id=order.id, reason=_why(sent), at=at, by=by),
        "cancel-line": lambda at, by: _cancel_line(order, sent, at, by),
        "merge": lambda at, by: merge_orders(order_ids=[order.id, *read_ids(sent.getlist("other"))], at=at, by=by),
        "unmerge": lambda at, by: unmerge(fulfilment_order_id=_part(order, sent), at=at, by=by),
        "split": lambda at, by: split_order(
            fulfilment_order_id=_part(order, sent), pieces=_pieces(order, sent), at=at, by=by
        ),
        "join": lambda at, by: join_order(fulfilment_order_id=_part(order, sent), at=at, by=by),
        "number": lambda at, by: enter_number(
            order_id=order.id, parcel_id=read_id(sent.get("parcel")), carrier=sent.get("carrier", ""),
            number="".join(read_text(sent, "number", limit=60).split()), at=at, by=by,
        ),
        "note": lambda at, by: write_note(order_id=order.id, text=sent.get("text", "")[:4000], at=at, by=by),
        "address": lambda at, by: _change_address(order, sent, at, by),
        "tags": lambda at, by: tag_order(
            order_id=order.id, tags=[tag.strip()[:100] for tag in sent.get("tags", "").split(",") if tag.strip()],
            at=at, by=by,
        ),
        "pay": lambda at, by: _pay(order, sent, at, by),
        "refund": lambda at, by: _refund(order, sent, at, by),
        "ask": lambda at, by: ask_to_pay(order_id=order.id, account_code=sent.get("account", ""), at=at, by=by),
    }  # fmt: skip
    if verb not in works:
        raise Http404
    return works[verb]


def _to_pay(order: Order, payment: Payment | None) -> Decimal:
    if payment is None:
        return ZERO
    elsewhere = payment.account_id is not None or payment.method == PaymentMethod.MARKETPLACE
    ended = order.state == OrderState.CANCELLED
    return still_to_come(owed=payment.amount, received=payment.captured, elsewhere=elsewhere, ended=ended)


def _part(order: Order, sent: Any) -> int:
    """Return which fulfilment order of this order was meant."""
    part = read_id(sent.get("part"))
    if not FulfilmentOrder.objects.filter(order=order, id=part).exists():
        raise Http404
    return part


def _pieces(order: Order, sent: Any) -> dict[int, int]:
    """Return how many pieces of each line were asked to leave apart."""
    asked = {line.id: f"line-{line.id}" for line in list_lines([order.id])}
    counts = {line: read_count(sent, field, least=0) for line, field in asked.items() if sent.get(field)}
    return {line: count for line, count in counts.items() if count}


def _cancel_line(order: Order, sent: Any, at: datetime, by: Actor) -> None:
    """Cancel pieces; the form's own number makes a second click no second cancellation."""
    pieces = {read_id(sent.get("line")): read_count(sent, "quantity")}
    reference = f"office:{sent.get('form', '')[:40] or at.timestamp()}"
    cancel_pieces(order_id=order.id, pieces=pieces, reference=reference, reason=_why(sent), at=at, by=by)


def _why(sent: Any) -> str:
    """Return why something is cancelled."""
    reason = str(sent.get("reason", "other"))
    if reason not in CancelReason:
        raise TypedWrong(_("Choose one of these."), "reason")
    return reason


def _change_address(order: Order, sent: Any, at: datetime, by: Actor) -> None:
    """Store an address that a parcel can be sent to; what is missing or no country is said at its field."""
    limits = {"name": 120, "company": 120, "street": 120, "extra": 120, "postal_code": 20, "city": 80}
    fields = {name: read_text(sent, name, limit=most) for name, most in limits.items()}
    given = {**order.ship_to, **fields, "country": read_country(sent, "country")}
    for name in address_from(given).missing():
        raise TypedWrong(_("Fill this in."), name)
    if given["postal_code"] and not fits_country(given["postal_code"], given["country"]):
        raise TypedWrong(_("This is no postal code of that country."), "postal_code")
    readdress_order(order_id=order.id, ship_to=address_from(given), at=at, by=by)


def _refund(order: Order, sent: Any, at: datetime, by: Actor) -> None:
    """Give money back; the form's own number makes a second click no second refund."""
    amount = read_amount(sent, "amount")
    reason = read_text(sent, "reason", limit=200)
    cause = f"hand:{sent.get('form', '')[:40] or at}"
    refund_order(order_id=order.id, amount=amount, cause=cause, reason=reason, at=at, by=by)


def _pay(order: Order, sent: Any, at: datetime, by: Actor) -> None:
    """Book money that came in; the form's own number makes a second click no second payment."""
    # Two payments may bear the same words; the form tells them apart.
    typed, form = read_text(sent, "reference", limit=80), sent.get("form", "")[:38] or str(at.timestamp())
    reference = f"{typed} #{form}" if typed else f"office:{form}"
    day = read_day(sent, "day") if sent.get("day") else None
    book_payment(
        order_id=order.id, amount=read_amount(sent, "amount"), reference=reference, booked_on=day, at=at, by=by
    )
