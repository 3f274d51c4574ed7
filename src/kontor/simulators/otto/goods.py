"""What is on offer there: quantities, prices, and the tasks that change them."""

from __future__ import annotations

import base64
import uuid
from decimal import Decimal
from typing import Any

from kontor.simulators.otto.answers import fault
from kontor.simulators.stage.protocol import Reply, Request, iso, route
from kontor.simulators.stage.server import Stage


class Goods(Stage):
    """What is on offer there: quantities, prices, and the tasks that change them."""

    @route("POST", "/v1/availability/quantities")
    def quantities(self, request: Request) -> Reply:
        """Set up to 200 quantities; what is unknown is told apart."""
        items, path = request.json(), "/v1/availability/quantities"
        if len(items) > 200:
            return Reply(413, fault("Payload too large", "200 at most", path, 413))
        results, errors = [], []
        for item in items:
            offer = self.world.offers.get(item["sku"])
            if offer is None or item["quantity"] < 0:
                errors.append(fault("Not Found", f"SKU {item['sku']} is unknown", path, 404)["errors"][0])
                continue
            self.world.set_quantity(offer, int(item["quantity"]))
            now = iso(self.world.now())
            results.append({"sku": item["sku"], "quantity": item["quantity"], "lastModified": now, "links": []})
        if errors and not results:
            return Reply(422, {"errors": errors})
        return Reply(207, {"results": results, "errors": errors}) if errors else Reply(200, {"results": results})

    @route("GET", "/v1/availability/quantities")
    def list_quantities(self, request: Request) -> Reply:
        """List quantities; the cursor is the last SKU."""
        after = base64.b64decode(request.arg("cursor") or b"").decode()
        limit = min(200, int(request.arg("limit", "200")))
        with self.world.lock:
            found = sorted(sku for sku in self.world.offers if sku > after)
            rows = [
                {"sku": sku, "quantity": self.world.offers[sku].quantity, "lastModified": iso(self.world.now()), "links": []}
                for sku in found[:limit]
            ]  # fmt: skip
        links = []
        if len(found) > limit:
            mark = base64.b64encode(found[limit - 1].encode()).decode()
            links = [{"rel": "next", "href": f"/v1/availability/quantities?limit={limit}&cursor={mark}"}]
        return Reply(200, {"resources": {"variations": rows}, "links": links})

    def _task(self, number: str, total: int, failed: int) -> dict[str, Any]:
        path = f"/v5/products/update-tasks/{number}"
        links = [{"rel": "self", "href": path}]
        links += [{"rel": rel, "href": f"{path}/{rel}"} for rel in ("failed", "succeeded", "unchanged")]
        return {
            "state": "done", "message": f"{total} variations", "total": total, "progress": total,
            "succeeded": total - failed, "failed": failed, "unchanged": 0, "pingAfter": iso(self.world.now()),
            "links": links,
        }  # fmt: skip

    @route("POST", "/v5/products/prices")
    def prices(self, request: Request) -> Reply:
        """Take prices for later work."""
        items = request.json()
        failed = [item["sku"] for item in items if item["sku"] not in self.world.offers]
        for item in items:
            if item["sku"] in self.world.offers:
                price = Decimal(str(item["standardPrice"]["amount"])).quantize(Decimal("0.01"))
                self.world.set_price(self.world.offers[item["sku"]], price)
        number = str(uuid.uuid4())
        self.world.note("price_task", id=number, failed=failed, total=len(items))
        return Reply(202, self._task(number, len(items), len(failed)))

    @route("GET", "/v5/products/update-tasks/([^/]+)")
    def task(self, request: Request, number: str) -> Reply:
        """Say how far a task is."""
        entry = next(entry for entry in self.world.log if entry.get("id") == number)
        return Reply(200, self._task(number, entry["total"], len(entry["failed"])))

    @route("GET", "/v5/products/update-tasks/([^/]+)/failed")
    def failed(self, request: Request, number: str) -> Reply:
        """List what failed."""
        entry = next(entry for entry in self.world.log if entry.get("id") == number)
        fault = {
            "code": "100123",
            "title": "Unknown SKU",
            "path": "/v5/products/prices",
            "jsonPath": "$",
            "logref": "1",
        }
        return Reply(200, {"results": [{"variation": sku, "errors": [fault]} for sku in entry["failed"]]})
