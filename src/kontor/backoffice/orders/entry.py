"""Entering an order by hand: by telephone, letter or at the counter. It goes the way of every order (``accept_orders``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kontor.backoffice.access import actor_of, await_worker, may, needs
from kontor.backoffice.orders.address_form import typed_address
from kontor.backoffice.orders.entry_form import METHODS, PAID_METHODS, list_own_channels, read_order, read_percent
from kontor.backoffice.orders.entry_once import claim_of_form, find_entered, keep_entered
from kontor.backoffice.page import show_page
from kontor.backoffice.parts.cells import Moment, money_text
from kontor.backoffice.reach import reaches, within
from kontor.backoffice.refusals import refusal_text
from kontor.backoffice.typed import list_countries
from kontor.backoffice.words import TAX_WORDS
from kontor.catalog.public import list_own_prices
from kontor.catalog.tables import Barcode, Sku
from kontor.channels.ports import IncomingOrder
from kontor.channels.public import ChannelKind
from kontor.channels.tables import Channel
from kontor.customers.public import find_customers, list_groups_of
from kontor.customers.tables import Customer, CustomerAddress
from kontor.flows.errors import AlreadyTakenIn, IntakeFailed
from kontor.flows.invoicing.papers import total_by_rates
from kontor.flows.selling.charges import charges_of, percent_off
from kontor.flows.selling.intake import accept_orders, plan_order
from kontor.flows.selling.payment import open_payments_of
from kontor.flows.selling.resolving import Outcome, ResolvedOrder, TakenIn
from kontor.inventory.public import list_availability
from kontor.kernel.actor import Actor
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import KontorError
from kontor.kernel.money import ZERO
from kontor.locations.tables import Location
from kontor.payments.public import PaymentMethod
from kontor.platform.sql.halving import work_in_batches
from kontor.platform.sql.idempotency import KeyClaim
from kontor.pricing.public import TaxCase
from kontor.pricing.tables import PriceList
from kontor.sourcing.public import OrderPlan

MOST_FOUND = 8


@dataclass(frozen=True, slots=True)
class EnteredLine:
    """A line of the form, as it was typed."""

    sku: str
    title: str
    quantity: str
    price: str
    listed: str = ""
    available: int = 0
    # A line of an order that is there already.
    line: str = ""


def _methods(request: HttpRequest) -> Sequence[PaymentMethod]:
    """Return how an order may be paid that the reader enters: who says that money is there needs the right on its channel."""
    sent = request.POST.get("channel") or ""
    channel = Channel.objects.filter(code=sent.replace("\0", "")[:60]).first() if sent else None
    paid = may(request, "payments:write") if channel is None else reaches(request, "payments:write", channel)
    return PAID_METHODS if paid else METHODS


@needs("orders:write", keeps_limits=True)
def show_entry(request: HttpRequest) -> HttpResponse:
    """Show the form; with what was typed where it was refused."""
    return _page(request, {}, (), "")


def _page(request: HttpRequest, typed: Any, lines: Sequence[EnteredLine], fault: str, field: str = "") -> HttpResponse:
    return show_page(
        request, "orders/entry", title=_("Enter an order"), typed=typed, lines=lines, fault=fault, fault_field=field,
        channels=sorted(list_own_channels(request), key=lambda it: (it.kind != ChannelKind.PHONE, it.pk)),
        methods=[(it.value, it.label) for it in _methods(request)], countries=list_countries(),
        form=typed.get("form") or uuid4().hex, ship_to=typed_address(typed, ""), bill_to=typed_address(typed, "bill_"),
    )  # fmt: skip


@needs("orders:write", keeps_limits=True)
def find_buyers(request: HttpRequest) -> HttpResponse:
    """Return buyers that a name, mail address, telephone number or postal code leads to, with their last address."""
    term = request.GET.get("buyer", "").replace("\0", "").strip()[:200]
    open_to_him = bool(term) and may(request, "customers:read")
    looked_up = Customer.objects.filter(id__in=find_customers(term, most=MOST_FOUND) if open_to_him else [])
    found = within(request, "customers:read", looked_up).order_by("-id")
    places = {it.customer_id: it for it in CustomerAddress.objects.filter(customer__in=found).order_by("id")}
    buyers = [(customer, places.get(customer.pk)) for customer in found]
    return render(request, "backoffice/orders/_buyers.html", {"buyers": buyers, "term": term})


@needs("orders:write", keeps_limits=True)
def find_articles(request: HttpRequest) -> HttpResponse:
    """Return articles that a number, barcode or name leads to, with their price and what is there of each."""
    term = request.GET.get("article", "").replace("\0", "").strip()[:200]
    found = list(_articles(term)) if term else []
    prices, free = list_own_prices([it.pk for it in found]), list_availability([it.pk for it in found])
    rows = [(it, prices.get(it.pk), free[it.pk].sellable if it.pk in free else 0) for it in found]
    return render(request, "backoffice/orders/_articles.html", {"rows": rows, "term": term})


def _articles(term: str) -> Sequence[Sku]:
    rows = Sku.objects.select_related("product").filter(product__active=True)
    scanned = Barcode.objects.filter(code=term).values("sku")
    exact = (
        list(rows.filter(code=term))
        or list(rows.filter(code__iexact=term)[:1])
        or list(rows.filter(id__in=scanned)[:1])
    )
    if exact:
        return exact
    begin = list(rows.filter(code__istartswith=term).order_by("code")[:MOST_FOUND])
    # Each word of the name or of the variant: "shirt red" is the red one of the shirts.
    words = [Q(product__name__icontains=it) | Q(variant__icontains=it) for it in term.split()[:8]]
    return begin or list(rows.filter(*words).order_by("product__name", "code")[:MOST_FOUND])


@needs("orders:write", keeps_limits=True)
def add_line(request: HttpRequest) -> HttpResponse:
    """Return the row of an article that somebody picked."""
    line = show_line(request.GET.get("sku", ""), "1", "")
    if line is None:
        return HttpResponse(status=204)
    return render(request, "backoffice/orders/_entry_line.html", {"line": line})


def _line_of(sku: Sku, quantity: str, price: str) -> EnteredLine:
    listed = list_own_prices([sku.pk]).get(sku.pk)
    free = list_availability([sku.pk])[sku.pk].sellable
    return EnteredLine(
        sku.code, f"{sku.product.name} {sku.variant}".strip(), quantity, price,
        money_text(listed, "EUR") if listed is not None else "", free,
    )  # fmt: skip


@needs("orders:write", keeps_limits=True)
@require_POST
def calculate(request: HttpRequest) -> HttpResponse:
    """Return what the order would come to, where it would leave from and when, with nothing written."""
    try:
        with transaction.atomic():
            incoming = _priced(read_order(request, _methods(request)), read_percent(request.POST))
            resolved, planned = plan_order(incoming=incoming, at=read_clock())
    except KontorError as refusal:
        return render(request, "backoffice/orders/_entry_sum.html", {"fault": refusal_text(refusal)})
    return render(request, "backoffice/orders/_entry_sum.html", _sum_of(resolved, planned))


def _priced(incoming: IncomingOrder, percent: Decimal | None) -> IncomingOrder:
    """A discount in percent is one of what the goods cost now. Refuses: what intake refuses."""
    if percent is None:
        return incoming
    # Planned as one that nobody knows: sent once more it comes to the same discount.
    unknown = incoming.model_copy(update={"external_id": f"plan:{uuid4().hex}"})
    with transaction.atomic():
        resolved, _planned = plan_order(incoming=unknown, at=read_clock())
    return incoming.model_copy(update={"charges": [*incoming.charges, percent_off(resolved, percent)]})


def _sum_of(resolved: ResolvedOrder, planned: OrderPlan) -> dict[str, Any]:
    currency = resolved.incoming.currency
    names = dict(Location.objects.values_list("id", "name"))
    lines = [
        (sku.title, line.quantity, money_text(line.unit_price or Decimal(0), currency), source,
         money_text(item.amount.gross, currency), short)
        for line, sku, item, short, source in zip(
            resolved.incoming.lines, resolved.skus, resolved.priced.lines, planned.short,
            resolved.price_sources or ("",) * len(resolved.skus), strict=True,
        )
    ]  # fmt: skip
    total = resolved.priced.total
    charges = [(it.title, it.rate, money_text(it.amount.gross, currency)) for it in charges_of(resolved)]
    parts = [(it.rate, it.amount) for it in resolved.priced.lines]
    parts += [(it.rate, it.amount) for it in charges_of(resolved)]
    vat = total_by_rates(parts, gross_prices=resolved.account.prices_gross, currency=currency)
    return {
        "lines": lines, "charges": charges, "net": money_text(vat.net, currency), "tax": money_text(vat.tax, currency),
        "gross": money_text(total.gross, currency), "tax_case": TAX_WORDS[resolved.priced.tax.case.value],
        "locations": ", ".join(names.get(it, "") for it in planned.locations), "ship_by": Moment(planned.ship_by).text,
        "short": sum(planned.short), "vouchers": [money_text(it.amount, currency) for it in resolved.paid],
        "owed": money_text(total.gross - sum((it.amount for it in resolved.paid), ZERO), currency),
        "hints": [*_silent_lists(resolved), *_free_of_vat(resolved)],
    }  # fmt: skip


def _silent_lists(resolved: ResolvedOrder) -> list[str]:
    """Say which price lists of the buyer's group hold prices of these articles and do not count here, and why."""
    account = resolved.account
    group_id = list_groups_of([resolved.buyer.key]).get(resolved.buyer.key, account.group_id)
    skus = [it.sku_id for it in resolved.skus]
    mine = PriceList.objects.filter(active=True, group_id=group_id, prices__sku__in=skus) if group_id else ()
    told = []
    for it in dict.fromkeys(mine):
        if it.currency != account.currency:
            told.append(_("The price list %(name)s does not count here: it is in %(currency)s.") % vars(it))
        elif it.gross:
            if not account.prices_gross:
                told.append(
                    _(
                        "The price list %(name)s does not count here: it has VAT in it, the prices of this channel have none."
                    )
                    % vars(it)
                )
        elif account.prices_gross:
            told.append(
                _("The price list %(name)s does not count here: it has no VAT in it, the prices of this channel have.")
                % vars(it)
            )
    return told


