"""The account at OTTO Market."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

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
    RawOrder,
    ReturnPage,
    SettingField,
    SettlementEntry,
    SettlementPage,
    ShipmentNotice,
    ShippedLine,
    TheirOffer,
    TheirReturn,
    Window,
)
from kontor.connectors.oauth import OAuth
from kontor.connectors.otto.translate import translate
from kontor.connectors.payload import read_time
from kontor.connectors.transport import Answer, Refusal, Transport
from kontor.kernel.errors import OutcomeUnknown, Permanent

PAGE = 128
MOST_QUANTITIES = 200
CARRIERS = {
    "dhl": "DHL",
    "dpd": "DPD",
    "gls": "GLS",
    "hermes": "HERMES",
    "ups": "UPS",
    "house_carrier": "OTHER_FORWARDER",
}
# A parcel that comes back may travel with these three only.
RETURN_CARRIERS = {"dhl": "DHL", "gls": "GLS", "hermes": "HERMES"}
COUNTRIES = {"DE": "DEU", "AT": "AUT"}
SCOPES = "orders shipments availability products returns receipts"


class Otto(Marketplace):
    """One account."""

    manifest = ConnectorManifest(
        code="otto",
        name="OTTO Market",
        features=frozenset(
            {
                Feature.FETCH_ORDERS, Feature.PENDING_ORDERS, Feature.PUBLISH_STOCK, Feature.PUBLISH_PRICES,
                Feature.LIST_OFFERS, Feature.CONFIRM_SHIPMENT, Feature.FIND_SHIPMENT, Feature.CANCEL,
                Feature.FETCH_RETURNS, Feature.FETCH_SETTLEMENTS,
            }
        ),
        without={
            Feature.ACKNOWLEDGE: "An order of OTTO needs no acceptance.",
            Feature.REFUND: "OTTO pays the buyer once a return is accepted.",
            Feature.RECEIVE_PUSH: "OTTO sends nothing by itself.",
            Feature.READ_QUEUE: "OTTO keeps no queue.",
        },
        capabilities=frozenset(
            {
                "collects_payment", "issues_invoice", "cancel_part", "split_shipment", "tells_buyer",
                "owns_return_label", "needs_return_tracking",
            }
        ),
        buckets=(Bucket("calls", 20, 20),),
        fields=(
            SettingField("return_carrier", "Carrier of returns as chosen at OTTO: dhl, gls or hermes.", default="dhl"),
            SettingField("client_id", "Client id of the app.", secret=True),
            SettingField("client_secret", "Client secret of the app.", secret=True),
        ),
        most_offers_per_call=MOST_QUANTITIES,
        base_url="https://api.otto.market",
    )  # fmt: skip

    def __init__(self, account: Account) -> None:
        self._account = account
        tokens = OAuth(account, token_url=f"{account.base_url}/v1/token", grant="client_credentials", scope=SCOPES)
        self._transport = Transport(account, tokens)

    translate = staticmethod(translate)

    def _call(self, method: str, path: str, **more: Any) -> Answer:
        return self._transport.call(method, path, bucket="calls", **more)

    def fetch_orders(self, window: Window, page: str) -> OrderPage:
        """Ask for orders by time of change, announced and cancelled ones too; the cursor stands in the next link."""
        query = {"nextcursor": page, "limit": PAGE} if page else {"fromDate": _time(window.since), "limit": PAGE}
        answer = self._call("GET", "/v4/orders", params=query).json
        orders = tuple(
            RawOrder(row["salesOrderId"], _changed(row), json.dumps(row, default=str).encode())
            for row in answer["resources"]
        )
        return OrderPage(orders, _next(answer, "nextcursor"))

    def publish_stock(self, levels: Sequence[OfferLevel]) -> list[OfferOutcome]:
        """Set quantities, 200 a call. 207 tells which were taken; a refused SKU stands in words only."""
        body = [{"sku": level.sku, "quantity": level.quantity} for level in levels]
        try:
            answer = self._call("POST", "/v1/availability/quantities", json=body, writes=False)
        except Refusal as refusal:
            if refusal.status != 422:
                raise
            return _outcomes([level.sku for level in levels], set(), refusal.body)
        taken = {level.sku for level in levels}
        if answer.status == 207:
            taken = {row["sku"] for row in answer.json["results"]}
        return _outcomes([level.sku for level in levels], taken, answer.json)

    def publish_prices(self, prices: Sequence[OfferPrice]) -> list[OfferOutcome]:
        """Set gross prices; OTTO works on them later and answers with a task, which is asked until it is done."""
        body = [
            {"sku": price.sku, "standardPrice": {"amount": float(price.amount), "currency": price.currency}}
            for price in prices
        ]
        task = self._call("POST", "/v5/products/prices", json=body, writes=False).json
        path = next(link["href"] for link in task["links"] if link["rel"] == "self")
        for _ in range(20):
            if task["state"] == "done":
                break
            task = self._call("GET", path).json
        else:
            raise OutcomeUnknown("OTTO is still working on the prices.")
        failed = {
            row["variation"]: "; ".join(fault["title"] for fault in row["errors"])
            for row in self._call("GET", f"{path}/failed").json["results"]
        }
        return [OfferOutcome(price.sku, price.sku not in failed, failed.get(price.sku, "")) for price in prices]

    def list_offers(self, page: str) -> tuple[tuple[TheirOffer, ...], str]:
        """Return a page of quantities."""
        query = {"limit": MOST_QUANTITIES, **({"cursor": page} if page else {})}
        answer = self._call("GET", "/v1/availability/quantities", params=query).json
        rows = answer["resources"]["variations"]
        return tuple(TheirOffer(row["sku"], row["sku"], row["quantity"]) for row in rows), _next(answer, "cursor")

    def confirm_shipment(self, notice: ShipmentNotice) -> Confirmation:
        """Report a parcel with the number under which it would come back; without it OTTO refuses."""
        if not notice.return_tracking_number:
            raise Permanent("OTTO demands a return tracking number for every parcel.", order=notice.order)
        back = {
            "carrier": RETURN_CARRIERS[self._account.settings["return_carrier"]],
            "trackingNumber": notice.return_tracking_number,
        }
        body = {
            "trackingKey": {"carrier": _carrier(notice), "trackingNumber": notice.tracking_number},
            "shipDate": _time(notice.shipped_at),
            "shipFromAddress": {
                "city": notice.from_city,
                "zipCode": notice.from_postal_code,
                "countryCode": COUNTRIES.get(notice.from_country, notice.from_country),
            },
            "positionItems": [
                {"positionItemId": line.line, "salesOrderId": notice.order, "returnTrackingKey": back}
                for line in notice.lines
            ],
        }
        try:
            answer = self._call("POST", "/v1/shipments", json=body)
        except Refusal as refusal:
            known = self.find_shipment(notice) if refusal.status == 409 else None
            if known is None:
                raise
            return known
        return Confirmation(str(answer.json["shipmentId"]))

    def find_shipment(self, notice: ShipmentNotice) -> Confirmation | None:
        """Look the parcel up by carrier and number."""
        path = f"/v1/shipments/carriers/{_carrier(notice)}/trackingnumbers/{notice.tracking_number}"
        try:
            return Confirmation(str(self._call("GET", path).json["shipmentId"]))
        except Refusal as refusal:
            if refusal.status == 404:
                return None
            raise

    def cancel(self, request: CancelRequest) -> None:
        """Cancel items, or the whole order; OTTO asks for no reason. What is cancelled already stays so."""
        if request.lines:
            ids = ",".join(line.line for line in request.lines)
            path = f"/v4/orders/{request.order}/positionItems/{ids}/cancellation"
        else:
            path = f"/v4/orders/{request.order}/cancellation"
        try:
            self._call("POST", path)
        except Refusal as refusal:
            if refusal.status != 409 or not self._is_cancelled(request):
                raise

    def _is_cancelled(self, request: CancelRequest) -> bool:
        items = self._call("GET", f"/v4/orders/{request.order}").json["positionItems"]
        wanted = {line.line for line in request.lines}
        mine = [item for item in items if not wanted or item["positionItemId"] in wanted]
        return all(item["fulfillmentStatus"].startswith("CANCELLED") for item in mine)

    def fetch_returns(self, window: Window, page: str) -> ReturnPage:
        """Return announced returns, newest first, until they are older than the window."""
        number = int(page or 1)
        query = {"status": "ANNOUNCED", "limit": 50, "page": number}
        answer = self._call("GET", "/v3/returns", params=query).json
        found: list[TheirReturn] = []
        for row in answer["positionItems"]:
            at = read_time(row["occurredTime"], "occurredTime")
            if at < window.since:
                return ReturnPage(tuple(found))
            numbers = row.get("details", {}).get("returnTrackingKey", {}).get("trackingNumbers", [])
            line = ShippedLine(row["positionItemId"], "", 1)
            found.append(
                TheirReturn(row["positionItemId"], row["salesOrderId"], "", at, (line,), numbers[0] if numbers else "")
            )
        return ReturnPage(tuple(found), str(number + 1) if _next(answer, "page") else "")

    def fetch_settlements(self, window: Window, page: str) -> SettlementPage:
        """Return the receipts that OTTO wrote in our name: what was sold and what was given back."""
        query: dict[str, Any] = {"from": f"{window.since:%Y-%m-%d}", "to": f"{window.until:%Y-%m-%d}", "limit": PAGE}
        if page:
            query["next"] = page
        answer = self._call("GET", "/v3/receipts", params=query).json
        entries = tuple(
            SettlementEntry(
                row["receiptNumber"], row["receiptType"].lower(), row["salesOrderId"],
                Decimal(str(row["amountDue"]["amount"])) * (1 if row["receiptType"] == "PURCHASE" else -1),
                row["amountDue"]["currency"], read_time(row["creationDate"], "creationDate"),
            )
            for row in answer["resources"]
        )  # fmt: skip
        return SettlementPage(entries, _next(answer, "next"))


def _carrier(notice: ShipmentNotice) -> str:
    return CARRIERS.get(notice.carrier, "OTHER_FORWARDER")


def _time(moment: Any) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"


def _changed(row: Mapping[str, Any]) -> Any:
    """Both moments move for different reasons; the later one counts."""
    lifecycle = row.get("orderLifecycleInformation", {}).get("lifecycleChangeDate")
    told = [value for value in (row.get("lastModifiedDate"), lifecycle) if value]
    return max(read_time(value, "lastModifiedDate") for value in told)


def _next(answer: Mapping[str, Any], name: str) -> str:
    for link in answer.get("links", ()):
        if link["rel"] == "next":
            query = {key.lower(): values[0] for key, values in parse_qs(urlsplit(link["href"]).query).items()}
            return str(query.get(name, ""))
    return ""


def _outcomes(skus: Sequence[str], taken: set[str], body: Any) -> list[OfferOutcome]:
    faults = body.get("errors", []) if isinstance(body, Mapping) else []

    def problem(sku: str) -> str:
        return next((str(fault["detail"]) for fault in faults if sku in fault.get("detail", "")), "refused")

    return [OfferOutcome(sku, sku in taken, "" if sku in taken else problem(sku)) for sku in skus]
