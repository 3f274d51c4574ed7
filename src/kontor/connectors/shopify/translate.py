"""Shopify's order → ours, in the buyer's currency."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from kontor.channels.ports import ChannelOrder, LinePieces, OrderStage, Unreadable
from kontor.connectors.payload import NAMES_STATES, Reader, build_order, money
from kontor.kernel.money import exact_units

# What Shopify's financial states mean here (OrderDisplayFinancialStatus): money given back before the parcel left ends the order.
STAGES = {
    "PAID": OrderStage.OPEN,
    "PARTIALLY_REFUNDED": OrderStage.OPEN,
    "PENDING": OrderStage.PENDING,
    "AUTHORIZED": OrderStage.PENDING,
    "PARTIALLY_PAID": OrderStage.PENDING,
    "EXPIRED": OrderStage.PENDING,
    "REFUNDED": OrderStage.CANCELLED,
    "VOIDED": OrderStage.CANCELLED,
}
# Somebody, or an app, stopped it there (OrderDisplayFulfillmentStatus).
_HELD = ("ON_HOLD", "SCHEDULED", "REQUEST_DECLINED")


def translate(channel: str, body: bytes) -> ChannelOrder:
    """Understand an order. Source: Admin GraphQL 2026-10, Order."""
    order = Reader.of(body)
    number, shipping = order.need_text("id"), order.need_text("displayFulfillmentStatus")
    if order.has("cancelledAt") or order.get("test", False):  # a test order is nobody's
        return ChannelOrder(number, OrderStage.CANCELLED, None)
    if shipping == "FULFILLED":
        return ChannelOrder(number, OrderStage.SHIPPED, None)
    stage = STAGES.get(order.text("displayFinancialStatus"), OrderStage.PENDING)
    if stage == OrderStage.CANCELLED:
        return ChannelOrder(number, stage, None)
    if not order.get("taxesIncluded", False):
        raise Unreadable(
            "taxesIncluded: orders with net prices belong on a channel of their own.", field="taxesIncluded"
        )
    if order.into("lineItems").maybe("pageInfo").get("hasNextPage", False):
        raise Unreadable("lineItems: an order of more than 250 lines.", field="lineItems")
    rows = order.into("lineItems").each("nodes", needed=True)
    goods = [row for row in rows if row.has("sku") and row.text("sku")]
    total = order.into("totalPriceSet").into("presentmentMoney")
    place = order.into("shippingAddress") if order.has("shippingAddress") else order.into("billingAddress")
    fields: dict[str, Any] = {
        "channel": channel, "external_id": number, "ordered_at": order.need_time("createdAt"),
        "currency": total.need_text("currencyCode"), "buyer_ref": order.maybe("customer").text("id"),
        "ship_to": _place(place, order),
        "bill_to": _place(order.into("billingAddress"), order) if order.has("billingAddress") else None,
        "lines": [fields for row in goods for fields in _lines(row)],
        "charges": [*_charges(order), *_services(row for row in rows if row not in goods)],
        "total": money(total.amount("amount")), "told_tax": _told_tax(order),
        "payment": "paid" if stage == OrderStage.OPEN else "prepayment", "note": order.text("note"),
        "language": "de" if order.text("customerLocale", "de").startswith("de") else "en",
        "tags": [f"shopify:{order.text('name')}"] if order.has("name") else [],
    }  # fmt: skip
    held = shipping in _HELD and stage == OrderStage.OPEN
    return ChannelOrder(
        number, OrderStage.HELD if held else stage, build_order(fields), _removed(goods), _shipped(goods),
        _refunded(order, goods), shipping if held else "",
    )  # fmt: skip


def _told_tax(order: Reader) -> Decimal | None:
    return money(_amount(order, "totalTaxSet")) if order.has("totalTaxSet") else None


def _removed(rows: list[Reader]) -> tuple[LinePieces, ...]:
    """Return the pieces that were taken out of the order after it was placed."""
    return tuple(LinePieces(row.need_text("id"), gone) for row in rows if (gone := _gone(row)))


def _gone(row: Reader) -> int:
    return row.whole("quantity") - int(row.get("currentQuantity", row.whole("quantity")))


def _shipped(rows: list[Reader]) -> tuple[LinePieces, ...]:
    """Return the pieces that have left: of those that are still in the order, the ones that wait for no parcel."""
    return tuple(
        LinePieces(row.need_text("id"), left)
        for row in rows
        if row.has("unfulfilledQuantity")
        and (left := row.whole("quantity") - _gone(row) - row.whole("unfulfilledQuantity")) > 0
    )


def _refunded(order: Reader, rows: list[Reader]) -> Decimal:
    """Return what was given back beside the pieces that were taken out."""
    if not order.has("totalRefundedSet"):
        return Decimal()
    removed = sum(
        (_worth(row) * _gone(row) / row.whole("quantity") for row in rows if row.whole("quantity")), Decimal()
    )
    return max(Decimal(), money(_amount(order, "totalRefundedSet") - removed))


def _services(rows: Iterable[Reader]) -> list[dict[str, Any]]:
    """Return what has no article number, a tip or a service typed in by hand: it is charged, and nothing is shipped for it."""
    told = [(row.text("name"), money(_worth(row))) for row in rows]
    return [{"kind": "service", "title": title, "amount": amount} for title, amount in told if amount]


def _worth(row: Reader) -> Decimal:
    given = sum((_amount(part, "allocatedAmountSet") for part in row.each("discountAllocations")), Decimal())
    return _amount(row, "originalUnitPriceSet") * row.whole("quantity") - given


def _amount(reader: Reader, name: str) -> Decimal:
    return reader.into(name).into("presentmentMoney").amount("amount")


def _lines(row: Reader) -> list[dict[str, Any]]:
    return [
        {
            "sku": row.need_text("sku"), "quantity": pieces, "unit_price": price, "title": row.text("name"),
            "external_id": row.need_text("id"),
        }
        for pieces, price in exact_units(money(_worth(row)), row.whole("quantity"))
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
        "state": given.text("provinceCode") if given.text("countryCodeV2") in NAMES_STATES else "",
        "country": given.need_text("countryCodeV2"),
        "phone": given.text("phone"),
        "email": order.text("email"),
    }
