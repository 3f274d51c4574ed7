"""Change the price of an article on one channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from kontor.channels.errors import ListingGone
from kontor.channels.models import Listing
from kontor.channels.rules import change_price
from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes


@dataclass(frozen=True, slots=True)
class PriceChange:
    """What a price was and is."""

    before: Decimal | None
    after: Decimal | None

    @classmethod
    def read(cls, kept: Mapping[str, str | None]) -> PriceChange:
        """Return a change as a job has kept it."""
        before, after = (None if kept[name] is None else Decimal(str(kept[name])) for name in ("before", "after"))
        return cls(before, after)

    def keep(self) -> dict[str, str | None]:
        """Return it as a job keeps it."""
        return {name: None if it is None else str(it) for name, it in (("before", self.before), ("after", self.after))}

    def told(self) -> tuple[dict[str, str | None], dict[str, str | None]]:
        """Return both as the trail keeps them."""
        before, after = ({"price": None if it is None else str(it)} for it in (self.before, self.after))
        return before, after


def change_listing_price(*, listing_id: int, change: str, at: datetime, by: Actor) -> PriceChange:
    """An article costs on a channel what was written, or so much more or less than before.

    ``change``: 19.99 · +5% · -10% · +1.50 · -2; empty: it has no price there any more.
    Refuses: ListingGone, PriceChangeUnread, PriceChangeOutOfReach. Locks: the listing.
    """
    listing = Listing.objects.select_for_update(no_key=True).filter(id=listing_id).first()
    if listing is None:
        raise ListingGone(listing=listing_id)
    done = PriceChange(listing.price, change_price(listing.price, change) if change else None)
    if done.before != done.after:
        listing.price = done.after
        listing.save(update_fields=["price"])
        record_changes(
            subject="listing", verb="change_listing_price", changes=[Change(listing_id, *done.told())], at=at, by=by
        )
    return done
