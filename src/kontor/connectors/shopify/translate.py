"""Shopify's order → ours, in the buyer's currency."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kontor.channels.ports import CancelledLine, ChannelOrder, OrderStage, Unreadable
from kontor.connectors.reading import Reader, build_order, exact_units, money

_PAID = ("PAID", "PARTIALLY_REFUNDED")


def translate(channel: str, body: bytes) -> ChannelOrder:
    """Understand an order. Source: Admin GraphQL 2026-10, Order."""
    order = Reader.of(body)
    number = order.need_text("id")
    if order.has("cancelledAt"):
        return ChannelOrder(number, OrderStage.CANCELLED, None)
    if order.need_text("displayFulfillmentStatus") == "FULFILLED":
        return ChannelOrder(number, OrderStage.SHIPPED, None)
    if not order.get("taxesIncluded", False):
        raise Unreadable(
            "taxesIncluded: orders with net prices belong on a channel of their own.", field="taxesIncluded"
        )
    if order.into("lineItems").maybe("pageInfo").get("hasNextPage", False):
        raise Unreadable("lineItems: an order of more than 250 lines.", field="lineItems")
    rows = order.into("lineItems").each("nodes", needed=True)
    lines = [fields for row in rows for fields in _lines(row)]
    removed = tuple(
        CancelledLine(row.need_text("id"), gone)
        for row in rows
        if (gone := row.whole("quantity") - int(row.get("currentQuantity", row.whole("quantity"))))
    )
    status = order.text("displayFinancialStatus")
    paid = status in _PAID
    stage = OrderStage.OPEN if paid else OrderStage.PENDING
    total = order.into("totalPriceSet").into("presentmentMoney")
    fields: dict[str, Any] = {
        "channel": channel, "external_id": number, "ordered_at": order.need_time("createdAt"),
        "currency": total.need_text("currencyCode"), "buyer_ref": order.maybe("customer").text("id"),
        "ship_to": _place(order.into("shippingAddress"), order),
        "bill_to": _place(order.into("billingAddress"), order) if order.has("billingAddress") else None, "lines": lines,
        "charges": _charges(order), "total": money(total.amount("amount")),
        "payment": "paid" if paid else "prepayment", "note": order.text("note"),
        "language": "de" if order.text("customerLocale", "de").startswith("de") else "en",
        "tags": [f"shopify:{order.text('name')}"] if order.has("name") else [],
    }  # fmt: skip
    return ChannelOrder(number, stage, build_order(fields), removed)


def _amount(reader: Reader, name: str) -> Decimal:
    return reader.into(name).into("presentmentMoney").amount("amount")


def _lines(row: Reader) -> list[dict[str, Any]]:
    quantity = row.whole("quantity")
    given = sum((_amount(part, "allocatedAmountSet") for part in row.each("discountAllocations")), Decimal())
    total = money(_amount(row, "originalUnitPriceSet") * quantity - given)
    return [
        {
            "sku": row.need_text("sku"), "quantity": pieces, "unit_price": price, "title": row.text("name"),
            "external_id": row.need_text("id"),
        }
        for pieces, price in exact_units(total, quantity)
    ]  # fmt: skip


def _charges(order: Reader) -> list[dict[str, Any]]:
    rows = order.maybe("shippingLines").each("nodes")
    told = [(row.text("title", "Versand"), money(_amount(row, "discountedPriceSet"))) for row in rows]
    return [{"kind": "shipping", "title": title, "amount": amount} for title, amount in told if amount]


def _place(given: Reader, order: Reader) -> dict[str, str]:
    return {
        "name": given.text("name"),
        "company": given.text("company"),
        "street": given.text("address1"),
        "extra": given.text("address2"),
        "postal_code": given.text("zip"),
        "city": given.text("city"),
        "country": given.need_text("countryCodeV2"),
        "phone": given.text("phone"),
        "email": order.text("email"),
    }
