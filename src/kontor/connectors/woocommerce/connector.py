"""A WooCommerce shop: orders, products in batches, shipments as status, meta data and a note."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from kontor.channels.ports import (
    Account,
    Bucket,
    CancelRequest,
    Confirmation,
    ConnectorManifest,
    Feature,
    Marketplace,
    OfferLevel,
    OfferOutcome,
    OfferPrice,
    OrderPage,
    Push,
    PushRefused,
    PushRequest,
    RawOrder,
    RefundRequest,
    SettingField,
    ShipmentNotice,
    TheirOffer,
    Window,
)
from kontor.connectors.payload import read_time
from kontor.connectors.transport import Answer, Call, Transport
from kontor.connectors.woocommerce.translate import GONE, translate
from kontor.kernel.errors import Permanent

PAGE = 100
MOST_BATCH = 100
# Where our shipments are kept at the order; the leading underscore hides it from the shop's pages.
META = "_kontor_shipments"


class WooCommerce(Marketplace):
    """One shop."""

    manifest = ConnectorManifest(
        code="woocommerce",
        name="WooCommerce",
        features=frozenset(
            {
                Feature.FETCH_ORDERS, Feature.PENDING_ORDERS, Feature.PUBLISH_STOCK, Feature.PUBLISH_PRICES,
                Feature.LIST_OFFERS, Feature.CONFIRM_SHIPMENT, Feature.FIND_SHIPMENT, Feature.CANCEL, Feature.REFUND,
                Feature.RECEIVE_PUSH,
            }
        ),
        without={
            Feature.ACKNOWLEDGE: "A shop's order needs no acceptance.",
            Feature.FETCH_RETURNS: "A plain WooCommerce knows no returns.",
            Feature.FETCH_SETTLEMENTS: "The payment provider settles.",
            Feature.READ_QUEUE: "The shop sends its messages over HTTP.",
        },
        capabilities=frozenset({"split_shipment", "tells_buyer"}),
        buckets=(Bucket("calls", 10, 10),),
        fields=(
            SettingField("consumer_key", "Consumer key of the REST API with read and write access.", secret=True),
            SettingField("consumer_secret", "Consumer secret that belongs to it.", secret=True),
            SettingField("webhook_secret", "Secret of the webhooks order.created and order.updated.", secret=True),
        ),
        most_offers_per_call=MOST_BATCH,
    )  # fmt: skip

    def __init__(self, account: Account) -> None:
        self._account = account
        self._transport = Transport(account, self._sign)

    translate = staticmethod(translate)

    def _sign(self, call: Call, fresh: bool) -> Mapping[str, str]:  # noqa: FBT001
        pair = f"{self._account.secrets['consumer_key']}:{self._account.secrets['consumer_secret']}"
        return {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}

    def _call(self, method: str, path: str, **more: Any) -> Answer:
        return self._transport.call(method, "/wp-json/wc/v3" + path, bucket="calls", **more)

    def fetch_orders(self, window: Window, page: str) -> OrderPage:
        """Ask for orders by time of change, oldest first; the filter excludes its own second, hence the overlap."""
        number = int(page or 1)
        query = {
            "modified_after": f"{window.since:%Y-%m-%dT%H:%M:%S}", "dates_are_gmt": "true", "order": "asc",
            "orderby": "id", "per_page": PAGE, "page": number, "status": "any",
            "dp": 6,
        }  # fmt: skip
        answer = self._call("GET", "/orders", params=query)
        orders = tuple(
            RawOrder(
                str(row["id"]), read_time(row["date_modified_gmt"], "date_modified_gmt", naive_is_utc=True),
                json.dumps(row, default=str).encode(),
            )
            for row in answer.json
        )  # fmt: skip
        pages = int(answer.headers.get("x-wp-totalpages", "1") or 1)
        return OrderPage(orders, str(number + 1) if orders and number < pages else "")

    def publish_stock(self, levels: Sequence[OfferLevel]) -> list[OfferOutcome]:
        """Set stock, up to 100 products a call; variations in a call per product."""
        wanted = {level.sku: {"manage_stock": True, "stock_quantity": level.quantity} for level in levels}
        return self._update(wanted, {level.sku: level.ref for level in levels})

    def publish_prices(self, prices: Sequence[OfferPrice]) -> list[OfferOutcome]:
        """Set regular prices, written as the shop's own prices are."""
        wanted = {price.sku: {"regular_price": f"{price.amount:.2f}"} for price in prices}
        return self._update(wanted, {price.sku: price.ref for price in prices})

    def _update(self, wanted: Mapping[str, Mapping[str, Any]], refs: Mapping[str, str]) -> list[OfferOutcome]:
        unknown = [sku for sku in wanted if not refs[sku]]
        found = {**refs, **self._find(unknown)} if unknown else dict(refs)
        outcomes = [
            OfferOutcome(sku, accepted=False, problem="no product has this SKU") for sku in wanted if not found[sku]
        ]
        by_parent: dict[str, list[str]] = defaultdict(list)
        for sku in wanted:
            if found[sku]:
                parent, _, _ = found[sku].rpartition("/")
                by_parent[parent].append(sku)
        for parent, skus in by_parent.items():
            path = f"/products/{parent}/variations/batch" if parent else "/products/batch"
            items = [{"id": int(found[sku].rpartition("/")[2]), **wanted[sku]} for sku in skus]
            # Absolute numbers: an unclear outcome is simply told again.
            rows = self._call("POST", path, json={"update": items}, writes=False).json["update"]
            for sku, row in zip(skus, rows, strict=True):
                problem = row.get("error", {}).get("message", "")
                outcomes.append(OfferOutcome(sku, accepted="error" not in row, problem=problem))
        return outcomes

    def _find(self, skus: Sequence[str]) -> dict[str, str]:
        found = dict.fromkeys(skus, "")
        for first in range(0, len(skus), PAGE):
            query = {"sku": ",".join(skus[first : first + PAGE]), "per_page": PAGE}
            for row in self._call("GET", "/products", params=query).json:
                if row["sku"] in found:
                    found[row["sku"]] = _ref(row)
        return found

    def list_offers(self, page: str) -> tuple[tuple[TheirOffer, ...], str]:
        """Return a page of products; those with variations are looked into."""
        number = int(page or 1)
        answer = self._call(
            "GET", "/products", params={"per_page": PAGE, "page": number, "orderby": "id", "order": "asc"}
        )
        offers = []
        for row in answer.json:
            rows = [row]
            if row.get("type") == "variable":
                path = f"/products/{row['id']}/variations"
                rows = [
                    {**it, "parent_id": row["id"]} for it in self._call("GET", path, params={"per_page": PAGE}).json
                ]
            for item in rows:
                price = Decimal(item["regular_price"]) if item.get("regular_price") else None
                if item["sku"]:
                    offers.append(TheirOffer(item["sku"], _ref(item), item.get("stock_quantity"), price))
        pages = int(answer.headers.get("x-wp-totalpages", "1") or 1)
        return tuple(offers), str(number + 1) if number < pages else ""

    def confirm_shipment(self, notice: ShipmentNotice) -> Confirmation:
        """Write the parcel to the order, complete it with the last one, and tell the buyer by a note.

        The note is sent once only: it comes last, and the parcel in the meta data says that it was reached.
        """
        order = self._call("GET", f"/orders/{notice.order}").json
        parcels = [parcel for parcel in _parcels(order) if parcel["reference"] != notice.reference]
        parcels.append(
            {
                "reference": notice.reference,
                "carrier": notice.carrier,
                "tracking_number": notice.tracking_number,
                "lines": {line.line: line.quantity for line in notice.lines},
            }
        )
        change: dict[str, Any] = {"meta_data": [{"key": META, "value": parcels}]}
        if notice.completes:
            change["status"] = GONE
        self._call("PUT", f"/orders/{notice.order}", json=change)
        note = {"note": f"Versendet: {notice.carrier} {notice.tracking_number}", "customer_note": True}
        self._call("POST", f"/orders/{notice.order}/notes", json=note)
        return Confirmation()

    def find_shipment(self, notice: ShipmentNotice) -> Confirmation | None:
        """Look for our parcel in the order's meta data."""
        order = self._call("GET", f"/orders/{notice.order}").json
        known = any(parcel["reference"] == notice.reference for parcel in _parcels(order))
        return Confirmation() if known and (order["status"] == GONE or not notice.completes) else None

    def cancel(self, request: CancelRequest) -> None:
        """Cancel the whole order; again changes nothing."""
        if request.lines:
            raise Permanent("WooCommerce cancels whole orders only; refund the lines instead.")
        self._call("PUT", f"/orders/{request.order}", json={"status": "cancelled"})

    def refund(self, request: RefundRequest) -> Confirmation:
        """Refund through the shop's payment provider. The shop keeps our reference with the refund only after the
        money has moved, so
        an unclear outcome needs a person.
        """
        for row in self._call("GET", f"/orders/{request.order}/refunds", params={"per_page": PAGE}).json:
            if any(meta["value"] == request.reference for meta in row["meta_data"]):
                return Confirmation(str(row["id"]))
        body = {
            "amount": f"{request.amount:.2f}", "reason": request.reason, "api_refund": True, "api_restock": False,
            "meta_data": [{"key": "_kontor_reference", "value": request.reference}],
        }  # fmt: skip
        row = self._call("POST", f"/orders/{request.order}/refunds", json=body).json
        return Confirmation(str(row["id"]))

    def read_push(self, request: PushRequest) -> Push:
        """Verify a webhook. The unsigned ping of a new webhook is answered and tells nothing."""
        if request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            if request.body.startswith(b"webhook_id=") and len(request.body) < 40:
                return Push("", "ping", reply=b"{}")
            raise PushRefused()
        given = request.headers.get("x-wc-webhook-signature", "")
        secret = self._account.secrets["webhook_secret"].encode()
        expected = base64.b64encode(hmac.new(secret, request.body, hashlib.sha256).digest()).decode()
        if not hmac.compare_digest(expected, given):
            raise PushRefused()
        told = json.loads(request.body)
        # The shop's delivery ids repeat within a second; what was said when is the better name.
        delivery = f"{told['id']}-{hashlib.sha256(request.body).hexdigest()[:24]}"
        return Push(delivery, request.headers.get("x-wc-webhook-topic", ""), (str(told["id"]),))


def _ref(row: Mapping[str, Any]) -> str:
    return f"{row['parent_id']}/{row['id']}" if row.get("parent_id") else str(row["id"])


def _parcels(order: Mapping[str, Any]) -> list[dict[str, Any]]:
    for meta in order["meta_data"]:
        if meta["key"] == META and isinstance(meta["value"], list):
            return list(meta["value"])
    return []
