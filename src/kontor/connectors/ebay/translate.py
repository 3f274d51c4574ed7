"""eBay's order → ours. There is no unit price: a line's cost is divided, to the cent."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kontor.channels.ports import ChannelOrder, OrderStage
from kontor.connectors.reading import Reader, build_order, exact_units, money

_PAID = ("PAID", "PARTIALLY_REFUNDED")
_DEAD = ("FAILED", "FULLY_REFUNDED")


def translate(channel: str, body: bytes) -> ChannelOrder:
    """Understand an order. Source: Fulfillment API v1.20.7, getOrder."""
    order = Reader.of(body)
    number = order.need_text("orderId")
    payment = order.need_text("orderPaymentStatus")
    cancel = order.maybe("cancelStatus").text("cancelState", "NONE_REQUESTED")
    if cancel == "CANCELED" or payment in _DEAD:
        return ChannelOrder(number, OrderStage.CANCELLED, None)
    if order.need_text("orderFulfillmentStatus") == "FULFILLED":
        return ChannelOrder(number, OrderStage.SHIPPED, None)
    # A request to cancel stops the parcel until it is decided.
    ready = payment in _PAID and cancel == "NONE_REQUESTED"
    stage = OrderStage.OPEN if ready else OrderStage.PENDING
    lines = [fields for line in order.each("lineItems", needed=True) for fields in _lines(line)]
    summary = order.into("pricingSummary")
    shipping = _amount(summary, "deliveryCost") + _amount(summary, "deliveryDiscount")
    fields: dict[str, Any] = {
        "channel": channel, "external_id": number, "ordered_at": order.need_time("creationDate"),
        "currency": summary.into("total").need_text("currency"), "buyer_ref": order.into("buyer").text("username"),
        "ship_to": _address(order, stage), "lines": lines,
        "charges": [{"kind": "shipping", "title": "Versand", "amount": shipping}] if shipping else [],
        "total": _amount(summary, "total"), "payment": "marketplace", "note": order.text("buyerCheckoutNotes"),
        "ship_by": _first_time(order, "shipByDate"), "deliver_by": _first_time(order, "maxEstimatedDeliveryDate"),
    }  # fmt: skip
    return ChannelOrder(number, stage, build_order(fields))


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
        "country": place.need_text("countryCode"),
        "phone": to.maybe("primaryPhone").text("phoneNumber"),
        "email": to.text("email"),
    }
