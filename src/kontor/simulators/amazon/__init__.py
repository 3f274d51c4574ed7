"""Plays Amazon's Selling Partner API."""

from __future__ import annotations

import base64
from datetime import timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, unquote

from kontor.simulators.amazon.answers import euro, fee, money
from kontor.simulators.amazon.feeds import Feeds
from kontor.simulators.amazon.notices import MARKETPLACE, QUEUE_KEY, QUEUE_SECRET, SELLER, errors
from kontor.simulators.stage.protocol import Refuse, Reply, Request, iso, open_to_all, parse_time, route
from kontor.simulators.stage.things import SimLine, SimOffer, SimOrder
from kontor.simulators.stage.world import World

CLIENT_ID, CLIENT_SECRET, REFRESH = "amzn1.application.kontor", "secret-amazon", "Atzr|kontor"


class _AmazonWorld(World):
    def order_id(self, number: int) -> str:
        return f"304-{number % 10_000_000:07d}-{number * 13 % 10_000_000:07d}"


class AmazonStage(Feeds):
    """The play. A pending order shows neither price nor address."""

    code = "amazon"
    expired_reply = Reply(
        403,
        errors("Unauthorized", "Access to requested resource is denied.", "The access token you provided has expired."),
    )
    too_many_reply = Reply(429, errors("QuotaExceeded", "You exceeded your quota for the requested resource."))

    def make_world(self, seed: int) -> World:
        """Return a world with Amazon's ids."""
        return _AmazonWorld(seed)

    def authorise(self, request: Request) -> None:
        """Check the token; one that ended is answered with 403."""
        if not self.token_holds(request.headers.get("x-amz-access-token", "")):
            raise Refuse(403, self.expired_reply.body)

    @route("POST", "/auth/o2/token")
    @open_to_all
    def token(self, request: Request) -> Reply:
        """Give an access token for the refresh token."""
        form = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            return Reply(401, {"error": "invalid_client", "error_description": "Client authentication failed"})
        if form.get("grant_type") == "client_credentials":
            return self.grantless_token(form.get("scope", ""))
        if form.get("refresh_token") != REFRESH:
            return Reply(
                400, {"error": "invalid_grant", "error_description": "The request has an invalid grant parameter"}
            )
        told = {"access_token": self.new_token(), "refresh_token": REFRESH, "token_type": "bearer"}
        return Reply(200, {**told, "expires_in": self.token_life_s})

    def _item(self, order: SimOrder, line: SimLine) -> dict[str, Any]:
        row: dict[str, Any] = {
            "orderItemId": line.id, "quantityOrdered": line.quantity,
            "product": {"asin": "B0PLAY0001", "title": line.title, "sellerSku": line.sku},
            "fulfillment": {"quantityFulfilled": line.shipped, "quantityUnfulfilled": line.open},
        }  # fmt: skip
        if line.cancelled:
            by = "BUYER" if order.cancelled_by == "buyer" else "MERCHANT"
            row["cancellation"] = {"cancellationExecution": {"cancelledBy": by, "cancelReason": "OTHER"}}
        if not order.pending:
            goods = line.price * line.quantity
            shipping = order.shipping if order.lines[0] is line else Decimal()
            tax = ((goods + shipping) * 19 / 119).quantize(Decimal("0.01"))
            row["product"]["price"] = {"unitPrice": money(line.price)}
            row["proceeds"] = {
                "proceedsTotal": money(goods + shipping),
                "breakdowns": [
                    {"type": "ITEM", "subtotal": money(goods)}, {"type": "SHIPPING", "subtotal": money(shipping)},
                    {"type": "TAX", "subtotal": money(tax)},
                ],
            }  # fmt: skip
        return row

    def _order(self, order: SimOrder) -> dict[str, Any]:
        status = {"pending": "PENDING", "open": "UNSHIPPED", "partly": "PARTIALLY_SHIPPED"}.get(
            order.stage, order.stage.upper()
        )
        with self.world.lock:
            row: dict[str, Any] = {
                "orderId": order.id, "createdTime": iso(order.created_at), "lastUpdatedTime": iso(order.changed_at),
                "salesChannel": {"channelName": "AMAZON", "marketplaceId": MARKETPLACE, "marketplaceName": "Amazon.de"},
                "orderItems": [self._item(order, line) for line in order.lines],
                "fulfillment": {
                    "fulfillmentStatus": status, "fulfilledBy": "MERCHANT", "fulfillmentServiceLevel": "STANDARD",
                    "shipByWindow": {
                        "earliestDateTime": iso(order.created_at), "latestDateTime": iso(order.created_at + timedelta(days=2)),
                    },
                    "deliverByWindow": {
                        "earliestDateTime": iso(order.created_at), "latestDateTime": iso(order.created_at + timedelta(days=5)),
                    },
                },
                "packages": [
                    {
                        "packageReferenceId": parcel["package"], "createdTime": iso(order.changed_at),
                        "packageStatus": {"status": "SHIPPED"}, "carrier": parcel["carrier"],
                        "trackingNumber": parcel["tracking"],
                        "packageItems": [{"orderItemId": item, "quantity": n} for item, n in parcel["lines"].items()],
                    }
                    for parcel in order.parcels
                ],
            }  # fmt: skip
            if not order.pending:
                row["proceeds"] = {"grandTotal": money(order.total)}
                row["buyer"] = {"buyerName": order.buyer, "buyerEmail": order.email}
                row["recipient"] = {
                    "deliveryAddress": {
                        "name": order.buyer, "addressLine1": f"{order.street} {order.house}", "city": order.city,
                        "postalCode": order.postal_code, "countryCode": "DE", "addressType": "RESIDENTIAL",
                    }
                }  # fmt: skip
            return row

    @route("GET", "/orders/2026-01-01/orders")
    def search(self, request: Request) -> Reply:
        """Search orders by time of change."""
        size = int(request.arg("maxResultsPerPage", "100"))
        if not 1 <= size <= 100 or not request.arg("lastUpdatedAfter"):
            return Reply(400, errors("InvalidInput", "Invalid Input"))
        token = request.arg("paginationToken")
        start = int(base64.b64decode(token)) if token else 0
        found = self.world.changed_since(parse_time(request.arg("lastUpdatedAfter")))
        body: dict[str, Any] = {
            "orders": [self._order(order) for order in found[start : start + size]],
            "lastUpdatedBefore": iso(self.world.now()),
        }
        if start + size < len(found):
            body["pagination"] = {"nextToken": base64.b64encode(str(start + size).encode()).decode()}
        return Reply(200, body)

    def _find(self, number: str) -> SimOrder:
        order = self.world.orders.get(number)
        if order is None:
            raise Refuse(404, errors("NotFound", "The order was not found."))
        return order

    @route("GET", "/orders/2026-01-01/orders/([^/]+)")
    def get_order(self, request: Request, number: str) -> Reply:
        """Return one order."""
        return Reply(200, {"order": self._order(self._find(number))})

    @route("POST", "/orders/v0/orders/([^/]+)/shipmentConfirmation")
    def confirm(self, request: Request, number: str) -> Reply:
        """Take a parcel in; the same package number overwrites it."""
        order, told = self._find(number), request.json()["packageDetail"]
        package = told["packageReferenceId"]
        if not isinstance(package, str) or not package.isdigit():
            return Reply(
                400, errors("InvalidInput", "PackageReferenceId: is invalid, must be a positive numeric value.")
            )
        if told["carrierCode"] == "Other" and not told.get("carrierName"):
            return Reply(400, errors("InvalidInput", "carrierName is missing"))
        for parcel in order.parcels:
            if parcel["package"] == package:
                parcel["tracking"] = told["trackingNumber"]
                return Reply(204)
        pieces = {row["orderItemId"]: int(row["quantity"]) for row in told["orderItems"]}
        tracking, carrier = told["trackingNumber"], told["carrierCode"]
        if not self.world.ship(order, pieces, tracking=tracking, carrier=carrier, package=package):
            return Reply(400, errors("InvalidInput", "Failed to create package: order already fulfilled."))
        return Reply(204)

    def _listing(self, offer: SimOffer) -> dict[str, Any]:
        return {
            "sku": offer.sku, "summaries": [],
            "offers": [{"marketplaceId": MARKETPLACE, "offerType": "B2C", "price": money(offer.price)}],
            "fulfillmentAvailability": [{"fulfillmentChannelCode": "DEFAULT", "quantity": offer.quantity}],
        }  # fmt: skip

    @route("GET", "/listings/2021-08-01/items/([^/]+)")
    def list_listings(self, request: Request, seller: str) -> Reply:
        """List listings."""
        start, size = int(request.arg("pageToken") or 0), min(20, int(request.arg("pageSize", "10")))
        with self.world.lock:
            offers = list(self.world.offers.values())
        body: dict[str, Any] = {
            "numberOfResults": len(offers), "items": [self._listing(offer) for offer in offers[start : start + size]],
        }  # fmt: skip
        if start + size < len(offers):
            body["pagination"] = {"nextToken": str(start + size)}
        return Reply(200, body)

    @route("PATCH", "/listings/2021-08-01/items/([^/]+)/([^/]+)")
    def patch(self, request: Request, seller: str, sku: str) -> Reply:
        """Patch one listing; a refusal comes under 200."""
        problem = self._apply(unquote(sku), request.json()["patches"])
        row: dict[str, Any] = {"sku": unquote(sku), "submissionId": str(self.world.number()), "issues": []}
        if problem:
            issue = {"code": "90000900", "message": problem, "severity": "ERROR", "categories": ["INVALID_ATTRIBUTE"]}
            return Reply(200, {**row, "status": "INVALID", "issues": [issue]})
        return Reply(200, {**row, "status": "ACCEPTED"})

    @route("GET", "/finances/2024-06-19/transactions")
    def transactions(self, request: Request) -> Reply:
        """List what was booked."""
        with self.world.lock:
            rows = [
                {
                    "relatedIdentifiers": [{"relatedIdentifierName": "ORDER_ID", "relatedIdentifierValue": order.id}],
                    "transactionType": "Shipment", "transactionId": f"t-{order.number}", "transactionStatus": "RELEASED",
                    "postedDate": iso(order.changed_at),
                    "totalAmount": euro(order.total - fee(order.total)),
                    "breakdowns": [
                        {"breakdownType": "Sales", "breakdownAmount": euro(order.total)},
                        {"breakdownType": "AmazonFees", "breakdownAmount": euro(-fee(order.total))},
                    ],
                }
                for order in self.world.orders.values() if order.stage == "shipped"
            ]  # fmt: skip
        return Reply(200, {"payload": {"transactions": rows}})


SECRETS = {
    "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "refresh_token": REFRESH,
    "queue_key": QUEUE_KEY, "queue_secret": QUEUE_SECRET,
}  # fmt: skip
SETTINGS = {
    "seller_id": SELLER, "marketplace_id": MARKETPLACE, "token_url": "{base_url}/auth/o2/token",
    "queue_url": "{base_url}/123456789012/kontor", "queue_region": "eu-west-1",
}  # fmt: skip
STAGE = AmazonStage
