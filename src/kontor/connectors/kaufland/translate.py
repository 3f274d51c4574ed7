"""Kaufland's order → ours. One order unit is one piece; amounts are gross, in cents."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kontor.channels.ports import ChannelOrder, LinePieces, OrderStage
from kontor.connectors.payload import Reader, build_order

# open: bought, but held for a while with hidden addresses; reserve, do not ship.
PENDING = "open"
READY = "need_to_be_sent"
GONE = ("sent", "sent_and_autopaid", "received", "returned", "returned_paid")


def translate(channel: str, body: bytes) -> ChannelOrder:
    """Understand an order with its units. Source: seller API v2, GetOrder (document 2.27.0)."""
    order = Reader.of(body)
    number = order.need_text("id_order")
    units = order.each("order_units", needed=True)
    states = [unit.need_text("status") for unit in units]
    cancelled = tuple(
        LinePieces(unit.need_text("id_order_unit"), 1)
        for unit, state in zip(units, states, strict=True)
        if state == "cancelled"
    )
    stage = _stage(states)
    if stage in (OrderStage.CANCELLED, OrderStage.SHIPPED):
        return ChannelOrder(number, stage, None, cancelled)
    currency = units[0].need_text("currency")
    lines, shipping = [], Decimal()
    for unit in units:
        shipping += _cents(unit, "shipping_rate")
        lines.append(
            {
                "sku": unit.need_text("id_offer"),
                "quantity": 1,
                "unit_price": _cents(unit, "price"),
                "title": unit.maybe("product").text("title"),
                "external_id": unit.need_text("id_order_unit"),
                "deliver_by": unit.time("delivery_time_expires_iso"),
            }
        )
    fields: dict[str, Any] = {
        "channel": channel, "external_id": number, "ordered_at": order.need_time("ts_created_iso"), "currency": currency,
        "buyer_ref": order.maybe("buyer").text("id_buyer"), "ship_to": _address(order, "shipping_address", stage),
        "bill_to": _address(order, "billing_address", stage) if order.has("billing_address") else None, "lines": lines,
        "charges": [{"kind": "shipping", "title": "Versand", "amount": shipping}] if shipping else [],
        "payment": "marketplace",
    }  # fmt: skip
    shipped = tuple(
        LinePieces(unit.need_text("id_order_unit"), 1)
        for unit, state in zip(units, states, strict=True)
        if state in GONE
    )
    return ChannelOrder(number, stage, build_order(fields), cancelled, shipped)


def _stage(states: list[str]) -> OrderStage:
    alive = [state for state in states if state != "cancelled"]
    if not alive:
        return OrderStage.CANCELLED
    if all(state in GONE for state in alive):
        return OrderStage.SHIPPED
    return OrderStage.PENDING if PENDING in alive else OrderStage.OPEN


def _cents(unit: Reader, name: str) -> Decimal:
    return Decimal(unit.whole(name)) / 100


def _address(order: Reader, name: str, stage: OrderStage) -> dict[str, str]:
    """Return the address; while the order is only announced it is hidden, and the storefront's country stands for it."""
    if stage == OrderStage.PENDING and not order.has(name):
        return {"country": order.text("storefront", "de").upper()}
    given = order.into(name)
    return {
        "name": f"{given.text('first_name')} {given.text('last_name')}".strip(),
        "company": given.text("company_name"),
        "street": f"{given.text('street')} {given.text('house_number')}".strip(),
        "extra": given.text("additional_field"),
        "postal_code": given.text("postcode"),
        "city": given.text("city"),
        "country": given.need_text("country"),
        "phone": given.text("phone"),
        "email": order.maybe("buyer").text("email"),
    }
