"""Claim offers for publishing."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kontor.platform.outside.intents import LEASE_S
from kontor.platform.sql.bulk import select_as

# After a refusal the same quantity or price is not told again.
_CLAIM = """
WITH due AS (
    SELECT offer.id FROM channels_offer offer
     WHERE offer.channel_id = %(channel)s AND offer.state IN ('waiting', 'unknown', 'inflight')
       AND (offer.state <> 'inflight' OR offer.lease_until < clock_timestamp())
       AND (offer.wanted IS NOT NULL OR (offer.wanted_price IS DISTINCT FROM offer.published_price
                                         AND offer.wanted_price IS DISTINCT FROM offer.refused_price))
     ORDER BY offer.changed_at NULLS LAST, offer.id LIMIT %(most)s FOR NO KEY UPDATE SKIP LOCKED
)
UPDATE channels_offer offer
   SET state = 'inflight', lease_until = clock_timestamp() + make_interval(secs => %(lease)s)
  FROM due, channels_listing listing
 WHERE due.id = offer.id AND listing.id = offer.listing_id
RETURNING offer.id AS offer_id, listing.channel_sku AS sku, listing.ref, offer.wanted AS quantity,
          offer.wanted_version AS version, offer.available, offer.buffer, offer.wanted_price AS price,
          offer.published_price, offer.refused_price
"""


@dataclass(frozen=True, slots=True)
class ClaimedOffer:
    """An offer that this worker is about to publish."""

    offer_id: int
    sku: str
    ref: str
    quantity: int | None
    version: int
    available: int | None
    buffer: int
    price: Decimal | None
    published_price: Decimal | None
    refused_price: Decimal | None

    @property
    def price_is_due(self) -> bool:
        """Whether the channel has not heard this price yet."""
        return self.price is not None and self.price not in (self.published_price, self.refused_price)


def claim_offers(*, channel_id: int, most: int) -> list[ClaimedOffer]:
    """One worker at a time publishes an offer; the longest unpublished change comes first."""
    claimed = select_as(ClaimedOffer, _CLAIM, {"channel": channel_id, "most": most, "lease": LEASE_S})
    return sorted(claimed, key=lambda offer: offer.offer_id)
