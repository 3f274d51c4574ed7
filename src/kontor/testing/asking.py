"""What the checks ask of a connector more than once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from kontor.channels.ports import (
    Feature,
    Marketplace,
    ShipmentNotice,
    ShippedLine,
    Window,
)
from kontor.testing.subject import Subject

MOST_PAGES = 100
# What befalls a call and must leave nothing behind but the wish to ask again.
READ_FAULTS = ("too_many", "too_many_bare", "broken", "unavailable", "maintenance", "reset", "half_body", "silence")


def last_hour() -> Window:
    """Return the window in which everything of a play happened."""
    now = datetime.now(UTC)
    return Window(now - timedelta(hours=1), now + timedelta(minutes=1))


def fetch_all(marketplace: Marketplace) -> dict[str, bytes]:
    """Return every order of the channel, all pages of them."""
    found: dict[str, bytes] = {}
    page = ""
    for _ in range(MOST_PAGES):
        answer = marketplace.fetch_orders(last_hour(), page)
        for order in answer.orders:
            assert order.changed_at.tzinfo is not None, "a time without a zone"
            found[order.external_id] = order.body
        if not answer.next:
            return found
        assert answer.next != page, "the next page is this page"
        page = answer.next
    raise AssertionError("paging does not end")


def list_refs(kit: Subject) -> dict[str, str]:
    """Return the channel's own id of each offer."""
    if Feature.LIST_OFFERS not in kit.manifest.features:
        return dict.fromkeys(kit.skus, "")
    found: dict[str, str] = {}
    page = ""
    for _ in range(MOST_PAGES):
        offers, page = kit.marketplace().list_offers(page)
        found |= {offer.sku: offer.ref for offer in offers}
        if not page:
            return found
    raise AssertionError("paging of offers does not end")


def must_meet(kit: Subject, fault: str) -> None:
    """Hold that the fault befell a call, so that the check proves something."""
    assert kit.stage.faults.as_dict()["ordered"] == [], f"{fault}: no call met it"


def make_notice(order: Any, reference: str = "shipment:1") -> ShipmentNotice:
    """Return what is told when all of an order left in one parcel."""
    return ShipmentNotice(
        reference=reference, order=order.id,
        lines=tuple(ShippedLine(line.id, line.sku, line.quantity) for line in order.lines), carrier="dhl",
        tracking_number="00340434161094000011", shipped_at=datetime.now(UTC),
        return_tracking_number="00340434161094099911", from_city="Hamburg", from_postal_code="20457",
    )  # fmt: skip
