"""Invoices: by the channel's policy what was ordered or what was shipped is invoiced, unless the channel does it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from kontor.channels.public import Capability, ChannelRow, get_channels, list_channels_able
from kontor.customers.public import get_customers
from kontor.flows.invoicing.costs import cost_pieces
from kontor.fulfilment.public import ShipmentDispatched, ShipmentRow, get_shipments
from kontor.invoicing.public import (
    REASONS,
    InvoiceDraft,
    InvoiceDue,
    InvoiceItem,
    Occasion,
    Seller,
    cap_margin,
    category_of,
    is_by_margin,
    issue_invoices,
    keep_agreed,
    language_of,
    list_orders_invoiced_early,
    paid_of,
    reasons_of,
    sum_invoiced,
)
from kontor.kernel.actor import Actor
from kontor.kernel.clock import local_day
from kontor.kernel.money import ZERO
from kontor.legal_entities.public import LegalEntityRow, list_legal_entities
from kontor.locations.public import get_locations
from kontor.orders.public import (
    LineValue,
    OrderRow,
    OrderState,
    OrderValue,
    get_orders,
    lock_orders,
    move_pieces,
    share_charges,
    value_orders,
)
from kontor.payments.public import find_payment, sum_paid_by_vouchers
from kontor.pricing.public import TaxCase, TaxDecision, TaxFacts, decide_tax, round_money, share_of


def invoice_shipments(*, news: Sequence[ShipmentDispatched], at: datetime, by: Actor) -> None:
    """Each shipment has its invoice; charges stand on the first one. Locks: the orders, the number series last."""
    order_ids = sorted({item.order_id for item in news})
    lock_orders(order_ids)
    elsewhere = list_channels_able(Capability.ISSUES_INVOICE)
    wanted = {item.shipment_id for item in news}
    orders, places = _read(order_ids), get_locations()
    drafts = []
    for shipment in get_shipments(order_ids):
        order = orders[shipment.order_id]
        if shipment.id not in wanted or order.head.channel_id in elsewhere:
            continue
        # Read anew for each: what one shipment was invoiced for the next one does not claim.
        value = value_orders([shipment.order_id])[shipment.order_id]
        if pieces := _not_invoiced({line.id: line for line in value.lines}, shipment):
            draft = _draft(order, value, pieces, ship_from=places[shipment.location_id].country)
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
    known = list_orders_invoiced_early(order_ids)
    drafts = []
    for order in _read(order_ids).values():
        head = order.head
        value = value_orders([head.id])[head.id]
        pieces = {line.id: line.uninvoiced for line in value.lines if line.uninvoiced}
        if not pieces or head.id in known or head.state in (OrderState.HELD, OrderState.CANCELLED):
            continue
        draft = _draft(order, value, pieces, ship_from=order.entity.country)
        draft = replace(draft, source=f"order:{head.id}", occasion=Occasion.ORDERED)
        if draft.tax_case == TaxCase.INTRA_COMMUNITY.value:
            draft = replace(draft, delivered_on=local_day(head.ship_by or at, draft.timezone))
        drafts.append(draft)
        _count_invoiced(draft, at, by)
    issue_invoices(drafts=drafts, at=at, by=by)


@dataclass(frozen=True, slots=True)
class _Order:
    """An order with who sells it and where."""

    head: OrderRow
    entity: LegalEntityRow
    channel: ChannelRow


def _read(order_ids: Collection[int]) -> dict[int, _Order]:
    heads = get_orders(order_ids)
    entities = list_legal_entities({it.legal_entity_id for it in heads.values()})
    channels = get_channels({it.channel_id for it in heads.values()})
    return {it.id: _Order(it, entities[it.legal_entity_id], channels[it.channel_id]) for it in heads.values()}


def _not_invoiced(lines: Mapping[int, LineValue], shipment: ShipmentRow) -> dict[int, int]:
    """Return the pieces of a shipment that were never invoiced: none where the order was invoiced before it left. What was taken
    back on paper is not charged again by itself.
    """
    pieces = {piece.order_line_id: piece.quantity for piece in shipment.lines}
    counts = {it: min(count, lines[it].shipped - lines[it].invoiced) for it, count in pieces.items()}
    return {line_id: count for line_id, count in counts.items() if count > 0}


def _count_invoiced(draft: InvoiceDraft, at: datetime, by: Actor) -> None:
    pieces = [(item.line, item.quantity) for item in draft.items if item.line]
    move_pieces(kind="invoiced", pieces=pieces, reference=draft.source, at=at, by=by)


def _draft(order: _Order, value: OrderValue, pieces: Mapping[int, int], *, ship_from: str) -> InvoiceDraft:
    decision, facts = _tax_of(order, ship_from)
    items = cap_margin([*_goods(order, value, pieces, decision.case), *_charges(value, pieces, decision.case)])
    head, entity = order.head, order.entity
    customer = get_customers([head.customer_id])[head.customer_id]
    return InvoiceDraft(
        source="", occasion=Occasion.SHIPPED, order_id=head.id, order_number=head.number, legal_entity_id=entity.id,
        entity_code=entity.code, timezone=entity.timezone, currency=head.currency, language=head.language,
        seller=seller_of(entity, facts), recipient=head.invoice_address, ship_to=head.address, items=tuple(items),
        gross_prices=order.channel.prices_gross, payment_days=entity.payment_days, paid=_paid(head.id, items),
        tax_case=decision.case.value,
        tax_facts={
            "why": decision.why.value, "from": facts.ship_from, "to": facts.ship_to, "oss": facts.oss,
            "country": decision.country, "vat_id": decision.vat_id,
        },
        reasons=reasons_of(items, decision.case, REASONS[language_of(head.language)]), buyer_vat_id=decision.vat_id,
        buyer_reference=customer.buyer_reference, buyer_endpoint=customer.invoice_endpoint,
        buyer_scheme=customer.invoice_scheme,
    )  # fmt: skip


def _goods(order: _Order, value: OrderValue, pieces: Mapping[int, int], case: TaxCase) -> list[InvoiceItem]:
    lines = {line.id: line for line in value.lines}
    costs = cost_pieces(order.head, [it for it in pieces if is_by_margin(case, lines[it].tax_class, lines[it].rate)])
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


def _tax_of(order: _Order, ship_from: str) -> tuple[TaxDecision, TaxFacts]:
    """Decide anew with the country that the goods really left from."""
    head, entity, ship_to = order.head, order.entity, order.head.address
    facts = TaxFacts(
        home=entity.country, ship_from=ship_from, ship_to=ship_to.country,
        on=local_day(head.ordered_at, entity.timezone), postal_code=ship_to.postal_code, vat_id=head.vat_id,
        oss=entity.oss, registered=frozenset(entity.registrations), small_business=entity.small_business,
        marketplace_owes=Capability.COLLECTS_VAT in order.channel.capabilities,
    )  # fmt: skip
    return keep_agreed(decide_tax(facts), TaxCase(head.tax_case), head.vat_id), facts


def seller_of(entity: LegalEntityRow, facts: TaxFacts | None = None) -> Seller:
    """Return who issues; where the goods are taxed abroad under a registration there, with the VAT id of that country."""
    taxed_in = facts.ship_from if facts else entity.country
    vat_id = entity.vat_id if taxed_in == entity.country else entity.registrations.get(taxed_in, entity.vat_id)
    return Seller(
        name=entity.name, street=entity.street, postal_code=entity.postal_code, city=entity.city, country=entity.country,
        vat_id=vat_id, tax_number=entity.tax_number, email=entity.email, phone=entity.phone, contact=entity.managers,
        iban=entity.iban, bic=entity.bic, register=entity.register,
        logo=entity.logo or "", footer=entity.footer,
    )  # fmt: skip


def _paid(order_id: int, items: Sequence[InvoiceItem]) -> Decimal:
    payment = find_payment(order_id)
    if payment is None:
        return ZERO
    gross = sum((item.amount.gross for item in items), ZERO)
    by_vouchers = sum_paid_by_vouchers([order_id]).get(order_id, ZERO)
    return paid_of(gross, received=payment.captured + by_vouchers, used=sum_invoiced(order_id))
