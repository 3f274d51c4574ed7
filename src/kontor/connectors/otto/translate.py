"""OTTO's order → ours. A position item is one piece; prices are gross; announced items have no address."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from babel.core import get_global

from kontor.channels.ports import ChannelOrder, LinePieces, OrderStage
from kontor.connectors.payload import Reader, build_order

# OTTO writes countries with three letters (ISO 3166-1 alpha-3), the CLDR knows them all.
COUNTRIES = {
    long: short[0] for long, short in get_global("territory_aliases").items() if len(long) == 3 and len(short) == 1
}
_GONE = ("SENT", "RETURNED")


def translate(channel: str, body: bytes) -> ChannelOrder:
    """Understand an order. Source: Orders v4 (2025-04), PartnerOrder."""
    order = Reader.of(body)
    number = order.need_text("salesOrderId")
    items = order.each("positionItems", needed=True)
    states = [item.need_text("fulfillmentStatus") for item in items]
    cancelled = tuple(
        LinePieces(item.need_text("positionItemId"), 1)
        for item, state in zip(items, states, strict=True)
        if state.startswith("CANCELLED")
    )
    stage = _stage(states)
    if stage in (OrderStage.CANCELLED, OrderStage.SHIPPED):
        return ChannelOrder(number, stage, None, cancelled)
    lines = [_line(item) for item in items]
    fees = sum((fee.into("deliveryFeeAmount").amount("amount") for fee in order.each("initialDeliveryFees")), Decimal())
    fields: dict[str, Any] = {
        "channel": channel, "external_id": number, "ordered_at": order.need_time("orderDate"),
        "currency": items[0].into("itemValueGrossPrice").need_text("currency"), "ship_to": _address(order, stage),
        "bill_to": _place(order.into("invoiceAddress")) if order.has("invoiceAddress") else None, "lines": lines,
        "charges": [{"kind": "shipping", "title": "Versand", "amount": fees}] if fees else [], "payment": "marketplace",
        "tags": [f"otto:{order.text('orderNumber')}"] if order.has("orderNumber") else [],
    }  # fmt: skip
    shipped = tuple(
        LinePieces(item.need_text("positionItemId"), 1)
        for item, state in zip(items, states, strict=True)
        if state in _GONE
    )
    return ChannelOrder(number, stage, build_order(fields), cancelled, shipped)


def _line(item: Reader) -> dict[str, Any]:
    product = item.into("product")
    price = item.into("itemValueReducedGrossPrice" if item.has("itemValueReducedGrossPrice") else "itemValueGrossPrice")
    return {
        "sku": product.need_text("sku"), "quantity": 1, "unit_price": price.amount("amount"),
        "title": product.text("productTitle"), "external_id": item.need_text("positionItemId"),
        "deliver_by": item.time("expectedDeliveryDate") if "T" in item.text("expectedDeliveryDate") else None,
    }  # fmt: skip


def _stage(states: list[str]) -> OrderStage:
    alive = [state for state in states if not state.startswith("CANCELLED")]
    if not alive:
        return OrderStage.CANCELLED
    if all(state in _GONE for state in alive):
        return OrderStage.SHIPPED
    return OrderStage.PENDING if "ANNOUNCED" in alive else OrderStage.OPEN


def _address(order: Reader, stage: OrderStage) -> dict[str, str]:
    if stage == OrderStage.PENDING and not order.has("deliveryAddress"):
        return {"country": "DE"}
    place = _place(order.into("deliveryAddress"))
    place["email"] = place["email"] or order.maybe("invoiceAddress").text("email")
    return place


def _place(given: Reader) -> dict[str, str]:
    code = given.need_text("countryCode")
    return {
        "name": f"{given.text('firstName')} {given.text('lastName')}".strip(),
        "street": f"{given.text('street')} {given.text('houseNumber')}".strip(),
        "extra": given.text("addition"),
        "postal_code": given.text("zipCode"),
        "city": given.text("city"),
        "country": COUNTRIES.get(code, code),
        "phone": given.text("phoneNumber"),
        "email": given.text("email"),
    }
