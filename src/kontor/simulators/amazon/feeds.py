"""Feeds: a document is put, a feed made of it, and what came of it is asked for later."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

from kontor.simulators.amazon.notices import MARKETPLACE, SELLER, Notices, errors
from kontor.simulators.stage.protocol import Refuse, Reply, Request, iso, open_to_all, route


class Feeds(Notices):
    """Feeds: a document is put, a feed made of it, and what came of it is asked for later."""

    def __init__(self, *, seed: int = 1, port: int = 0) -> None:
        self._documents: dict[str, bytes] = {}
        self._feeds: dict[str, str] = {}
        super().__init__(seed=seed, port=port)

    @route("POST", "/feeds/2021-06-30/documents")
    def make_document(self, request: Request) -> Reply:
        """Give an address to put a document to."""
        name = f"amzn1.tortuga.{self.world.number()}"
        return Reply(201, {"feedDocumentId": name, "url": f"{self.base_url}/store/{name}"})

    @route("PUT", "/store/([^/]+)")
    @open_to_all
    def put(self, request: Request, name: str) -> Reply:
        """Keep a document."""
        self._documents[name] = request.body
        return Reply(200)

    @route("GET", "/store/([^/]+)")
    @open_to_all
    def get(self, request: Request, name: str) -> Reply:
        """Return a document."""
        return Reply(200, self._documents[name], {"Content-Type": "application/octet-stream"})

    @route("POST", "/feeds/2021-06-30/feeds")
    def make_feed(self, request: Request) -> Reply:
        """Work on a feed."""
        told = request.json()
        content = self._documents.get(told["inputFeedDocumentId"])
        if content is None:
            raise Refuse(400, errors("InvalidInput", "The document was never uploaded"))
        number = str(self.world.number())
        report = self._cancel(content) if told["feedType"].startswith("POST_ORDER") else self._listings(content, number)
        self._documents[f"report.{number}"] = report
        self._feeds[number] = told["feedType"]
        return Reply(202, {"feedId": number})

    def _listings(self, content: bytes, number: str) -> bytes:
        told = json.loads(content)
        issues = []
        for message in told["messages"]:
            if problem := self._apply(message["sku"], message["patches"]):
                row = {"messageId": message["messageId"], "sku": message["sku"], "code": "90000900"}
                issues.append({**row, "severity": "ERROR", "message": problem})
        count = len(told["messages"])
        summary = {
            "errors": len(issues), "warnings": 0, "messagesProcessed": count, "messagesAccepted": count - len(issues),
            "messagesInvalid": len(issues),
        }  # fmt: skip
        header = {"sellerId": SELLER, "version": "2.0", "feedId": number}
        return json.dumps({"header": header, "issues": issues, "summary": summary}).encode()

    def _cancel(self, content: bytes) -> bytes:
        found = re.search(rb"<AmazonOrderID>([^<]+)<", content)
        order = self.world.orders.get(found[1].decode() if found else "")
        done = order is not None and not order.pending and self.world.cancel(order, "seller")
        return f"<ProcessingSummary><MessagesWithError>{int(not done)}</MessagesWithError></ProcessingSummary>".encode()

    @route("GET", "/feeds/2021-06-30/feeds/([^/]+)")
    def get_feed(self, request: Request, number: str) -> Reply:
        """Say how far a feed is."""
        now = iso(self.world.now())
        return Reply(
            200,
            {
                "feedId": number, "feedType": self._feeds[number], "marketplaceIds": [MARKETPLACE], "createdTime": now,
                "processingStatus": "DONE", "processingStartTime": now, "processingEndTime": now,
                "resultFeedDocumentId": f"report.{number}",
            },
        )  # fmt: skip

    @route("GET", "/feeds/2021-06-30/documents/([^/]+)")
    def get_document(self, request: Request, name: str) -> Reply:
        """Give the address of a report."""
        return Reply(200, {"feedDocumentId": name, "url": f"{self.base_url}/store/{name}"})

    def _apply(self, sku: str, patches: list[dict[str, Any]]) -> str:
        offer = self.world.offers.get(sku)
        if offer is None:
            return f"SKU {sku} is unknown"
        for patch in patches:
            value = patch["value"][0]
            if patch["path"] == "/attributes/fulfillment_availability":
                self.world.set_quantity(offer, int(value["quantity"]))
            elif patch["path"] == "/attributes/purchasable_offer":
                price = value["our_price"][0]["schedule"][0]["value_with_tax"]
                self.world.set_price(offer, Decimal(str(price)).quantize(Decimal("0.01")))
        return ""
