"""The nightly comparison: a channel's orders, stock and prices against ours, each difference with its cause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from django.db import transaction

from kontor.channels.ports import Feature, Marketplace, TheirOffer, Window
from kontor.channels.public import (
    ChannelRow,
    DiscrepancyKind,
    FoundDiscrepancy,
    MessageState,
    call_publish,
    close_discrepancy,
    compare_offer,
    fetch_again,
    find_marketplace,
    get_channel,
    get_discrepancy,
    learn_refs,
    list_listed_skus,
    list_message_states,
    list_offers,
    offer_again,
    record_discrepancies,
)
from kontor.kernel.actor import Actor
from kontor.orders.public import list_told_orders
from kontor.platform.outside.guard import calling_outside

LOOK_BACK = timedelta(days=3)
# What changed here in the last minutes cannot be there yet.
FRESH = timedelta(minutes=10)
MOST_PAGES = 2_000


def compare_channel(*, channel_id: int, at: datetime) -> int:
    """Compare one channel and write the differences down. Returns how many stand in the list now. Calls the channel."""
    marketplace = find_marketplace(channel_id)
    if marketplace is None:
        return 0
    channel = get_channel(channel_id)
    found: list[FoundDiscrepancy] = []
    if Feature.FETCH_ORDERS in marketplace.manifest.features:
        found += _compare_orders(channel, marketplace, at)
    if Feature.LIST_OFFERS in marketplace.manifest.features:
        found += _compare_offers(channel, marketplace, at)
    with transaction.atomic():
        record_discrepancies(channel_id=channel_id, found=found, at=at)
    return len(found)


def _compare_orders(channel: ChannelRow, marketplace: Marketplace, at: datetime) -> list[FoundDiscrepancy]:
    found = []
    window = Window(at - LOOK_BACK, at - FRESH)
    page = ""
    for _ in range(MOST_PAGES):
        with calling_outside():
            answer = marketplace.fetch_orders(window, page)
        ids = [order.external_id for order in answer.orders]
        ours = set(list_told_orders(channel.id, ids))
        inbox = list_message_states(channel.code, ids)
        for order in answer.orders:
            if order.external_id in ours or inbox.get(order.external_id) == MessageState.DONE:
                continue
            cause = "in quarantine" if inbox.get(order.external_id) == MessageState.QUARANTINED else "never fetched"
            found.append(FoundDiscrepancy(DiscrepancyKind.ORDER, order.external_id, "there", "missing", cause))
        if not answer.next or answer.next == page:
            break
        page = answer.next
    return found


def _their_offers(marketplace: Marketplace) -> Iterator[TheirOffer]:
    page = ""
    for _ in range(MOST_PAGES):
        with calling_outside():
            offers, following = marketplace.list_offers(page)
        yield from offers
        if not following or following == page:
            return
        page = following


def _compare_offers(channel: ChannelRow, marketplace: Marketplace, at: datetime) -> list[FoundDiscrepancy]:
    theirs = {offer.sku: offer for offer in _their_offers(marketplace)}
    with transaction.atomic():
        learn_refs(channel_id=channel.id, refs={sku: offer.ref for sku, offer in theirs.items()})
    found = []
    for sku, offer in sorted(list_offers(channel.id).items()):
        their = theirs.get(sku)
        if their is None:
            found.append(FoundDiscrepancy(DiscrepancyKind.LISTING, sku, "missing", "listed", "not on offer there"))
            continue
        if offer.published_at is not None and offer.published_at > at - FRESH:
            continue
        told = compare_offer(their, published=offer.published, state=offer.state, wanted_price=offer.wanted_price)
        found += [FoundDiscrepancy(DiscrepancyKind(it.kind), sku, it.theirs, it.ours, it.cause) for it in told]
    found += [
        FoundDiscrepancy(DiscrepancyKind.LISTING, sku, "on offer", "not listed", "unknown article")
        for sku in sorted(set(theirs) - list_listed_skus(channel.id))
    ]
    return found


def repair_discrepancy(*, discrepancy_id: int, at: datetime, by: Actor) -> None:
    """Repair as far as our side can: fetch the order again, or tell our quantity and price again."""
    discrepancy = get_discrepancy(discrepancy_id)
    channel_id = discrepancy.channel_id
    if discrepancy.kind == DiscrepancyKind.ORDER:
        fetch_again(channel_id=channel_id, since=discrepancy.found_at - LOOK_BACK, at=at)
    elif discrepancy.kind in (DiscrepancyKind.STOCK, DiscrepancyKind.PRICE):
        offer_again(channel_id=channel_id, channel_sku=discrepancy.key)
        call_publish(channel_id)
    close_discrepancy(discrepancy_id=discrepancy_id, at=at, by=by)


def learn_offers(*, channel_id: int) -> Mapping[str, str]:
    """Ask a channel once for its own ids of what we list there. Calls the channel."""
    marketplace = find_marketplace(channel_id)
    if marketplace is None or Feature.LIST_OFFERS not in marketplace.manifest.features:
        return {}
    refs = {offer.sku: offer.ref for offer in _their_offers(marketplace) if offer.ref}
    with transaction.atomic():
        learn_refs(channel_id=channel_id, refs=refs)
    return refs
