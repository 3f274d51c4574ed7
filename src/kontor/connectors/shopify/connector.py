"""A Shopify shop: one address for all questions, paid for in points."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from kontor.channels.ports import (
    Account,
    CancelRequest,
    Confirmation,
    Marketplace,
    OfferLevel,
    OfferOutcome,
    OfferPrice,
    OrderPage,
    Push,
    PushRefused,
    PushRequest,
    RawOrder,
    ReturnPage,
    SettlementEntry,
    SettlementPage,
    ShipmentNotice,
    ShippedLine,
    TheirOffer,
    TheirReturn,
    Window,
)
from kontor.connectors.oauth import OAuth
from kontor.connectors.payload import read_time
from kontor.connectors.shopify import documents
from kontor.connectors.shopify.answers import VariantRef, culprits, goes_on, next_page, parcel, parts, taken
from kontor.connectors.shopify.manifest import MANIFEST
from kontor.connectors.shopify.translate import translate
from kontor.connectors.shopify.words import (
    CARRIERS,
    NO_VARIANT,
    ORDERS_PAGE,
    REASONS,
    VARIANTS_PAGE,
    VERSION,
)
from kontor.connectors.transport import Call, Transport
from kontor.kernel.errors import Misconfigured, OutcomeUnknown, Permanent, Retryable

log = logging.getLogger("kontor.connectors.shopify")

_KEYS = uuid.UUID("6f1c2a52-6c5d-4f35-9d0a-0f2f4f6f3c10")


class Shopify(Marketplace):
    """One shop."""

    manifest = MANIFEST

    def __init__(self, account: Account) -> None:
        self._account = account
        self._tokens = OAuth(
            account, token_url=f"{account.base_url}/admin/oauth/access_token", grant="client_credentials"
        )
        self._transport = Transport(account, self._authorise)

    translate = staticmethod(translate)

    def _authorise(self, call: Call, fresh: bool) -> Mapping[str, str]:  # noqa: FBT001
        return {"X-Shopify-Access-Token": self._tokens.access_token(fresh=fresh)}

    def _ask(self, document: str, variables: Mapping[str, Any], *, writes: bool = False) -> dict[str, Any]:
        """Ask, and judge the two places where Shopify refuses: the errors of the question, those of the deed."""
        body = {"query": document, "variables": variables}
        path = f"/admin/api/{VERSION}/graphql.json"
        answer = self._transport.call("POST", path, bucket="calls", json=body, writes=writes).json
        if not isinstance(answer, Mapping):
            kind = OutcomeUnknown if writes else Retryable
            raise kind("Shopify answered nothing.")
        for error in answer.get("errors") or ():
            self._judge(error, answer)
        data: dict[str, Any] = answer["data"]
        return data

    def _judge(self, error: Mapping[str, Any], answer: Mapping[str, Any]) -> None:
        code = error.get("extensions", {}).get("code", "")
        if code == "THROTTLED":
            cost = answer.get("extensions", {}).get("cost", {})
            status = cost.get("throttleStatus", {})
            missing = float(cost.get("requestedQueryCost", 100)) - float(status.get("currentlyAvailable", 0))
            wait = max(1.0, missing / float(status.get("restoreRate", 50)))
            self._account.slow_down("calls", wait)
            raise Retryable("Shopify asks us to slow down.", after_s=wait)
        if code == "ACCESS_DENIED":
            raise Misconfigured("Shopify: the app lacks a permission.", why=error["message"])
        if code == "INTERNAL_SERVER_ERROR":
            raise OutcomeUnknown("Shopify failed.")
        raise Permanent("Shopify refused.", code=code, why=error["message"])

    def fetch_orders(self, window: Window, page: str) -> OrderPage:
        """Ask for orders by time of change."""
        query = f"updated_at:>='{window.since:%Y-%m-%dT%H:%M:%SZ}'"
        asked = {"first": ORDERS_PAGE, "after": page or None, "query": query}
        told = self._ask(documents.ORDERS, asked)["orders"]
        orders = tuple(
            RawOrder(row["id"], read_time(row["updatedAt"], "updatedAt"), json.dumps(row, default=str).encode())
            for row in told["nodes"]
        )
        return OrderPage(orders, next_page(told))

    def publish_stock(self, levels: Sequence[OfferLevel]) -> list[OfferOutcome]:
        """Set quantities of one location. One bad article refuses the call: it is named, taken out, the rest told again."""
        refs = {level.sku: VariantRef.parse(level.ref) for level in levels}
        outcomes = [OfferOutcome(it.sku, accepted=False, problem=NO_VARIANT) for it in levels if refs[it.sku] is None]
        left = [(level, ref) for level in levels if (ref := refs[level.sku]) is not None]
        while left:
            rows = [
                {
                    "inventoryItemId": ref.item, "locationId": self._account.settings["location_id"],
                    "quantity": level.quantity, "changeFromQuantity": None,
                }
                for level, ref in left
            ]  # fmt: skip
            # The same numbers under the same key are one deed, however often it is asked.
            key = uuid.uuid5(_KEYS, "|".join(f"{it.sku}:{it.version}:{it.quantity}" for it, _ in left))
            asked = {
                "input": {"name": "available", "reason": "correction", "quantities": rows}, "idempotencyKey": str(key),
            }  # fmt: skip
            faults = self._ask(documents.SET_QUANTITIES, asked)["inventorySetQuantities"]["userErrors"]
            if not faults:
                return outcomes + [OfferOutcome(level.sku, accepted=True) for level, _ in left]
            bad = culprits(faults, [level.sku for level, _ in left])
            outcomes += [OfferOutcome(sku, accepted=False, problem=problem) for sku, problem in bad.items()]
            left = [(level, ref) for level, ref in left if level.sku not in bad]
        return outcomes

    def publish_prices(self, prices: Sequence[OfferPrice]) -> list[OfferOutcome]:
        """Set prices, one call per product."""
        refs = {price.sku: VariantRef.parse(price.ref) for price in prices}
        outcomes = [OfferOutcome(it.sku, accepted=False, problem=NO_VARIANT) for it in prices if refs[it.sku] is None]
        by_product: dict[str, list[tuple[OfferPrice, str]]] = defaultdict(list)
        for price in prices:
            if (ref := refs[price.sku]) is not None:
                by_product[ref.product].append((price, ref.variant))
        for product, rows in by_product.items():
            variants = [{"id": variant, "price": f"{price.amount:.2f}"} for price, variant in rows]
            told = self._ask(documents.SET_PRICES, {"productId": product, "variants": variants})
            faults = told["productVariantsBulkUpdate"]["userErrors"]
            problem = "; ".join(fault["message"] for fault in faults)
            outcomes += [OfferOutcome(price.sku, not faults, problem) for price, _ in rows]
        return outcomes

    def list_offers(self, page: str) -> tuple[tuple[TheirOffer, ...], str]:
        """Return a page of variants with what the location offers."""
        location = self._account.settings["location_id"]
        asked = {"first": VARIANTS_PAGE, "after": page or None, "locationId": location}
        told = self._ask(documents.VARIANTS, asked)["productVariants"]
        offers = []
        for row in told["nodes"]:
            item = row["inventoryItem"]
            level = item["inventoryLevel"]
            ref = str(VariantRef(item["id"], row["id"], row["product"]["id"]))
            quantity = level["quantities"][0]["quantity"] if level else None
            if row["sku"]:
                offers.append(TheirOffer(row["sku"], ref, quantity, Decimal(str(row["price"]))))
        return tuple(offers), next_page(told)

    def confirm_shipment(self, notice: ShipmentNotice) -> Confirmation:
        """Fulfil the pieces of the parcel. A repeat would fulfil again, so our tracking number is looked for first."""
        order = self._state(notice.order)
        if known := parcel(order, notice):
            return known
        wanted: dict[str, int] = {}
        for line in notice.lines:
            wanted[line.line] = wanted.get(line.line, 0) + line.quantity
        groups = taken(order, wanted)
        if any(wanted.values()):
            raise Permanent("Shopify has nothing left to fulfil for these lines.", order=notice.order)
        asked = {
            "fulfillment": {
                "notifyCustomer": True,
                "trackingInfo": {"company": CARRIERS.get(notice.carrier, "Other"), "numbers": [notice.tracking_number]},
                "lineItemsByFulfillmentOrder": groups,
            }
        }
        told = self._ask(documents.FULFIL, asked, writes=True)["fulfillmentCreate"]
        if told["userErrors"]:
            raise Permanent("Shopify refused the shipment.", why=told["userErrors"][0]["message"])
        return Confirmation(told["fulfillment"]["id"])

    def _state(self, order: str) -> dict[str, Any]:
        told = self._ask(documents.FULFILLMENT_STATE, {"id": order})["order"]
        if told is None:
            raise Permanent("Shopify has no such order.", order=order)
        found: dict[str, Any] = told
        groups = found["fulfillmentOrders"]
        if len(found["fulfillments"]) >= documents.MOST_PARCELS or goes_on(groups, *parts(groups, "lineItems")):
            raise Permanent(
                "The order has more parcels or lines than Shopify tells at once: confirm it there, then note it as done by hand.",
                order=order,
            )
        return found

    def find_shipment(self, notice: ShipmentNotice) -> Confirmation | None:
        """Look for our tracking number among the fulfilments."""
        return parcel(self._state(notice.order), notice)

    def cancel(self, request: CancelRequest) -> None:
        """Cancel the whole order and pay the buyer back; what is cancelled already stays so."""
        if request.lines:
            raise Permanent("Shopify cancels whole orders only; refund the lines instead.")
        if self._state(request.order)["cancelledAt"]:
            return
        asked = {
            "orderId": request.order, "reason": REASONS[request.reason], "restock": False,
            "staffNote": request.reference, "refundMethod": {"originalPaymentMethodsRefund": True},
        }  # fmt: skip
        faults = self._ask(documents.CANCEL, asked, writes=True)["orderCancel"]["orderCancelUserErrors"]
        if faults and not self._state(request.order)["cancelledAt"]:
            raise Permanent("Shopify does not let us cancel.", why=faults[0]["message"])

    def fetch_returns(self, window: Window, page: str) -> ReturnPage:
        """Return the returns of orders that changed."""
        query = f"updated_at:>='{window.since:%Y-%m-%dT%H:%M:%SZ}'"
        told = self._ask(documents.RETURNS, {"first": ORDERS_PAGE, "after": page or None, "query": query})["orders"]
        found = []
        for order in told["nodes"]:
            if goes_on(order["returns"], *parts(order["returns"], "returnLineItems")):
                # Half of them would be taken for all; the others of this page are read.
                log.warning("order %s has more returns at Shopify than are told at once; look there", order["id"])
                continue
            for row in order["returns"]["nodes"]:
                lines = tuple(
                    ShippedLine(part["id"], part["sku"] or "", item["quantity"])
                    for item in row["returnLineItems"]["nodes"]
                    if (part := (item.get("fulfillmentLineItem") or {}).get("lineItem"))
                )
                at = read_time(row["createdAt"], "createdAt")
                found.append(TheirReturn(row["id"], order["id"], row["status"], at, lines))
        return ReturnPage(tuple(found), next_page(told))

    def fetch_settlements(self, window: Window, page: str) -> SettlementPage:
        """Return what Shopify Payments booked; a shop that is paid elsewhere has none."""
        query = f"processed_at:>='{window.since:%Y-%m-%dT%H:%M:%SZ}'"
        asked = {"first": 100, "after": page or None, "query": query}
        account = self._ask(documents.SETTLEMENTS, asked)["shopifyPaymentsAccount"]
        if account is None:
            return SettlementPage(())
        told = account["balanceTransactions"]
        entries = tuple(
            SettlementEntry(
                row["id"], row["type"].lower(), (row["associatedOrder"] or {}).get("id", ""),
                Decimal(str(row["net"]["amount"])), row["net"]["currencyCode"],
                read_time(row["transactionDate"], "transactionDate"), -Decimal(str(row["fee"]["amount"])),
            )
            for row in told["nodes"]
        )  # fmt: skip
        return SettlementPage(entries, next_page(told))

    def read_push(self, request: PushRequest) -> Push:
        """Verify a webhook: only its body is signed, so its id is what keeps a recording out."""
        given = request.headers.get("x-shopify-hmac-sha256", "")
        secret = self._account.secrets["client_secret"].encode()
        expected = base64.b64encode(hmac.new(secret, request.body, hashlib.sha256).digest()).decode()
        if not hmac.compare_digest(expected, given):
            raise PushRefused()
        delivery = request.headers.get("x-shopify-webhook-id", "")
        if not delivery:
            raise PushRefused("The message has no id.")
        told = json.loads(request.body)
        order = told.get("admin_graphql_api_id", "")
        return Push(delivery, request.headers.get("x-shopify-topic", ""), (order,) if order else ())
