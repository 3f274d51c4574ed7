"""WooCommerce's order → ours. Amounts of lines are net with the tax beside, after discounts; the total is gross."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kontor.channels.ports import ChannelOrder, OrderStage
from kontor.connectors.payload import NAMES_STATES, Reader, build_order, fit_to_total, money
from kontor.kernel.money import exact_units

# What the shop's states mean here (page "Orders", order status). A payment that failed may be made again; plug-ins have names of
# their own, which are not shipped either.
STAGES = {
    "processing": OrderStage.OPEN,
    "pending": OrderStage.PENDING,
    "on-hold": OrderStage.PENDING,
    "failed": OrderStage.PENDING,
    "completed": OrderStage.SHIPPED,
    "cancelled": OrderStage.CANCELLED,
    "refunded": OrderStage.CANCELLED,
    "trash": OrderStage.CANCELLED,
    "checkout-draft": OrderStage.CANCELLED,
    "auto-draft": OrderStage.CANCELLED,
}
GONE = "completed"
# Where plug-ins keep a buyer's VAT id, written without underscores and in lower case.
_VAT_IDS = frozenset(
    ("vatnumber", "vatid", "billingvatnumber", "billingeuvatnumber", "billingvatid", "billingvat", "euvatnumber",
     "shippingvatid", "ustid", "billingustid")
)  # fmt: skip


def translate(channel: str, body: bytes) -> ChannelOrder:
    """Understand an order. Source: REST API v3, page "Orders" (2024-03-15)."""
    order = Reader.of(body)
    number, status = str(order.whole("id")), order.need_text("status")
    stage = STAGES.get(status, OrderStage.PENDING)
    if stage in (OrderStage.CANCELLED, OrderStage.SHIPPED):
        return ChannelOrder(number, stage, None)
    total = money(order.amount("total"))
    lines, charges = _amounts(order, total)
    fields: dict[str, Any] = {
        "channel": channel, "external_id": number,
        "ordered_at": order.need_time("date_created_gmt", naive_is_utc=True), "currency": order.need_text("currency"),
        "ship_to": _address(order), "bill_to": _place(order.into("billing")), "lines": lines, "charges": charges,
        "total": total, "told_tax": money(order.amount("total_tax")) if order.has("total_tax") else None,
        "payment": "paid" if stage == OrderStage.OPEN else "prepayment", "vat_id": _vat_id(order),
        "payment_reference": order.text("transaction_id"), "note": order.text("customer_note"),
    }  # fmt: skip
    customer = order.get("customer_id", 0)
    if customer:
        fields["buyer_ref"] = str(customer)
    refunded = sum((abs(refund.amount("total", Decimal())) for refund in order.each("refunds")), Decimal())
    return ChannelOrder(number, stage, build_order(fields), refunded=money(refunded))


def _vat_id(order: Reader) -> str:
    for entry in order.each("meta_data"):
        if entry.text("key").lower().replace("_", "") in _VAT_IDS and isinstance(entry.get("value"), str):
            return entry.text("value").strip()
    return ""


def _amounts(order: Reader, total: Decimal) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return lines and charges, gross. The shop may round the tax of the whole order only: what its parts lack of the total then,
    a cent or two, stands on the largest of them.
    """
    rows = order.each("line_items", needed=True)
    beside = [
        (kind, row)
        for kind, name in (("shipping", "shipping_lines"), ("service", "fee_lines"))
        for row in order.each(name)
    ]
    parts = fit_to_total([_gross(row) for row in [*rows, *(row for _, row in beside)]], total)
    lines = [
        {
            "sku": row.need_text("sku"), "quantity": pieces, "unit_price": price, "title": row.text("name"),
            "external_id": str(row.whole("id")),
        }
        for row, part in zip(rows, parts[: len(rows)], strict=True)
        # A line whose gross does not divide into whole cents becomes two, so that their sum is the line.
        for pieces, price in exact_units(part, row.whole("quantity"))
    ]  # fmt: skip
    charges = [
        {
            "kind": kind if amount > 0 else "discount", "title": row.text("method_title") or row.text("name"),
            "amount": abs(amount),
        }
        for (kind, row), amount in zip(beside, parts[len(rows) :], strict=True) if amount
    ]  # fmt: skip
    return lines, charges


def _gross(reader: Reader) -> Decimal:
    return reader.amount("total") + reader.amount("total_tax", Decimal())


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
        "state": given.text("state") if given.text("country") in NAMES_STATES else "",
        "country": given.need_text("country"),
        "phone": given.text("phone"),
        "email": given.text("email"),
    }