def _free_of_vat(resolved: ResolvedOrder) -> list[str]:
    """Say that prices which hold VAT elsewhere are charged whole where the buyer pays none."""
    total = resolved.priced.total
    free = resolved.account.prices_gross and total.gross and not total.tax
    if not free or resolved.priced.tax.case not in (TaxCase.EXPORT, TaxCase.INTRA_COMMUNITY, TaxCase.REVERSE_CHARGE):
        return []
    return [_("Free of VAT: prices are charged as they stand here. Take the VAT out of those that hold it.")]


@needs("orders:write", keeps_limits=True)
@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Take the order in and open its page; refused, the form comes back with what was typed."""
    try:
        typed, percent = read_order(request, _methods(request)), read_percent(request.POST)
        claim = claim_of_form(typed, percent)
        order_id = find_entered(claim)
        is_new = order_id is None
        if order_id is None:
            order_id, is_new = _take_in(_priced(typed, percent), claim, actor_of(request))
    except KontorError as refusal:
        field = str(refusal.facts.get("field", ""))
        return _page(request, request.POST, _typed_lines(request.POST), refusal_text(refusal), field)
    if is_new:
        messages.success(request, _("The order is taken in."))
    else:
        messages.info(request, _("This order is in already; nothing was entered twice."))
    await_worker(request, order_id)
    return redirect("admin:order", order_id=order_id)


def _accept(orders: Sequence[IncomingOrder], claim: KeyClaim, by: Actor) -> list[Outcome]:
    """Take orders in and open what they owe at once: whoever has typed one wants to see on its page what is to be paid."""
    at = read_clock()
    outcomes = accept_orders(incoming=orders, at=at, by=by)
    new = [it.order_id for it in outcomes if isinstance(it, TakenIn) and it.new and it.order_id]
    open_payments_of(order_ids=new, at=at, by=by)
    for order_id in new:
        keep_entered(claim, order_id, at)
    return outcomes


def _take_in(incoming: IncomingOrder, claim: KeyClaim, by: Actor) -> tuple[int, bool]:
    """Take an order in and return it, and whether it is new; where the same form came in at the same moment, that one is known.
    Refuses: what intake refuses; AlreadyTakenIn where its number stands for another one.
    """
    outcome = work_in_batches(
        [incoming],
        lambda orders: _accept(orders, claim, by),
        lambda order, failure: IntakeFailed(),
    )[0]
    if not isinstance(outcome, TakenIn):
        raise outcome
    if not outcome.new and find_entered(claim) != outcome.order_id:
        raise AlreadyTakenIn(order=outcome.order_id)
    return outcome.order_id or 0, outcome.new


def show_line(code: str, quantity: str, price: str, line: str = "") -> EnteredLine | None:
    """Return a line of a form as it was typed, None where there is no such article."""
    sku = Sku.objects.select_related("product").filter(code=code.replace("\0", "")).first()
    return replace(_line_of(sku, quantity, price), line=line) if sku else None


def _typed_lines(sent: Any) -> list[EnteredLine]:
    skus = {it.code: it for it in Sku.objects.select_related("product").filter(code__in=sent.getlist("sku"))}
    rows = zip(sent.getlist("sku"), sent.getlist("quantity"), sent.getlist("price"), strict=False)
    return [_line_of(skus[code], quantity, price) for code, quantity, price in rows if code in skus]
