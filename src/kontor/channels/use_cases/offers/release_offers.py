"""Give claimed offers back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kontor.channels.use_cases.offers.claim_offers import PRICE_IS_DUE, ClaimedOffer
from kontor.platform.sql.bulk import execute

_RELEASED = f"""
UPDATE channels_offer offer
   SET state = CASE WHEN offer.wanted_version > told.version THEN 'waiting'
                    WHEN offer.wanted_price IS DISTINCT FROM told.price AND {PRICE_IS_DUE} THEN 'waiting'
                    ELSE %(state)s END,
       lease_until = NULL, problem = left(told.problem, 1000)
  FROM unnest(%(ids)s::bigint[], %(versions)s::bigint[], %(prices)s::numeric[], %(problems)s::text[])
       AS told(id, version, price, problem)
 WHERE offer.id = told.id AND offer.state = 'inflight'
"""


def release_offers(*, claimed: Sequence[ClaimedOffer], problems: Mapping[int, str], state: str) -> None:
    """Offers that were not acknowledged are given back: ``unknown`` ones are told again, which is harmless as quantities
    are absolute; ``refused`` ones wait for a change or a person. ``problems``: offer id → words.
    """
    if claimed:
        execute(
            _RELEASED,
            {
                "state": state,
                "ids": [offer.offer_id for offer in claimed],
                "versions": [offer.version for offer in claimed],
                "prices": [offer.price for offer in claimed],
                "problems": [problems[offer.offer_id] for offer in claimed],
            },
        )
