"""Vendure's order → ours. Money is whole cents; the gross fields are taken."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kontor.channels.ports import ChannelOrder, LinePieces, OrderStage
from kontor.connectors.payload import Reader, build_order
from kontor.kernel.money import exact_units

_PENDING = ("ArrangingPayment", "PaymentAuthorized", "ArrangingAdditionalPayment", "Modifying")
_GONE = ("Shipped", "PartiallyDelivered", "Delivered")


def translate(channel: str, body: bytes) -> ChannelOrder:
    """Understand an order. Source: Admin API 3.5.7, Order."""
    order = Reader.of(body)
    number, state = order.need_text("id"), order.need_text("state")
    if state == "Cancelled":
        return ChannelOrder(number, OrderStage.CANCELLED, None)
    if state in _GONE:
        return ChannelOrder(number, OrderStage.SHIPPED, None)
    stage = OrderStage.PENDING if state in _PENDING else OrderStage.OPEN
    customer = order.maybe("customer")
    rows = order.each("lines", needed=True)
    charges = []
    if shipping := _cents(order, "shippingWithTax"):
        charges.append({"kind": "shipping", "title": "Versand", "amount": shipping})
    fields: dict[str, Any] = {
        "channel": channel, "external_id": number, "ordered_at": order.need_time("orderPlacedAt"),
        "currency": order.need_text("currencyCode"), "buyer_ref": customer.text("id"),
        "ship_to": _place(order.into("shippingAddress"), customer),
        "lines": [fields for row in rows for fields in _lines(row)], "charges": charges,
        "total": _cents(order, "totalWithTax"), "payment": "paid" if stage == OrderStage.OPEN else "prepayment",
        "tags": [f"vendure:{order.need_text('code')}"],
    }  # fmt: skip
    gone = tuple(
        LinePieces(row.need_text("id"), missing)
        for row in rows
        if (missing := row.whole("orderPlacedQuantity") - row.whole("quantity"))
    )
    # Which pieces have left Vendure tells with its fulfilments alone.
    unclear = state if state == "PartiallyShipped" else ""
    return ChannelOrder(number, stage, build_order(fields), gone, unclear=unclear)


def _cents(reader: Reader, name: str) -> Decimal:
    return Decimal(reader.whole(name)) / 100


def _lines(row: Reader) -> list[dict[str, Any]]:
    if row.whole("quantity") == 0:
        return []
    return [
        {
            "sku": row.into("productVariant").need_text("sku"), "quantity": pieces, "unit_price": price,
            "title": row.into("productVariant").text("name"), "external_id": row.need_text("id"),
        }
        for pieces, price in exact_units(_cents(row, "proratedLinePriceWithTax"), row.whole("quantity"))
    ]  # fmt: skip


def _place(given: Reader, customer: Reader) -> dict[str, str]:
    return {
        "name": given.text("fullName"),
        "company": given.text("company"),
        "street": given.text("streetLine1"),
        "extra": given.text("streetLine2"),
        "postal_code": given.text("postalCode"),
        "city": given.text("city"),
        "country": given.need_text("countryCode"),
        "phone": given.text("phoneNumber"),
        "email": customer.text("emailAddress"),
    }
