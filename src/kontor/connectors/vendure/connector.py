"""A Vendure shop."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

import httpx2

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
    OrderPage,
    RawOrder,
    SettingField,
    ShipmentNotice,
    TheirOffer,
    Token,
    Window,
)
from kontor.connectors.transport import Call, Transport, shared_client
from kontor.connectors.vendure.translate import translate
from kontor.kernel.errors import Misconfigured, Permanent, Retryable

PAGE = 100
SESSION = timedelta(hours=1)
_LOGIN = "mutation($u: String!, $p: String!) { login(username: $u, password: $p) { __typename } }"
# An order's time of change does not move with its state: new orders are found by when they were placed, and those that
# are not at their end are read again.
_ORDERS = """
query($since: DateTime!, $skip: Int!, $take: Int!) {
  orders(options: {skip: $skip, take: $take, sort: {orderPlacedAt: ASC}, filter: {active: {eq: false}, _or: [
      {orderPlacedAt: {after: $since}}, {updatedAt: {after: $since}},
      {state: {in: ["PaymentAuthorized", "PaymentSettled", "PartiallyShipped", "Modifying"]}}]}}) {
    totalItems
    items {
      id code state createdAt updatedAt orderPlacedAt currencyCode shippingWithTax totalWithTax
      customer { id emailAddress }
      shippingAddress { fullName company streetLine1 streetLine2 postalCode city countryCode phoneNumber }
      lines { id quantity orderPlacedQuantity proratedLinePriceWithTax productVariant { sku name } }
    }
  }
}
"""
_VARIANTS = """
query($skip: Int!, $take: Int!) { productVariants(options: {skip: $skip, take: $take, sort: {id: ASC}}) {
  totalItems items { id sku priceWithTax stockLevels { stockLocationId stockOnHand stockAllocated } } } }
"""
_ALLOCATED = """
query($ids: [String!]!) { productVariants(options: {filter: {id: {in: $ids}}, take: 100}) {
  items { id stockLevels { stockLocationId stockAllocated } } } }
"""
_STOCK = "mutation($input: [UpdateProductVariantInput!]!) { updateProductVariants(input: $input) { id } }"
_PARCELS = "query($id: ID!) { order(id: $id) { state fulfillments { id state trackingCode } } }"
_FULFIL = """
mutation($input: FulfillOrderInput!) { addFulfillmentToOrder(input: $input) {
  __typename ... on Fulfillment { id } ... on ErrorResult { errorCode message } } }
"""
_SHIP = """
mutation($id: ID!) { transitionFulfillmentToState(id: $id, state: "Shipped") {
  __typename ... on FulfillmentStateTransitionError { errorCode transitionError } } }
"""
_CANCEL = """
mutation($input: CancelOrderInput!) { cancelOrder(input: $input) {
  __typename ... on ErrorResult { errorCode message } } }
