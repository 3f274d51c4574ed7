"""A change of a price is taken back: to what it was, and not over what somebody wrote since."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kontor.channels.errors import ListingGone, PriceChangedSince
from kontor.channels.public import PriceChange, change_listing_price, restore_listing_price
from kontor.channels.tables import Channel, Listing

pytestmark = pytest.mark.django_db


@pytest.fixture
def listing(shop) -> Listing:
    return Listing.objects.create(channel=Channel.objects.get(), channel_sku="C-1", sku_id=shop.skus["LAMP"])


class TestRestoreListingPrice:
    def test_returns_to_no_price_where_there_was_none(self, shop, listing):
        done = change_listing_price(listing_id=listing.id, change="9.99", at=shop.at, by=shop.by)

        back = restore_listing_price(
            listing_id=listing.id, changed=PriceChange.read(done.keep()), at=shop.at, by=shop.by
        )

        listing.refresh_from_db()
        assert (listing.price, back) == (None, PriceChange(Decimal("9.9900"), None))

    def test_is_refused_where_somebody_changed_it_since(self, shop, listing):
        done = change_listing_price(listing_id=listing.id, change="9.99", at=shop.at, by=shop.by)
        change_listing_price(listing_id=listing.id, change="8.88", at=shop.at, by=shop.by)

        with pytest.raises(PriceChangedSince):
            restore_listing_price(listing_id=listing.id, changed=done, at=shop.at, by=shop.by)

        listing.refresh_from_db()
        assert listing.price == Decimal("8.88")

    def test_is_refused_where_it_is_gone(self, shop, listing):
        with pytest.raises(ListingGone):
            restore_listing_price(listing_id=0, changed=PriceChange(None, None), at=shop.at, by=shop.by)
