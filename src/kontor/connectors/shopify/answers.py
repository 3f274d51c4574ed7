"""What Shopify's answers hold: pages, parcels, what was refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kontor.channels.ports import (
    Confirmation,
    ShipmentNotice,
)


@dataclass(frozen=True, slots=True)
class VariantRef:
    """The three names that an article has at Shopify; kept with the offer as ``item|variant|product``."""

    item: str
    variant: str
    product: str

    def __str__(self) -> str:
        return f"{self.item}|{self.variant}|{self.product}"

    @classmethod
    def parse(cls, ref: str) -> VariantRef | None:
        """Return what ``str`` wrote; None for what it did not write: one such article must not stop the others."""
        parts = ref.split("|")
        return cls(*parts) if len(parts) == 3 and all(parts) else None


def parts(told: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """Return one part of each node."""
    return [row[name] for row in told["nodes"]]


def goes_on(*lists: Mapping[str, Any]) -> bool:
    """Whether one of these lists is longer than what was told of it: nothing is decided by half a list."""
    return any(told["pageInfo"]["hasNextPage"] for told in lists)


def next_page(told: Mapping[str, Any]) -> str:
    """Return the cursor of the next page, or nothing."""
    info = told["pageInfo"]
    return str(info["endCursor"]) if info["hasNextPage"] else ""


def parcel(order: Mapping[str, Any], notice: ShipmentNotice) -> Confirmation | None:
    """Return the parcel that was confirmed before under this number, if there is one."""
    for row in order["fulfillments"]:
        if any(info["number"] == notice.tracking_number for info in row["trackingInfo"]):
            return Confirmation(row["id"])
    return None


def taken(order: Mapping[str, Any], wanted: dict[str, int]) -> list[dict[str, Any]]:
    """Take the wanted pieces out of the fulfilment orders that have them left; what is found leaves ``wanted``."""
    groups = []
    for group in order["fulfillmentOrders"]["nodes"]:
        rows = []
        for row in group["lineItems"]["nodes"]:
            line = row["lineItem"]["id"]
            pieces = min(wanted.get(line, 0), row["remainingQuantity"])
            if pieces > 0 and group["status"] in ("OPEN", "IN_PROGRESS"):
                wanted[line] -= pieces
                rows.append({"id": row["id"], "quantity": pieces})
        if rows:
            groups.append({"fulfillmentOrderId": group["id"], "fulfillmentOrderLineItems": rows})
    return groups


def culprits(faults: Sequence[Mapping[str, Any]], skus: Sequence[str]) -> dict[str, str]:
    """Return the articles that are named by their place; where none is, all of them are refused."""
    bad = {}
    for fault in faults:
        field = fault.get("field") or []
        if len(field) > 2 and field[1] == "quantities" and int(field[2]) < len(skus):
            bad[skus[int(field[2])]] = fault["message"]
    return bad or dict.fromkeys(skus, faults[0]["message"])
