"""Change the price of an article on one channel."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from kontor.channels.errors import ListingGone
from kontor.channels.models import Listing
from kontor.channels.rules import change_price
from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes


def change_listing_price(*, listing_id: int, change: str, at: datetime, by: Actor) -> Decimal | None:
    """An article costs on a channel what was written, or so much more or less than before.

    ``change``: 19,99 · +5 % · -10 % · +1,50 · -2; empty: it has no price there any more. Returns what it was.
    Refuses: ListingGone, PriceChangeUnread, PriceChangeOutOfReach. Locks: the listing.
    """
    listing = Listing.objects.select_for_update(no_key=True).filter(id=listing_id).first()
    if listing is None:
        raise ListingGone(listing=listing_id)
    before, after = listing.price, change_price(listing.price, change) if change else None
    if before != after:
        listing.price = after
        listing.save(update_fields=["price"])
        told = tuple({"price": None if it is None else str(it)} for it in (before, after))
        record_changes(
            subject="listing", verb="change_listing_price", changes=[Change(listing_id, *told)], at=at, by=by
        )
    return before
