"""Changing what an order holds: lines, quantities, prices, costs, VAT id; with what it comes to before anything is written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from pydantic import ValidationError

from kontor.backoffice.access import actor_of, needs
from kontor.backoffice.figures import number_text
from kontor.backoffice.orders.entry import EnteredLine, show_line
from kontor.backoffice.orders.entry_form import DISCOUNT, MOST_LINES, parse_percent, read_price
from kontor.backoffice.orders.versions import last_entry, show_both
from kontor.backoffice.page import show_page
from kontor.backoffice.parts.cells import money_text
from kontor.backoffice.refusals import faults_text, refusal_text
from kontor.backoffice.typed import TypedWrong, read_count, read_id, read_text
from kontor.backoffice.words import CHARGE_WORDS, TAX_WORDS
from kontor.channels.ports import IncomingCharge, IncomingLine
from kontor.channels.public import name_faults
from kontor.flows.invoicing.papers import total_by_rates
from kontor.flows.selling.charges import discount_of
from kontor.flows.selling.revising import Planned, Revision, plan_revision, read_revision, revise_order
from kontor.inventory.public import list_availability
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import KontorError
from kontor.kernel.money import unit_of
from kontor.orders.public import ChangedMeanwhile, OrderState, WantedLine, mark_contents, value_orders
from kontor.orders.tables import Order, OrderLine
from kontor.payments.public import find_payment
from kontor.platform.sql.again import in_one_go

# What a line holds: so many pieces, for less than so much.
MOST_PIECES, MOST_LINE = 1_000_000, Decimal(10) ** 9
# Rows for charges besides those that are there.
_MORE_CHARGES = 1
Charges = Sequence[tuple[str, str, str]]


@needs("orders:write")
def show_change(request: HttpRequest, order_id: int) -> HttpResponse:
    """Show the form with the order as it stands."""
    # By what he saw he is known: noted before anything is read, so that what changes meanwhile is no version that he saw.
    seen, order = mark_contents(order_id), get_object_or_404(Order.objects.select_related("channel"), id=order_id)
    if order.state not in (OrderState.PLACED, OrderState.HELD, OrderState.RELEASED):
        messages.error(request, _("An order in this state is not changed any more."))
        return redirect("admin:order", order_id=order.pk)
    entry, stands = last_entry(order), read_revision(order.pk)
    lines = {it.pk: it for it in OrderLine.objects.filter(order=order).select_related("sku").order_by("position")}
    free = list_availability([it.sku_id for it in lines.values()])
    rows = [
        EnteredLine(
            lines[it.line_id].sku.code, lines[it.line_id].title, str(it.quantity), number_text(it.unit_price), "",
            free[lines[it.line_id].sku_id].sellable if lines[it.line_id].sku_id in free else 0, str(it.line_id),
        )
        for it in stands.lines
    ]  # fmt: skip
    charges = [(it.kind, it.title, _amount_of(it, stands, order)) for it in stands.charges]
    return _page(request, order, rows, charges, stands.vat_id, seen=(seen, entry))


_IN_PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d{1,2})?) %$")


def _amount_of(charge: IncomingCharge, stands: Revision, order: Order) -> str:
    """Return what a charge comes to as it is typed: a discount in percent as such, so that it follows what is changed."""
    said = _IN_PERCENT.search(charge.title) if charge.kind == DISCOUNT else None
    if said is not None:
        percent = Decimal(said[1].replace(",", "."))
        goods = [(it.unit_price, it.quantity) for it in stands.lines]
        same = discount_of(goods, percent, language=order.language, unit=unit_of(order.currency))
        if (same.title, same.amount) == (charge.title, abs(charge.amount)):
            return f"{said[1]} %"
    return number_text(charge.amount)


def _page(
    request: HttpRequest,
    order: Order,
    lines: Sequence[EnteredLine],
    charges: Charges,
    vat_id: str,
    *,
    seen: tuple[str, int],
    fault: str = "",
) -> HttpResponse:
    return show_page(
        request, "orders/change", title=_("Change order %(number)s") % {"number": order.number}, order=order, lines=lines,
        charges=[*charges, *[("shipping", "", "")] * _MORE_CHARGES], kinds=list(CHARGE_WORDS.items()), vat_id=vat_id,
        fault=fault, seen=seen[0], seen_entry=seen[1],
    )  # fmt: skip


@needs("orders:write")
@require_POST
def calculate_change(request: HttpRequest, order_id: int) -> HttpResponse:
    """Return what the order would come to, and what the buyer would owe or get back, with nothing written."""
    order = get_object_or_404(Order, id=order_id)
    try:
        planned = plan_revision(order_id=order.pk, revision=_read(request.POST), at=read_clock())
    except KontorError as refusal:
        return render(request, "backoffice/orders/_change_sum.html", {"fault": refusal_text(refusal)})
    return render(request, "backoffice/orders/_change_sum.html", _sum_of(order, planned))


def _sum_of(order: Order, planned: Planned) -> dict[str, Any]:
    money = order.currency
    before = value_orders([order.pk])[order.pk].left
    payment = find_payment(order.pk)
    received = payment.captured - payment.refunded if payment else Decimal(0)
    goods = [(new, line.ordered - line.cancelled) for line, new in planned.kept] + [(it, 0) for it in planned.added]
    parts = [(it.rate, it.amount) for it, _was in goods] + [(it.rate, it.amount) for it in planned.charges]
    vat = total_by_rates(parts, gross_prices=order.channel.prices_gross, currency=money)
    return {
        "lines": [
            (it.title, it.quantity, money_text(it.unit_price, money), money_text(it.amount.gross, money), it.quantity - was)
            for it, was in goods
        ],
        "charges": [(it.title, it.rate, money_text(it.amount.gross, money)) for it in planned.charges],
        "before": money_text(before, money), "gross": money_text(planned.total.gross, money),
        "tax": money_text(vat.tax, money), "tax_case": TAX_WORDS[planned.priced.tax.case.value],
        "received": money_text(received, money),
        "owed": money_text(planned.total.gross - received, money) if planned.total.gross > received else "",
        "back": money_text(received - planned.total.gross, money) if received > planned.total.gross else "",
    }  # fmt: skip


@needs("orders:write")
@require_POST
def save_change(request: HttpRequest, order_id: int) -> HttpResponse:
    """Change the order and open its page; refused, the form comes back with what was typed."""
    order = get_object_or_404(Order.objects.select_related("channel"), id=order_id)
    try:
        revision = _read(request.POST)
        seen, by = request.POST.get("seen", ""), actor_of(request)
        in_one_go(lambda: revise_order(order_id=order.pk, revision=revision, seen=seen, at=read_clock(), by=by))
    except ChangedMeanwhile:
        return show_both(request, order)
    except KontorError as refusal:
        sent = request.POST
        return _page(
            request, order, _typed_lines(sent), _typed_charges(sent), sent.get("vat_id", ""),
            seen=(sent.get("seen", ""), read_id(sent.get("seen_entry"))), fault=refusal_text(refusal),
        )  # fmt: skip
    messages.success(request, _("The order is changed."))
    return redirect("admin:order", order_id=order.pk)


def _read(sent: Any) -> Revision:
    """Return what was typed. Refuses: TypedWrong."""
    columns = [sent.getlist(name) for name in ("line", "sku", "quantity", "price")]
    if len({len(it) for it in columns}) > 1:
        raise TypedWrong(_("Open this page anew."), "article")
    if len(columns[0]) > MOST_LINES:
        raise TypedWrong(_("An order has at most %(most)s lines.") % {"most": MOST_LINES}, "article")
    kept: list[WantedLine] = []
    added: list[IncomingLine] = []
    try:
        for line, sku, typed, price in zip(*columns, strict=True):
            quantity = read_count({"quantity": typed}, "quantity")
            amount = read_price(price, "price") if price.strip() or line else None
            if quantity > MOST_PIECES or quantity * (amount or 0) >= MOST_LINE:
                raise TypedWrong(_("This is more than a line holds."), "quantity")
            if line:
                assert amount is not None
                kept.append(WantedLine(read_id(line), quantity, amount))
            else:
                added.append(IncomingLine.model_validate({"sku": sku, "quantity": quantity, "unit_price": amount}))
        return Revision(kept, added, _charges(sent), read_text(sent, "vat_id", limit=20), _percents(sent))
    except ValidationError as wrong:
        faults = "; ".join(f"{it['field']}: {it['reason']}" for it in name_faults(wrong))
        raise TypedWrong(faults_text(faults), "") from None


def _charges(sent: Any) -> list[IncomingCharge]:
    return [
        IncomingCharge.model_validate({"kind": kind, "title": title, "amount": read_price(amount, "charge_amount")})
        for kind, title, amount in _typed_charges(sent)
        if amount.strip() and not amount.strip().endswith("%")
    ]


def _percents(sent: Any) -> list[Decimal]:
    """Return the discounts that were typed in percent. Refuses: TypedWrong."""
    found = [(kind, amount.strip()) for kind, _title, amount in _typed_charges(sent) if amount.strip().endswith("%")]
    if any(kind != DISCOUNT for kind, _amount in found):
        raise TypedWrong(_("Only a discount is typed in percent."), "charge_amount")
    return [parse_percent(amount, "charge_amount") for _kind, amount in found]


def _typed_charges(sent: Any) -> Charges:
    columns = [sent.getlist(name) for name in ("charge_kind", "charge_title", "charge_amount")]
    if len({len(it) for it in columns}) > 1:
        raise TypedWrong(_("Open this page anew."), "charge_amount")
    return list(zip(*columns, strict=True))


def _typed_lines(sent: Any) -> list[EnteredLine]:
    rows = zip(*(sent.getlist(name) for name in ("line", "sku", "quantity", "price")), strict=False)
    return [found for line, sku, quantity, price in rows if (found := show_line(sku, quantity, price, line))]
