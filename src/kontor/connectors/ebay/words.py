"""eBay's own words: where its doors are, how it names carriers and reasons."""

from __future__ import annotations

from kontor.channels.ports import CancelReason

FULFILLMENT, INVENTORY = "/sell/fulfillment/v1", "/sell/inventory/v1"
POST_ORDER, FINANCES, NOTIFICATION = "/post-order/v2", "/sell/finances/v1", "/commerce/notification/v1"
PAGE = 200
MOST_BULK = 25
CARRIERS = {"dhl": "DHL", "dpd": "DPD", "gls": "GLS", "hermes": "Hermes", "ups": "UPS", "house_carrier": "Other"}
REASONS = {
    CancelReason.OUT_OF_STOCK: "OUT_OF_STOCK_OR_CANNOT_FULFILL",
    CancelReason.BUYER_ASKED: "BUYER_ASKED_CANCEL",
    CancelReason.ADDRESS_WRONG: "ADDRESS_ISSUES",
    CancelReason.PRICE_WRONG: "OUT_OF_STOCK_OR_CANNOT_FULFILL",
    CancelReason.UNPAID: "ORDER_UNPAID",
    CancelReason.OTHER: "OUT_OF_STOCK_OR_CANNOT_FULFILL",
}
