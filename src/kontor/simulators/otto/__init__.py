"""Plays OTTO Market."""

from __future__ import annotations

import base64
import uuid
from typing import Any
from urllib.parse import parse_qs

from kontor.simulators.otto.answers import fault
from kontor.simulators.otto.goods import Goods
from kontor.simulators.stage.protocol import Refuse, Reply, Request, iso, open_to_all, parse_time, route
from kontor.simulators.stage.things import SimLine, SimOrder
from kontor.simulators.stage.world import World

CLIENT_ID, CLIENT_SECRET = "kontor-otto", "secret-otto"


class _OttoWorld(World):
    def order_id(self, number: int) -> str:
        return str(uuid.UUID(int=self.rng.getrandbits(128), version=4))

    def line_id(self) -> str:
        return str(uuid.UUID(int=self.rng.getrandbits(128), version=4))


class OttoStage(Goods):
    """The play. A position item is one piece; announced orders show no address."""

    code = "otto"
    pieces_apart = True
    expired_reply = Reply(401, {"errors": [{"title": "Unauthorized", "path": "/", "code": "401"}]})
    too_many_reply = Reply(429, {"errors": [{"title": "Too many requests", "path": "/", "code": "429"}]})
    token_life_s = 1800

    def make_world(self, seed: int) -> World:
        """Return a world with OTTO's ids."""
        return _OttoWorld(seed, pieces_apart=True)

    @route("POST", "/v1/token")
    @open_to_all
    def token(self, request: Request) -> Reply:
        """Give a token for client credentials."""
        form = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            return Reply(401, {"error": "invalid_client", "error_description": "unknown client"})
        told = {"access_token": self.new_token(), "token_type": "bearer", "expires_in": self.token_life_s}
        return Reply(200, {**told, "scope": form.get("scope", "")})

    def _state(self, order: SimOrder, line: SimLine) -> str:
        if line.cancelled:
            return "CANCELLED_BY_MARKETPLACE" if order.cancelled_by == "buyer" else "CANCELLED_BY_PARTNER"
        if line.shipped:
            return "SENT"
        return "ANNOUNCED" if order.pending else "PROCESSABLE"

    def _item(self, order: SimOrder, line: SimLine) -> dict[str, Any]:
        return {
            "positionItemId": line.id, "fulfillmentStatus": self._state(order, line),
            "itemValueGrossPrice": {"amount": line.price, "currency": "EUR"},
            "product": {
                "sku": line.sku, "articleNumber": "70000001", "productTitle": line.title, "vatRate": 19,
                "dimensions": [],
            },
        }  # fmt: skip

    def _order(self, order: SimOrder) -> dict[str, Any]:
        with self.world.lock:
            row: dict[str, Any] = {
                "salesOrderId": order.id, "orderNumber": f"b{order.number}"[:10].ljust(10, "0"),
                "orderDate": iso(order.created_at), "lastModifiedDate": iso(order.changed_at),
                "orderLifecycleInformation": {"lifecycleChangeDate": iso(order.changed_at)},
                "positionItems": [self._item(order, line) for line in order.lines],
                "initialDeliveryFees": [
                    {
                        "name": "DELIVERY_FEE_STANDARD",
                        "deliveryFeeAmount": {"amount": order.shipping, "currency": "EUR"},
                        "positionItemIds": [line.id for line in order.lines], "vatRate": 19,
                    }
                ],
                "payment": {"paymentMethod": "PAYPAL"}, "links": [],
            }  # fmt: skip
            if not order.pending:
                first, _, last = order.buyer.partition(" ")
                place = {
                    "salutation": "UNKNOWN", "firstName": first, "lastName": last, "street": order.street,
                    "houseNumber": order.house, "zipCode": order.postal_code, "city": order.city, "countryCode": "DEU",
                }  # fmt: skip
                row |= {"deliveryAddress": place, "invoiceAddress": {**place, "email": order.email}}
            return row

    @route("GET", "/v4/orders")
    def list_orders(self, request: Request) -> Reply:
        """List orders, oldest change first; the cursor stands in the next link."""
        limit = int(request.arg("limit", "128"))
        if limit > 128:
            return Reply(400, fault("Bad Request", "limit", "/v4/orders", 400))
        cursor = request.arg("nextcursor")
        since, offset = request.arg("fromDate"), 0
        if cursor:
            since, _, place = base64.urlsafe_b64decode(cursor).decode().partition("|")
            offset = int(place)
        found = self.world.changed_since(parse_time(since) if since else None)
        rows = [self._order(order) for order in found[offset : offset + limit]]
        links = []
        if offset + limit < len(found):
            mark = base64.urlsafe_b64encode(f"{since}|{offset + limit}".encode()).decode()
            links = [{"rel": "next", "href": f"/v4/orders?nextcursor={mark}"}]
        return Reply(200, {"resources": rows, "links": links})

    def _find(self, number: str) -> SimOrder:
        order = self.world.orders.get(number)
        if order is None:
            raise Refuse(404, fault("Not Found", number, "/v4/orders", 404))
        return order

    @route("GET", "/v4/orders/([^/]+)")
    def get_order(self, request: Request, number: str) -> Reply:
        """Return one order."""
        return Reply(200, self._order(self._find(number)))

    @route("POST", "/v4/orders/([^/]+)/cancellation")
    def cancel_order(self, request: Request, number: str) -> Reply:
        """Cancel what can still be cancelled."""
        order = self._find(number)
        wanted = {line.id: line.open for line in order.lines if line.open}
        if order.pending or not wanted or not self.world.cancel(order, "seller", wanted):
            return Reply(409, fault("Conflict", "No position item can be cancelled", request.path, 409))
        return Reply(204)

    @route("POST", "/v4/orders/([^/]+)/positionItems/([^/]+)/cancellation")
    def cancel_items(self, request: Request, number: str, ids: str) -> Reply:
        """Cancel items, all or none."""
        order = self._find(number)
        states = {line.id: self._state(order, line) for line in order.lines}
        wanted = [item for item in ids.split(",") if states.get(item) != "CANCELLED_BY_PARTNER"]
        if any(states.get(item) != "PROCESSABLE" for item in wanted):
            return Reply(409, fault("Conflict", "Not processable", request.path, 409))
        if wanted:
            self.world.cancel(order, "seller", dict.fromkeys(wanted, 1))
        return Reply(204)

    @route("POST", "/v1/shipments")
    def create_shipment(self, request: Request) -> Reply:
        """Take a parcel in, if every item names how it would come back."""
        told = request.json()
        path = "/v1/shipments"
        items = told.get("positionItems") or []
        if not items or any("returnTrackingKey" not in item for item in items):
            return Reply(400, fault("Bad Request", "returnTrackingKey is missing", path, 400))
        if any(item["returnTrackingKey"]["carrier"] not in ("DHL", "GLS", "HERMES") for item in items):
            return Reply(400, fault("Bad Request", "returnTrackingKey.carrier", path, 400))
        order = self._find(items[0]["salesOrderId"])
        key = told["trackingKey"]
        pieces = {item["positionItemId"]: 1 for item in items}
        number = str(self.world.number())
        done = self.world.ship(
            order, pieces, tracking=key["trackingNumber"], carrier=key["carrier"], shipment=number,
            back=items[0]["returnTrackingKey"]["trackingNumber"],
        )  # fmt: skip
        if not done:
            return Reply(409, fault("Conflict", "Position item is already sent", path, 409))
        order.parcels[-1]["told"] = told
        return Reply(201, {"shipmentId": number})

    @route("GET", "/v1/shipments/carriers/([^/]+)/trackingnumbers/([^/]+)")
    def find_shipment(self, request: Request, carrier: str, number: str) -> Reply:
        """Look a parcel up."""
        with self.world.lock:
            for order in self.world.orders.values():
                for parcel in order.parcels:
                    if (parcel["carrier"], parcel["tracking"]) == (carrier, number):
                        told = parcel["told"]
                        row = {"shipmentId": parcel["shipment"], "creationDate": iso(order.changed_at), **told}
                        return Reply(200, {**row, "states": [{"state": "SENT", "occurredOn": iso(order.changed_at)}]})
        return Reply(404, fault("Not Found", number, request.path, 404))

    @route("GET", "/v3/returns")
    def returns(self, request: Request) -> Reply:
        """List what buyers announced, newest first."""
        with self.world.lock:
            rows = [
                {
                    "positionItemId": line, "salesOrderId": back.order.id, "status": "ANNOUNCED",
                    "occurredTime": iso(back.at),
                    "details": {"returnTrackingKey": {"carrier": "DHL", "trackingNumbers": [back.tracking]}},
                }
                for back in reversed(self.world.returns) for line in back.pieces
            ]  # fmt: skip
        limit, number = int(request.arg("limit", "50")), int(request.arg("page", "1"))
        more = number * limit < len(rows)
        links = [{"rel": "next", "href": f"/v3/returns?limit={limit}&page={number + 1}"}] if more else []
        return Reply(200, {"positionItems": rows[(number - 1) * limit : number * limit], "links": links})

    @route("GET", "/v3/receipts")
    def receipts(self, request: Request) -> Reply:
        """List a receipt per shipped order."""
        with self.world.lock:
            rows = [self._receipt(order) for order in self.world.orders.values() if order.stage == "shipped"]
        return Reply(200, {"resources": rows, "links": []})

    def _receipt(self, order: SimOrder) -> dict[str, Any]:
        first, _, last = order.buyer.partition(" ")
        gross = {"amount": order.total, "currency": "EUR"}
        empty: dict[str, list[Any]] = {
            name: []
            for name in (
                "itemPositions", "itemPartialRefundPositions", "servicePositions", "servicePartialRefundPositions",
                "deliveryCosts", "deliveryFeePartialRefundPositions",
            )
        }  # fmt: skip
        return {
            "receiptType": "PURCHASE", "isRealReceipt": True, "receiptNumber": f"R-{order.number}",
            "creationDate": iso(order.changed_at), "salesOrderId": order.id, "orderNumber": f"b{order.number}",
            "orderDate": iso(order.created_at), "payment": {"paymentProvider": "OTTOPAYMENTS", "paymentMethod": "PAYPAL"},
            "partner": {
                "partnerName": "Kontor", "street": "Kai 5", "zipCode": "20457", "city": "Hamburg", "countryCode": "DEU",
                "vatId": "DE136695976", "representedBy": "Dana Kontor",
            },
            "customer": {
                "invoiceAddress": {
                    "firstName": first, "lastName": last, "street": order.street, "houseNumber": order.house,
                    "zipCode": order.postal_code, "city": order.city, "countryCode": "DEU",
                }
            },
            "lineItems": empty, "totals": [{"taxType": "VAT", "taxRate": "19", "gross": gross}], "amountDue": gross,
        }  # fmt: skip


SECRETS = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
SETTINGS = {"return_carrier": "dhl"}
STAGE = OttoStage
