"""Plays a WooCommerce shop."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from kontor.simulators.stage.protocol import Refuse, Reply, Request, parse_time, route
from kontor.simulators.stage.server import Stage
from kontor.simulators.stage.things import SimLine, SimOffer, SimOrder

KEY, SECRET, WEBHOOK_SECRET = "ck_kontor", "cs_kontor", "webhook-kontor"
_STATUS = {"pending": "on-hold", "open": "processing", "partly": "processing", "shipped": "completed"}
_CENT = Decimal("0.01")


def _error(code: str, message: str, status: int) -> dict[str, Any]:
    return {"code": code, "message": message, "data": {"status": status}}


def _net(gross: Decimal) -> tuple[str, str]:
    net = (gross / Decimal("1.19")).quantize(_CENT, ROUND_HALF_UP)
    return str(net), str(gross - net)


class WooStage(Stage):
    """The play."""

    code = "woocommerce"
    expired_reply = Reply(401, _error("woocommerce_rest_authentication_error", "Consumer secret is invalid.", 401))
    too_many_reply = Reply(429, _error("too_many_requests", "Too many requests", 429))

    def authorise(self, request: Request) -> None:
        """Check the consumer key and secret."""
        expected = "Basic " + base64.b64encode(f"{KEY}:{SECRET}".encode()).decode()
        if request.headers.get("authorization") != expected:
            raise Refuse(401, self.expired_reply.body)

    def push_of(self, order: SimOrder) -> tuple[dict[str, str], bytes]:
        """Send order.updated with the whole order, signed."""
        body = json.dumps(self._order(order)).encode()
        signed = base64.b64encode(hmac.new(WEBHOOK_SECRET.encode(), body, hashlib.sha256).digest()).decode()
        return {
            "Content-Type": "application/json", "X-WC-Webhook-Topic": "order.updated",
            "X-WC-Webhook-Signature": signed, "X-WC-Webhook-Source": f"{self.base_url}/",
            "X-WC-Webhook-Resource": "order", "X-WC-Webhook-Event": "updated", "X-WC-Webhook-ID": "31",
        }, body  # fmt: skip

    def _status(self, order: SimOrder) -> str:
        if order.stage == "cancelled":
            return "cancelled"
        return str(order.facts.get("status") or _STATUS[order.stage])

    def _line(self, line: SimLine) -> dict[str, Any]:
        net, tax = _net(line.price * line.quantity)
        return {
            "id": int(line.id), "name": line.title, "product_id": int(line.ref), "variation_id": 0,
            "quantity": line.quantity, "tax_class": "", "subtotal": net, "subtotal_tax": tax, "total": net,
            "total_tax": tax, "taxes": [{"id": 3, "total": tax, "subtotal": tax}], "meta_data": [], "sku": line.sku,
            "price": float(Decimal(net) / line.quantity),
        }  # fmt: skip

    def _order(self, order: SimOrder) -> dict[str, Any]:
        with self.world.lock:
            net, tax = _net(order.shipping)
            lines = [self._line(line) for line in order.lines]
            total_tax = sum((Decimal(line["total_tax"]) for line in lines), Decimal(tax))
            first, _, last = order.buyer.partition(" ")
            place = {
                "first_name": first, "last_name": last, "company": "", "address_1": f"{order.street} {order.house}",
                "address_2": "", "city": order.city, "state": "", "postcode": order.postal_code, "country": "DE",
            }  # fmt: skip
            created = f"{order.created_at:%Y-%m-%dT%H:%M:%S}"
            changed = f"{order.changed_at:%Y-%m-%dT%H:%M:%S}"
            return {
                "id": int(order.id), "parent_id": 0, "number": order.number, "order_key": f"wc_order_{order.id}",
                "created_via": "checkout", "version": "8.7.0", "status": self._status(order), "currency": "EUR",
                "date_created": created, "date_created_gmt": created, "date_modified": changed,
                "date_modified_gmt": changed, "discount_total": "0.00", "discount_tax": "0.00", "shipping_total": net,
                "shipping_tax": tax, "cart_tax": str(total_tax - Decimal(tax)), "total": str(order.total),
                "total_tax": str(total_tax), "prices_include_tax": True, "customer_id": 0, "customer_ip_address": "",
                "customer_user_agent": "", "customer_note": "", "billing": {**place, "email": order.email, "phone": ""},
                "shipping": place, "payment_method": "bacs", "payment_method_title": "Vorkasse", "transaction_id": "",
                "date_paid": None if order.pending else changed, "date_paid_gmt": None if order.pending else changed,
                "date_completed": None, "date_completed_gmt": None, "cart_hash": "",
                "meta_data": list(order.facts.get("meta", ())), "line_items": lines, "tax_lines": [],
                "shipping_lines": [
                    {
                        "id": int(order.id) + 1, "method_title": "Paket", "method_id": "flat_rate", "total": net,
                        "total_tax": tax, "taxes": [], "meta_data": [],
                    }
                ],
                "fee_lines": [], "coupon_lines": [],
                "refunds": [{"id": 1, "reason": "", "total": f"-{order.facts['refunded']}"}] if "refunded" in order.facts else [],
            }  # fmt: skip

    def _find(self, number: str, status: int = 404) -> SimOrder:
        order = self.world.orders.get(number)
        if order is None:
            raise Refuse(status, _error("woocommerce_rest_shop_order_invalid_id", "Invalid ID.", status))
        return order

    @route("GET", "/wp-json/wc/v3/orders")
    def list_orders(self, request: Request) -> Reply:
        """List orders by time of change; the filter excludes its own second."""
        after = request.arg("modified_after")
        since = parse_time(after) if after else None
        found = [
            order for order in self.world.changed_since(since)
            if since is None or order.changed_at.replace(microsecond=0) > since
        ]  # fmt: skip
        found.sort(key=lambda order: int(order.id))
        return self._paged(request, found, self._order)

    def _paged(self, request: Request, rows: list[Any], show: Any) -> Reply:
        size, page = int(request.arg("per_page", "10")), int(request.arg("page", "1"))
        if size > 100:
            raise Refuse(400, _error("rest_invalid_param", "Invalid parameter(s): per_page", 400))
        pages = max(1, -(-len(rows) // size))
        headers = {"X-WP-Total": str(len(rows)), "X-WP-TotalPages": str(pages)}
        return Reply(200, [show(row) for row in rows[(page - 1) * size : page * size]], headers)

    @route("GET", r"/wp-json/wc/v3/orders/(\d+)")
    def get_order(self, request: Request, number: str) -> Reply:
        """Return one order."""
        return Reply(200, self._order(self._find(number)))

    @route("PUT", r"/wp-json/wc/v3/orders/(\d+)")
    def change_order(self, request: Request, number: str) -> Reply:
        """Change status and meta data."""
        order, told = self._find(number, 400), request.json()
        with self.world.lock:
            for meta in told.get("meta_data", ()):
                self._keep_meta(order, meta)
            if told.get("status") == "cancelled":
                self.world.cancel(order, "seller")
            elif told.get("status") == "completed":
                order.facts["status"] = "completed"
                self.world.touch(order)
        return Reply(200, self._order(order))

    def _keep_meta(self, order: SimOrder, meta: dict[str, Any]) -> None:
        kept = [row for row in order.facts.get("meta", ()) if row["key"] != meta["key"]]
        order.facts["meta"] = [*kept, {"id": self.world.number(), "key": meta["key"], "value": meta["value"]}]
        known = {parcel.get("reference") for parcel in order.parcels}
        for parcel in meta["value"] if isinstance(meta["value"], list) else ():
            if parcel["reference"] not in known:
                pieces = {line: int(count) for line, count in parcel["lines"].items()}
                self.world.ship(
                    order, pieces, tracking=parcel["tracking_number"], carrier=parcel["carrier"],
                    reference=parcel["reference"],
                )  # fmt: skip

    @route("POST", r"/wp-json/wc/v3/orders/(\d+)/notes")
    def write_note(self, request: Request, number: str) -> Reply:
        """Write a note; the buyer gets it by mail."""
        told, order = request.json(), self._find(number)
        self.world.note("note", order=order.id, text=told["note"])
        now = f"{self.world.now():%Y-%m-%dT%H:%M:%S}"
        row = {"id": self.world.number(), "author": "Kontor", "date_created": now, "date_created_gmt": now}
        return Reply(201, {**row, "note": told["note"], "customer_note": told["customer_note"]})

    @route("GET", r"/wp-json/wc/v3/orders/(\d+)/refunds")
    def list_refunds(self, request: Request, number: str) -> Reply:
        """List refunds."""
        return Reply(200, self._find(number).facts.get("refunds", []))

    @route("POST", r"/wp-json/wc/v3/orders/(\d+)/refunds")
    def refund(self, request: Request, number: str) -> Reply:
        """Give money back."""
        order, told = self._find(number), request.json()
        now = f"{self.world.now():%Y-%m-%dT%H:%M:%S}"
        row = {
            "id": self.world.number(), "date_created": now, "date_created_gmt": now, "amount": told["amount"],
            "reason": told["reason"], "refunded_by": 1, "refunded_payment": True,
            "meta_data": [{"id": 1, **meta} for meta in told["meta_data"]], "line_items": [],
        }  # fmt: skip
        order.facts.setdefault("refunds", []).append(row)
        self.world.note("refunded", order=order.id, amount=told["amount"])
        return Reply(201, row)

    def _product(self, offer: SimOffer) -> dict[str, Any]:
        now = f"{self.world.now():%Y-%m-%dT%H:%M:%S}"
        price = str(offer.price)
        return {
            "id": int(offer.ref), "name": offer.title, "type": "simple", "parent_id": 0, "status": "publish",
            "sku": offer.sku, "price": price, "regular_price": price, "sale_price": "", "manage_stock": True,
            "stock_quantity": offer.quantity, "stock_status": "instock" if offer.quantity else "outofstock",
            "backorders": "no", "date_modified": now, "date_modified_gmt": now,
        }  # fmt: skip

    @route("GET", "/wp-json/wc/v3/products")
    def list_products(self, request: Request) -> Reply:
        """List products, all or by SKU."""
        wanted = request.arg("sku").split(",") if request.arg("sku") else None
        with self.world.lock:
            found = [offer for offer in self.world.offers.values() if wanted is None or offer.sku in wanted]
        return self._paged(request, found, self._product)

    @route("POST", "/wp-json/wc/v3/products/batch")
    def batch(self, request: Request) -> Reply:
        """Change up to 100 products; each is answered for itself, in the order asked."""
        items = request.json()["update"]
        if len(items) > 100:
            message = "Unable to accept more than 100 items for this request."
            return Reply(413, _error("woocommerce_rest_request_entity_too_large", message, 413))
        by_ref = {offer.ref: offer for offer in self.world.offers.values()}
        rows: list[dict[str, Any]] = []
        for item in items:
            offer = by_ref.get(str(item["id"]))
            if offer is None:
                rows.append(
                    {"id": item["id"], "error": _error("woocommerce_rest_product_invalid_id", "Invalid ID.", 400)}
                )
                continue
            if item.get("manage_stock") and "stock_quantity" in item:
                self.world.set_quantity(offer, int(item["stock_quantity"]))
            if "regular_price" in item:
                self.world.set_price(offer, Decimal(item["regular_price"]))
            rows.append(self._product(offer))
        return Reply(200, {"update": rows})


SECRETS = {"consumer_key": KEY, "consumer_secret": SECRET, "webhook_secret": WEBHOOK_SECRET}
SETTINGS: dict[str, str] = {}
STAGE = WooStage