"""


class Vendure(Marketplace):
    """One shop."""

    manifest = ConnectorManifest(
        code="vendure",
        name="Vendure",
        features=frozenset(
            {
                Feature.FETCH_ORDERS, Feature.PENDING_ORDERS, Feature.PUBLISH_STOCK, Feature.LIST_OFFERS,
                Feature.CONFIRM_SHIPMENT, Feature.FIND_SHIPMENT, Feature.CANCEL,
            }
        ),
        without={
            Feature.ACKNOWLEDGE: "A shop's order needs no acceptance.",
            Feature.PUBLISH_PRICES: "Prices are kept in the shop.",
            Feature.REFUND: "Refund in the shop, where the payment is.",
            Feature.FETCH_RETURNS: "A plain Vendure knows no returns.",
            Feature.FETCH_SETTLEMENTS: "The payment provider settles.",
            Feature.RECEIVE_PUSH: "A plain Vendure sends nothing by itself.",
            Feature.READ_QUEUE: "A plain Vendure keeps no queue.",
        },
        capabilities=frozenset({"split_shipment", "tells_buyer"}),
        buckets=(Bucket("calls", 20, 20),),
        fields=(
            SettingField("location_id", "Id of the stock location that Kontor sets.", default="1"),
            SettingField("username", "Login of an administrator for Kontor.", secret=True),
            SettingField("password", "Its password.", secret=True),
        ),
        most_offers_per_call=PAGE,
        poll_every=timedelta(minutes=1),
    )  # fmt: skip

    def __init__(self, account: Account) -> None:
        self._account = account
        self._transport = Transport(account, self._authorise, expired=_expired)

    translate = staticmethod(translate)

    def _authorise(self, call: Call, fresh: bool) -> Mapping[str, str]:  # noqa: FBT001
        kept = self._account.token()
        if kept is None or fresh or kept.expires_at < self._account.now():
            kept = self._login()
        return {"Authorization": f"Bearer {kept.access_token}"}

    def _login(self) -> Token:
        secrets = self._account.secrets
        body = {"query": _LOGIN, "variables": {"u": secrets["username"], "p": secrets["password"]}}
        try:
            answer = shared_client().post(f"{self._account.base_url}/admin-api", json=body)
        except httpx2.TransportError as failure:
            raise Retryable("The shop cannot be reached.", why=type(failure).__name__) from None
        token = answer.headers.get("vendure-auth-token")
        if not token or "CurrentUser" not in answer.text:
            raise Misconfigured("The shop refuses our login.", channel=self._account.code)
        new = Token(token, self._account.now() + SESSION)
        self._account.keep_token(new)
        return new

    def _ask(self, document: str, *, writes: bool = False, **variables: Any) -> dict[str, Any]:
        body = {"query": document, "variables": variables}
        answer = self._transport.call("POST", "/admin-api", bucket="calls", json=body, writes=writes).json
        for error in answer.get("errors") or ():
            if error.get("extensions", {}).get("code") == "FORBIDDEN":
                self._login()
                raise Retryable("The shop's session had ended.", after_s=1)
            raise Permanent("The shop refused.", why=error["message"])
        data: dict[str, Any] = answer["data"]
        return data

    def fetch_orders(self, window: Window, page: str) -> OrderPage:
        """Return new orders and those that are not at their end."""
        skip = int(page or 0)
        told = self._ask(_ORDERS, since=window.since.isoformat(), skip=skip, take=PAGE)["orders"]
        orders = []
        for row in told["items"]:
            body = json.dumps(row, default=str, sort_keys=True).encode()
            # The state's change has no time of its own; when we saw it is when it counts.
            orders.append(RawOrder(row["id"], self._account.now(), body))
        following = skip + len(told["items"])
        return OrderPage(tuple(orders), str(following) if told["items"] and following < told["totalItems"] else "")

    def publish_stock(self, levels: Sequence[OfferLevel]) -> list[OfferOutcome]:
        """Set stock on hand: what we offer and what is allocated there already, for the shop takes that off itself."""
        known = [level for level in levels if level.ref]
        location = self._account.settings["location_id"]
        rows = self._ask(_ALLOCATED, ids=[level.ref for level in known])["productVariants"]["items"]
        allocated = {
            row["id"]: sum(it["stockAllocated"] for it in row["stockLevels"] if it["stockLocationId"] == location)
            for row in rows
        }
        changes = [
            {
                "id": level.ref,
                "stockLevels": [{"stockLocationId": location, "stockOnHand": level.quantity + allocated[level.ref]}],
            }
            for level in known if level.ref in allocated
        ]  # fmt: skip
        if changes:
            self._ask(_STOCK, input=changes)
        return [
            OfferOutcome(it.sku, it.ref in allocated, "" if it.ref in allocated else "no variant has this SKU")
            for it in levels
        ]

    def list_offers(self, page: str) -> tuple[tuple[TheirOffer, ...], str]:
        """Return a page of variants with what they still sell."""
        skip, location = int(page or 0), self._account.settings["location_id"]
        told = self._ask(_VARIANTS, skip=skip, take=PAGE)["productVariants"]
        offers = []
        for row in told["items"]:
            mine = [level for level in row["stockLevels"] if level["stockLocationId"] == location]
            free = sum(level["stockOnHand"] - level["stockAllocated"] for level in mine)
            offers.append(TheirOffer(row["sku"], row["id"], free, Decimal(row["priceWithTax"]) / 100))
        following = skip + len(told["items"])
        return tuple(offers), str(following) if told["items"] and following < told["totalItems"] else ""

    def confirm_shipment(self, notice: ShipmentNotice) -> Confirmation:
        """Fulfil and ship; a parcel of our number that is there already is only brought to its end."""
        parcel = self._parcel(notice)
        if parcel is None:
            counts: dict[str, int] = {}
            for line in notice.lines:
                counts[line.line] = counts.get(line.line, 0) + line.quantity
            arguments = {"method": notice.carrier, "trackingCode": notice.tracking_number}
            wanted = {
                "lines": [{"orderLineId": line, "quantity": count} for line, count in counts.items()],
                "handler": {
                    "code": "manual-fulfillment",
                    "arguments": [{"name": name, "value": value} for name, value in arguments.items()],
                },
            }
            told = self._ask(_FULFIL, writes=True, input=wanted)["addFulfillmentToOrder"]
            if told["__typename"] != "Fulfillment":
                raise Permanent("The shop refused the shipment.", why=told["message"])
            parcel = {"id": told["id"], "state": "Pending"}
        if parcel["state"] == "Pending":
            self._ask(_SHIP, writes=True, id=parcel["id"])
        return Confirmation(str(parcel["id"]))

    def _parcel(self, notice: ShipmentNotice) -> dict[str, Any] | None:
        order = self._ask(_PARCELS, id=notice.order)["order"]
        if order is None:
            raise Permanent("The shop has no such order.", order=notice.order)
        for row in order["fulfillments"] or ():
            if row["trackingCode"] == notice.tracking_number:
                found: dict[str, Any] = row
                return found
        return None

    def find_shipment(self, notice: ShipmentNotice) -> Confirmation | None:
        """Look our tracking number up."""
        parcel = self._parcel(notice)
        return Confirmation(str(parcel["id"])) if parcel and parcel["state"] != "Pending" else None

    def cancel(self, request: CancelRequest) -> None:
        """Cancel the whole order; what is cancelled already stays so."""
        order = self._ask(_PARCELS, id=request.order)["order"]
        if order["state"] == "Cancelled":
            return
        wanted = {"orderId": request.order, "reason": f"{request.reference}: {request.reason}", "cancelShipping": True}
        told = self._ask(_CANCEL, writes=True, input=wanted)["cancelOrder"]
        if told["__typename"] != "Order":
            raise Permanent("The shop does not let us cancel.", why=told["message"])


def _expired(status: int, body: Any) -> bool:
    return status == 401
