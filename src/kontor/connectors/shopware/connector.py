"""A Shopware 6 shop: search with associations, state transitions, stock and prices by sync."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
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
    SettingField,
    ShipmentNotice,
    TheirOffer,
    Window,
)
from kontor.connectors.oauth import OAuth
from kontor.connectors.payload import Reader, read_time
from kontor.connectors.shopware.translate import main_delivery, translate
from kontor.connectors.transport import Answer, Refusal, Transport
from kontor.kernel.errors import Permanent

PAGE = 100
MOST_SYNC = 250
# Nothing is loaded that is not asked for.
ASSOCIATIONS: dict[str, Any] = {
    "stateMachineState": {},
    "lineItems": {"associations": {"product": {}}},
    "deliveries": {
        "associations": {
            "stateMachineState": {},
            "shippingOrderAddress": {"associations": {"country": {}, "countryState": {}}},
            "shippingMethod": {},
        }
    },
    "transactions": {"associations": {"stateMachineState": {}, "paymentMethod": {}}},
    "billingAddress": {"associations": {"country": {}, "countryState": {}}},
    "currency": {},
    "orderCustomer": {},
}
# A webhook that was sent longer ago than the shop tries again may be a recording.
PUSH_TOLERANCE_S = 5 * 3600
_POINTER = re.compile(r"^/(?:\d+|write_data)/(\d+)/")


class Shopware(Marketplace):
    """One shop."""

    manifest = ConnectorManifest(
        code="shopware",
        name="Shopware 6",
        features=frozenset(
            {
                Feature.FETCH_ORDERS, Feature.PENDING_ORDERS, Feature.PUBLISH_STOCK, Feature.PUBLISH_PRICES,
                Feature.LIST_OFFERS, Feature.CONFIRM_SHIPMENT, Feature.FIND_SHIPMENT, Feature.CANCEL,
                Feature.RECEIVE_PUSH,
            }
        ),
        without={
            Feature.ACKNOWLEDGE: "A shop's order needs no acceptance.",
            Feature.REFUND: "The payment provider refunds.",
            Feature.FETCH_RETURNS: "Returns belong to a commercial extension.",
            Feature.FETCH_SETTLEMENTS: "The payment provider settles.",
            Feature.READ_QUEUE: "The shop sends its messages over HTTP.",
        },
        capabilities=frozenset({"split_shipment", "tells_buyer"}),
        buckets=(Bucket("calls", 10, 10),),
        fields=(
            SettingField("currency_id", "Id of the shop's currency.", default="b7d2554b0ce847cd82f3ac9bd1c0dfca"),
            SettingField("tax_rate", "VAT in percent by which net prices are computed.", default="19"),
            SettingField("client_id", "Access key id of the integration.", secret=True),
            SettingField("client_secret", "Secret access key of the integration.", secret=True),
            SettingField("shop_secret", "Secret of the app with which the shop signs its webhooks.", secret=True),
        ),
        most_offers_per_call=MOST_SYNC,
    )  # fmt: skip

    def __init__(self, account: Account) -> None:
        self._account = account
        url = f"{account.base_url}/api/oauth/token"
        self._transport = Transport(account, OAuth(account, token_url=url, grant="client_credentials", as_json=True))

    translate = staticmethod(translate)

    def _call(self, method: str, path: str, **more: Any) -> Answer:
        return self._transport.call(method, "/api" + path, bucket="calls", **more)

    def _search(self, entity: str, criteria: Mapping[str, Any]) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self._call("POST", f"/search/{entity}", json=criteria, writes=False).json["data"]
        return rows

    def fetch_orders(self, window: Window, page: str) -> OrderPage:
        """Ask for orders that changed: themselves, their delivery or their payment. A short page is the last."""
        number = int(page or 1)
        since = {"gte": f"{window.since:%Y-%m-%dT%H:%M:%S}.000+00:00"}
        fields = ("updatedAt", "createdAt", "deliveries.updatedAt", "transactions.updatedAt")
        queries = [{"type": "range", "field": field, "parameters": since} for field in fields]
        criteria = {
            "page": number, "limit": PAGE, "filter": [{"type": "multi", "operator": "or", "queries": queries}],
            "sort": [{"field": "createdAt", "order": "ASC"}, {"field": "id", "order": "ASC"}],
            "associations": ASSOCIATIONS,
        }  # fmt: skip
        rows = self._search("order", criteria)
        orders = tuple(RawOrder(row["id"], _changed(row), json.dumps(row, default=str).encode()) for row in rows)
        return OrderPage(orders, str(number + 1) if len(rows) == PAGE else "")

    def publish_stock(self, levels: Sequence[OfferLevel]) -> list[OfferOutcome]:
        """Set stock, many products a call."""
        return self._sync({level.sku: {"stock": level.quantity} for level in levels}, {it.sku: it.ref for it in levels})

    def publish_prices(self, prices: Sequence[OfferPrice]) -> list[OfferOutcome]:
        """Set gross prices with their net, which the shop does not compute."""
        rate = 1 + Decimal(self._account.settings["tax_rate"]) / 100
        currency = self._account.settings["currency_id"]
        wanted = {
            price.sku: {
                "price": [
                    {
                        "currencyId": currency, "gross": float(price.amount),
                        "net": float((price.amount / rate).quantize(Decimal("0.000001"))), "linked": True,
                    }
                ]
            }
            for price in prices
        }  # fmt: skip
        return self._sync(wanted, {price.sku: price.ref for price in prices})

    def _sync(self, wanted: Mapping[str, Mapping[str, Any]], refs: Mapping[str, str]) -> list[OfferOutcome]:
        """One bad product refuses the whole call: it is named, taken out, and the others are told again."""
        found = {**refs, **self._find([sku for sku in wanted if not refs[sku]])}
        outcomes = [
            OfferOutcome(sku, accepted=False, problem="no product has this number") for sku in wanted if not found[sku]
        ]
        left = [sku for sku in wanted if found[sku]]
        while left:
            payload = [{"id": found[sku], **wanted[sku]} for sku in left]
            operation = [{"action": "upsert", "entity": "product", "payload": payload}]
            try:
                self._call("POST", "/_action/sync", json=operation, writes=False)
            except Refusal as refusal:
                bad = _culprits(refusal, left)
                outcomes += [OfferOutcome(sku, accepted=False, problem=problem) for sku, problem in bad.items()]
                left = [sku for sku in left if sku not in bad]
                continue
            return outcomes + [OfferOutcome(sku, accepted=True) for sku in left]
        return outcomes

    def _find(self, skus: Sequence[str]) -> dict[str, str]:
        if not skus:
            return {}
        criteria = {
            "limit": 500, "filter": [{"type": "equalsAny", "field": "productNumber", "value": list(skus)}],
            "includes": {"product": ["id", "productNumber"]},
        }  # fmt: skip
        found = {row["productNumber"]: row["id"] for row in self._search("product", criteria)}
        return {sku: found.get(sku, "") for sku in skus}

    def list_offers(self, page: str) -> tuple[tuple[TheirOffer, ...], str]:
        """Return a page of products."""
        number = int(page or 1)
        criteria = {"page": number, "limit": PAGE, "sort": [{"field": "productNumber", "order": "ASC"}]}
        rows = self._search("product", criteria)
        offers = tuple(TheirOffer(row["productNumber"], row["id"], row["stock"], _gross(row)) for row in rows)
        return offers, str(number + 1) if len(rows) == PAGE else ""

    def _delivery(self, order: str) -> Reader:
        criteria = {"ids": [order], "associations": ASSOCIATIONS}
        rows = self._search("order", criteria)
        delivery = main_delivery(Reader(rows[0])) if rows else None
        if delivery is None:
            raise Permanent("Shopware has no such order.", order=order)
        return delivery

    def confirm_shipment(self, notice: ShipmentNotice) -> Confirmation:
        """Add the tracking code, then ship: so the shop's mail carries it. Both may be done again."""
        delivery = self._delivery(notice.order)
        number = delivery.need_text("id")
        codes = [code for code in delivery.get("trackingCodes", []) if code != notice.tracking_number]
        self._call("PATCH", f"/order-delivery/{number}", json={"trackingCodes": [*codes, notice.tracking_number]})
        step = "ship" if notice.completes else "ship_partially"
        self._call("POST", f"/_action/order_delivery/{number}/state/{step}", json={"internalComment": notice.reference})
        return Confirmation(number)

    def find_shipment(self, notice: ShipmentNotice) -> Confirmation | None:
        """Look whether the delivery carries our code and has left."""
        delivery = self._delivery(notice.order)
        state = delivery.into("stateMachineState").need_text("technicalName")
        left = state == "shipped" or (state == "shipped_partially" and not notice.completes)
        known = left and notice.tracking_number in delivery.get("trackingCodes", [])
        return Confirmation(delivery.need_text("id")) if known else None

    def cancel(self, request: CancelRequest) -> None:
        """Cancel order and delivery; again changes nothing."""
        if request.lines:
            raise Permanent("Shopware cancels whole orders only.")
        delivery = self._delivery(request.order)
        comment = {"internalComment": f"{request.reference}: {request.reason}"}
        self._call("POST", f"/_action/order_delivery/{delivery.need_text('id')}/state/cancel", json=comment)
        self._call("POST", f"/_action/order/{request.order}/state/cancel", json=comment)

    def read_push(self, request: PushRequest) -> Push:
        """Verify a webhook of the app."""
        given = request.headers.get("shopware-shop-signature", "")
        secret = self._account.secrets["shop_secret"].encode()
        if not hmac.compare_digest(hmac.new(secret, request.body, hashlib.sha256).hexdigest(), given):
            raise PushRefused()
        told = Reader.of(request.body)
        if abs(request.received_at.timestamp() - told.whole("timestamp")) > PUSH_TOLERANCE_S:
            raise PushRefused("The message was signed too long ago.")
        data = told.into("data")
        payload = data.get("payload", {})
        order = payload.get("order", {}).get("id") if isinstance(payload, Mapping) else payload[0]["primaryKey"]
        return Push(told.into("source").need_text("eventId"), data.need_text("event"), (order,) if order else ())


def _changed(row: Mapping[str, Any]) -> Any:
    """A delivery's or payment's change does not move the order's own time."""
    told = [row.get("updatedAt"), row["createdAt"]]
    told += [part.get("updatedAt") for name in ("deliveries", "transactions") for part in row.get(name) or ()]
    return max(read_time(value, "updatedAt") for value in told if value)


def _gross(row: Mapping[str, Any]) -> Decimal | None:
    prices = row.get("price")
    return Decimal(str(prices[0]["gross"])) if prices else None


def _culprits(refusal: Refusal, skus: Sequence[str]) -> dict[str, str]:
    """Return the products that the shop names; where it names none, all of them are refused."""
    faults = refusal.body.get("errors", []) if isinstance(refusal.body, Mapping) else []
    bad = {}
    for fault in faults:
        place = _POINTER.match(fault.get("source", {}).get("pointer", ""))
        if place and int(place[1]) < len(skus):
            bad[skus[int(place[1])]] = fault.get("detail", "refused")
    return bad or dict.fromkeys(skus, str(refusal))
