"""Shopware's order → ours. Prices are gross or net as the order's tax status says; a discount is a negative line."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kontor.channels.ports import ChannelOrder, OrderStage, Unreadable
from kontor.connectors.payload import Reader, build_order, money
from kontor.kernel.money import exact_units

# What the states of a payment mean here; one that failed may be made again.
STAGES = {
    "paid": OrderStage.OPEN,
    "authorized": OrderStage.OPEN,
    "refunded_partially": OrderStage.HELD,
    "chargeback": OrderStage.HELD,
    "refunded": OrderStage.CANCELLED,
}
# Paid after delivery: ready to ship while the transaction is open.
_LATER = ("payment_invoicepayment", "payment_cashpayment")
_GONE = ("shipped", "returned", "returned_partially")


def translate(channel: str, body: bytes) -> ChannelOrder:
    """Understand an order with its associations. Source: Admin API 6.7.10, searchOrder."""
    order = Reader.of(body)
    number = order.need_text("id")
    state = order.into("stateMachineState").need_text("technicalName")
    delivery = main_delivery(order)
    if state == "cancelled":
        return ChannelOrder(number, OrderStage.CANCELLED, None)
    if state == "completed" or (delivery and _state(delivery) in _GONE):
        return ChannelOrder(number, OrderStage.SHIPPED, None)
    # Free of tax, net is gross: whether it really is, our own case says, and the difference holds the order.
    if order.need_text("taxStatus") not in ("gross", "tax-free"):
        raise Unreadable("taxStatus: orders with net prices belong on a channel of their own.", field="taxStatus")
    if delivery is None:
        raise Unreadable("deliveries is empty: nothing to ship.", field="deliveries")
    lines, charges = _lines(order)
    shipping = money(order.amount("shippingTotal", Decimal()))
    if shipping:
        title = delivery.maybe("shippingMethod").text("name", "Versand")
        charges.append({"kind": "shipping", "title": title, "amount": shipping})
    stage, payment, why = _payment(order)
    if stage == OrderStage.CANCELLED:
        return ChannelOrder(number, stage, None)
    customer = order.maybe("orderCustomer")
    fields: dict[str, Any] = {
        "channel": channel, "external_id": number, "ordered_at": order.need_time("orderDateTime"),
        "currency": order.into("currency").need_text("isoCode"), "buyer_ref": customer.text("customerNumber"),
        "ship_to": _place(delivery.into("shippingOrderAddress"), customer),
        "bill_to": _place(order.into("billingAddress"), customer), "lines": lines, "charges": charges,
        "total": money(order.amount("amountTotal")), "told_tax": _told_tax(order), "vat_id": _vat_id(customer),
        "payment": payment, "note": order.text("customerComment"),
        "tags": [f"shopware:{order.text('orderNumber')}"] if order.has("orderNumber") else [],
    }  # fmt: skip
    unclear = _state(delivery) if _state(delivery) in ("shipped_partially", "cancelled") else ""
    return ChannelOrder(number, stage, build_order(fields), why=why, unclear=unclear)


def _told_tax(order: Reader) -> Decimal | None:
    """Return the VAT that the shop charged."""
    if order.text("taxStatus") == "tax-free":
        return Decimal()
    taxes = order.maybe("price").each("calculatedTaxes")
    return money(sum((tax.amount("tax") for tax in taxes), Decimal())) if taxes else None


def _vat_id(customer: Reader) -> str:
    told = customer.get("vatIds", [])
    return str(told[0]) if isinstance(told, list) and told else ""


def main_delivery(order: Reader) -> Reader | None:
    """Return the delivery that carries goods: a shipping discount makes a second one with a negative price."""
    deliveries = order.each("deliveries")
    primary = order.text("primaryOrderDeliveryId")
    for delivery in deliveries:
        if primary and delivery.text("id") == primary:
            return delivery
    return max(deliveries, key=lambda each: each.maybe("shippingCosts").amount("totalPrice", Decimal()), default=None)


def _state(entity: Reader) -> str:
    return entity.into("stateMachineState").need_text("technicalName")


def _payment(order: Reader) -> tuple[OrderStage, str, str]:
    """Return what the last transaction means, how the order is paid, and why it is held; the list has no order of its own."""
    transactions = order.each("transactions")
    if not transactions:
        return OrderStage.OPEN, "paid", ""
    last = max(enumerate(transactions), key=lambda it: (it[1].text("createdAt"), it[0]))[1]
    state = _state(last)
    stage = STAGES.get(state, OrderStage.PENDING)
    if stage != OrderStage.PENDING:
        return stage, "paid", state if stage == OrderStage.HELD else ""
    if last.maybe("paymentMethod").text("technicalName") in _LATER:
        return OrderStage.OPEN, "invoice", ""
    return OrderStage.PENDING, "prepayment", ""


def _lines(order: Reader) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    lines, charges = [], []
    for item in order.each("lineItems", needed=True):
        kind, total = item.need_text("type"), money(item.amount("totalPrice"))
        if kind in ("product", "custom") and total >= 0:
            for pieces, price in exact_units(total, item.whole("quantity")):
                sku = item.maybe("payload").text("productNumber") or item.maybe("product").text("productNumber")
                lines.append(
                    {
                        "sku": sku, "quantity": pieces, "unit_price": price, "title": item.text("label"),
                        "external_id": item.need_text("id"),
                    }
                )  # fmt: skip
        elif kind not in ("container", "quantity") and total:
            charges.append(
                {"kind": "discount" if total < 0 else "service", "title": item.text("label"), "amount": abs(total)}
            )
    return lines, charges


def _place(given: Reader, customer: Reader) -> dict[str, str]:
    extra = " ".join(filter(None, (given.text("additionalAddressLine1"), given.text("additionalAddressLine2"))))
    return {
        "name": f"{given.text('firstName')} {given.text('lastName')}".strip(),
        "company": given.text("company"),
        "street": given.text("street"),
        "extra": extra,
        "postal_code": given.text("zipcode"),
        "city": given.text("city"),
        "state": given.maybe("countryState").text("shortCode").rpartition("-")[2],
        "country": given.into("country").need_text("iso"),
        "phone": given.text("phoneNumber"),
        "email": customer.text("email"),
    }
