"""Plays a Shopify shop: one address, answered by the name of the operation."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import uuid
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs

from kontor.simulators.stage.protocol import Refuse, Reply, Request, iso, open_to_all, parse_time, route
from kontor.simulators.stage.server import Stage
from kontor.simulators.stage.things import SimOffer, SimOrder, SimReturn
from kontor.simulators.stage.world import World

CLIENT_ID, CLIENT_SECRET = "kontor-shopify", "shpss_kontor"
LOCATION = "gid://shopify/Location/501"
_OPERATION = re.compile(r"(?:query|mutation)\s+(\w+)")


def _money(value: Decimal) -> dict[str, Any]:
    return {"presentmentMoney": {"amount": str(value), "currencyCode": "EUR"}}


def _amount(value: Decimal) -> dict[str, Any]:
    return {"presentmentMoney": {"amount": str(value)}}


def _fault(code: str, message: str) -> dict[str, Any]:
    return {"errors": [{"message": message, "extensions": {"code": code}}]}


_WHOLE = {"hasNextPage": False}


class _ShopifyWorld(World):
    def order_id(self, number: int) -> str:
        return f"gid://shopify/Order/{number}"

    def line_id(self) -> str:
        return f"gid://shopify/LineItem/{self.number()}"

    def offer_ref(self, sku: str) -> str:
        return str(self.number())


class ShopifyStage(Stage):
    """The play."""

    code = "shopify"
    token_life_s = 86_399
    expired_reply = Reply(
        401, {"errors": "[API] Invalid API key or access token (unrecognized login or wrong password)"}
    )
    too_many_reply = Reply(429, {"errors": "Too many requests"})

    def make_world(self, seed: int) -> World:
        """Return a world with Shopify's ids."""
        return _ShopifyWorld(seed)

    def authorise(self, request: Request) -> None:
        """Check the token."""
        if not self.token_holds(request.headers.get("x-shopify-access-token", "")):
            raise Refuse(401, self.expired_reply.body)

    def describe(self, request: Request) -> str:
        """Name the operation too: every call goes to one address."""
        found = _OPERATION.search(request.body.decode(errors="replace"))
        return f"{request.method} {request.path} {found[1] if found else ''}"

    @route("POST", "/admin/oauth/access_token")
    @open_to_all
    def token(self, request: Request) -> Reply:
        """Give a token for client credentials."""
        form = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            return Reply(401, {"error": "invalid_client", "error_description": "unknown client"})
        return Reply(200, {"access_token": self.new_token(), "scope": "write_orders", "expires_in": self.token_life_s})

    def push_of(self, order: SimOrder) -> tuple[dict[str, str], bytes]:
        """Send orders/updated in the old form, signed over its body."""
        told = {"id": int(order.number), "admin_graphql_api_id": order.id, "updated_at": order.changed_at.isoformat()}
        body = json.dumps(told).encode()
        signed = base64.b64encode(hmac.new(CLIENT_SECRET.encode(), body, hashlib.sha256).digest()).decode()
        return {
            "Content-Type": "application/json", "X-Shopify-Topic": "orders/updated", "X-Shopify-Hmac-Sha256": signed,
            "X-Shopify-Shop-Domain": "play.myshopify.com", "X-Shopify-Webhook-Id": str(uuid.uuid4()),
        }, body  # fmt: skip

    @route("POST", "/admin/api/2026-10/graphql.json")
    def graphql(self, request: Request) -> Reply:
        """Answer the operation by its name."""
        told = request.json()
        found = _OPERATION.search(told["query"])
        answer = getattr(self, f"_do_{found[1]}", None) if found else None
        if answer is None:
            return Reply(200, _fault("undefinedField", "unknown operation"))
        result: dict[str, Any] = answer(told["variables"], told["query"])
        cost = {"requestedQueryCost": 10, "actualQueryCost": 10}
        status = {"maximumAvailable": 2000.0, "currentlyAvailable": 1900, "restoreRate": 100.0}
        extensions = {"extensions": {"cost": {**cost, "throttleStatus": status}}}
        return Reply(200, {**result, **extensions} if "errors" in result else {"data": result, **extensions})

    def _order(self, order: SimOrder) -> dict[str, Any]:
        with self.world.lock:
            place = {
                "name": order.buyer, "company": None, "address1": f"{order.street} {order.house}", "address2": None,
                "zip": order.postal_code, "city": order.city, "provinceCode": None, "countryCodeV2": "DE",
                "phone": None,
            }  # fmt: skip
            status = {"partly": "PARTIALLY_FULFILLED", "shipped": "FULFILLED"}.get(order.stage, "UNFULFILLED")
            status = order.facts.get("fulfillment", status)
            money = order.facts.get("financial", "PENDING" if order.pending else "PAID")
            tax = (order.total * 19 / 119).quantize(Decimal("0.01"))
            cancelled = order.stage == "cancelled"
            return {
                "id": order.id, "name": f"#{order.number}", "createdAt": iso(order.created_at),
                "updatedAt": iso(order.changed_at), "cancelledAt": iso(order.changed_at) if cancelled else None,
                "displayFinancialStatus": money, "displayFulfillmentStatus": status,
                "test": bool(order.facts.get("test")), "totalTaxSet": _amount(tax),
                "totalRefundedSet": _amount(Decimal(order.facts.get("refunded", "0"))),
                "fullyPaid": not order.pending, "taxesIncluded": True, "presentmentCurrencyCode": "EUR",
                "customerLocale": "de-DE", "email": order.email, "phone": None, "note": None, "customer": None,
                "totalPriceSet": _money(order.total), "shippingAddress": place, "billingAddress": place,
                "shippingLines": {"nodes": [{"title": "Paket", "discountedPriceSet": _amount(order.shipping)}]},
                "lineItems": {
                    "pageInfo": _WHOLE,
                    "nodes": [
                        {
                            "id": line.id, "sku": line.sku, "name": line.title, "quantity": line.quantity,
                            "currentQuantity": line.quantity - (0 if cancelled else line.cancelled),
                            "unfulfilledQuantity": line.open, "originalUnitPriceSet": _amount(line.price),
                            "discountAllocations": [],
                        }
                        for line in order.lines
                    ],
                },
            }  # fmt: skip

    def _page(self, rows: list[Any], asked: dict[str, Any]) -> tuple[list[Any], dict[str, Any]]:
        start = int(asked.get("after") or 0)
        end = start + int(asked["first"])
        return rows[start:end], {"hasNextPage": end < len(rows), "endCursor": str(end) if rows else None}

    def _do_OrdersUpdatedSince(self, asked: dict[str, Any], query: str) -> dict[str, Any]:  # noqa: N802
        since = parse_time(asked["query"].partition("'")[2].rstrip("'"))
        rows, info = self._page(self.world.changed_since(since), asked)
        return {"orders": {"pageInfo": info, "nodes": [self._order(order) for order in rows]}}

    def _do_OrderFulfillmentState(self, asked: dict[str, Any], query: str) -> dict[str, Any]:  # noqa: N802
        order = self.world.orders.get(asked["id"])
        if order is None:
            return {"order": None}
        with self.world.lock:
            rows = [
                {"id": f"{line.id}/fo", "remainingQuantity": line.open, "lineItem": {"id": line.id}}
                for line in order.lines
            ]
            status = "CLOSED" if order.stage in ("shipped", "cancelled") else "OPEN"
            group = {"id": f"{order.id}/fo", "status": status, "lineItems": {"pageInfo": _WHOLE, "nodes": rows}}
            parcels = [
                {"id": f"gid://shopify/Fulfillment/{place}", "trackingInfo": [{"number": parcel["tracking"]}]}
                for place, parcel in enumerate(order.parcels, 1)
            ]
            gone = iso(order.changed_at) if order.stage == "cancelled" else None
            state = {"id": order.id, "cancelledAt": gone, "fulfillmentOrders": {"pageInfo": _WHOLE, "nodes": [group]}}
            return {"order": {**state, "fulfillments": parcels}}

    def _do_FulfillmentCreate(self, asked: dict[str, Any], query: str) -> dict[str, Any]:  # noqa: N802
        told = asked["fulfillment"]
        group = told["lineItemsByFulfillmentOrder"][0]
        order = self.world.orders[group["fulfillmentOrderId"].removesuffix("/fo")]
        pieces = {row["id"].removesuffix("/fo"): int(row["quantity"]) for row in group["fulfillmentOrderLineItems"]}
        tracking = told["trackingInfo"]
        if not self.world.ship(order, pieces, tracking=tracking["numbers"][0], carrier=tracking["company"]):
            message = "Invalid fulfillment order line item quantity requested."
            return {
                "fulfillmentCreate": {
                    "fulfillment": None,
                    "userErrors": [{"field": ["fulfillment"], "message": message}],
                }
            }
        made = {"id": f"gid://shopify/Fulfillment/{len(order.parcels)}", "status": "SUCCESS"}
        return {"fulfillmentCreate": {"fulfillment": made, "userErrors": []}}

    def _do_OrderCancel(self, asked: dict[str, Any], query: str) -> dict[str, Any]:  # noqa: N802
        order = self.world.orders[asked["orderId"]]
        faults = []
        if not self.world.cancel(order, "seller"):
            faults = [{"field": ["orderId"], "message": "Order has already been cancelled", "code": "INVALID"}]
        job = None if faults else {"id": "gid://shopify/Job/1", "done": True}
        return {"orderCancel": {"job": job, "orderCancelUserErrors": faults}}

    def _do_InventorySetQuantities(self, asked: dict[str, Any], query: str) -> dict[str, Any]:  # noqa: N802
        if "@idempotent" not in query:
            return _fault(
                "BAD_REQUEST", "The @idempotent directive is required for this mutation but was not provided."
            )
        rows = asked["input"]["quantities"]
        if len(rows) > 250:
            return _fault("MAX_INPUT_SIZE_EXCEEDED", "The input array size is greater than the maximum allowed of 250.")
        if any("changeFromQuantity" not in row for row in rows):
            return _fault("INVALID_FIELD_ARGUMENTS", "changeFromQuantity is missing")
        by_ref = {f"gid://shopify/InventoryItem/{offer.ref}": offer for offer in self.world.offers.values()}
        faults = [
            {
                "code": "INVALID_INVENTORY_ITEM", "field": ["input", "quantities", str(place), "inventoryItemId"],
                "message": "The specified inventory item could not be found.",
            }
            for place, row in enumerate(rows) if row["inventoryItemId"] not in by_ref
        ]  # fmt: skip
        if not faults:
            for row in rows:
                self.world.set_quantity(by_ref[row["inventoryItemId"]], int(row["quantity"]))
        group = None if faults else {"id": "gid://shopify/InventoryAdjustmentGroup/1"}
        return {"inventorySetQuantities": {"inventoryAdjustmentGroup": group, "userErrors": faults}}

    def _do_ProductVariantsBulkUpdate(self, asked: dict[str, Any], query: str) -> dict[str, Any]:  # noqa: N802
        by_ref = {f"gid://shopify/ProductVariant/{offer.ref}": offer for offer in self.world.offers.values()}
        for row in asked["variants"]:
            self.world.set_price(by_ref[row["id"]], Decimal(row["price"]))
        made = [{"id": row["id"]} for row in asked["variants"]]
        return {"productVariantsBulkUpdate": {"productVariants": made, "userErrors": []}}

    def _variant(self, offer: SimOffer) -> dict[str, Any]:
        level = {"quantities": [{"name": "available", "quantity": offer.quantity}]}
        return {
            "id": f"gid://shopify/ProductVariant/{offer.ref}", "sku": offer.sku, "price": str(offer.price),
            "product": {"id": f"gid://shopify/Product/{offer.ref}"},
            "inventoryItem": {"id": f"gid://shopify/InventoryItem/{offer.ref}", "inventoryLevel": level},
        }  # fmt: skip

    def _do_Variants(self, asked: dict[str, Any], query: str) -> dict[str, Any]:  # noqa: N802
        with self.world.lock:
            rows, info = self._page(list(self.world.offers.values()), asked)
            return {"productVariants": {"pageInfo": info, "nodes": [self._variant(offer) for offer in rows]}}

    def _do_ReturnsUpdatedSince(self, asked: dict[str, Any], query: str) -> dict[str, Any]:  # noqa: N802
        with self.world.lock:
            orders = {back.order.id: back.order for back in self.world.returns}
            rows = [
                {
                    "id": order.id,
                    "returns": {
                        "pageInfo": _WHOLE,
                        "nodes": [self._return(it) for it in self.world.returns if it.order is order],
                    },
                }
                for order in orders.values()
            ]
        rows, info = self._page(rows, asked)
        return {"orders": {"pageInfo": info, "nodes": rows}}

    def _return(self, back: SimReturn) -> dict[str, Any]:
        skus = {line.id: line.sku for line in back.order.lines}
        return {
            "id": f"gid://shopify/Return/{back.id}", "status": "OPEN", "createdAt": iso(back.at),
            "returnLineItems": {
                "pageInfo": _WHOLE,
                "nodes": [
                    {"quantity": pieces, "fulfillmentLineItem": {"lineItem": {"id": line, "sku": skus[line]}}}
                    for line, pieces in back.pieces.items()
                ]
            },
        }  # fmt: skip

    def _do_BalanceTransactions(self, asked: dict[str, Any], query: str) -> dict[str, Any]:  # noqa: N802
        with self.world.lock:
            rows = [
                {
                    "id": f"gid://shopify/ShopifyPaymentsBalanceTransaction/{order.number}", "type": "CHARGE",
                    "transactionDate": iso(order.created_at),
                    "net": {"amount": str(order.total - Decimal("0.50")), "currencyCode": "EUR"}, "fee": {"amount": "0.50"},
                    "associatedOrder": {"id": order.id},
                }
                for order in self.world.orders.values() if not order.pending
            ]  # fmt: skip
        rows, info = self._page(rows, asked)
        return {"shopifyPaymentsAccount": {"balanceTransactions": {"pageInfo": info, "nodes": rows}}}


SECRETS = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
SETTINGS = {"location_id": LOCATION}
STAGE = ShopifyStage
