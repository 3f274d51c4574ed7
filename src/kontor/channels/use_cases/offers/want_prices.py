"""Say what is to be asked for articles."""

from __future__ import annotations

from collections.abc import Sequence

from kontor.platform.sql.bulk import execute

_WANT_PRICES = """
INSERT INTO channels_offer AS kept (listing_id, channel_id, wanted_price, state)
SELECT listing.id, listing.channel_id, listing.price, 'waiting' FROM channels_listing listing
 WHERE listing.id = ANY(%s)
   AND (listing.price IS NOT NULL OR EXISTS (SELECT FROM channels_offer there WHERE there.listing_id = listing.id))
 ORDER BY listing.id
ON CONFLICT (listing_id) DO UPDATE
   SET wanted_price = excluded.wanted_price, price_problem = '',
       price_unheard_since = CASE WHEN excluded.wanted_price IS NULL THEN NULL ELSE kept.price_unheard_since END,
       -- A new price is told at once, whatever became of the last quantity.
       state = CASE WHEN kept.state IN ('published', 'refused', 'suppressed') AND excluded.wanted_price IS NOT NULL
                    THEN 'waiting'
                    -- Without price and quantity there is nothing to tell.
                    WHEN kept.state IN ('waiting', 'unknown') AND excluded.wanted_price IS NULL AND kept.wanted IS NULL
                    THEN 'suppressed' ELSE kept.state END
 WHERE kept.wanted_price IS DISTINCT FROM excluded.wanted_price
"""


def want_prices(*, listing_ids: Sequence[int]) -> int:
    """The price there is the listing's price. A listing without one leaves the price to whoever keeps it there."""
    return execute(_WANT_PRICES, [list(listing_ids)])
