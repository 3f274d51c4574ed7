"""Claim offers for publishing, and write down what the channel said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from kontor.channels.ports import OfferOutcome
from kontor.platform.bulk import execute, select_rows

# Three times the longest call: shorter, and a slow call is repeated beside itself.
LEASE_S = 120
# After a refusal the same quantity is not told again; after this many unknown outcomes a person looks.
_CLAIM = """
WITH due AS (
    SELECT offer.id FROM channels_offer offer
     WHERE offer.channel_id = %(channel)s AND offer.state IN ('waiting', 'unknown', 'inflight')
       AND (offer.state <> 'inflight' OR offer.lease_until < clock_timestamp())
       AND (offer.wanted IS NOT NULL OR offer.wanted_price IS DISTINCT FROM offer.published_price)
     ORDER BY offer.changed_at NULLS LAST, offer.id LIMIT %(most)s FOR NO KEY UPDATE SKIP LOCKED
)
UPDATE channels_offer offer
   SET state = 'inflight', lease_until = clock_timestamp() + make_interval(secs => %(lease)s), attempts = attempts + 1
  FROM due, channels_listing listing
 WHERE due.id = offer.id AND listing.id = offer.listing_id
RETURNING offer.id, listing.channel_sku, listing.ref, offer.wanted, offer.wanted_version, offer.available, offer.buffer,
          offer.wanted_price, offer.published_price
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


def claim_offers(*, channel_id: int, most: int) -> list[ClaimedOffer]:
    """One worker at a time publishes an offer; the longest unpublished change comes first."""
    rows = select_rows(_CLAIM, {"channel": channel_id, "most": most, "lease": LEASE_S})
    return sorted((ClaimedOffer(*row) for row in rows), key=lambda offer: offer.offer_id)


# A newer wish that came while the call ran leaves the offer waiting.
_PUBLISHED = """
WITH told AS (
    SELECT * FROM unnest(%(ids)s::bigint[], %(quantities)s::int[], %(versions)s::bigint[], %(availables)s::int[],
                         %(buffers)s::int[])
        AS told(id, quantity, version, available, buffer)
), kept AS (
    INSERT INTO channels_offerpublication (offer_id, version, quantity, available, buffer, at)
    SELECT id, version, quantity, available, buffer, %(at)s FROM told ON CONFLICT DO NOTHING
)
UPDATE channels_offer offer
   SET published = told.quantity, published_version = greatest(offer.published_version, told.version),
       published_at = %(at)s, lease_until = NULL, attempts = 0, problem = '',
       changed_at = CASE WHEN offer.wanted_version = told.version THEN NULL ELSE offer.changed_at END,
       state = CASE WHEN offer.wanted IS NULL THEN 'suppressed'
                    WHEN offer.wanted_version = told.version THEN 'published' ELSE 'waiting' END
  FROM told, (SELECT id, changed_at FROM channels_offer WHERE id = ANY(%(ids)s::bigint[])) AS before
 WHERE offer.id = told.id AND before.id = told.id
RETURNING extract(epoch FROM %(at)s::timestamptz - before.changed_at)
"""
_RELEASED = """
UPDATE channels_offer offer
   SET state = CASE WHEN offer.wanted_version > told.version THEN 'waiting' ELSE %(state)s END,
       lease_until = NULL, problem = left(told.problem, 1000)
  FROM unnest(%(ids)s::bigint[], %(versions)s::bigint[], %(problems)s::text[]) AS told(id, version, problem)
 WHERE offer.id = told.id AND offer.state = 'inflight'
"""
# A moving mean over about the last fifty publications.
_LATENCY = """
UPDATE channels_connection SET stock_latency_s = coalesce(stock_latency_s * 0.9 + %(mean)s * 0.1, %(mean)s)
 WHERE channel_id = %(channel)s
"""


def settle_offers(
    *, channel_id: int, claimed: Sequence[ClaimedOffer], outcomes: Mapping[str, OfferOutcome], at: datetime
) -> None:
    """What the channel acknowledged is kept with what was available then; what it refused waits for a change or a person."""
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
                "at": at,
            },
        )
        known = [max(0.0, float(row[0])) for row in waits if row[0] is not None]
        if known:
            execute(_LATENCY, {"mean": sum(known) / len(known), "channel": channel_id})
    refused = {offer.offer_id: outcomes[offer.sku].problem or "refused without a reason" for offer in bad}
    _release(bad, refused, "refused")
    release_offers(claimed=silent, problem="the channel said nothing about this offer")


def settle_prices(*, claimed: Sequence[ClaimedOffer], outcomes: Mapping[str, OfferOutcome]) -> None:
    """A price counts as published once the channel took it."""
    good = [offer for offer in claimed if offer.sku in outcomes and outcomes[offer.sku].accepted]
    execute(
        "UPDATE channels_offer offer SET published_price = told.price,"
        " state = CASE WHEN state = 'inflight' AND wanted IS NULL THEN 'suppressed' ELSE state END,"
        " lease_until = CASE WHEN wanted IS NULL THEN NULL ELSE lease_until END"
        " FROM unnest(%s::bigint[], %s::numeric[]) AS told(id, price) WHERE offer.id = told.id",
        [[offer.offer_id for offer in good], [offer.price for offer in good]],
    )


def release_offers(*, claimed: Sequence[ClaimedOffer], problem: str) -> None:
    """The call's outcome is unknown: quantities are absolute, so they are told again, and harmlessly."""
    _release(claimed, {offer.offer_id: problem for offer in claimed}, "unknown")


def _release(claimed: Sequence[ClaimedOffer], problems: Mapping[int, str], state: str) -> None:
    if claimed:
        execute(
            _RELEASED,
            {
                "state": state,
                "ids": [offer.offer_id for offer in claimed],
                "versions": [offer.version for offer in claimed],
                "problems": [problems[offer.offer_id] for offer in claimed],
            },
        )
