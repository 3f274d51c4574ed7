"""Plays Kaufland's seller API v2."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from datetime import timedelta
from decimal import Decimal
from typing import Any

from kontor.simulators.stage.protocol import Refuse, Reply, Request, iso, parse_time, route
from kontor.simulators.stage.server import Stage
from kontor.simulators.stage.things import SimLine, SimOffer, SimOrder, SimReturn

CLIENT_KEY, SECRET_KEY = "kontor-client", "kontor-secret"
_REASONS = {
    "BuyerCancelled", "ShippingAddressUndeliverable", "WrongCatalogData", "GeneralAdjustment", "MerchandiseNotReceived",
    "NoInventory", "DelayedInventory", "WrongPrice", "NoReactionBuyer", "UndeliverableRegion",
}  # fmt: skip


def _problem(kind: str, message: str) -> dict[str, Any]:
    return {"type": f"/problems/{kind}", "message": message, "errors": []}


class KauflandStage(Stage):
    """The play. One order unit is one piece."""

    code = "kaufland"
    pieces_apart = True
    expired_reply = Reply(401, _problem("corrupted-signature", "Request authentication headers are corrupt"))
    too_many_reply = Reply(429, _problem("about:blank", "Too many requests"))

    def authorise(self, request: Request) -> None:
        """Check the signature over method, address, body and time."""
        stamp = request.headers.get("shop-timestamp", "0")
        message = f"{request.method}\n{request.url}\n".encode() + request.body + f"\n{stamp}".encode()
        expected = hmac.new(SECRET_KEY.encode(), message, hashlib.sha256).hexdigest()
        late = abs(time.time() - int(stamp or 0)) > 300
        if request.headers.get("shop-signature") != expected or late:
            raise Refuse(401, self.expired_reply.body)

    def push_of(self, order: SimOrder) -> tuple[dict[str, str], bytes]:
        """Send a notification without data, signed like a call."""
        told = {
            "event_name": "order_unit_status_changed", "id_message": f"{order.id}-{order.changed_at.timestamp():.3f}",
            "resource": f"/orders/{order.id}/", "storefront": "de",
        }  # fmt: skip
        body, stamp = json.dumps(told).encode(), str(int(time.time()))
        message = f"POST\n{self.push_url}\n".encode() + body + f"\n{stamp}".encode()
        signed = hmac.new(SECRET_KEY.encode(), message, hashlib.sha256).hexdigest()
        return {"Shop-Timestamp": stamp, "Shop-Signature": signed, "Content-Type": "application/json"}, body

    def _status(self, order: SimOrder, line: SimLine) -> str:
        if line.cancelled:
            return "cancelled"
        if line.shipped:
            return "sent"
        return "open" if order.pending else "need_to_be_sent"

    def _address(self, order: SimOrder) -> dict[str, Any] | None:
        if order.pending:
            return None
        first, _, last = order.buyer.partition(" ")
        return {
            "first_name": first, "last_name": last, "company_name": None, "street": order.street,
            "house_number": order.house, "postcode": order.postal_code, "additional_field": None, "city": order.city,
            "phone": None, "country": "DE",
        }  # fmt: skip

    def _unit(self, order: SimOrder, line: SimLine) -> dict[str, Any]:
        first = order.lines[0] is line
        price, rate = int(line.price * 100), int(order.shipping * 100) if first else 0
        return {
            "id_order_unit": int(line.id), "id_order": order.id, "ts_created_iso": iso(order.created_at, millis=False),
            "is_marketplace_deemed_supplier": False, "ts_updated_iso": iso(order.changed_at, millis=False),
            "status": self._status(order, line), "price": price, "id_offer": line.sku,
            "revenue_gross": (price + rate) * 87 // 100, "revenue_net": (price + rate) * 73 // 100, "note": None,
            "unit_condition": "new", "storefront": "de", "currency": "EUR", "delivery_time_min": 2,
            "delivery_time_max": 4, "delivery_time_expires_iso": iso(order.created_at + timedelta(days=4), millis=False),
            "order_received_timestamp_iso": None, "shipping_rate": rate,
            "cancel_reason": "BuyerCancelled" if line.cancelled else None,
            "product": {
                "id_product": 1, "storefront": "de", "title": line.title, "eans": [], "id_category": 1,
                "main_picture": "https://media.example/x.jpg", "manufacturer": "Muster", "url": "https://shop.example/1/",
                "age_rating": 0, "is_valid": True, "dangerous_goods_li_shipping": None, "danger_label_9A": None,
            },
            "vat": 19, "tickets": [],
        }  # fmt: skip

    @route("GET", "/v2/orders")
    def list_orders(self, request: Request) -> Reply:
        """List orders whose units changed."""
        since = request.arg("ts_units_updated_from_iso")
        found = self.world.changed_since(parse_time(since) if since else None)
        offset, limit = int(request.arg("offset", "0")), min(100, int(request.arg("limit", "30")))
        rows = [
            {
                "id_order": order.id, "ts_created_iso": iso(order.created_at, millis=False),
                "is_marketplace_deemed_supplier": False, "order_units_count": len(order.lines),
                "ts_units_updated_iso": iso(order.changed_at, millis=False), "storefront": "de",
                "fulfillment_type": "fulfilled_by_merchant",
            }
            for order in found[offset : offset + limit]
        ]  # fmt: skip
        return Reply(200, {"data": rows, "pagination": {"offset": offset, "limit": limit, "total": len(found)}})

    @route("GET", "/v2/orders/([^/]+)")
    def get_order(self, request: Request, number: str) -> Reply:
        """Return one order with its units; the address is hidden while it is held."""
        order = self._order(number)
        with self.world.lock:
            data = {
                "id_order": order.id, "ts_created_iso": iso(order.created_at, millis=False),
                "is_marketplace_deemed_supplier": False, "storefront": "de",
                "fulfillment_type": "fulfilled_by_merchant",
                "order_units": [self._unit(order, line) for line in order.lines],
                "billing_address": self._address(order), "shipping_address": self._address(order),
                "buyer": None if order.pending else {"id_buyer": int(order.number), "email": order.email},
            }  # fmt: skip
        return Reply(200, {"data": data})

    def _order(self, number: str) -> SimOrder:
        order = self.world.orders.get(number)
        if order is None:
            raise Refuse(404, _problem("not-found", "Order not found"))
        return order

    def _find(self, unit: str) -> tuple[SimOrder, SimLine]:
        for order in self.world.orders.values():
            for line in order.lines:
                if line.id == unit:
                    return order, line
        raise Refuse(404, _problem("not-found", "Order unit not found"))

    @route("PATCH", "/v2/order-units/([^/]+)/fulfil")
    def fulfil(self, request: Request, unit: str) -> Reply:
        """Accept a unit that is held."""
        order, _ = self._find(unit)
        order.acknowledged = True
        self.world.note("acknowledged", order=order.id)
        self.world.pay(order)
        return Reply(204)

    @route("PATCH", "/v2/order-units/([^/]+)/send")
    def send(self, request: Request, unit: str) -> Reply:
        """Mark a unit as sent, once."""
        told = request.json()
        if not isinstance(told.get("tracking_numbers"), str) or not isinstance(told.get("carrier_code"), str):
            return Reply(400, _problem("validation-error", "Request parameters have invalid values"))
        order, line = self._find(unit)
        if line.shipped:
            return Reply(403, _problem("duplicate-action", "The unit is sent already"))
        done = self.world.ship(order, {unit: 1}, tracking=told["tracking_numbers"], carrier=told["carrier_code"])
        return Reply(204) if done else Reply(403, _problem("action-not-allowed", "The unit cannot be sent"))

    @route("PATCH", "/v2/order-units/([^/]+)/cancel")
    def cancel_unit(self, request: Request, unit: str) -> Reply:
        """Cancel a unit for a reason."""
        if request.json().get("reason") not in _REASONS:
            return Reply(400, _problem("validation-error", "reason: not valid"))
        order, _ = self._find(unit)
        if not self.world.cancel(order, "seller", {unit: 1}):
            return Reply(403, _problem("order-units/cancel-not-possible", "The unit cannot be cancelled"))
        return Reply(204)

    @route("PATCH", "/v2/order-units/([^/]+)/refund")
    def refund_unit(self, request: Request, unit: str) -> Reply:
        """Give money back."""
        order, _ = self._find(unit)
        self.world.note("refunded", order=order.id, amount=str(Decimal(request.json()["amount"]) / 100))
        return Reply(204)

    def _offer(self, offer: SimOffer) -> dict[str, Any]:
        price = int(offer.price * 100)
        return {
            "status": "AVAILABLE", "currency": "EUR", "id_unit": int(offer.ref), "note": None, "condition": "NEW",
            "listing_price": price, "minimum_price": price, "price": price, "id_offer": offer.sku, "id_product": 1,
            "id_shipping_group": 1, "id_warehouse": 1, "amount": offer.quantity,
            "date_inserted_iso": "2026-01-10T08:00:00Z", "date_lastchange_iso": iso(self.world.now(), millis=False),
            "handling_time": 1, "shipping_rate": 490, "storefront": "de", "transport_time_min": 1,
            "transport_time_max": 3, "fulfillment_type": "fulfilled_by_merchant", "vat_indicator": "standard_rate",
        }  # fmt: skip

    @route("GET", "/v2/units")
    def list_units(self, request: Request) -> Reply:
        """List offers, all or by the seller's number."""
        wanted = request.arg("id_offer")
        with self.world.lock:
            found = [offer for offer in self.world.offers.values() if not wanted or offer.sku == wanted]
            offset, limit = int(request.arg("offset", "0")), min(100, int(request.arg("limit", "30")))
            rows = [self._offer(offer) for offer in found[offset : offset + limit]]
        return Reply(200, {"data": rows, "pagination": {"offset": offset, "limit": limit, "total": len(found)}})

    @route("POST", "/v2/units/bulk")
    def bulk(self, request: Request) -> Reply:
        """Change up to 150 offers; every one is answered for itself, always under 207."""
        items = request.json()
        if len(items) > 150:
            return Reply(400, _problem("units/bulk-too-many-units", "Too many units"))
        if len({item["id_unit"] for item in items}) < len(items):
            return Reply(400, _problem("units/bulk-duplicate-units", "Duplicate units"))
        by_ref = {offer.ref: offer for offer in self.world.offers.values()}
        rows: list[dict[str, Any]] = []
        for item in items:
            offer = by_ref.get(str(item["id_unit"]))
            if offer is None:
                row = {"id_unit": item["id_unit"], "status_code": 404, "message": "Unit not found", "errors": []}
            else:
                if "amount" in item["unit_data"]:
                    self.world.set_quantity(offer, int(item["unit_data"]["amount"]))
                if "listing_price" in item["unit_data"]:
                    self.world.set_price(offer, Decimal(item["unit_data"]["listing_price"]) / 100)
                row = {"id_unit": item["id_unit"], "status_code": 200, "unit": self._offer(offer)}
            rows.append(row)
        return Reply(207, {"data": rows})

    @route("GET", "/v2/returns")
    def list_returns(self, request: Request) -> Reply:
        """List what buyers announced."""
        offset, limit = int(request.arg("offset", "0")), min(100, int(request.arg("limit", "30")))
        with self.world.lock:
            rows = [self._return(back) for back in self.world.returns]
        page = {"offset": offset, "limit": limit, "total": len(rows)}
        return Reply(200, {"data": rows[offset : offset + limit], "pagination": page})

    @route("GET", "/v2/returns/([^/]+)")
    def get_return(self, request: Request, number: str) -> Reply:
        """Return one with its units."""
        back = next((back for back in self.world.returns if back.id == number), None)
        if back is None:
            raise Refuse(404, _problem("not-found", "Return not found"))
        units = [
            {
                "id_return_unit": int(back.id) * 10 + place, "id_return": int(back.id), "id_order_unit": int(line),
                "ts_created_iso": iso(back.at, millis=False), "status": "need_to_be_returned", "note": None,
                "reason": back.reason, "storefront": "de", "fulfillment_type": "fulfilled_by_merchant",
            }
            for place, line in enumerate(back.pieces)
        ]  # fmt: skip
        buyer = {"id_buyer": int(back.order.number), "email": back.order.email}
        return Reply(200, {"data": {**self._return(back), "buyer": buyer, "return_units": units}})

    def _return(self, back: SimReturn) -> dict[str, Any]:
        return {
            "id_return": int(back.id), "ts_created_iso": iso(back.at, millis=False),
            "ts_updated_iso": iso(back.at, millis=False), "storefront": "de", "tracking_provider": "DHL",
            "tracking_code": back.tracking, "status": "label_generated", "fulfillment_type": "fulfilled_by_merchant",
        }  # fmt: skip


SECRETS = {"client_key": CLIENT_KEY, "secret_key": SECRET_KEY}
SETTINGS = {"storefront": "de"}
STAGE = KauflandStage
