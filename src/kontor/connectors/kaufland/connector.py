"""The account at Kaufland: signed calls, order units, offers in bulk."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from kontor.channels.ports import (
    Account,
    Bucket,
    CancelReason,
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
    ReturnPage,
    SettingField,
    ShipmentNotice,
    ShippedLine,
    TheirOffer,
    TheirReturn,
    Window,
)
from kontor.connectors.kaufland.translate import GONE, PENDING, translate
from kontor.connectors.payload import read_time
from kontor.connectors.transport import Answer, Call, Refusal, Transport
from kontor.kernel.errors import Permanent

PAGE = 100
MOST_BULK = 150
# Kaufland takes its own names, written exactly so; what it does not know goes as "Other".
CARRIERS = {
    "dhl": "DHL", "dpd": "DPD", "gls": "GLS", "hermes": "Hermes", "ups": "UPS", "house_carrier": "Other Hauler",
}  # fmt: skip
REASONS = {
    CancelReason.OUT_OF_STOCK: "NoInventory",
    CancelReason.BUYER_ASKED: "BuyerCancelled",
    CancelReason.ADDRESS_WRONG: "ShippingAddressUndeliverable",
    CancelReason.PRICE_WRONG: "WrongPrice",
    CancelReason.UNPAID: "GeneralAdjustment",
    CancelReason.OTHER: "GeneralAdjustment",
}
# A message that was signed longer ago may be a recording.
PUSH_TOLERANCE_S = 300
_RESOURCE = re.compile(r"/(orders|order-units)/([^/]+)/?$")


class Kaufland(Marketplace):
    """One account."""

    manifest = ConnectorManifest(
        code="kaufland",
        name="Kaufland Global Marketplace",
        features=frozenset(
            {
                Feature.FETCH_ORDERS, Feature.PENDING_ORDERS, Feature.ACKNOWLEDGE, Feature.PUBLISH_STOCK,
                Feature.PUBLISH_PRICES, Feature.LIST_OFFERS, Feature.CONFIRM_SHIPMENT, Feature.FIND_SHIPMENT,
                Feature.CANCEL, Feature.REFUND, Feature.FETCH_RETURNS, Feature.RECEIVE_PUSH,
            }
        ),
        without={
            Feature.FETCH_SETTLEMENTS: "Kaufland hands over bookings as CSV reports whose columns it does not document.",
            Feature.READ_QUEUE: "Kaufland sends its messages over HTTP.",
        },
        capabilities=frozenset(
            {"collects_payment", "cancel_part", "split_shipment", "tells_buyer", "gives_deliver_by", "counts_early"}
        ),
        buckets=(Bucket("calls", 100, 100),),
        fields=(
            SettingField("storefront", "Which country's shop: de, cz, sk, pl, at, fr, it.", default="de"),
            SettingField("callback_url", "Address under which Kaufland reaches this channel's push.", optional=True),
            SettingField("client_key", "Client key of the seller API.", secret=True),
            SettingField("secret_key", "Secret key of the seller API; it signs calls and push messages.", secret=True),
        ),
        most_offers_per_call=MOST_BULK,
        base_url="https://sellerapi.kaufland.com",
    )  # fmt: skip

    def __init__(self, account: Account) -> None:
        self._account = account
        self._transport = Transport(account, self._sign)

    translate = staticmethod(translate)

    def _sign(self, call: Call, fresh: bool) -> Mapping[str, str]:  # noqa: FBT001
        stamp = str(int(self._account.now().timestamp()))
        secret = self._account.secrets["secret_key"]
        return {
            "Shop-Client-Key": self._account.secrets["client_key"],
            "Shop-Timestamp": stamp,
            "Shop-Signature": signature(secret, call.method, call.url, call.body, stamp),
        }

    def _call(self, method: str, path: str, **more: object) -> Answer:
        return self._transport.call(method, "/v2" + path, bucket="calls", **more)  # type: ignore[arg-type]

    def fetch_orders(self, window: Window, page: str) -> OrderPage:
        """Ask which orders changed, then for each as a whole: a unit alone does not say which others belong to it."""
        offset = int(page or 0)
        query = {
            "ts_units_updated_from_iso": f"{window.since:%Y-%m-%dT%H:%M:%SZ}", "limit": PAGE, "offset": offset,
            "storefront": self._account.settings["storefront"],
        }  # fmt: skip
        answer = self._call("GET", "/orders", params=query).json
        rows = answer["data"]
        orders = []
        for row in rows:
            whole = self._call("GET", f"/orders/{row['id_order']}").json["data"]
            changed = read_time(row["ts_units_updated_iso"], "ts_units_updated_iso")
            orders.append(RawOrder(row["id_order"], changed, json.dumps(whole, default=str).encode()))
        total = answer.get("pagination", {}).get("total", 0)
        following = offset + len(rows)
        return OrderPage(tuple(orders), str(following) if rows and following < total else "")

    def acknowledge(self, orders: Sequence[str]) -> None:
        """Say that units may be sent; units that are past that are left alone."""
        for order in orders:
            for unit, state in self._units(order).items():
                if state == PENDING:
                    self._call("PATCH", f"/order-units/{unit}/fulfil")

    def _units(self, order: str) -> dict[str, str]:
        whole = self._call("GET", f"/orders/{order}").json["data"]
        return {str(unit["id_order_unit"]): unit["status"] for unit in whole["order_units"]}

    def publish_stock(self, levels: Sequence[OfferLevel]) -> list[OfferOutcome]:
        """Set amounts, 150 offers a call."""
        return self._bulk(
            {level.sku: {"amount": level.quantity} for level in levels}, {it.sku: it.ref for it in levels}
        )

    def publish_prices(self, prices: Sequence[OfferPrice]) -> list[OfferOutcome]:
        """Set prices in cents."""
        wanted = {price.sku: {"listing_price": int(price.amount * 100)} for price in prices}
        return self._bulk(wanted, {price.sku: price.ref for price in prices})

    def _bulk(self, wanted: Mapping[str, Mapping[str, int]], refs: Mapping[str, str]) -> list[OfferOutcome]:
        outcomes = []
        items = []
        by_unit: dict[int, str] = {}
        for sku, data in wanted.items():
            ref = refs[sku] or self._find_unit(sku)
            if not ref:
                outcomes.append(OfferOutcome(sku, accepted=False, problem="Kaufland has no offer with this number"))
                continue
            by_unit[int(ref)] = sku
            items.append({"id_unit": int(ref), "unit_data": data})
        if not items:
            return outcomes
        query = {"storefront": self._account.settings["storefront"]}
        # Absolute numbers: telling them again is harmless, so an unclear outcome is simply told again.
        answer = self._call("POST", "/units/bulk", params=query, json=items, writes=False).json
        for row in answer["data"]:
            problem = "; ".join([str(row.get("message", "")), *(fault["message"] for fault in row.get("errors", ()))])
            accepted = row["status_code"] < 300
            outcomes.append(
                OfferOutcome(by_unit[int(row["id_unit"])], accepted, "" if accepted else problem.strip("; "))
            )
        return outcomes

    def _find_unit(self, sku: str) -> str:
        query = {"storefront": self._account.settings["storefront"], "id_offer": sku, "limit": 1}
        rows = self._call("GET", "/units", params=query).json["data"]
        return str(rows[0]["id_unit"]) if rows else ""

    def list_offers(self, page: str) -> tuple[tuple[TheirOffer, ...], str]:
        """Return a page of our offers."""
        offset = int(page or 0)
        query = {"storefront": self._account.settings["storefront"], "limit": PAGE, "offset": offset}
        answer = self._call("GET", "/units", params=query).json
        rows = answer["data"]
        offers = tuple(
            TheirOffer(row["id_offer"], str(row["id_unit"]), row["amount"], Decimal(row["listing_price"]) / 100)
            for row in rows
            if row["id_offer"]
        )
        following = offset + len(rows)
        more = rows and following < answer.get("pagination", {}).get("total", 0)
        return offers, str(following) if more else ""

    def confirm_shipment(self, notice: ShipmentNotice) -> Confirmation:
        """Mark each unit of the parcel as sent. A unit that is sent already is left alone, so again is harmless."""
        body = {"tracking_numbers": notice.tracking_number, "carrier_code": CARRIERS.get(notice.carrier, "Other")}
        for line in notice.lines:
            try:
                self._call("PATCH", f"/order-units/{line.line}/send", json=body)
            except Refusal as refusal:
                if refusal.status in (400, 403) and self._units(notice.order).get(line.line) in GONE:
                    continue
                raise
        return Confirmation()

    def find_shipment(self, notice: ShipmentNotice) -> Confirmation | None:
        """Look whether every unit is sent; the numbers themselves cannot be read back."""
        states = self._units(notice.order)
        return Confirmation() if all(states.get(line.line) in GONE for line in notice.lines) else None

    def cancel(self, request: CancelRequest) -> None:
        """Cancel units one by one; those that are cancelled already are left alone."""
        states = self._units(request.order)
        wanted = [line.line for line in request.lines] or list(states)
        for unit in wanted:
            if states.get(unit) == "cancelled":
                continue
            if states.get(unit) in GONE:
                raise Permanent("Kaufland: a unit has been sent, it cannot be cancelled.", unit=unit)
            self._call("PATCH", f"/order-units/{unit}/cancel", json={"reason": REASONS[request.reason]})

    def refund(self, request: RefundRequest) -> Confirmation:
        """Give part of the price of a unit back. Kaufland shows no refunds, so an unclear outcome needs a person."""
        unit = request.lines[0].line if request.lines else next(iter(self._units(request.order)))
        body = {"amount": int(request.amount * 100), "reason": "other_refund"}
        self._call("PATCH", f"/order-units/{unit}/refund", json=body)
        return Confirmation()

    def fetch_returns(self, window: Window, page: str) -> ReturnPage:
        """Return announced returns with their units."""
        offset = int(page or 0)
        query = {"ts_updated_from_iso": f"{window.since:%Y-%m-%dT%H:%M:%SZ}", "limit": PAGE, "offset": offset}
        answer = self._call("GET", "/returns", params=query).json
        found = []
        for row in answer["data"]:
            path = f"/returns/{row['id_return']}"
            whole = self._call("GET", path, params={"embedded": "return_units"}).json["data"]
            units = whole.get("return_units") or []
            found.append(
                TheirReturn(
                    str(row["id_return"]), "", units[0]["reason"] if units else "",
                    read_time(row["ts_created_iso"], "ts_created_iso"),
                    tuple(ShippedLine(str(unit["id_order_unit"]), "", 1) for unit in units),
                    row.get("tracking_code") or "",
                )
            )  # fmt: skip
        following = offset + len(answer["data"])
        more = answer["data"] and following < answer.get("pagination", {}).get("total", 0)
        return ReturnPage(tuple(found), str(following) if more else "")

    def read_push(self, request: PushRequest) -> Push:
        """Verify a notification; the handshake of a new subscription is answered with its challenge."""
        if request.method == "GET" and request.query.get("mode") == "subscribe":
            return Push("", "handshake", reply=request.query.get("challenge", "").encode(), reply_type="text/plain")
        stamp = request.headers.get("shop-timestamp", "")
        given = request.headers.get("shop-signature", "")
        url = self._account.settings.get("callback_url", "")
        expected = signature(self._account.secrets["secret_key"], request.method, url, request.body, stamp)
        if not hmac.compare_digest(expected, given):
            raise PushRefused()
        if not stamp.isdigit() or abs(request.received_at.timestamp() - int(stamp)) > PUSH_TOLERANCE_S:
            raise PushRefused("The message was signed too long ago.")
        told = json.loads(request.body)
        found = _RESOURCE.search(str(told.get("resource", "")))
        return Push(str(told["id_message"]), str(told["event_name"]), (found[2],) if found else ())


def signature(secret: str, method: str, url: str, body: bytes, stamp: str) -> str:
    """Sign a call as Kaufland does: method, address, body and time, one per line, HMAC-SHA256 in hex."""
    message = f"{method}\n{url}\n".encode() + body + f"\n{stamp}".encode()
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()
