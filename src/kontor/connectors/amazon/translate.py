"""Amazon's order → ours. What a line costs is its proceeds; whether the tax stands within is found by adding up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from kontor.channels.ports import ChannelOrder, LinePieces, OrderStage, Unreadable
from kontor.connectors.payload import NAMES_STATES, Reader, build_order, money
from kontor.kernel.money import exact_units

STAGES = {
    "PENDING_AVAILABILITY": OrderStage.PENDING,
    "PENDING": OrderStage.PENDING,
    "UNSHIPPED": OrderStage.OPEN,
    "PARTIALLY_SHIPPED": OrderStage.OPEN,
    "SHIPPED": OrderStage.SHIPPED,
    "CANCELLED": OrderStage.CANCELLED,
    "UNFULFILLABLE": OrderStage.CANCELLED,
}
_ADDED = ("ITEM", "GIFT_WRAP", "COD_FEE", "OTHER")


def translate(channel: str, body: bytes) -> ChannelOrder:
    """Understand an order. Source: Orders API 2026-01-01, getOrder."""
    order = Reader.of(body)
    number = order.need_text("orderId")
    fulfilment = order.into("fulfillment")
    status = fulfilment.need_text("fulfillmentStatus")
    if status not in STAGES:
        raise Unreadable(
            "The channel tells a state that Kontor does not know.", field="fulfillment.fulfillmentStatus", told=status
        )
    stage = STAGES[status]
    if fulfilment.text("fulfilledBy", "MERCHANT") != "MERCHANT":
        return ChannelOrder(number, OrderStage.SHIPPED, None)  # Amazon ships it from its own stock
    if stage in (OrderStage.SHIPPED, OrderStage.CANCELLED):
        return ChannelOrder(number, stage, None)
    items = order.each("orderItems", needed=True)
    lines, shipping, currency = [], Decimal(), ""
    for item in items:
        if item.whole("quantityOrdered") == 0:  # cancelled to the last piece
            continue
        fields, carried, currency = _line(item, stage)
        lines += fields
        shipping += carried
    if not lines:
        return ChannelOrder(number, OrderStage.CANCELLED, None)
    ship, deliver = fulfilment.maybe("shipByWindow"), fulfilment.maybe("deliverByWindow")
    fields_of_order: dict[str, Any] = {
        "channel": channel, "external_id": number, "ordered_at": order.need_time("createdTime"),
        "currency": currency or "EUR", "ship_to": _address(order, stage), "lines": lines,
        "charges": [{"kind": "shipping", "title": "Versand", "amount": shipping}] if shipping else [],
        "total": _total(order), "payment": "marketplace", "ship_by": ship.time("latestDateTime"),
        "deliver_by": deliver.time("latestDateTime"), "vat_owed_by_channel": _collects_tax(items),
    }  # fmt: skip
    cancelled = tuple(
        LinePieces(item.need_text("orderItemId"), item.whole("quantityOrdered"))
        for item in items
        if item.maybe("cancellation").has("cancellationExecution") and item.whole("quantityOrdered")
    )
    shipped = tuple(
        LinePieces(item.need_text("orderItemId"), gone)
        for item in items
        if (gone := int(item.maybe("fulfillment").get("quantityFulfilled", 0)))
    )
    return ChannelOrder(number, stage, build_order(fields_of_order), cancelled, shipped)


def _collects_tax(items: Sequence[Reader]) -> bool:
    """Whether Amazon is the deemed supplier of this order: it says so for every item. Source: Orders API 2026-01-01,
    ItemTaxCollection.
    """
    told = [item.maybe("tax").each("taxCollections") for item in items]
    return bool(told) and all(
        any(it.text("responsibleParty").upper().startswith("AMAZON") for it in collections) for collections in told
    )


def _total(order: Reader) -> Decimal | None:
    """Return what the buyer pays, where Amazon says it: not before the order is paid."""
    proceeds = order.maybe("proceeds")
    return money(proceeds.into("grandTotal").amount("amount")) if proceeds.has("grandTotal") else None


def _line(item: Reader, stage: OrderStage) -> tuple[list[dict[str, Any]], Decimal, str]:
    quantity, product = item.whole("quantityOrdered"), item.into("product")
    proceeds = item.maybe("proceeds")
    if stage == OrderStage.PENDING and not proceeds.has("proceedsTotal"):
        price = product.maybe("price").maybe("unitPrice")
        gross, shipping = price.amount("amount", Decimal()) * quantity, Decimal()
        currency = price.text("currencyCode", "EUR")
    else:
        total = proceeds.into("proceedsTotal")
        currency = total.need_text("currencyCode")
        gross, shipping = _split(item, proceeds, money(total.amount("amount")))
    lines = [
        {
            "sku": product.need_text("sellerSku"), "quantity": pieces, "unit_price": each,
            "title": product.text("title"), "external_id": item.need_text("orderItemId"),
        }
        for pieces, each in exact_units(gross, quantity)
    ]  # fmt: skip
    return lines, shipping, currency


def _split(item: Reader, proceeds: Reader, total: Decimal) -> tuple[Decimal, Decimal]:
    """Split a line's gross into goods and shipping.

    The document does not say whether the parts include the tax. Where they add up to the total without the line TAX it is
    included; where they need it, it is on top and belongs to goods and shipping in their proportion.
    """
    parts: dict[str, Decimal] = {}
    for part in proceeds.each("breakdowns"):
        kind = part.need_text("type")
        parts[kind] = parts.get(kind, Decimal()) + part.into("subtotal").amount("amount")
    goods = sum((parts.get(kind, Decimal()) for kind in _ADDED), Decimal()) - abs(parts.get("DISCOUNT", Decimal()))
    shipping, tax = parts.get("SHIPPING", Decimal()), parts.get("TAX", Decimal())
    if money(goods + shipping) == total:
        return money(goods), money(shipping)
    if money(goods + shipping + tax) == total and goods + shipping > 0:
        with_tax = money(shipping * total / (goods + shipping))
        return total - with_tax, with_tax
    raise Unreadable("The parts of an amount do not come to their total.", field=item.at("proceeds"), total=total)


# Words of lines that hold a number and are no street.
_NO_STREET = re.compile(
    r"c/o|\bz\.?\s?hd\b|gmbh|\bkg\b|\bag\b|etage|stock|\bog\b|\bhinterhaus|aufgang|packstation|postfach|www\.", re.I
)


def _is_street(row: str) -> bool:
    """Whether a line of an address is the street: it has a number, and nothing says that it is a company, a floor or a person."""
    return any(sign.isdigit() for sign in row) and not _NO_STREET.search(row)


def _address(order: Reader, stage: OrderStage) -> dict[str, str]:
    """Return the address; a pending order has none. In Germany the street often stands in the second line."""
    place = order.maybe("recipient").maybe("deliveryAddress")
    if stage == OrderStage.PENDING and not place.has("countryCode"):
        return {"country": "DE"}
    rows = [place.text(f"addressLine{number}") for number in (1, 2, 3)]
    filled = [row for row in rows if row]
    street = next((row for row in filled if _is_street(row)), filled[0] if filled else "")
    return {
        "name": place.text("name") or order.maybe("buyer").text("buyerName"),
        "company": place.text("companyName"),
        "street": street,
        "extra": " ".join(row for row in filled if row != street),
        "postal_code": place.text("postalCode"),
        "city": place.text("city"),
        "state": place.text("stateOrRegion") if place.text("countryCode") in NAMES_STATES else "",
        "country": place.need_text("countryCode"),
        "phone": place.text("phone"),
        "email": order.maybe("buyer").text("buyerEmail"),
    }
