"""The account at eBay."""

from __future__ import annotations

import hashlib
import json
import re
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
    RefundRequest,
    ReturnPage,
    SettlementEntry,
    SettlementPage,
    ShipmentNotice,
    ShippedLine,
    TheirOffer,
    TheirReturn,
    Window,
)
from kontor.connectors.ebay.manifest import MANIFEST
from kontor.connectors.ebay.signing import read_signature, sign_call, verify_push
from kontor.connectors.ebay.translate import translate
from kontor.connectors.ebay.words import (
    CARRIERS,
    FINANCES,
    FULFILLMENT,
    INVENTORY,
    NOTIFICATION,
    PAGE,
    POST_ORDER,
    REASONS,
)
from kontor.connectors.keyring import KeyRing
from kontor.connectors.oauth import OAuth
from kontor.connectors.payload import Reader, read_time
from kontor.connectors.transport import Answer, Call, Refusal, Transport
from kontor.kernel.errors import Permanent

# Calls that move money are signed, by rule of the EU; elsewhere the signature is not looked at.
_SIGNED = re.compile(r"/issue_refund$|^/sell/finances/|^/post-order/v2/(cancellation|return)(/|$)")
_ALPHANUMERIC = re.compile(r"[^0-9A-Za-z]")
# eBay's keys; its notifications come by the thousand and are signed by one of them.
_keys = KeyRing()


