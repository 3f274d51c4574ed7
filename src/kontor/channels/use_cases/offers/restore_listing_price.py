"""Take the change of a price back."""

from __future__ import annotations

from datetime import datetime

from kontor.channels.errors import ListingGone, PriceChangedSince
from kontor.channels.models import Listing
from kontor.channels.use_cases.offers.change_listing_price import PriceChange
from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes


def restore_listing_price(*, listing_id: int, changed: PriceChange, at: datetime, by: Actor) -> PriceChange:
    """A price is again what it was before a change, whatever that was, unless somebody has changed it since.

    Refuses: ListingGone, PriceChangedSince. Locks: the listing.
    """
    listing = Listing.objects.select_for_update(no_key=True).filter(id=listing_id).first()
    if listing is None:
        raise ListingGone(listing=listing_id)
    if listing.price != changed.after:
        raise PriceChangedSince
    done = PriceChange(changed.after, changed.before)
    listing.price = done.after
    listing.save(update_fields=["price"])
    record_changes(
        subject="listing", verb="restore_listing_price", changes=[Change(listing_id, *done.told())], at=at, by=by
    )
    return done
