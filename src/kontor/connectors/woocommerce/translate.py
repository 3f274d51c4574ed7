"""WooCommerce's order → ours. Amounts of lines are net with the tax beside, after discounts; the total is gross."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kontor.channels.ports import ChannelOrder, OrderStage
from kontor.connectors.reading import Reader, build_order, exact_units, money

# processing: paid, to be shipped. on-hold and pending wait for their money. Names of plug-ins are not shipped either.
OPEN = "processing"
GONE = "completed"
ENDED = ("cancelled", "failed", "trash", "refunded", "checkout-draft", "auto-draft")


def translate(channel: str, body: bytes) -> ChannelOrder:
    """Understand an order. Source: REST API v3, page "Orders" (2024-03-15)."""
    order = Reader.of(body)
    number, status = str(order.whole("id")), order.need_text("status")
    if status in ENDED:
        return ChannelOrder(number, OrderStage.CANCELLED, None)
    if status == GONE:
        return ChannelOrder(number, OrderStage.SHIPPED, None)
    stage = OrderStage.OPEN if status == OPEN else OrderStage.PENDING
    fields: dict[str, Any] = {
        "channel": channel, "external_id": number,
        "ordered_at": order.need_time("date_created_gmt", naive_is_utc=True), "currency": order.need_text("currency"),
        "ship_to": _address(order), "bill_to": _place(order.into("billing")),
        "lines": [fields for line in order.each("line_items", needed=True) for fields in _lines(line)],
        "charges": _charges(order), "total": money(order.amount("total")),
        "payment": "paid" if stage == OrderStage.OPEN else "prepayment",
        "payment_reference": order.text("transaction_id"), "note": order.text("customer_note"),
    }  # fmt: skip
    customer = order.get("customer_id", 0)
    if customer:
        fields["buyer_ref"] = str(customer)
    return ChannelOrder(number, stage, build_order(fields))


def _gross(reader: Reader) -> Decimal:
    return money(reader.amount("total") + reader.amount("total_tax", Decimal()))


def _lines(line: Reader) -> list[dict[str, Any]]:
    """A line whose gross does not divide into whole cents becomes two, so that their sum is the line."""
    return [
        {
            "sku": line.need_text("sku"), "quantity": pieces, "unit_price": price, "title": line.text("name"),
            "external_id": str(line.whole("id")),
        }
        for pieces, price in exact_units(_gross(line), line.whole("quantity"))
    ]  # fmt: skip


def _charges(order: Reader) -> list[dict[str, Any]]:
    charges = []
    for kind, name in (("shipping", "shipping_lines"), ("service", "fee_lines")):
        for row in order.each(name):
            amount = _gross(row)
            title = row.text("method_title") or row.text("name")
            if amount:
                charges.append({"kind": kind if amount > 0 else "discount", "title": title, "amount": abs(amount)})
    return charges


def _address(order: Reader) -> dict[str, str]:
    """Where nothing is said of shipping, it goes where the bill goes."""
    billing, shipping = order.into("billing"), order.maybe("shipping")
    place = _place(shipping if shipping.text("address_1") or shipping.text("city") else billing)
    place["email"] = billing.text("email")
    place["phone"] = place["phone"] or billing.text("phone")
    return place


def _place(given: Reader) -> dict[str, str]:
    return {
        "name": f"{given.text('first_name')} {given.text('last_name')}".strip(),
        "company": given.text("company"),
        "street": given.text("address_1"),
        "extra": given.text("address_2"),
        "postal_code": given.text("postcode"),
        "city": given.text("city"),
        "country": given.need_text("country"),
        "phone": given.text("phone"),
        "email": given.text("email"),
    }
