"""Settle bank transactions."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.payments.rules import PaymentMatch
from kontor.platform.sql.bulk import execute

_PROPOSE = """
UPDATE payments_banktransaction AS transaction SET proposals = d.proposals, score = d.score
  FROM unnest(%s::bigint[], %s::jsonb[], %s::int[]) AS d(id, proposals, score)
 WHERE transaction.id = d.id AND transaction.state = 'open'
"""
_SETTLE = """
UPDATE payments_banktransaction SET state = %s, settled_at = %s, settled_by = %s WHERE id = ANY(%s) AND state = 'open'
"""


def close_transactions(
    *,
    proposals: Mapping[int, Sequence[PaymentMatch]],
    booked: Sequence[int],
    ignored: Sequence[int] = (),
    at: datetime,
    by: Actor,
) -> None:
    """Each transaction keeps what it was thought to pay and why; it is booked or put aside once."""
    if proposals:
        told = [json.dumps([_as_dict(match) for match in matches]) for matches in proposals.values()]
        scores = [matches[0].score if matches else None for matches in proposals.values()]
        execute(_PROPOSE, [list(proposals), told, scores])
    for state, ids in (("booked", booked), ("ignored", ignored)):
        if ids:
            execute(_SETTLE, [state, at, str(by), list(ids)])


def _as_dict(match: PaymentMatch) -> dict[str, object]:
    shares = [[order_id, str(amount)] for order_id, amount in match.shares]
    return {"shares": shares, "score": match.score, "reasons": list(match.reasons)}
