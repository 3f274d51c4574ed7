"""Claim offers for publishing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kontor.platform.outside.intents import LEASE_S
from kontor.platform.sql.bulk import select_as

# A price that the channel has neither taken nor refused is still to be told.
PRICE_IS_DUE = """(offer.wanted_price IS NOT NULL AND offer.wanted_price IS DISTINCT FROM offer.published_price
                AND offer.wanted_price IS DISTINCT FROM offer.refused_price)"""
# After a refusal the same quantity or price is not told again. While a price is being told nobody knows what is asked there: a
# call that is cut off may have set it, so whatever is wanted afterwards is told, also what was asked before.
_CLAIM = f"""
WITH due AS (
    SELECT offer.id, offer.published_price AS before, %(prices)s AND {PRICE_IS_DUE} AS price_is_due FROM channels_offer offer
     WHERE offer.channel_id = %(channel)s AND offer.state IN ('waiting', 'unknown', 'inflight')
       AND (offer.state <> 'inflight' OR offer.lease_until < clock_timestamp())
       AND (offer.state <> 'unknown' OR offer.id <> ALL(%(tried)s::bigint[]))
       AND CASE WHEN %(paused)s AND {PRICE_IS_DUE}
                THEN offer.wanted IS NOT NULL AND offer.wanted_version > offer.published_version
                ELSE offer.wanted IS NOT NULL OR (%(prices)s AND {PRICE_IS_DUE}) END
     ORDER BY offer.changed_at NULLS LAST, offer.id LIMIT %(most)s FOR NO KEY UPDATE SKIP LOCKED
)
UPDATE channels_offer offer
   SET state = 'inflight', lease_until = clock_timestamp() + make_interval(secs => %(lease)s),
       published_price = CASE WHEN due.price_is_due AND NOT %(paused)s THEN NULL ELSE offer.published_price END
  FROM due, channels_listing listing
 WHERE due.id = offer.id AND listing.id = offer.listing_id
RETURNING offer.id AS offer_id, listing.channel_sku AS sku, listing.ref, offer.wanted AS quantity,
          offer.wanted_version AS version, offer.available, offer.buffer, offer.wanted_price AS price,
          due.before AS price_before, due.price_is_due
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
    price_before: Decimal | None
    # Whether the channel has not heard this price yet.
    price_is_due: bool


def claim_offers(
    *, channel_id: int, most: int, prices: bool = True, paused: bool = False, tried: Collection[int] = ()
) -> list[ClaimedOffer]:
    """One worker at a time publishes an offer; the longest unpublished change comes first. ``prices``: whether the channel takes
    any; ``paused``: they wait for a while, and of offers whose price is due only a new quantity is told; ``tried``: what got no
    answer of these waits, too.
    """
    asked: dict[str, Any] = {"channel": channel_id, "most": most, "lease": LEASE_S, "prices": prices, "paused": paused}
    asked["tried"] = list(tried)
    claimed = select_as(ClaimedOffer, _CLAIM, asked)
    return sorted(claimed, key=lambda offer: offer.offer_id)
