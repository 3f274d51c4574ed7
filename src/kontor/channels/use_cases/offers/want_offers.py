"""Say what is to be on offer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kontor.platform.sql.bulk import execute


@dataclass(frozen=True, slots=True)
class WantedOffer:
    """What one listing should offer. ``available`` None: unknown, so nothing is told and an alert is raised."""

    listing_id: int
    channel_id: int
    available: int | None
    buffer: int
    why: Mapping[str, float]
    changed_at: datetime

    @property
    def quantity(self) -> int | None:
        """Return what may be offered: what is available, less what is held back."""
        return None if self.available is None else max(0, self.available - self.buffer)


# A row is touched only where something changes, so an idle house writes nothing. Same quantity, other reason: no version.
_WANT = """
INSERT INTO channels_offer AS kept
       (listing_id, channel_id, wanted, available, buffer, buffer_why, wanted_version, changed_at, state)
SELECT listing, channel, wanted, available, buffer, why::jsonb, CASE WHEN wanted IS NULL THEN 0 ELSE 1 END, changed,
       CASE WHEN wanted IS NULL THEN 'suppressed' ELSE 'waiting' END
  FROM unnest(%s::bigint[], %s::bigint[], %s::int[], %s::int[], %s::int[], %s::text[], %s::timestamptz[])
       AS new(listing, channel, wanted, available, buffer, why, changed)
 ORDER BY listing
ON CONFLICT (listing_id) DO UPDATE
   SET wanted = excluded.wanted, available = excluded.available, buffer = excluded.buffer,
       buffer_why = excluded.buffer_why,
       wanted_version = kept.wanted_version
           + CASE WHEN excluded.wanted IS NOT NULL AND excluded.wanted IS DISTINCT FROM kept.wanted THEN 1 ELSE 0 END,
       changed_at = CASE WHEN excluded.wanted IS DISTINCT FROM kept.wanted
                         THEN least(coalesce(kept.changed_at, excluded.changed_at), excluded.changed_at)
                         ELSE kept.changed_at END,
       state = CASE WHEN excluded.wanted IS NULL THEN 'suppressed'
                    WHEN kept.state = 'inflight' THEN 'inflight'
                    WHEN excluded.wanted IS DISTINCT FROM kept.wanted THEN 'waiting'
                    WHEN kept.state = 'suppressed' THEN 'waiting'
                    ELSE kept.state END,
       problem = CASE WHEN excluded.wanted IS NULL THEN 'availability unknown' ELSE kept.problem END
 WHERE (kept.wanted, kept.available, kept.buffer) IS DISTINCT FROM (excluded.wanted, excluded.available, excluded.buffer)
    OR (kept.state = 'suppressed') <> (excluded.wanted IS NULL)
"""


def want_offers(*, offers: Sequence[WantedOffer]) -> int:
    """What is offered follows what is available, never more than that less what is held back; versions only rise.

    Where availability is unknown nothing is published: no zero, and no old number either. Returns how many changed.
    """
    if not offers:
        return 0
    return execute(
        _WANT,
        [
            [offer.listing_id for offer in offers],
            [offer.channel_id for offer in offers],
            [offer.quantity for offer in offers],
            [offer.available for offer in offers],
            [offer.buffer for offer in offers],
            [json.dumps(dict(offer.why)) for offer in offers],
            [offer.changed_at for offer in offers],
        ],
    )
