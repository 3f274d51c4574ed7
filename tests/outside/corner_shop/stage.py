"""Plays the shop of the tutorial: the smallest API that can be sold on."""

from __future__ import annotations

from typing import Any

from kontor.simulators.stage.protocol import Refuse, Reply, Request, iso, parse_time, route
from kontor.simulators.stage.server import Stage
from kontor.simulators.stage.things import SimOrder

KEY = "template-key"
PAGE = 50


class CornerShopStage(Stage):
    """The play."""

    code = "corner_shop"

    def authorise(self, request: Request) -> None:
        """Check the key."""
        if request.headers.get("authorization") != f"Bearer {KEY}":
            raise Refuse(401, {"error": "unknown key"})

    def _order(self, order: SimOrder) -> dict[str, Any]:
        with self.world.lock:
            return {
                "id": order.id, "state": "open" if order.stage == "partly" else order.stage,
                "created": iso(order.created_at), "changed": iso(order.changed_at), "currency": "EUR",
                "address": {
                    "name": order.buyer, "street": f"{order.street} {order.house}", "zip": order.postal_code,
                    "city": order.city, "country": "DE", "email": order.email,
                },
                "lines": [
                    {
                        "id": line.id, "sku": line.sku, "title": line.title, "quantity": line.quantity,
                        "total": str(line.price * line.quantity),
                    }
                    for line in order.lines
                ],
                "shipping": str(order.shipping), "total": str(order.total),
            }  # fmt: skip

    @route("GET", "/orders")
    def list_orders(self, request: Request) -> Reply:
        """List what changed."""
        start = int(request.arg("after") or 0)
        found = self.world.changed_since(parse_time(request.arg("since")))
        rows = [self._order(order) for order in found[start : start + PAGE]]
        return Reply(200, {"orders": rows, "next": str(start + PAGE) if start + PAGE < len(found) else ""})

    @route("PUT", "/stock")
    def stock(self, request: Request) -> Reply:
        """Set quantities."""
        told = {}
        for sku, quantity in request.json().items():
            offer = self.world.offers.get(sku)
            told[sku] = "" if offer else "no such article"
            if offer:
                self.world.set_quantity(offer, int(quantity))
        return Reply(200, told)

    @route("POST", "/orders/([^/]+)/parcels")
    def ship(self, request: Request, number: str) -> Reply:
        """Take a parcel in, once per reference."""
        order, told = self.world.orders[number], request.json()
        if any(parcel["reference"] == told["reference"] for parcel in order.parcels):
            return Reply(200, {})
        pieces = {line: int(count) for line, count in told["lines"].items()}
        done = self.world.ship(
            order, pieces, tracking=told["tracking"], carrier=told["carrier"], reference=told["reference"]
        )
        return Reply(201, {}) if done else Reply(409, {"error": "not to be shipped"})

    @route("GET", "/orders/([^/]+)/parcels")
    def parcels(self, request: Request, number: str) -> Reply:
        """List references."""
        return Reply(200, [parcel["reference"] for parcel in self.world.orders[number].parcels])


SECRETS = {"key": KEY}
SETTINGS: dict[str, str] = {}
STAGE = CornerShopStage
