"""Offers: what is available here is what may be bought there, less what is held back, and never more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from kontor.catalog.public import list_kits_with
from kontor.channels.public import (
    Buffer,
    Delays,
    OfferedSku,
    PriceChange,
    WantedOffer,
    call_publish,
    change_listing_price,
    computed_buffer,
    list_channels_of,
    list_offered,
    measure_delays,
    restore_listing_price,
    slowest,
    want_offers,
    want_prices,
)
from kontor.inventory.public import (
    Availability,
    list_availability,
    list_buffers,
    list_demand,
    set_demand,
    take_stock_changes,
)
from kontor.kernel.actor import Actor
from kontor.kernel.demand import Demand
from kontor.orders.public import count_demand

# So many changes are looked at in one transaction.
MOST_CHANGES = 5_000
DEMAND_DAYS = 14.0
# Before the first acknowledgement was measured, a channel is taken to be this slow.
ASSUMED_LATENCY_S = 60.0
UNSOLD = Demand(0, DEMAND_DAYS)


def follow_stock(*, at: datetime) -> int:
    """Every offer of a SKU whose stock changed is decided anew. Returns how many changes were looked at.

    The word of the change is taken in the transaction that acts on it, so none is lost.
    """
    changes = take_stock_changes(most=MOST_CHANGES)
    if not changes:
        return 0
    since = {change.sku_id: change.at for change in changes}
    kits = list_kits_with(since)
    earliest = min(since.values())
    decide_offers(sku_ids=[*since, *sorted(kits - set(since))], since=since, otherwise=earliest)
    return len(changes)


def refresh_channel(*, channel_id: int, at: datetime) -> None:
    """Every offer and price of a channel is decided anew: after it was connected, and each night."""
    offered = list_offered(channel_id=channel_id)
    _decide(offered, {}, at)
    want_prices(listing_ids=[item.listing_id for item in offered])
    _call_publishers([channel_id])


def follow_prices(*, listing_ids: Sequence[int]) -> None:
    """A price that somebody changed is told to its channel at once, not with the next change of stock."""
    if want_prices(listing_ids=listing_ids):
        _call_publishers(list_channels_of(listing_ids))


def change_offer_price(*, listing_id: int, change: str, at: datetime, by: Actor) -> PriceChange:
    """The price on a channel is changed, and the channel is told.

    Refuses: ListingGone, PriceChangeUnread, PriceChangeOutOfReach. Locks: the listing.
    """
    done = change_listing_price(listing_id=listing_id, change=change, at=at, by=by)
    follow_prices(listing_ids=[listing_id])
    return done


def restore_offer_price(*, listing_id: int, changed: PriceChange, at: datetime, by: Actor) -> PriceChange:
    """The change of a price is taken back, and the channel is told. Refuses: ListingGone, PriceChangedSince.

    Locks: the listing.
    """
    done = restore_listing_price(listing_id=listing_id, changed=changed, at=at, by=by)
    follow_prices(listing_ids=[listing_id])
    return done


def decide_offers(*, sku_ids: Sequence[int], since: Mapping[int, datetime], otherwise: datetime) -> None:
    """Say for every listing of these SKUs what it offers, and call the publishers of the channels."""
    offered = list_offered(sku_ids=sku_ids)
    _decide(offered, since, otherwise)
    _call_publishers({item.channel_id for item in offered})


def _decide(offered: Sequence[OfferedSku], since: Mapping[int, datetime], otherwise: datetime) -> None:
    if not offered:
        return
    skus = sorted({item.sku_id for item in offered})
    available = list_availability(skus)
    demand = list_demand(skus)
    fixed = _fixed_buffers(offered)
    delays = measure_delays() if any(item.oversell_risk is not None for item in offered) else Delays((), {})
    wanted = []
    for item in offered:
        buffer = _buffer(item, demand.get(item.sku_id, UNSOLD), fixed, delays)
        known = available.get(item.sku_id)
        wanted.append(
            WantedOffer(
                item.listing_id, item.channel_id, _sum(known), buffer.quantity, buffer.why,
                since.get(item.sku_id, otherwise),
            )
        )  # fmt: skip
    want_offers(offers=wanted)


def _sum(known: Availability | None) -> int | None:
    """A SKU that no location has ever kept is not known to be sold out: nothing is said of it."""
    return known.sellable if known is not None and known.by_location else None


def _fixed_buffers(offered: Sequence[OfferedSku]) -> dict[tuple[int, int], int]:
    by_channel: dict[int, list[int]] = defaultdict(list)
    for item in offered:
        if item.oversell_risk is None:
            by_channel[item.channel_id].append(item.sku_id)
    return {
        (channel_id, sku_id): quantity
        for channel_id, skus in by_channel.items()
        for sku_id, quantity in list_buffers(channel_id, skus).items()
    }


def _buffer(item: OfferedSku, demand: Demand, fixed: Mapping[tuple[int, int], int], delays: Delays) -> Buffer:
    if item.oversell_risk is None:
        return Buffer(fixed.get((item.channel_id, item.sku_id), 0), {})
    heard = slowest(delays.heard, item.oversell_risk) or ASSUMED_LATENCY_S
    told = slowest(delays.told.get(item.channel_id, ()), item.oversell_risk) or ASSUMED_LATENCY_S
    return computed_buffer(unseen_s=heard + told, demand=demand, risk=item.oversell_risk)


def measure_demand(*, at: datetime, long_days: float = DEMAND_DAYS, short_days: float = 1.0) -> None:
    """How fast each SKU sells is counted anew: by two weeks, or by the last day where that was busier.

    What runs out elsewhere sells faster here; a mean of two weeks alone would not see it.
    """
    demand = count_demand(since=at - timedelta(days=long_days), days=long_days)
    for sku_id, recent in count_demand(since=at - timedelta(days=short_days), days=short_days).items():
        if sku_id not in demand or recent.per_day > demand[sku_id].per_day:
            demand[sku_id] = recent
    set_demand(demand=demand, at=at)


def _call_publishers(channel_ids: set[int] | Sequence[int]) -> None:
    for channel_id in sorted(channel_ids):
        call_publish(channel_id)
