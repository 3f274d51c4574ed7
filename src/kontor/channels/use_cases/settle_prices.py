"""Write down which prices a channel took."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kontor.channels.ports import OfferOutcome
from kontor.channels.use_cases.claim_offers import ClaimedOffer
from kontor.platform.bulk import execute


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
