"""The account at the shop. Replace the calls; keep the promises of the port."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from kontor.channels.ports import (
    Account,
    Bucket,
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
    Window,
)
from kontor.connectors._template.translate import translate
from kontor.connectors.payload import read_time
from kontor.connectors.transport import Answer, Call, Transport


class Template(Marketplace):
    """One account."""

    manifest = ConnectorManifest(
        code="template",
        name="Template",
        # Declare what works. What is not declared is never called.
        features=frozenset(
            {Feature.FETCH_ORDERS, Feature.PUBLISH_STOCK, Feature.CONFIRM_SHIPMENT, Feature.FIND_SHIPMENT}
        ),
        without={
            Feature.PENDING_ORDERS: "Orders appear once they are paid.",
            Feature.ACKNOWLEDGE: "An order needs no acceptance.",
            Feature.PUBLISH_PRICES: "Prices are kept in the shop.",
            Feature.CANCEL: "Cancel in the shop.",
            Feature.REFUND: "Refund in the shop.",
            Feature.FETCH_RETURNS: "The shop knows no returns.",
            Feature.FETCH_SETTLEMENTS: "The payment provider settles.",
            Feature.RECEIVE_PUSH: "The shop sends nothing by itself.",
            Feature.LIST_OFFERS: "The shop has no list of offers.",
            Feature.READ_QUEUE: "The shop keeps no queue.",
        },
        capabilities=frozenset({"split_shipment"}),
        buckets=(Bucket("calls", 10, 5),),
        fields=(SettingField("key", "Key of the API.", secret=True),),
        most_offers_per_call=100,
    )

    def __init__(self, account: Account) -> None:
        self._account = account
        self._transport = Transport(account, self._sign)

    translate = staticmethod(translate)

    def _sign(self, call: Call, fresh: bool) -> Mapping[str, str]:  # noqa: FBT001
        return {"Authorization": f"Bearer {self._account.secrets['key']}"}

    def _call(self, method: str, path: str, **more: Any) -> Answer:
        return self._transport.call(method, path, bucket="calls", **more)

    def fetch_orders(self, window: Window, page: str) -> OrderPage:
        """Return what changed."""
        query = {"since": window.since.isoformat(), "after": page}
        told = self._call("GET", "/orders", params=query).json
        rows = tuple(
            RawOrder(row["id"], read_time(row["changed"], "changed"), json.dumps(row, default=str).encode())
            for row in told["orders"]
        )
        return OrderPage(rows, told["next"])

    def publish_stock(self, levels: Sequence[OfferLevel]) -> list[OfferOutcome]:
        """Tell absolute quantities: telling them again does no harm, hence ``writes=False``."""
        body = {level.sku: level.quantity for level in levels}
        told = self._call("PUT", "/stock", json=body, writes=False).json
        return [OfferOutcome(sku, problem == "", problem) for sku, problem in told.items()]

    def confirm_shipment(self, notice: ShipmentNotice) -> Confirmation:
        """Tell a parcel under our reference; the shop takes the same reference once."""
        body = {
            "reference": notice.reference, "carrier": notice.carrier, "tracking": notice.tracking_number,
            "lines": {line.line: line.quantity for line in notice.lines},
        }  # fmt: skip
        self._call("POST", f"/orders/{notice.order}/parcels", json=body)
        return Confirmation(notice.reference)

    def find_shipment(self, notice: ShipmentNotice) -> Confirmation | None:
        """Look our reference up."""
        parcels = self._call("GET", f"/orders/{notice.order}/parcels").json
        return Confirmation(notice.reference) if notice.reference in parcels else None
