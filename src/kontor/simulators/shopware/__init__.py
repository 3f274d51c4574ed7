"""Plays a Shopware 6 shop."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from datetime import datetime
from decimal import Decimal
from typing import Any

from kontor.simulators.stage.protocol import Refuse, Reply, Request, open_to_all, parse_time, route
from kontor.simulators.stage.server import Stage
from kontor.simulators.stage.things import SimOffer, SimOrder
from kontor.simulators.stage.world import World

CLIENT_ID, CLIENT_SECRET, SHOP_SECRET = "SWIAKONTOR", "secret-shopware", "shop-secret"
EUR = "b7d2554b0ce847cd82f3ac9bd1c0dfca"
_ROUNDING = {"decimals": 2, "interval": 0.01, "roundForNet": True}


def _id(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}+00:00"


def _errors(status: int, code: str, detail: str, pointer: str = "") -> dict[str, Any]:
    row = {"code": code, "status": str(status), "title": "Error", "detail": detail, "meta": {"parameters": {}}}
    return {"errors": [{**row, "source": {"pointer": pointer}}]}


class _ShopwareWorld(World):
    def order_id(self, number: int) -> str:
        return _id(f"order {number}")

    def line_id(self) -> str:
        return _id(f"line {self.number()}")

    def offer_ref(self, sku: str) -> str:
        return _id(f"product {sku}")


class ShopwareStage(Stage):
    """The play."""

    code = "shopware"
    token_life_s = 600
    expired_reply = Reply(401, _errors(401, "9", "Access token could not be verified"))
    too_many_reply = Reply(429, _errors(429, "FRAMEWORK__RATE_LIMIT_EXCEEDED", "Too many requests"))

    def make_world(self, seed: int) -> World:
        """Return a world with Shopware's ids."""
        return _ShopwareWorld(seed)

    @route("POST", "/api/oauth/token")
    @open_to_all
    def token(self, request: Request) -> Reply:
        """Give a token for client credentials."""
        told = request.json()
        if (told.get("client_id"), told.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            return Reply(401, _errors(401, "4", "Client authentication failed"))
        return Reply(200, {"token_type": "Bearer", "expires_in": self.token_life_s, "access_token": self.new_token()})

    def push_of(self, order: SimOrder) -> tuple[dict[str, str], bytes]:
        """Send a state event, signed by the app's secret."""
        told = {
            "data": {"payload": {"order": {"id": order.id}}, "event": "state_enter.order.state.open"},
            "source": {
                "url": self.base_url, "eventId": _id(f"{order.id}{order.changed_at}"), "appVersion": "1.0.0",
                "shopId": "play",
            },
            "timestamp": int(time.time()),
        }  # fmt: skip
        body = json.dumps(told).encode()
        signed = hmac.new(SHOP_SECRET.encode(), body, hashlib.sha256).hexdigest()
        return {"Content-Type": "application/json", "shopware-shop-signature": signed, "sw-version": "6.7.10.1"}, body

    def _state(self, name: str) -> dict[str, str]:
        return {"id": _id(name), "technicalName": name, "name": name, "stateMachineId": _id("machine")}

    def _delivery_state(self, order: SimOrder) -> str:
        if order.stage == "cancelled":
            return "cancelled"
        return str(order.facts.get("delivery", "open"))

    def _address(self, order: SimOrder, kind: str) -> dict[str, Any]:
        first, _, last = order.buyer.partition(" ")
        country = {"id": _id("DE"), "iso": "DE", "name": "Deutschland", "addressFormat": {}}
        return {
            "id": _id(f"{kind} {order.id}"), "orderId": order.id, "countryId": _id("DE"), "firstName": first,
            "lastName": last, "street": f"{order.street} {order.house}", "zipcode": order.postal_code,
            "city": order.city, "country": country,
        }  # fmt: skip

    def _order(self, order: SimOrder) -> dict[str, Any]:
        with self.world.lock:
            total, shipping = float(order.total), float(order.shipping)
            goods = float(order.total - order.shipping)
            net = round(total / 1.19, 2)
            costs = {"unitPrice": shipping, "quantity": 1, "totalPrice": shipping}
            lines = [
                {
                    "id": line.id, "orderId": order.id, "identifier": line.id, "referencedId": line.ref,
                    "productId": line.ref, "type": "product", "label": line.title, "quantity": line.quantity,
                    "position": place, "good": True, "payload": {"productNumber": line.sku},
                    "price": {
                        "unitPrice": float(line.price), "quantity": line.quantity,
                        "totalPrice": float(line.price * line.quantity),
                    },
                    "unitPrice": float(line.price), "totalPrice": float(line.price * line.quantity), "children": [],
                    "states": ["is-physical"],
                }
                for place, line in enumerate(order.lines, 1)
            ]  # fmt: skip
            first, _, last = order.buyer.partition(" ")
            delivery = {
                "id": _id(f"delivery {order.id}"), "orderId": order.id,
                "shippingOrderAddressId": _id(f"ship {order.id}"), "shippingMethodId": _id("method"),
                "stateId": _id("s"), "trackingCodes": list(order.facts.get("codes", ())),
                "shippingDateEarliest": _time(order.created_at), "shippingDateLatest": _time(order.created_at),
                "shippingCosts": costs, "stateMachineState": self._state(self._delivery_state(order)),
                "shippingOrderAddress": self._address(order, "ship"), "positions": [],
                "updatedAt": _time(order.changed_at),
            }  # fmt: skip
            return {
                "id": order.id, "orderNumber": order.number, "billingAddressId": _id(f"bill {order.id}"),
                "currencyId": EUR, "languageId": _id("language"), "salesChannelId": _id("channel"),
                "orderDateTime": _time(order.created_at), "createdAt": _time(order.created_at), "currencyFactor": 1.0,
                "stateId": _id("o"), "itemRounding": _ROUNDING, "totalRounding": _ROUNDING, "taxStatus": "gross",
                "amountTotal": total, "amountNet": net, "positionPrice": goods, "shippingTotal": shipping,
                "price": {"netPrice": net, "totalPrice": total, "positionPrice": goods, "rawTotal": total, "taxStatus": "gross"},
                "shippingCosts": costs,
                "stateMachineState": self._state("cancelled" if order.stage == "cancelled" else "open"),
                "orderCustomer": {
                    "id": _id(f"customer {order.id}"), "orderId": order.id, "email": order.email, "firstName": first,
                    "lastName": last, "customerNumber": order.number,
                },
                "currency": {
                    "id": EUR, "isoCode": "EUR", "factor": 1.0, "symbol": "€", "shortName": "EUR", "name": "Euro",
                    "itemRounding": _ROUNDING, "totalRounding": _ROUNDING,
                },
                "billingAddress": self._address(order, "bill"), "deliveries": [delivery], "lineItems": lines,
                "transactions": [
                    {
                        "id": _id(f"pay {order.id}"), "orderId": order.id, "paymentMethodId": _id("prepayment"),
                        "stateId": _id("t"), "amount": {"unitPrice": total, "quantity": 1, "totalPrice": total},
                        "stateMachineState": self._state(order.facts.get("payment", "open" if order.pending else "paid")),
                    }
                ],
            }  # fmt: skip

    @route("POST", "/api/search/order")
    def search_orders(self, request: Request) -> Reply:
        """Search orders by ids or by time of change."""
        criteria = request.json()
        if criteria.get("limit", 0) > 500:
            return Reply(400, _errors(400, "FRAMEWORK__QUERY_LIMIT_EXCEEDED", "limit"))
        if "ids" in criteria:
            found = [self.world.orders[number] for number in criteria["ids"] if number in self.world.orders]
            return Reply(200, {"total": len(found), "data": [self._order(order) for order in found]})
        since = parse_time(criteria["filter"][0]["queries"][0]["parameters"]["gte"])
        found = sorted(self.world.changed_since(since), key=lambda order: (order.created_at, order.id))
        limit, page = int(criteria["limit"]), int(criteria["page"])
        rows = found[(page - 1) * limit : page * limit]
        return Reply(200, {"total": len(rows), "data": [self._order(order) for order in rows]})

    def _of_delivery(self, number: str) -> SimOrder:
        for order in self.world.orders.values():
            if _id(f"delivery {order.id}") == number:
                return order
        raise Refuse(404, _errors(404, "FRAMEWORK__RESOURCE_NOT_FOUND", "no such delivery"))

    @route("PATCH", "/api/order-delivery/([0-9a-f]+)")
    def change_delivery(self, request: Request, number: str) -> Reply:
        """Set tracking codes."""
        order = self._of_delivery(number)
        order.facts["codes"] = list(request.json()["trackingCodes"])
        self.world.touch(order)
        return Reply(204)

    @route("POST", "/api/_action/order_delivery/([0-9a-f]+)/state/([a-z_]+)")
    def step_delivery(self, request: Request, number: str, step: str) -> Reply:
        """Take a step; the state that is reached already is no fault."""
        order = self._of_delivery(number)
        now = self._delivery_state(order)
        target = {"ship": "shipped", "ship_partially": "shipped_partially", "cancel": "cancelled"}[step]
        if now == target:
            return Reply(200, self._state(now))
        if now not in ("open", "shipped_partially") or order.pending:
            return Reply(
                400, _errors(400, "SYSTEM__ILLEGAL_STATE_TRANSITION", f'Illegal transition "{step}" from "{now}"')
            )
        with self.world.lock:
            order.facts["delivery"] = target
            if step == "ship":
                pieces = {line.id: line.open for line in order.lines if line.open}
                codes = order.facts.get("codes", [""])
                self.world.ship(order, pieces, tracking=codes[-1], carrier="")
            else:
                self.world.touch(order)
        return Reply(200, self._state(target))

    @route("POST", "/api/_action/order/([0-9a-f]+)/state/([a-z_]+)")
    def step_order(self, request: Request, number: str, step: str) -> Reply:
        """Cancel an order."""
        order = self.world.orders[number]
        if order.stage != "cancelled" and not self.world.cancel(order, "seller"):
            return Reply(400, _errors(400, "SYSTEM__ILLEGAL_STATE_TRANSITION", step))
        return Reply(200, self._state("cancelled"))

    def _product(self, offer: SimOffer) -> dict[str, Any]:
        price = {
            "currencyId": EUR,
            "gross": float(offer.price),
            "net": round(float(offer.price) / 1.19, 6),
            "linked": True,
        }
        row = {"id": offer.ref, "productNumber": offer.sku, "stock": offer.quantity, "availableStock": offer.quantity}
        return {**row, "price": [price], "name": offer.title, "taxId": _id("tax")}

    @route("POST", "/api/search/product")
    def search_products(self, request: Request) -> Reply:
        """Search products."""
        criteria = request.json()
        wanted = criteria["filter"][0]["value"] if criteria.get("filter") else None
        with self.world.lock:
            found = sorted(
                (offer for offer in self.world.offers.values() if wanted is None or offer.sku in wanted),
                key=lambda offer: offer.sku,
            )
            limit, page = int(criteria["limit"]), int(criteria.get("page", 1))
            rows = [self._product(offer) for offer in found[(page - 1) * limit : page * limit]]
        return Reply(200, {"total": len(rows), "data": rows})

    @route("POST", "/api/_action/sync")
    def sync(self, request: Request) -> Reply:
        """Write many products, all or none."""
        operation = request.json()[0]
        by_ref = {offer.ref: offer for offer in self.world.offers.values()}
        for place, item in enumerate(operation["payload"]):
            if item["id"] not in by_ref:
                return Reply(400, _errors(400, "c1051bb4", "This value should not be blank.", f"/0/{place}/name"))
            if not isinstance(item.get("stock", 0), int):
                return Reply(400, _errors(400, "ba785a8c", "This value should be of type int.", f"/0/{place}/stock"))
        for item in operation["payload"]:
            if "stock" in item:
                self.world.set_quantity(by_ref[item["id"]], int(item["stock"]))
            if "price" in item:
                gross = Decimal(str(item["price"][0]["gross"])).quantize(Decimal("0.01"))
                self.world.set_price(by_ref[item["id"]], gross)
        return Reply(
            200, {"data": {"product": [it["id"] for it in operation["payload"]]}, "notFound": {}, "deleted": {}}
        )


SECRETS = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "shop_secret": SHOP_SECRET}
SETTINGS = {"currency_id": EUR, "tax_rate": "19"}
STAGE = ShopwareStage
