"""The shop's order → ours. Pure: no network, no clock."""

from __future__ import annotations

from typing import Any

from kontor.channels.ports import ChannelOrder, OrderStage
from kontor.connectors.payload import Reader, build_order
from kontor.kernel.money import exact_units

STAGES = {"open": OrderStage.OPEN, "shipped": OrderStage.SHIPPED, "cancelled": OrderStage.CANCELLED}


def translate(channel: str, body: bytes) -> ChannelOrder:
    """Understand an order. ``Reader`` names every field that is missing or wrong."""
    order = Reader.of(body)
    number = order.need_text("id")
    stage = STAGES.get(order.need_text("state"), OrderStage.PENDING)
    if stage in (OrderStage.SHIPPED, OrderStage.CANCELLED):
        return ChannelOrder(number, stage, None)
    to = order.into("address")
    fields: dict[str, Any] = {
        "channel": channel,
        "external_id": number,
        "ordered_at": order.need_time("created"),
        "currency": order.need_text("currency"),
        "ship_to": {
            "name": to.text("name"), "street": to.text("street"), "postal_code": to.text("zip"), "city": to.text("city"),
            "country": to.need_text("country"), "email": to.text("email"),
        },
        "lines": [
            {
                "sku": line.need_text("sku"), "quantity": pieces, "unit_price": price, "title": line.text("title"),
                "external_id": line.need_text("id"),
            }
            for line in order.each("lines", needed=True)
            for pieces, price in exact_units(line.amount("total"), line.whole("quantity"))
        ],
        "charges": [{"kind": "shipping", "title": "Versand", "amount": order.amount("shipping")}],
        "total": order.amount("total"),
        "payment": "paid",
    }  # fmt: skip
    return ChannelOrder(number, stage, build_order(fields))
