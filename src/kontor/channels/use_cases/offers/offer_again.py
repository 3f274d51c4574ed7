"""Tell a channel an offer once more."""

from __future__ import annotations

from kontor.platform.sql.bulk import execute

_AGAIN = """
UPDATE channels_offer offer SET state = 'waiting', published_price = NULL, refused_price = NULL
  FROM channels_listing listing
 WHERE listing.id = offer.listing_id AND offer.channel_id = %s AND listing.channel_sku = %s
   AND offer.state IN ('published', 'refused', 'unknown') AND offer.wanted IS NOT NULL
"""


def offer_again(*, channel_id: int, channel_sku: str) -> None:
    """The channel does not show what we told it: quantity and price of this article are told once more."""
    execute(_AGAIN, [channel_id, channel_sku])
