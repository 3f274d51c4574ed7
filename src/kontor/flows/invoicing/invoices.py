"""Invoices: by the channel's policy what was ordered or what was shipped is invoiced, unless the channel does it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from kontor.channels.public import Channel
from kontor.customers.public import Customer
from kontor.flows.invoicing.costs import cost_pieces
from kontor.flows.invoicing.order_value import share_charges
from kontor.fulfilment.public import Shipment, ShipmentDispatched, list_shipments
from kontor.invoicing.public import (
    REASONS,
    Invoice,
    InvoiceDraft,
    InvoiceDue,
    InvoiceItem,
    Seller,
    issue_invoices,
    language_of,
    share_of,
)
from kontor.kernel.actor import Actor
from kontor.kernel.clock import local_day
from kontor.kernel.money import ZERO, Taxed, unit_of
from kontor.legal_entities.public import LegalEntity
from kontor.orders.public import Order, OrderCharge, OrderLine, lock_orders, move_pieces
from kontor.payments.public import find_payment, sum_paid_by_vouchers
from kontor.pricing.public import (
    CATEGORY,
    MARGIN_CLASS,
    VOUCHER_CATEGORY,
    VOUCHER_CLASS,
    TaxCase,
    TaxDecision,
    TaxFacts,
    TaxWhy,
    cap_purchases,
    decide_tax,
    round_money,
)

_UNTAXED = (TaxCase.EXPORT, TaxCase.SMALL_BUSINESS, TaxCase.DEEMED_SUPPLIER)
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
        lines = _lines_of(order)
        if pieces := _not_invoiced(lines, shipment):
            draft = _draft(order, lines, pieces, ship_from=shipment.fulfilment_order.location.country)
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
        lines = _lines_of(order)
        pieces = {line.id: line.ordered - line.cancelled - line.invoiced for line in lines.values()}
        pieces = {line_id: count for line_id, count in pieces.items() if count > 0}
        if not pieces or order.id in known or order.state in ("HELD", "CANCELLED"):
            continue
        draft = replace(
            _draft(order, lines, pieces, ship_from=order.legal_entity.country), source=f"{BEFORE_DELIVERY}{order.id}"
        )
        if draft.tax_case == TaxCase.INTRA_COMMUNITY.value:
            draft = replace(draft, delivered_on=local_day(order.ship_by or at, draft.timezone))
        drafts.append(draft)
        _count_invoiced(draft, at, by)
    issue_invoices(drafts=drafts, at=at, by=by)


def _lines_of(order: Order) -> dict[int, OrderLine]:
    return {line.id: line for line in OrderLine.objects.filter(order=order).order_by("id")}


def _not_invoiced(lines: Mapping[int, OrderLine], shipment: Shipment) -> dict[int, int]:
    """Return the pieces of a shipment that were never invoiced: none where the order was invoiced before it left. What was taken
    back on paper is not charged again by itself.
    """
    found = {}
    for piece in shipment.lines.all():
        line = lines[piece.order_line_id]
        if (count := min(piece.quantity, line.shipped - line.invoiced)) > 0:
            found[line.id] = count
    return found


def _count_invoiced(draft: InvoiceDraft, at: datetime, by: Actor) -> None:
    pieces = [(item.line, item.quantity) for item in draft.items if item.line]
    move_pieces(kind="invoiced", pieces=pieces, reference=draft.source, at=at, by=by)


def _draft(order: Order, lines: Mapping[int, OrderLine], pieces: Mapping[int, int], *, ship_from: str) -> InvoiceDraft:
    decision, facts = _tax_of(order, ship_from)
    unit = unit_of(order.currency)
    items: list[InvoiceItem] = []
    # Only where the margin is taxed the books need to know what the goods had cost.
    margin_of = CATEGORY[TaxCase.MARGIN]
    costs = cost_pieces(
        order, [line for it in pieces if _category(decision, (line := lines[it]).tax_class, line.rate) == margin_of]
    )
    for line_id, count in pieces.items():
        line = lines[line_id]
        agreed = Taxed(line.net, line.tax, line.gross)
        amount = share_of(agreed, before=line.invoiced, pieces=count, of=line.ordered, unit=unit)
        category, code = _category(decision, line.tax_class, line.rate)
        purchase = round_money(costs.get(line_id, ZERO) * count, unit=unit)
        item = InvoiceItem(line.title, line.channel_sku, count, line.rate, amount, category, code, line.id)
        items.append(replace(item, purchase=purchase))
    before = {line.id: line.invoiced for line in lines.values()}
    charges = OrderCharge.objects.filter(order=order).order_by("id")
    for charge, amount in share_charges(charges, list(lines.values()), before=before, coming=pieces, unit=unit):
        category, code = _category(decision, charge.tax_class, charge.rate)
        item = InvoiceItem(charge.title, "", 1, charge.rate, amount, category, code)
        items.append(replace(item, voucher=charge.kind == "voucher"))
    items = _cap_margin(items)
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
        reasons=_reasons(items, decision, order.language), buyer_vat_id=decision.vat_id,
        buyer_reference=customer.buyer_reference, buyer_endpoint=customer.invoice_endpoint,
        buyer_scheme=customer.invoice_scheme,
    )  # fmt: skip


def _cap_margin(items: Sequence[InvoiceItem]) -> list[InvoiceItem]:
    """Goods that are sold by the margin have cost what they brought in at most; what goes beside them counts with their price."""
    mine = [item for item in items if (item.category, item.code) == CATEGORY[TaxCase.MARGIN]]
    goods = [item for item in mine if item.line]
    if not goods:
        return list(items)
    beside = sum((item.amount.gross for item in mine if not item.line), ZERO)
    purchases = cap_purchases([it.amount.gross for it in goods], [it.purchase for it in goods], beside)
    capped = {id(item): purchase for item, purchase in zip(goods, purchases, strict=True)}
    return [replace(item, purchase=capped.get(id(item), ZERO)) for item in items]


def _tax_of(order: Order, ship_from: str) -> tuple[TaxDecision, TaxFacts]:
    """Decide anew with the country that the goods really left from; what was charged stays what it was."""
    entity, ship_to = order.legal_entity, order.address
    facts = TaxFacts(
        home=entity.country, ship_from=ship_from, ship_to=ship_to.country,
        on=local_day(order.ordered_at, entity.timezone), postal_code=ship_to.postal_code, vat_id=order.vat_id,
        oss=entity.oss, registered=frozenset(entity.registrations.values_list("country", flat=True)),
        small_business=entity.small_business, marketplace_owes="collects_vat" in order.channel.capabilities,
    )  # fmt: skip
    decision = decide_tax(facts)
    agreed = TaxCase(order.tax_case)
    if CATEGORY[decision.case][0] != CATEGORY[agreed][0]:
        decision = TaxDecision(agreed, "", TaxWhy.AS_AGREED, order.vat_id)
    return decision, facts


def _category(decision: TaxDecision, tax_class: str, rate: Decimal) -> tuple[str, str]:
    """Return category and code of a position: goods sold by the margin stand apart unless nothing is taxed anyway (§ 25a (5)
    UStG), and what is taxed at nothing is Z.
    """
    if tax_class == MARGIN_CLASS and decision.case not in _UNTAXED:
        return CATEGORY[TaxCase.MARGIN]
    if tax_class == VOUCHER_CLASS:
        return VOUCHER_CATEGORY
    category, code = CATEGORY[decision.case]
    return ("Z", "") if category == "S" and not rate else (category, code)


def _reasons(items: Sequence[InvoiceItem], decision: TaxDecision, language: str) -> dict[str, str]:
    """Return why no VAT is shown, for each category of the document that shows none."""
    words = REASONS[language_of(language)]
    reasons: dict[str, str] = {}
    for category in dict.fromkeys(item.category for item in items):
        if category == VOUCHER_CATEGORY[0] and any(item.code == VOUCHER_CATEGORY[1] for item in items):
            told = [decision.case.value] if category == CATEGORY[decision.case][0] else []
            told += (
                [TaxCase.MARGIN.value]
                if any((it.category, it.code) == CATEGORY[TaxCase.MARGIN] for it in items)
                else []
            )
            reasons[category] = "; ".join(words[it] for it in [*told, "voucher"])
        elif category == CATEGORY[decision.case][0] and decision.case.value in words:
            reasons[category] = words[decision.case.value]
        elif category == CATEGORY[TaxCase.MARGIN][0]:
            reasons[category] = words[TaxCase.MARGIN.value]
    return reasons


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
    """Return how much of an invoice is paid already: what was received goes to the oldest invoices first."""
    payment = find_payment(order.id)
    gross = sum((item.amount.gross for item in items), ZERO)
    used = sum((invoice.gross for invoice in Invoice.objects.filter(order=order)), ZERO)
    by_vouchers = sum_paid_by_vouchers([order.id]).get(order.id, ZERO)
    return max(ZERO, min(gross, payment.captured + by_vouchers - used)) if payment else ZERO
