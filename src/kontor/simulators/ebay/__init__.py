"""Plays eBay."""

from __future__ import annotations

import base64
import json
import uuid
from datetime import timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from kontor.simulators.ebay.answers import errors, fee, money
from kontor.simulators.ebay.goods import Goods
from kontor.simulators.stage.protocol import Refuse, Reply, Request, iso, open_to_all, parse_time, route
from kontor.simulators.stage.things import SimLine, SimOrder
from kontor.simulators.stage.world import World

CLIENT_ID, CLIENT_SECRET, REFRESH = "kontor-ebay", "secret-ebay", "refresh-ebay"
VERIFICATION = "kontor-verification-token-0123456789"
_KEY_ID = "9936261a-7d7b-4621-a0f1-96ccb428af49"


class _EbayWorld(World):
    def order_id(self, number: int) -> str:
        return f"{number % 90 + 10:02d}-{number % 100_000:05d}-{number * 7 % 100_000:05d}"


class EbayStage(Goods):
    """The play."""

    code = "ebay"
    token_life_s = 7200
    expired_reply = Reply(401, errors(1001, "Invalid access token", "OAuth"))
    too_many_reply = Reply(429, errors(2001, "Too many requests.", "ACCESS"))

    def __init__(self, *, seed: int = 1, port: int = 0) -> None:
        self._private = ec.generate_private_key(ec.SECP256R1())
        super().__init__(seed=seed, port=port)

    def make_world(self, seed: int) -> World:
        """Return a world with eBay's ids."""
        return _EbayWorld(seed)

    def authorise(self, request: Request) -> None:
        """Check the token; post-order wants another word before it, and money wants a signature."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        wanted = "IAF" if request.path.startswith("/post-order/") else "Bearer"
        if scheme != wanted or not self.token_holds(token):
            raise Refuse(401, self.expired_reply.body)
        money_moves = request.path.endswith("/issue_refund") or request.path == "/post-order/v2/cancellation"
        if money_moves and "signature" not in request.headers:
            raise Refuse(403, errors(215122, "Signature validation failed", "ACCESS"))

    @route("POST", "/identity/v1/oauth2/token")
    @open_to_all
    def token(self, request: Request) -> Reply:
        """Give an access token for the refresh token."""
        form = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
        expected = "Basic " + base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        if request.headers.get("authorization") != expected or form.get("refresh_token") != REFRESH:
            return Reply(400, {"error": "invalid_grant", "error_description": "the refresh token is invalid"})
        told = {"access_token": self.new_token(), "expires_in": self.token_life_s, "token_type": "User Access Token"}
        return Reply(200, told)

    def push_of(self, order: SimOrder) -> tuple[dict[str, str], bytes]:
        """Send a notification, signed with our key."""
        told = {
            "metadata": {"topic": "ORDER_CONFIRMATION", "schemaVersion": "1.0", "deprecated": False},
            "notification": {
                "notificationId": str(uuid.uuid4()), "eventDate": iso(order.changed_at),
                "publishDate": iso(order.changed_at), "publishAttemptCount": 1,
                "data": {"user": {"userId": "u", "username": "kontor"}, "order": {"orderId": order.id}},
            },
        }  # fmt: skip
        body = json.dumps(told, separators=(",", ":")).encode()
        signed = base64.b64encode(self._private.sign(body, ec.ECDSA(hashes.SHA256()))).decode()
        header = {"alg": "ecdsa", "kid": _KEY_ID, "signature": signed, "digest": "SHA256"}
        packed = base64.b64encode(json.dumps(header).encode()).decode()
        return {"Content-Type": "application/json", "X-EBAY-SIGNATURE": packed}, body

    @route("GET", "/commerce/notification/v1/public_key/([^/]+)")
    def public_key(self, request: Request, kid: str) -> Reply:
        """Return the key of our notifications, in one line."""
        if kid != _KEY_ID:
            return Reply(404, errors(195001, "no such key", "API_NOTIFICATION"))
        pem = self._private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
        return Reply(200, {"key": pem.replace("\n", ""), "algorithm": "ECDSA", "digest": "SHA256"})

    def _line(self, order: SimOrder, line: SimLine) -> dict[str, Any]:
        ship_by, deliver = order.created_at + timedelta(days=2), order.created_at + timedelta(days=4)
        return {
            "lineItemId": line.id, "legacyItemId": line.ref, "sku": line.sku, "title": line.title,
            "quantity": line.quantity, "soldFormat": "FIXED_PRICE", "listingMarketplaceId": "EBAY_DE",
            "purchaseMarketplaceId": "EBAY_DE", "lineItemCost": money(line.price * line.quantity),
            "total": money(line.price * line.quantity), "deliveryCost": {"shippingCost": money(Decimal())},
            "appliedPromotions": [], "taxes": [], "refunds": [],
            "lineItemFulfillmentStatus": "FULFILLED" if line.shipped else "NOT_STARTED",
            "lineItemFulfillmentInstructions": {
                "shipByDate": iso(ship_by), "minEstimatedDeliveryDate": iso(ship_by),
                "maxEstimatedDeliveryDate": iso(deliver), "guaranteedDelivery": False,
            },
        }  # fmt: skip

    def _order(self, order: SimOrder) -> dict[str, Any]:
        with self.world.lock:
            place = {
                "addressLine1": f"{order.street} {order.house}", "city": order.city, "postalCode": order.postal_code,
                "countryCode": "DE",
            }  # fmt: skip
            to = {"fullName": order.buyer, "contactAddress": place, "email": order.email}
            goods = order.total - order.shipping
            status = {"partly": "IN_PROGRESS", "shipped": "FULFILLED"}.get(order.stage, "NOT_STARTED")
            return {
                "orderId": order.id, "creationDate": iso(order.created_at), "lastModifiedDate": iso(order.changed_at),
                "orderFulfillmentStatus": status, "orderPaymentStatus": "PENDING" if order.pending else "PAID",
                "sellerId": "kontor",
                "buyer": {
                    "username": f"buyer_{order.number}",
                    "taxAddress": {"city": order.city, "postalCode": order.postal_code, "countryCode": "DE"},
                },
                "pricingSummary": {
                    "priceSubtotal": money(goods), "deliveryCost": money(order.shipping), "total": money(order.total),
                },
                "cancelStatus": {
                    "cancelState": "CANCELED" if order.stage == "cancelled" else "NONE_REQUESTED", "cancelRequests": [],
                },
                "paymentSummary": {"totalDueSeller": money(order.total), "refunds": [], "payments": []},
                "fulfillmentStartInstructions": [
                    {
                        "fulfillmentInstructionsType": "SHIP_TO",
                        "shippingStep": {} if order.pending else {"shippingCarrierCode": "DHL", "shipTo": to},
                    }
                ],
                "fulfillmentHrefs": [], "lineItems": [self._line(order, line) for line in order.lines],
                "totalFeeBasisAmount": money(order.total), "totalMarketplaceFee": money(order.total * Decimal("0.11")),
            }  # fmt: skip

    @route("GET", "/sell/fulfillment/v1/order")
    def list_orders(self, request: Request) -> Reply:
        """List orders by time of change."""
        wanted = request.arg("filter")
        since = parse_time(wanted.partition("[")[2].partition("..")[0])
        limit, offset = int(request.arg("limit", "50")), int(request.arg("offset", "0"))
        if limit > 200:
            return Reply(400, errors(31100, "limit"))
        found = self.world.changed_since(since)
        body: dict[str, Any] = {
            "href": request.url, "total": len(found), "limit": limit, "offset": offset,
            "orders": [self._order(order) for order in found[offset : offset + limit]],
        }  # fmt: skip
        if offset + limit < len(found):
            body["next"] = f"{self.base_url}/sell/fulfillment/v1/order?limit={limit}&offset={offset + limit}"
        return Reply(200, body)

    def _find(self, number: str) -> SimOrder:
        order = self.world.orders.get(number)
        if order is None:
            raise Refuse(404, errors(32100, "Invalid order id"))
        return order

    @route("GET", "/sell/fulfillment/v1/order/([^/]+)")
    def get_order(self, request: Request, number: str) -> Reply:
        """Return one order."""
        return Reply(200, self._order(self._find(number)))

    @route("POST", "/sell/fulfillment/v1/order/([^/]+)/shipping_fulfillment")
    def ship_order(self, request: Request, number: str) -> Reply:
        """Take a parcel in; the same number again changes nothing."""
        order, told = self._find(number), request.json()
        tracking = told["trackingNumber"]
        if not tracking.isalnum():
            return Reply(400, errors(32300, "Invalid tracking number"))
        headers = {"Location": f"{request.url}/{tracking}"}
        if any(parcel["tracking"] == tracking for parcel in order.parcels):
            return Reply(201, {}, headers)
        pieces = {item["lineItemId"]: int(item["quantity"]) for item in told["lineItems"]}
        if len(pieces) < len(told["lineItems"]):
            return Reply(400, errors(32210, "The line item was repeated"))
        carrier = told["shippingCarrierCode"]
        if not self.world.ship(order, pieces, tracking=tracking, carrier=carrier, shipped=told["shippedDate"]):
            return Reply(400, errors(32600, "Invalid input"))
        return Reply(201, {}, headers)

    @route("GET", "/sell/fulfillment/v1/order/([^/]+)/shipping_fulfillment")
    def list_parcels(self, request: Request, number: str) -> Reply:
        """List the parcels of an order."""
        rows = [
            {
                "fulfillmentId": parcel["tracking"], "shipmentTrackingNumber": parcel["tracking"],
                "shippingCarrierCode": parcel["carrier"], "shippedDate": parcel["shipped"],
                "lineItems": [{"lineItemId": line, "quantity": count} for line, count in parcel["lines"].items()],
            }
            for parcel in self._find(number).parcels
        ]  # fmt: skip
        return Reply(200, {"total": len(rows), "fulfillments": rows, "warnings": []})

    @route("POST", "/sell/fulfillment/v1/order/([^/]+)/issue_refund")
    def refund(self, request: Request, number: str) -> Reply:
        """Give money back."""
        order, told = self._find(number), request.json()
        amount = told.get("orderLevelRefundAmount") or told["refundItems"][0]["refundAmount"]
        self.world.note("refunded", order=order.id, amount=amount["value"])
        return Reply(200, {"refundId": str(self.world.number()), "refundStatus": "PENDING"})

    @route("POST", "/post-order/v2/cancellation")
    def cancel_order(self, request: Request) -> Reply:
        """Cancel an order as a whole."""
        told = request.json()
        order = self._find(told["legacyOrderId"])
        if order.parcels or not self.world.cancel(order, "seller"):
            result = {"eligible": False, "legacyOrderId": order.id, "failureReason": ["CANCELLATION_EXIST"]}
            return Reply(200, {"orderEligibilityResult": result, "warnings": []})
        return Reply(200, {"cancelId": str(self.world.number())})

    @route("GET", "/post-order/v2/return/search")
    def returns(self, request: Request) -> Reply:
        """List what buyers announced, a return per line."""
        with self.world.lock:
            rows = [
                {
                    "returnId": f"{back.id}-{place}", "orderId": back.order.id, "currentType": "MONEY_BACK",
                    "state": "RETURN_REQUESTED", "sellerLoginName": "kontor", "buyerLoginName": back.order.buyer,
                    "creationInfo": {
                        "item": {"itemId": "110000000000", "transactionId": line, "returnQuantity": pieces},
                        "type": "MONEY_BACK", "reason": "DEFECTIVE_ITEM", "reasonType": "SNAD",
                        "creationDate": {"value": iso(back.at)},
                    },
                }
                for back in self.world.returns for place, (line, pieces) in enumerate(back.pieces.items())
            ]  # fmt: skip
        limit, number = int(request.arg("limit", "25")), int(request.arg("offset", "1"))
        pages = -(-len(rows) // limit)
        page = {"limit": limit, "offset": number, "totalEntries": len(rows), "totalPages": pages}
        members = rows[(number - 1) * limit : number * limit]
        return Reply(200, {"members": members, "countSummary": [], "paginationOutput": page})

    @route("GET", "/sell/finances/v1/transaction")
    def transactions(self, request: Request) -> Reply:
        """List a sale per order."""
        with self.world.lock:
            rows = [
                {
                    "transactionId": order.id, "transactionType": "SALE", "transactionStatus": "PAYOUT",
                    "orderId": order.id, "bookingEntry": "CREDIT",
                    "amount": money(order.total - fee(order.total)), "totalFeeAmount": money(fee(order.total)),
                    "totalFeeBasisAmount": money(order.total), "transactionDate": iso(order.created_at),
                }
                for order in self.world.orders.values() if not order.pending
            ]  # fmt: skip
        return Reply(200, {"href": request.url, "total": len(rows), "limit": 1000, "offset": 0, "transactions": rows})


def _signing_key() -> str:
    private = ed25519.Ed25519PrivateKey.generate()
    return base64.b64encode(private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())).decode()


SECRETS = {
    "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "refresh_token": REFRESH,
    "verification_token": VERIFICATION, "signing_key": _signing_key(), "signing_jwe": "jwe-of-the-play",
}  # fmt: skip
SETTINGS = {"marketplace": "EBAY_DE"}
STAGE = EbayStage
