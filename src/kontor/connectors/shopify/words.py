"""Shopify's own words: its version and limits, how it names carriers and reasons."""

from __future__ import annotations

from kontor.channels.ports import CancelReason

VERSION = "2026-10"
# With their lines, 25 orders stay under the thousand points of one question.
ORDERS_PAGE, VARIANTS_PAGE, MOST_QUANTITIES = 25, 100, 250
CARRIERS = {"dhl": "DHL", "dpd": "DPD", "gls": "GLS", "hermes": "Hermes", "ups": "UPS"}
REASONS = {
    CancelReason.OUT_OF_STOCK: "INVENTORY",
    CancelReason.BUYER_ASKED: "CUSTOMER",
    CancelReason.ADDRESS_WRONG: "OTHER",
    CancelReason.PRICE_WRONG: "STAFF",
    CancelReason.UNPAID: "DECLINED",
    CancelReason.OTHER: "OTHER",
}
NO_VARIANT = "no variant has this SKU"
