"""Write down what a channel said to offers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from kontor.channels.models import OfferState
from kontor.channels.ports import OfferOutcome
from kontor.channels.use_cases.offers.claim_offers import PRICE_IS_DUE, ClaimedOffer
from kontor.channels.use_cases.offers.release_offers import release_offers
from kontor.platform.sql.bulk import execute, select_rows

# A newer wish that came while the call ran leaves the offer waiting.
_PUBLISHED = f"""
WITH told AS (
    SELECT * FROM unnest(%(ids)s::bigint[], %(quantities)s::int[], %(versions)s::bigint[], %(availables)s::int[],
                         %(buffers)s::int[], %(prices)s::numeric[], %(unheard)s::bool[])
        AS told(id, quantity, version, available, buffer, price, unheard)
), kept AS (
    INSERT INTO channels_offerpublication (offer_id, version, quantity, available, buffer, at)
    SELECT id, version, quantity, available, buffer, %(at)s FROM told ON CONFLICT DO NOTHING
)
UPDATE channels_offer offer
   SET published = told.quantity, published_version = greatest(offer.published_version, told.version),
       published_at = %(at)s, lease_until = NULL, problem = '',
       changed_at = CASE WHEN offer.wanted_version = told.version THEN NULL ELSE offer.changed_at END,
       state = CASE WHEN {PRICE_IS_DUE} AND (told.unheard OR offer.wanted_price IS DISTINCT FROM told.price) THEN 'waiting'
                    WHEN offer.wanted IS NULL THEN 'suppressed'
                    WHEN offer.wanted_version = told.version THEN 'published' ELSE 'waiting' END
  FROM told, (SELECT id, changed_at FROM channels_offer WHERE id = ANY(%(ids)s::bigint[])) AS before
 WHERE offer.id = told.id AND before.id = told.id
RETURNING extract(epoch FROM %(at)s::timestamptz - before.changed_at)
"""


# So many calls tell how slow a channel can be.
CALLS_KEPT = 200
# A moving mean over about the last fifty publications.
_LATENCY = """
UPDATE channels_connection
   SET stock_latency_s = coalesce(stock_latency_s * 0.9 + %(mean)s * 0.1, %(mean)s),
       latencies = (latencies || %(slow)s::float8)[greatest(1, cardinality(latencies) + 2 - %(kept)s):]
 WHERE channel_id = %(channel)s
"""


def record_offer_outcomes(
    *,
    channel_id: int,
    claimed: Sequence[ClaimedOffer],
    outcomes: Mapping[str, OfferOutcome],
    unheard: Collection[int] = (),
    at: datetime,
) -> None:
    """What the channel acknowledged is kept with what was available then; what it refused waits for a change or a person.

    ``unheard``: offers, by their ids, whose price got no answer: they are told again.
    """
    good = [offer for offer in claimed if offer.sku in outcomes and outcomes[offer.sku].accepted]
    bad = [offer for offer in claimed if offer.sku in outcomes and not outcomes[offer.sku].accepted]
    silent = [offer for offer in claimed if offer.sku not in outcomes]
    levels = [offer for offer in good if offer.quantity is not None]
    if levels:
        waits = select_rows(
            _PUBLISHED,
            {
                "ids": [offer.offer_id for offer in levels],
                "quantities": [offer.quantity for offer in levels],
                "versions": [offer.version for offer in levels],
                "availables": [offer.available for offer in levels],
                "buffers": [offer.buffer for offer in levels],
                "prices": [offer.price for offer in levels],
                "unheard": [offer.offer_id in unheard for offer in levels],
                "at": at,
            },
        )
        known = [max(0.0, float(row[0])) for row in waits if row[0] is not None]
        if known:
            slow = sorted(known)[int(len(known) * 0.95)]
            execute(
                _LATENCY, {"mean": sum(known) / len(known), "slow": slow, "kept": CALLS_KEPT, "channel": channel_id}
            )
    refused = {offer.offer_id: outcomes[offer.sku].problem or "refused without a reason" for offer in bad}
    final = [offer for offer in bad if offer.offer_id not in unheard]
    release_offers(claimed=final, problems=refused, state=OfferState.REFUSED)
    unsaid = {offer.offer_id: "the channel said nothing about this offer" for offer in silent}
    again = [*silent, *(offer for offer in bad if offer.offer_id in unheard)]
    release_offers(claimed=again, problems=refused | unsaid, state=OfferState.UNKNOWN)
