"""Invoices: by the channel's policy what was ordered or what was shipped is invoiced, unless the channel does it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from kontor.channels.public import Channel
from kontor.customers.public import Customer
from kontor.flows.invoicing.costs import cost_pieces
from kontor.fulfilment.public import Shipment, ShipmentDispatched, list_shipments
from kontor.invoicing.public import (
    REASONS,
    Invoice,
    InvoiceDraft,
    InvoiceDue,
    InvoiceItem,
    Seller,
    cap_margin,
    category_of,
    is_by_margin,
    issue_invoices,
    keep_agreed,
    language_of,
    list_invoices,
    paid_of,
    reasons_of,
)
from kontor.kernel.actor import Actor
from kontor.kernel.clock import local_day
from kontor.kernel.money import ZERO
from kontor.legal_entities.public import LegalEntity
from kontor.orders.public import LineValue, Order, OrderValue, lock_orders, move_pieces, share_charges, value_orders
from kontor.payments.public import find_payment, sum_paid_by_vouchers
from kontor.pricing.public import TaxCase, TaxDecision, TaxFacts, decide_tax, round_money, share_of

# How the source of an invoice begins that was written before anything left.
BEFORE_DELIVERY = "order:"


def invoice_shipments(*, news: Sequence[ShipmentDispatched], at: datetime, by: Actor) -> None:
    """Each shipment has its invoice; charges stand on the first one. Locks: the orders, the number series last."""
    order_ids = sorted({item.order_id for item in news})
    lock_orders(order_ids)
    elsewhere = set(Channel.objects.filter(capabilities__contains=["issues_invoice"]).values_list("id", flat=True))
    wanted = {item.shipment_id for item in news}
    orders = Order.objects.select_related("legal_entity", "channel").in_bulk(order_ids)
    drafts = []
    for shipment in list_shipments(order_ids):
        order = orders[shipment.order_id]
        if shipment.id not in wanted or order.channel_id in elsewhere:
            continue
        # Read anew for each: what one shipment was invoiced for the next one does not claim.
        value = value_orders([order.id])[order.id]
        if pieces := _not_invoiced({line.id: line for line in value.lines}, shipment):
            draft = _draft(order, value, pieces, ship_from=shipment.fulfilment_order.location.country)
            drafts.append(replace(draft, source=f"shipment:{shipment.id}", delivered_on=local_day(at, draft.timezone)))
            _count_invoiced(drafts[-1], at, by)
    issue_invoices(drafts=drafts, at=at, by=by)


def invoice_placed(*, news: Sequence[InvoiceDue], at: datetime, by: Actor) -> None:
    """Where the channel's policy says so, an order is invoiced as soon as it is in: all of it, before anything leaves.

    Goods to a business abroad need a day of supply on the invoice (BR-IC-11): there it is the day by which they leave.
    Locks: the orders, the number series last.
    """
    order_ids = sorted({item.order_id for item in news})
    lock_orders(order_ids)
    early = Invoice.objects.filter(order_id__in=order_ids, source__startswith=BEFORE_DELIVERY)
    known = set(early.values_list("order_id", flat=True))
    drafts = []
    for order in Order.objects.filter(id__in=order_ids).select_related("legal_entity", "channel").order_by("id"):
        value = value_orders([order.id])[order.id]
        pieces = {line.id: line.uninvoiced for line in value.lines if line.uninvoiced}
        if not pieces or order.id in known or order.state in ("HELD", "CANCELLED"):
            continue
        draft = replace(
            _draft(order, value, pieces, ship_from=order.legal_entity.country), source=f"{BEFORE_DELIVERY}{order.id}"
        )
        if draft.tax_case == TaxCase.INTRA_COMMUNITY.value:
            draft = replace(draft, delivered_on=local_day(order.ship_by or at, draft.timezone))
        drafts.append(draft)
        _count_invoiced(draft, at, by)
    issue_invoices(drafts=drafts, at=at, by=by)


def _not_invoiced(lines: Mapping[int, LineValue], shipment: Shipment) -> dict[int, int]:
    """Return the pieces of a shipment that were never invoiced: none where the order was invoiced before it left. What was taken
    back on paper is not charged again by itself.
    """
    pieces = {piece.order_line_id: piece.quantity for piece in shipment.lines.all()}
    counts = {it: min(count, lines[it].shipped - lines[it].invoiced) for it, count in pieces.items()}
    return {line_id: count for line_id, count in counts.items() if count > 0}


def _count_invoiced(draft: InvoiceDraft, at: datetime, by: Actor) -> None:
    pieces = [(item.line, item.quantity) for item in draft.items if item.line]
    move_pieces(kind="invoiced", pieces=pieces, reference=draft.source, at=at, by=by)


def _draft(order: Order, value: OrderValue, pieces: Mapping[int, int], *, ship_from: str) -> InvoiceDraft:
    decision, facts = _tax_of(order, ship_from)
    items = cap_margin([*_goods(order, value, pieces, decision.case), *_charges(value, pieces, decision.case)])
    entity = order.legal_entity
    customer = Customer.objects.get(id=order.customer_id)
    return InvoiceDraft(
        source="", order_id=order.id, order_number=order.number, legal_entity_id=entity.id,
        entity_code=entity.code, timezone=entity.timezone, currency=order.currency, language=order.language,
        seller=seller_of(entity, facts), recipient=order.invoice_address, ship_to=order.address, items=tuple(items),
        gross_prices=order.channel.prices_gross, payment_days=entity.payment_days, paid=_paid(order, items),
        tax_case=decision.case.value,
        tax_facts={
            "why": decision.why.value, "from": facts.ship_from, "to": facts.ship_to, "oss": facts.oss,
            "country": decision.country, "vat_id": decision.vat_id,
        },
        reasons=reasons_of(items, decision.case, REASONS[language_of(order.language)]), buyer_vat_id=decision.vat_id,
        buyer_reference=customer.buyer_reference, buyer_endpoint=customer.invoice_endpoint,
        buyer_scheme=customer.invoice_scheme,
    )  # fmt: skip


def _goods(order: Order, value: OrderValue, pieces: Mapping[int, int], case: TaxCase) -> list[InvoiceItem]:
    lines = {line.id: line for line in value.lines}
    costs = cost_pieces(order, [it for it in pieces if is_by_margin(case, lines[it].tax_class, lines[it].rate)])
    items = []
    for line_id, count in pieces.items():
        line = lines[line_id]
        amount = share_of(line.agreed, before=line.invoiced, pieces=count, of=line.ordered, unit=value.unit)
        category, code = category_of(case, line.tax_class, line.rate)
        purchase = round_money(costs.get(line_id, ZERO) * count, unit=value.unit)
        item = InvoiceItem(line.title, line.channel_sku, count, line.rate, amount, category, code, line.id)
        items.append(replace(item, purchase=purchase))
    return items


def _charges(value: OrderValue, pieces: Mapping[int, int], case: TaxCase) -> list[InvoiceItem]:
    before = {line.id: line.invoiced for line in value.lines}
    items = []
    for charge, amount in share_charges(value.charges, value.lines, before=before, coming=pieces, unit=value.unit):
        category, code = category_of(case, charge.tax_class, charge.rate)
        item = InvoiceItem(charge.title, "", 1, charge.rate, amount, category, code)
        items.append(replace(item, voucher=charge.kind == "voucher"))
    return items


def _tax_of(order: Order, ship_from: str) -> tuple[TaxDecision, TaxFacts]:
    """Decide anew with the country that the goods really left from."""
    entity, ship_to = order.legal_entity, order.address
    facts = TaxFacts(
        home=entity.country, ship_from=ship_from, ship_to=ship_to.country,
        on=local_day(order.ordered_at, entity.timezone), postal_code=ship_to.postal_code, vat_id=order.vat_id,
        oss=entity.oss, registered=frozenset(entity.registrations.values_list("country", flat=True)),
        small_business=entity.small_business, marketplace_owes="collects_vat" in order.channel.capabilities,
    )  # fmt: skip
    return keep_agreed(decide_tax(facts), TaxCase(order.tax_case), order.vat_id), facts


def seller_of(entity: LegalEntity, facts: TaxFacts | None = None) -> Seller:
    """Return who issues; where the goods are taxed abroad under a registration there, with the VAT id of that country."""
    abroad = {row.country: row.vat_id for row in entity.registrations.all()} if facts else {}
    vat_id = (
        abroad.get(facts.ship_from, entity.vat_id) if facts and facts.ship_from != entity.country else entity.vat_id
    )
    return Seller(
        name=entity.name, street=entity.street, postal_code=entity.postal_code, city=entity.city, country=entity.country,
        vat_id=vat_id, tax_number=entity.tax_number, email=entity.email, phone=entity.phone, contact=entity.managers,
        iban=entity.iban, bic=entity.bic, register=entity.register,
        logo=entity.logo.sha256 if entity.logo else "", footer=entity.footer,
    )  # fmt: skip


def _paid(order: Order, items: Sequence[InvoiceItem]) -> Decimal:
    payment = find_payment(order.id)
    if payment is None:
        return ZERO
    gross = sum((item.amount.gross for item in items), ZERO)
    used = sum((invoice.gross for invoice in list_invoices([order.id])), ZERO)
    by_vouchers = sum_paid_by_vouchers([order.id]).get(order.id, ZERO)
    return paid_of(gross, received=payment.captured + by_vouchers, used=used)
