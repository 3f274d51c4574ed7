"""eBay's order → ours. There is no unit price: a line's cost is divided, to the cent."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kontor.channels.ports import ChannelOrder, LinePieces, OrderStage, Unreadable
from kontor.connectors.payload import NAMES_STATES, Reader, build_order, money
from kontor.kernel.money import exact_units

# What eBay's states mean here. A payment that failed may be made again; money given back before the parcel left ends the order.
STAGES = {
    "PAID": OrderStage.OPEN,
    "PARTIALLY_REFUNDED": OrderStage.OPEN,
    "PENDING": OrderStage.PENDING,
    "FAILED": OrderStage.PENDING,
    "FULLY_REFUNDED": OrderStage.CANCELLED,
}


def translate(channel: str, body: bytes) -> ChannelOrder:
    """Understand an order. Source: Fulfillment API v1.20.7, getOrder."""
    order = Reader.of(body)
    number = order.need_text("orderId")
    payment = order.need_text("orderPaymentStatus")
    cancel = order.maybe("cancelStatus").text("cancelState", "NONE_REQUESTED")
    if payment not in STAGES:
        raise Unreadable(
            "The channel tells a state that Kontor does not know.", field="orderPaymentStatus", told=payment
        )
    if cancel == "CANCELED":
        return ChannelOrder(number, OrderStage.CANCELLED, None)
    if order.need_text("orderFulfillmentStatus") == "FULFILLED":
        return ChannelOrder(number, OrderStage.SHIPPED, None)
    if STAGES[payment] == OrderStage.CANCELLED:
        return ChannelOrder(number, OrderStage.CANCELLED, None)
    # A request to cancel stops the parcel until it is decided.
    asked = cancel != "NONE_REQUESTED"
    stage = OrderStage.HELD if asked and STAGES[payment] == OrderStage.OPEN else STAGES[payment]
    rows = order.each("lineItems", needed=True)
    lines = [fields for line in rows for fields in _lines(line)]
    summary = order.into("pricingSummary")
    shipping = _amount(summary, "deliveryCost") + _amount(summary, "deliveryDiscount")
    total = _total(summary, rows, lines, shipping)
    fields: dict[str, Any] = {
        "channel": channel, "external_id": number, "ordered_at": order.need_time("creationDate"),
        "currency": summary.into("total").need_text("currency"), "buyer_ref": order.into("buyer").text("username"),
        "ship_to": _address(order, stage), "lines": lines,
        "charges": _charges(summary, lines, shipping, total),
        "total": total, "vat_owed_by_channel": bool(rows) and all(line.each("ebayCollectAndRemitTaxes") for line in rows),
        "payment": "marketplace", "note": order.text("buyerCheckoutNotes"),
        "ship_by": _first_time(order, "shipByDate"), "deliver_by": _first_time(order, "maxEstimatedDeliveryDate"),
    }  # fmt: skip
    shipped = tuple(
        LinePieces(line.need_text("lineItemId"), line.whole("quantity"))
        for line in rows
        if line.text("lineItemFulfillmentStatus") == "FULFILLED"
    )
    refunds = order.maybe("paymentSummary").each("refunds")
    refunded = sum((_amount(refund, "amount") for refund in refunds), Decimal())
    return ChannelOrder(number, stage, build_order(fields), (), shipped, refunded, cancel if asked else "")


def _total(summary: Reader, rows: list[Reader], lines: list[dict[str, Any]], shipping: Decimal) -> Decimal:
    """Return what the buyer pays us. Tax that eBay collects and pays itself stands in the total only where it was
    asked for broken
    down (fieldGroups=TAX_BREAKDOWN); it is no money of ours.
    """
    told = _amount(summary, "total")
    taxes = [tax for line in rows for tax in line.each("ebayCollectAndRemitTaxes")]
    collected = sum((_amount(tax, "amount") for tax in taxes), Decimal())
    goods = sum((line["unit_price"] * line["quantity"] for line in lines), Decimal())
    within = told - goods - shipping - _amount(summary, "adjustment") >= collected
    return told - collected if collected and within else told


def _charges(summary: Reader, lines: list[dict[str, Any]], shipping: Decimal, total: Decimal) -> list[dict[str, Any]]:
    """Return shipping, and what was agreed on beside the prices: an adjustment, or a discount on the whole order."""
    charges = [{"kind": "shipping", "title": "Versand", "amount": shipping}] if shipping else []
    goods = sum((line["unit_price"] * line["quantity"] for line in lines), Decimal())
    beside = {"Anpassung": _amount(summary, "adjustment"), "Rabatt": _amount(summary, "priceDiscount")}
    lacking = total - goods - shipping
    for title, amount in beside.items():
        if lacking and amount and abs(lacking) >= abs(amount) and (lacking > 0) == (amount > 0):
            kind = "service" if amount > 0 else "discount"
            charges.append({"kind": kind, "title": title, "amount": abs(amount)})
            lacking -= amount
    return charges


def _amount(reader: Reader, name: str) -> Decimal:
    return money(reader.into(name).amount("value")) if reader.has(name) else Decimal()


def _lines(line: Reader) -> list[dict[str, Any]]:
    cost = (
        _amount(line, "discountedLineItemCost") if line.has("discountedLineItemCost") else _amount(line, "lineItemCost")
    )
    instructions = line.maybe("lineItemFulfillmentInstructions")
    return [
        {
            "sku": line.need_text("sku"), "quantity": pieces, "unit_price": price, "title": line.text("title"),
            "external_id": line.need_text("lineItemId"), "ship_by": instructions.time("shipByDate"),
            "deliver_by": instructions.time("maxEstimatedDeliveryDate"),
        }
        for pieces, price in exact_units(cost, line.whole("quantity"))
    ]  # fmt: skip


def _first_time(order: Reader, name: str) -> Any:
    told = [line.maybe("lineItemFulfillmentInstructions").time(name) for line in order.each("lineItems")]
    return min((moment for moment in told if moment), default=None)


def _address(order: Reader, stage: OrderStage) -> dict[str, str]:
    """Return the address; a purchase whose payment is open may have none yet."""
    starts = order.each("fulfillmentStartInstructions")
    to = starts[0].maybe("shippingStep").maybe("shipTo") if starts else Reader({})
    place = to.maybe("contactAddress")
    if stage == OrderStage.PENDING and not place.has("countryCode"):
        return {"country": order.into("buyer").maybe("taxAddress").text("countryCode", "DE")}
    return {
        "name": to.text("fullName"),
        "company": to.text("companyName"),
        "street": place.text("addressLine1"),
        "extra": place.text("addressLine2"),
        "postal_code": place.text("postalCode"),
        "city": place.text("city"),
        "state": place.text("stateOrProvince") if place.text("countryCode") in NAMES_STATES else "",
        "country": place.need_text("countryCode"),
        "phone": to.maybe("primaryPhone").text("phoneNumber"),
        "email": to.text("email"),
    }