class Ebay(Marketplace):
    """One account."""

    manifest = MANIFEST

    def __init__(self, account: Account) -> None:
        self._account = account
        self._tokens = OAuth(
            account, token_url=f"{account.base_url}/identity/v1/oauth2/token", grant="refresh_token",
            auth_method="client_secret_basic",
        )  # fmt: skip
        self._transport = Transport(account, self._authorise)

    translate = staticmethod(translate)

    def _authorise(self, call: Call, fresh: bool) -> Mapping[str, str]:  # noqa: FBT001
        token = self._tokens.access_token(fresh=fresh)
        path = call.url.removeprefix(self._account.base_url).partition("?")[0]
        scheme = "IAF" if path.startswith(POST_ORDER) else "Bearer"
        headers = {
            "Authorization": f"{scheme} {token}",
            "X-EBAY-C-MARKETPLACE-ID": self._account.settings["marketplace"],
        }
        if _SIGNED.search(path) and self._account.secrets.get("signing_key"):
            secrets, created = self._account.secrets, int(self._account.now().timestamp())
            headers |= sign_call(call, key=secrets["signing_key"], jwe=secrets["signing_jwe"], created=created)
        return headers

    def _call(self, method: str, path: str, **more: Any) -> Answer:
        return self._transport.call(method, path, bucket="calls", **more)

    def fetch_orders(self, window: Window, page: str) -> OrderPage:
        """Ask for orders by time of change; rows may shift while paging, hence the overlap of the windows."""
        offset = int(page or 0)
        moved = f"lastmodifieddate:[{_time(window.since)}..]"
        query = {"filter": moved, "limit": PAGE, "offset": offset}
        answer = self._call("GET", f"{FULFILLMENT}/order", params=query).json
        rows = answer.get("orders") or []
        orders = tuple(
            RawOrder(
                row["orderId"], read_time(row["lastModifiedDate"], "lastModifiedDate"),
                json.dumps(row, default=str).encode(),
            )
            for row in rows
        )  # fmt: skip
        return OrderPage(orders, str(offset + len(rows)) if rows and answer.get("next") else "")

    def publish_stock(self, levels: Sequence[OfferLevel]) -> list[OfferOutcome]:
        """Set item and offer to the same quantity: the listing shows the smaller of the two."""
        requests = [
            {
                "sku": level.sku, "shipToLocationAvailability": {"quantity": level.quantity},
                "offers": [{"offerId": level.ref, "availableQuantity": level.quantity}],
            }
            for level in levels if level.ref
        ]  # fmt: skip
        return self._bulk(requests, [level.sku for level in levels if not level.ref])

    def publish_prices(self, prices: Sequence[OfferPrice]) -> list[OfferOutcome]:
        """Set the price of offers."""
        requests = [
            {
                "sku": price.sku,
                "offers": [{"offerId": price.ref, "price": {"value": f"{price.amount:.2f}", "currency": price.currency}}],
            }
            for price in prices if price.ref
        ]  # fmt: skip
        return self._bulk(requests, [price.sku for price in prices if not price.ref])

    def _bulk(self, requests: Sequence[Mapping[str, Any]], unknown: Sequence[str]) -> list[OfferOutcome]:
        outcomes = [OfferOutcome(sku, accepted=False, problem="eBay has no offer with this SKU") for sku in unknown]
        if not requests:
            return outcomes
        body = {"requests": list(requests)}
        path = f"{INVENTORY}/bulk_update_price_quantity"
        answer = self._call("POST", path, json=body, writes=False).json
        problems: dict[str, str] = {}
        for row in answer["responses"]:
            words = (
                "" if row["statusCode"] < 300 else "; ".join(fault["message"] for fault in row["errors"]) or "refused"
            )
            problems[row["sku"]] = problems.get(row["sku"], "") or words
        return outcomes + [OfferOutcome(sku, not problem, problem) for sku, problem in problems.items()]

    def list_offers(self, page: str) -> tuple[tuple[TheirOffer, ...], str]:
        """Return a page of items with their offers; eBay lists offers by SKU only."""
        number = int(page or 0)
        query = {"limit": 100, "offset": number}
        answer = self._call("GET", f"{INVENTORY}/inventory_item", params=query).json
        offers = []
        for item in answer.get("inventoryItems") or []:
            wanted = {
                "sku": item["sku"],
                "marketplace_id": self._account.settings["marketplace"],
                "format": "FIXED_PRICE",
            }
            for offer in self._call("GET", f"{INVENTORY}/offer", params=wanted).json["offers"]:
                price = Decimal(offer["pricingSummary"]["price"]["value"])
                offers.append(TheirOffer(item["sku"], offer["offerId"], offer["availableQuantity"], price))
        return tuple(offers), str(number + 1) if answer.get("next") else ""

    def confirm_shipment(self, notice: ShipmentNotice) -> Confirmation:
        """Report a parcel. eBay does not say what a repeat does, so what is there already is looked up first."""
        number = _ALPHANUMERIC.sub("", notice.tracking_number)
        body = {
            "lineItems": [{"lineItemId": line.line, "quantity": line.quantity} for line in _summed(notice.lines)],
            "shippedDate": _time(notice.shipped_at),
            "shippingCarrierCode": CARRIERS.get(notice.carrier, "Other"),
            "trackingNumber": number,
        }
        path = f"{FULFILLMENT}/order/{notice.order}/shipping_fulfillment"
        try:
            self._call("POST", path, json=body)
        except Refusal as refusal:
            known = self.find_shipment(notice) if refusal.status in (400, 409) else None
            if known is None:
                raise
            return known
        return Confirmation(number)

    def find_shipment(self, notice: ShipmentNotice) -> Confirmation | None:
        """Look for our tracking number among the order's parcels."""
        number = _ALPHANUMERIC.sub("", notice.tracking_number)
        path = f"{FULFILLMENT}/order/{notice.order}/shipping_fulfillment"
        rows = self._call("GET", path).json["fulfillments"]
        return Confirmation(number) if any(row["shipmentTrackingNumber"] == number for row in rows) else None

    def cancel(self, request: CancelRequest) -> None:
        """Cancel the whole order; eBay pays the buyer back. What is cancelled already stays so."""
        if request.lines:
            raise Permanent("eBay cancels whole orders only; refund the lines instead.")
        order = Reader(self._call("GET", f"{FULFILLMENT}/order/{request.order}").json)
        if order.maybe("cancelStatus").text("cancelState") == "CANCELED":
            return
        paid = order.text("orderPaymentStatus") == "PAID"
        body: dict[str, Any] = {
            "legacyOrderId": request.order, "cancelReason": REASONS[request.reason], "buyerPaid": paid,
        }  # fmt: skip
        if paid:
            body["buyerPaidDate"] = {"value": order.need_text("creationDate")}
        answer = self._call("POST", f"{POST_ORDER}/cancellation", json=body).json
        if "cancelId" not in answer:
            why = answer.get("orderEligibilityResult", {}).get("failureReason", ["not eligible"])
            raise Permanent("eBay does not let us cancel.", order=request.order, why=", ".join(why))

    def refund(self, request: RefundRequest) -> Confirmation:
        """Give money back for the order or its lines. eBay makes it again where it is asked again."""
        comment = request.reference[:100]
        body: dict[str, Any] = {"reasonForRefund": "OTHER_ADJUSTMENT", "comment": comment}
        amount = {"value": f"{request.amount:.2f}", "currency": request.currency}
        if request.lines:
            body["refundItems"] = [{"lineItemId": request.lines[0].line, "refundAmount": amount}]
        else:
            body["orderLevelRefundAmount"] = amount
        answer = self._call("POST", f"{FULFILLMENT}/order/{request.order}/issue_refund", json=body).json
        if answer["refundStatus"] == "FAILED":
            raise Permanent("eBay could not refund.", order=request.order)
        return Confirmation(str(answer["refundId"]))

    def fetch_returns(self, window: Window, page: str) -> ReturnPage:
        """Return open returns; there is no filter by time of change."""
        number = int(page or 1)
        query = {"limit": PAGE, "offset": number, "role": "SELLER", "return_state": "ALL_OPEN"}
        answer = self._call("GET", f"{POST_ORDER}/return/search", params=query).json
        found = []
        for row in answer["members"]:
            info = row["creationInfo"]
            line = ShippedLine(str(info["item"]["transactionId"]), "", int(info["item"]["returnQuantity"]))
            at = read_time(info["creationDate"]["value"], "creationDate")
            found.append(TheirReturn(str(row["returnId"]), row["orderId"], info["reason"], at, (line,)))
        pages = answer["paginationOutput"]["totalPages"]
        return ReturnPage(tuple(found), str(number + 1) if number < pages else "")

    def fetch_settlements(self, window: Window, page: str) -> SettlementPage:
        """Return sales, refunds and fees as booked; the entry's direction gives the sign."""
        offset = int(page or 0)
        moved = f"transactionDate:[{_time(window.since)}..{_time(window.until)}]"
        answer = self._call(
            "GET", f"{FINANCES}/transaction", params={"filter": moved, "limit": 1000, "offset": offset}
        ).json
        rows = answer["transactions"] if answer else []
        entries = tuple(
            SettlementEntry(
                f"{row['transactionType']}:{row['transactionId']}", row["transactionType"].lower(), row.get("orderId", ""),
                Decimal(row["amount"]["value"]) * (1 if row["bookingEntry"] == "CREDIT" else -1),
                row["amount"]["currency"], read_time(row["transactionDate"], "transactionDate"),
                -Decimal(row.get("totalFeeAmount", {}).get("value", "0")),
            )
            for row in rows
        )  # fmt: skip
        return SettlementPage(entries, str(offset + len(rows)) if rows and answer.get("next") else "")

    def read_push(self, request: PushRequest) -> Push:
        """Verify a notification by eBay's public key; the challenge of a new destination is answered."""
        code = request.query.get("challenge_code")
        if request.method == "GET" and code:
            token, endpoint = (
                self._account.secrets["verification_token"],
                self._account.settings.get("callback_url", ""),
            )
            answer = hashlib.sha256((code + token + endpoint).encode()).hexdigest()
            return Push("", "challenge", reply=json.dumps({"challengeResponse": answer}).encode())
        told = read_signature(request.headers.get("x-ebay-signature", ""))
        pem, digest = self._public_key(told["kid"])
        verify_push(request.body, signature=told["signature"], pem=pem, digest=digest)
        message = Reader.of(request.body)
        notification = message.into("notification")
        order = notification.maybe("data").maybe("order").text("orderId")
        topic = message.maybe("metadata").text("topic")
        return Push(notification.need_text("notificationId"), topic, (order,) if order else ())

    def _public_key(self, kid: str) -> tuple[str, str]:
        if not re.fullmatch(r"[0-9A-Za-z-]{1,64}", kid):
            raise PushRefused()
        key, digest = json.loads(_keys.find(self._account.base_url, kid, lambda: self._ask_key(kid)))
        return key, digest

    def _ask_key(self, kid: str) -> str:
        try:
            told = self._call("GET", f"{NOTIFICATION}/public_key/{kid}").json
        except Refusal:
            raise PushRefused() from None
        return json.dumps([told["key"], told["digest"]])


def _summed(lines: Sequence[ShippedLine]) -> list[ShippedLine]:
    """A line that was split to keep its cents is one line at eBay."""
    counts: dict[str, int] = {}
    for line in lines:
        counts[line.line] = counts.get(line.line, 0) + line.quantity
    return [ShippedLine(line, "", quantity) for line, quantity in counts.items()]


def _time(moment: Any) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"
