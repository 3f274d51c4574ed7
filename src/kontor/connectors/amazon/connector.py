"""The account at Amazon. Limits are tight: orders come a hundred a call, stock goes in feeds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import quote

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
    QueuePage,
    RawOrder,
    SettingField,
    SettlementEntry,
    SettlementPage,
    ShipmentNotice,
    TheirOffer,
    Window,
)
from kontor.connectors.amazon.answers import as_order, expired, fee_of, moment, order_of, package_id
from kontor.connectors.amazon.feeds import (
    cancel_feed,
    listings_feed,
    price_patch,
    problems_of,
    run_feed,
    stock_patch,
)
from kontor.connectors.amazon.queue import Queue, orders_of, subscribe
from kontor.connectors.amazon.translate import translate
from kontor.connectors.oauth import OAuth
from kontor.connectors.payload import read_time
from kontor.connectors.transport import Answer, Call, Refusal, Transport
from kontor.kernel.errors import Permanent

ORDERS = "/orders/2026-01-01/orders"
DATA = "BUYER,RECIPIENT,PROCEEDS,PROMOTION,CANCELLATION,FULFILLMENT,PACKAGES,TAX,PAYMENT"
PAGE, MOST_MESSAGES = 100, 25_000
# Up to so many articles are told one by one, which is quicker; more go in one feed.
SINGLE = 5
# Amazon lets nobody ask for what changed in the last two minutes.
SETTLING = timedelta(minutes=2)
CARRIERS = {"dhl": "DHL", "dpd": "DPD", "gls": "GLS", "hermes": "Hermes", "ups": "UPS"}
REASONS = {
    CancelReason.OUT_OF_STOCK: "NoInventory",
    CancelReason.BUYER_ASKED: "BuyerCanceled",
    CancelReason.ADDRESS_WRONG: "ShippingAddressUndeliverable",
    CancelReason.PRICE_WRONG: "GeneralAdjustment",
    CancelReason.UNPAID: "GeneralAdjustment",
    CancelReason.OTHER: "GeneralAdjustment",
}


class Amazon(Marketplace):
    """One account on one marketplace."""

    manifest = ConnectorManifest(
        code="amazon",
        name="Amazon",
        features=frozenset(
            {
                Feature.FETCH_ORDERS, Feature.PENDING_ORDERS, Feature.PUBLISH_STOCK, Feature.PUBLISH_PRICES,
                Feature.LIST_OFFERS, Feature.CONFIRM_SHIPMENT, Feature.FIND_SHIPMENT, Feature.CANCEL,
                Feature.FETCH_SETTLEMENTS, Feature.READ_QUEUE,
            }
        ),
        without={
            Feature.ACKNOWLEDGE: "An order of Amazon needs no acceptance.",
            Feature.REFUND: "Amazon takes refunds by a feed without protection against doubles; refund in Seller Central.",
            Feature.FETCH_RETURNS: "Amazon tells returns in reports of Seller Central.",
            Feature.RECEIVE_PUSH: "Amazon writes into a queue of the merchant's at AWS, never over HTTP.",
        },
        capabilities=frozenset(
            {"collects_payment", "split_shipment", "tells_buyer", "gives_ship_by", "gives_deliver_by"}
        ),
        buckets=(
            Bucket("search", 20, 0.0056), Bucket("order", 30, 0.5), Bucket("shipment", 10, 2), Bucket("listing", 5, 5),
            Bucket("feed_documents", 15, 0.5), Bucket("feeds", 5, 0.0167), Bucket("feed_states", 15, 2),
            Bucket("feed_reads", 10, 0.0222), Bucket("finances", 10, 0.5),
            Bucket("subscriptions", 5, 1), Bucket("queue", 50, 20),
        ),
        fields=(
            SettingField("seller_id", "Merchant token (A…)."),
            SettingField("marketplace_id", "Marketplace id.", default="A1PA6795UKMFR9"),
            SettingField("token_url", "Address of Login with Amazon.", default="https://api.amazon.com/auth/o2/token"),
            SettingField("client_id", "Client id of the app.", secret=True),
            SettingField("client_secret", "Client secret of the app.", secret=True),
            SettingField("refresh_token", "Refresh token of the seller's consent.", secret=True),
            SettingField("queue_url", "Address of the SQS queue for notifications; empty: orders are polled.", optional=True),
            SettingField("queue_region", "Region of the queue.", default="eu-west-1"),
            SettingField("queue_key", "Access key id that may read and delete there.", secret=True, optional=True),
            SettingField("queue_secret", "Secret access key that belongs to it.", secret=True, optional=True),
        ),
        most_offers_per_call=MOST_MESSAGES,
        overlap=timedelta(minutes=10),
        poll_every=timedelta(minutes=3),
        base_url="https://sellingpartnerapi-eu.amazon.com",
    )  # fmt: skip

    def __init__(self, account: Account) -> None:
        self._account = account
        settings = account.settings
        tokens = OAuth(
            account, token_url=settings["token_url"], grant="refresh_token", header="x-amz-access-token", prefix=""
        )
        self._seller, self._marketplace = settings["seller_id"], settings["marketplace_id"]
        self._tokens = tokens
        self._queue = Queue.of(account)
        self._transport = Transport(account, self._authorise, expired=expired)

    translate = staticmethod(translate)

    def _authorise(self, call: Call, fresh: bool) -> Mapping[str, str]:  # noqa: FBT001
        return self._tokens(call, fresh)

    def _call(self, method: str, path: str, *, bucket: str, **more: Any) -> Answer:
        return self._transport.call(method, path, bucket=bucket, **more)

    def fetch_orders(self, window: Window, page: str) -> OrderPage:
        """Ask for orders by time of change; the token of a page asks for the next with the same question."""
        query = {
            "lastUpdatedAfter": moment(window.since), "marketplaceIds": self._marketplace, "fulfilledBy": "MERCHANT",
            "maxResultsPerPage": PAGE, "includedData": DATA,
        }  # fmt: skip
        if page:
            query["paginationToken"] = page
        answer = self._call("GET", ORDERS, bucket="search", params=query).json
        orders = tuple(as_order(row) for row in answer["orders"])
        return OrderPage(orders, answer.get("pagination", {}).get("nextToken", ""))

    def publish_stock(self, levels: Sequence[OfferLevel]) -> list[OfferOutcome]:
        """Set quantities: a few one by one, many in one feed."""
        return self._patch([(level.sku, [stock_patch(level.quantity)]) for level in levels])

    def publish_prices(self, prices: Sequence[OfferPrice]) -> list[OfferOutcome]:
        """Set gross prices."""
        return self._patch(
            [(price.sku, [price_patch(self._marketplace, price.amount, price.currency)]) for price in prices]
        )

    def _patch(self, patches: Sequence[tuple[str, Sequence[dict[str, Any]]]]) -> list[OfferOutcome]:
        if len(patches) <= SINGLE:
            return [self._patch_one(sku, rows) for sku, rows in patches]
        report = run_feed(
            self._transport, kind="JSON_LISTINGS_FEED", content=listings_feed(self._seller, patches),
            media_type="application/json; charset=UTF-8", marketplace=self._marketplace,
        )  # fmt: skip
        problems = problems_of(report)
        if "" in problems:
            raise Permanent("Amazon refused the feed.", why=problems[""])
        return [OfferOutcome(sku, sku not in problems, problems.get(sku, "")) for sku, _ in patches]

    def _patch_one(self, sku: str, rows: Sequence[dict[str, Any]]) -> OfferOutcome:
        """Patch one listing. A refusal comes under 200 as well."""
        path = f"/listings/2021-08-01/items/{self._seller}/{quote(sku, safe='')}"
        body = {"productType": "PRODUCT", "patches": list(rows)}
        query = {"marketplaceIds": self._marketplace, "issueLocale": "de_DE"}
        told = self._call("PATCH", path, bucket="listing", params=query, json=body, writes=False).json
        issues = "; ".join(issue["message"] for issue in told.get("issues", ()) if issue["severity"] == "ERROR")
        accepted = told["status"] == "ACCEPTED"
        return OfferOutcome(sku, accepted, "" if accepted else issues or told["status"])

    def list_offers(self, page: str) -> tuple[tuple[TheirOffer, ...], str]:
        """Return a page of listings."""
        query = {
            "marketplaceIds": self._marketplace, "includedData": "summaries,offers,fulfillmentAvailability",
            "pageSize": 20,
        }  # fmt: skip
        if page:
            query["pageToken"] = page
        told = self._call("GET", f"/listings/2021-08-01/items/{self._seller}", bucket="listing", params=query).json
        offers = []
        for row in told["items"]:
            levels = [
                level.get("quantity") for level in row.get("fulfillmentAvailability", ())
                if level["fulfillmentChannelCode"] == "DEFAULT"
            ]  # fmt: skip
            prices = [
                Decimal(offer["price"]["amount"]) for offer in row.get("offers", ()) if offer["offerType"] == "B2C"
            ]
            offers.append(
                TheirOffer(row["sku"], row["sku"], levels[0] if levels else None, prices[0] if prices else None)
            )
        return tuple(offers), told.get("pagination", {}).get("nextToken", "")

    def confirm_shipment(self, notice: ShipmentNotice) -> Confirmation:
        """Report a parcel under a number of its own: told again, it overwrites itself."""
        counts: dict[str, int] = {}
        for line in notice.lines:
            counts[line.line] = counts.get(line.line, 0) + line.quantity
        package: dict[str, Any] = {
            "packageReferenceId": package_id(notice.reference),
            "carrierCode": CARRIERS.get(notice.carrier, "Other"),
            "trackingNumber": notice.tracking_number,
            "shipDate": moment(notice.shipped_at),
            "orderItems": [{"orderItemId": item, "quantity": count} for item, count in counts.items()],
        }
        if package["carrierCode"] == "Other":
            package["carrierName"] = notice.carrier
        body = {"marketplaceId": self._marketplace, "packageDetail": package}
        self._call("POST", f"/orders/v0/orders/{notice.order}/shipmentConfirmation", bucket="shipment", json=body)
        return Confirmation(package["packageReferenceId"])

    def find_shipment(self, notice: ShipmentNotice) -> Confirmation | None:
        """Look for our parcel number among the order's packages."""
        wanted = package_id(notice.reference)
        query = {"includedData": "FULFILLMENT,PACKAGES"}
        order = self._call("GET", f"{ORDERS}/{notice.order}", bucket="order", params=query).json["order"]
        known = any(row["packageReferenceId"] == wanted for row in order.get("packages", ()))
        return Confirmation(wanted) if known else None

    def cancel(self, request: CancelRequest) -> None:
        """Refuse the whole order by a feed; what is cancelled already stays so."""
        if request.lines:
            raise Permanent("Amazon cancels whole orders only; refund the lines instead.")
        query = {"includedData": "FULFILLMENT"}
        order = self._call("GET", f"{ORDERS}/{request.order}", bucket="order", params=query).json["order"]
        if order["fulfillment"]["fulfillmentStatus"] == "CANCELLED":
            return
        items = [item["orderItemId"] for item in order["orderItems"]]
        content = cancel_feed(self._seller, request.order, items, REASONS[request.reason])
        report = run_feed(
            self._transport, kind="POST_ORDER_ACKNOWLEDGEMENT_DATA", content=content,
            media_type="text/xml; charset=UTF-8", marketplace=self._marketplace,
        )  # fmt: skip
        if b"<MessagesWithError>0</MessagesWithError>" not in report:
            raise Permanent("Amazon does not let us cancel.", order=request.order)

    def fetch_settlements(self, window: Window, page: str) -> SettlementPage:
        """Return what was booked; a page may be empty and not the last."""
        query = {"postedAfter": moment(window.since), "marketplaceId": self._marketplace}
        if page:
            query["nextToken"] = page
        told = self._call("GET", "/finances/2024-06-19/transactions", bucket="finances", params=query).json["payload"]
        entries = tuple(
            SettlementEntry(
                row["transactionId"], row["transactionType"].lower(), order_of(row),
                Decimal(str(row["totalAmount"]["currencyAmount"])), row["totalAmount"]["currencyCode"],
                read_time(row["postedDate"], "postedDate"), fee_of(row),
            )
            for row in told.get("transactions", ())
        )  # fmt: skip
        return SettlementPage(entries, told.get("nextToken", ""))

    def subscribe(self) -> None:
        """Have changes of orders written into the merchant's queue. Without a queue nothing is to be done."""
        if self._queue:
            subscribe(self._account, self._transport, self._queue, seller=self._seller)

    def read_queue(self) -> QueuePage:
        """Fetch the orders that the messages speak of; what is not ours to ship is passed over."""
        if not self._queue:
            return QueuePage((), ())
        messages = self._queue.receive()
        numbers = dict.fromkeys(number for body in messages.values() for number in orders_of(body, self._marketplace))
        found = [order for number in numbers if (order := self._fetch_order(number))]
        return QueuePage(tuple(found), tuple(messages))

    def _fetch_order(self, number: str) -> RawOrder | None:
        try:
            row = self._call("GET", f"{ORDERS}/{quote(number)}", bucket="order", params={"includedData": DATA}).json[
                "order"
            ]
        except Refusal as refusal:
            if refusal.status == 404:  # the search, which asks by time, finds what comes into being later
                return None
            raise
        return as_order(row) if row["fulfillment"].get("fulfilledBy", "MERCHANT") == "MERCHANT" else None

    def forget(self, receipts: Sequence[str]) -> None:
        """Delete messages from the queue."""
        if self._queue:
            self._queue.delete(receipts)
