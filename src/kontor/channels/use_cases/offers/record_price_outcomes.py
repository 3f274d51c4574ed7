"""Write down which prices a channel took."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from kontor.channels.ports import OfferOutcome
from kontor.channels.use_cases.offers.claim_offers import ClaimedOffer
from kontor.platform.sql.bulk import execute

# What nobody knows the quantity of is done with its price, unless another one came while the call ran.
_AFTER = """CASE WHEN wanted_price IS NOT NULL AND wanted_price IS DISTINCT FROM told.price AND {but}
                 THEN 'waiting' ELSE '{rest}' END"""
_AFTER_REFUSAL = _AFTER.format(
    but="wanted_price IS DISTINCT FROM coalesce(published_price, told.before)", rest="refused"
)
_TAKEN = f"""
UPDATE channels_offer offer
   SET published_price = told.price, refused_price = NULL, price_problem = '', price_unheard_since = NULL,
       state = CASE WHEN state = 'inflight' AND wanted IS NULL THEN {_AFTER.format(but="true", rest="suppressed")} ELSE state END,
       lease_until = CASE WHEN wanted IS NULL THEN NULL ELSE lease_until END
  FROM unnest(%s::bigint[], %s::numeric[]) AS told(id, price) WHERE offer.id = told.id
"""
_REFUSED = f"""
UPDATE channels_offer offer
   SET refused_price = told.price, price_problem = left(told.problem, 1000), price_unheard_since = NULL,
       published_price = coalesce(published_price, told.before),
       state = CASE WHEN state = 'inflight' AND wanted IS NULL THEN {_AFTER_REFUSAL} ELSE state END,
       lease_until = CASE WHEN wanted IS NULL THEN NULL ELSE lease_until END
  FROM unnest(%s::bigint[], %s::numeric[], %s::numeric[], %s::text[]) AS told(id, price, before, problem)
 WHERE offer.id = told.id
"""
_UNHEARD = """
UPDATE channels_offer SET price_unheard_since = coalesce(price_unheard_since, %s) WHERE id = ANY(%s)
"""


def record_price_outcomes(
    *, claimed: Sequence[ClaimedOffer], outcomes: Mapping[str, OfferOutcome], at: datetime
) -> None:
    """A price counts as published once the channel took it; one that it refused is kept with the reason and not told again; since
    when one gets no answer is kept until it gets one.
    """
    heard = [offer for offer in claimed if offer.sku in outcomes]
    good = [offer for offer in heard if outcomes[offer.sku].accepted]
    bad = [offer for offer in heard if not outcomes[offer.sku].accepted]
    if good:
        execute(_TAKEN, [[offer.offer_id for offer in good], [offer.price for offer in good]])
    if bad:
        problems = [outcomes[offer.sku].problem or "refused without a reason" for offer in bad]
        told = [[getattr(offer, name) for offer in bad] for name in ("offer_id", "price", "price_before")]
        execute(_REFUSED, [*told, problems])
    if silent := [offer.offer_id for offer in claimed if offer.price_is_due and offer.sku not in outcomes]:
        execute(_UNHEARD, [at, silent])
