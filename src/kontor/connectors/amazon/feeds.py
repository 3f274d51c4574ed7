"""Feeds: a document is put into Amazon's store, worked on, and answered with a report."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

from kontor.connectors.transport import Transport
from kontor.kernel.errors import OutcomeUnknown, Permanent

FEEDS = "/feeds/2021-06-30"
# Quantities are absolute: a feed that is not done by then is told again, which does no harm.
MOST_WAIT_S = 90.0


def run_feed(transport: Transport, *, kind: str, content: bytes, media_type: str, marketplace: str) -> bytes:
    """Hand a feed in and return its processing report. Raises OutcomeUnknown where Amazon takes too long."""
    made = transport.call(
        "POST", f"{FEEDS}/documents", bucket="feed_documents", json={"contentType": media_type}, writes=False
    )
    transport.fetch("PUT", made.json["url"], content=content, headers={"Content-Type": media_type})
    body = {"feedType": kind, "marketplaceIds": [marketplace], "inputFeedDocumentId": made.json["feedDocumentId"]}
    feed = transport.call("POST", f"{FEEDS}/feeds", bucket="feeds", json=body).json["feedId"]
    report = _wait(transport, feed, time.monotonic() + MOST_WAIT_S)
    where = transport.call("GET", f"{FEEDS}/documents/{report}", bucket="feed_reads").json
    raw = transport.fetch("GET", where["url"])
    return gzip.decompress(raw) if where.get("compressionAlgorithm") == "GZIP" else raw


def _wait(transport: Transport, feed: str, until: float) -> str:
    pause = 0.2
    while time.monotonic() < until:
        told = transport.call("GET", f"{FEEDS}/feeds/{feed}", bucket="feed_states").json
        if told["processingStatus"] == "DONE":
            return str(told["resultFeedDocumentId"])
        if told["processingStatus"] in ("FATAL", "CANCELLED"):
            raise Permanent("Amazon could not work on the feed.", feed=feed, status=told["processingStatus"])
        time.sleep(pause)
        pause = min(15.0, pause * 1.7)
    raise OutcomeUnknown("Amazon is still working on the feed.", feed=feed)


def listings_feed(seller: str, patches: Sequence[tuple[str, Sequence[dict[str, Any]]]]) -> bytes:
    """Write a JSON_LISTINGS_FEED: (SKU, patches) → messages numbered from 1. Source: listings-feed-schema-v2."""
    messages = [
        {"messageId": place, "sku": sku, "operationType": "PATCH", "productType": "PRODUCT", "patches": list(rows)}
        for place, (sku, rows) in enumerate(patches, 1)
    ]
    header = {"sellerId": seller, "version": "2.0", "issueLocale": "de_DE"}
    return json.dumps({"header": header, "messages": messages}, ensure_ascii=False).encode()


def stock_patch(quantity: int) -> dict[str, Any]:
    """Return the patch that sets what the merchant himself can ship."""
    value = [{"fulfillment_channel_code": "DEFAULT", "quantity": quantity}]
    return {"op": "merge", "path": "/attributes/fulfillment_availability", "value": value}


def price_patch(marketplace: str, amount: Decimal, currency: str) -> dict[str, Any]:
    """Return the patch that sets the gross price."""
    offer = {
        "marketplace_id": marketplace, "currency": currency, "audience": "ALL",
        "our_price": [{"schedule": [{"value_with_tax": float(amount)}]}],
    }  # fmt: skip
    return {"op": "merge", "path": "/attributes/purchasable_offer", "value": [offer]}


def problems_of(report: bytes) -> dict[str, str]:
    """Return what the report complains of, by SKU; the key "" is the feed as a whole. Warnings were applied."""
    problems: dict[str, str] = {}
    for issue in json.loads(report).get("issues", ()):
        if issue["severity"] == "ERROR":
            problems[issue.get("sku", "")] = issue["message"]
    return problems


def cancel_feed(seller: str, order: str, items: Sequence[str], reason: str) -> bytes:
    """Write the feed that refuses an order with all its items."""
    rows = "".join(
        f"<Item><AmazonOrderItemCode>{escape(item)}</AmazonOrderItemCode><CancelReason>{reason}</CancelReason></Item>"
        for item in items
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><AmazonEnvelope xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        ' xsi:noNamespaceSchemaLocation="amzn-envelope.xsd"><Header><DocumentVersion>1.01</DocumentVersion>'
        f"<MerchantIdentifier>{escape(seller)}</MerchantIdentifier></Header>"
        "<MessageType>OrderAcknowledgement</MessageType><Message><MessageID>1</MessageID><OrderAcknowledgement>"
        f"<AmazonOrderID>{escape(order)}</AmazonOrderID><StatusCode>Failure</StatusCode>{rows}"
        "</OrderAcknowledgement></Message></AmazonEnvelope>"
    ).encode()
