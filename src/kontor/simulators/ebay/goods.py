"""What is on offer there: items, offers, and many of them changed at once."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kontor.simulators.ebay.answers import errors, money
from kontor.simulators.stage.protocol import Reply, Request, route
from kontor.simulators.stage.server import Stage


class Goods(Stage):
    """What is on offer there: items, offers, and many of them changed at once."""

    @route("GET", "/sell/inventory/v1/inventory_item")
    def items(self, request: Request) -> Reply:
        """List items; the offset is a page number."""
        limit, page = int(request.arg("limit", "25")), int(request.arg("offset", "0"))
        with self.world.lock:
            offers = list(self.world.offers.values())
        rows = [
            {
                "sku": offer.sku, "locale": "de_DE", "condition": "NEW",
                "availability": {"shipToLocationAvailability": {"quantity": offer.quantity}},
                "product": {"title": offer.title},
            }
            for offer in offers[page * limit : (page + 1) * limit]
        ]  # fmt: skip
        body: dict[str, Any] = {"href": request.url, "total": len(offers), "size": len(rows), "limit": limit}
        if (page + 1) * limit < len(offers):
            body["next"] = f"/sell/inventory/v1/inventory_item?limit={limit}&offset={page + 1}"
        return Reply(200, {**body, "inventoryItems": rows})

    @route("GET", "/sell/inventory/v1/offer")
    def offers(self, request: Request) -> Reply:
        """List the offers of a SKU."""
        offer = self.world.offers.get(request.arg("sku"))
        if offer is None:
            return Reply(404, errors(25713, "This Offer is not available", "API_INVENTORY"))
        row = {
            "offerId": offer.ref, "sku": offer.sku, "marketplaceId": "EBAY_DE", "format": "FIXED_PRICE",
            "availableQuantity": offer.quantity, "pricingSummary": {"price": money(offer.price)}, "status": "PUBLISHED",
        }  # fmt: skip
        return Reply(200, {"href": request.url, "total": 1, "size": 1, "limit": 100, "offers": [row]})

    @route("POST", "/sell/inventory/v1/bulk_update_price_quantity")
    def bulk(self, request: Request) -> Reply:
        """Change up to 25 items; each offer is answered for itself."""
        items = request.json()["requests"]
        if len(items) > 25:
            return Reply(400, errors(25709, "Invalid value for requests", "API_INVENTORY"))
        by_ref = {offer.ref: offer for offer in self.world.offers.values()}
        rows = []
        for item in items:
            for told in item["offers"]:
                offer = by_ref.get(told["offerId"])
                row: dict[str, Any] = {"sku": item["sku"], "offerId": told["offerId"], "errors": [], "warnings": []}
                if offer is None or offer.sku != item["sku"]:
                    rows.append(
                        {**row, "statusCode": 400, **errors(25709, "Invalid value for offerId.", "API_INVENTORY")}
                    )
                    continue
                if "availableQuantity" in told:
                    self.world.set_quantity(offer, int(told["availableQuantity"]))
                if "price" in told:
                    self.world.set_price(offer, Decimal(told["price"]["value"]))
                rows.append({**row, "statusCode": 200})
        mixed = any(row["statusCode"] != 200 for row in rows)
        return Reply(207 if mixed else 200, {"responses": rows})
