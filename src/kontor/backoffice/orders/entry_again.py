"""Whether an order that is in already is the one of a form that is sent once more."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal

from kontor.backoffice.orders.entry_form import TYPED_CHARGES
from kontor.channels.ports import IncomingOrder
from kontor.flows.selling.resolving import to_address
from kontor.kernel.money import ZERO
from kontor.orders.tables import Order, OrderCharge, OrderLine


def says_the_same(incoming: IncomingOrder, order_id: int) -> bool:
    """Whether the form says nothing else than the order that came of it: another price, address or kind of payment is none that
    was entered.
    """
    order = Order.objects.get(id=order_id)
    place = to_address(incoming.ship_to)
    billed = to_address(incoming.bill_to) if incoming.bill_to else place
    notes = [incoming.note] if incoming.note else []
    return (
        (order.address, order.invoice_address, order.payment) == (place, billed, incoming.payment)
        and (order.language, order.vat_id) == (incoming.language, incoming.vat_id)
        and all(order.notes.filter(text=it).exists() for it in notes)
        and _same_lines(incoming, order)
        and _same_charges(incoming, order)
    )


def _same_lines(incoming: IncomingOrder, order: Order) -> bool:
    """Whether the same pieces were asked for, at the prices that were typed."""
    told, kept = Counter[str](), Counter[str]()
    prices: dict[str, set[Decimal]] = defaultdict(set)
    for code, quantity, price in OrderLine.objects.filter(order=order).values_list(
        "channel_sku", "ordered", "unit_price"
    ):
        kept[code] += quantity
        prices[code].add(price)
    for line in incoming.lines:
        told[line.sku] += line.quantity
    typed = [(line.sku, line.unit_price) for line in incoming.lines if line.unit_price is not None]
    return told == kept and all(price in prices[code] for code, price in typed)


def _same_charges(incoming: IncomingOrder, order: Order) -> bool:
    """Whether what was typed beside the goods is charged, with VAT or without, as the channel's prices stand."""
    told: dict[str, Decimal] = defaultdict(Decimal)
    for charge in incoming.charges:
        told[charge.kind] += charge.amount
    kept: dict[str, list[Decimal]] = defaultdict(lambda: [ZERO, ZERO])
    for kind, net, gross in OrderCharge.objects.filter(order=order, kind__in=TYPED_CHARGES).values_list(
        "kind", "net", "gross"
    ):
        kept[kind] = [kept[kind][0] + abs(net), kept[kind][1] + abs(gross)]
    return {kind for kind, amount in told.items() if amount} == set(kept) and all(
        told[kind] in kept[kind] for kind in kept
    )
