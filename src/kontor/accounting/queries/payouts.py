"""What channels booked, held against our orders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from kontor.platform.bulk import select_rows


@dataclass(frozen=True, slots=True)
class PayoutDifference:
    """An order of which a channel booked something else than we received: ``expected`` less what was given back, ``settled`` with
    what the channel kept, ``fee`` what it kept. Without an order: a booking that belongs to none of ours.
    """

    channel: str
    order_id: int | None
    number: str
    currency: str
    expected: Decimal
    settled: Decimal
    fee: Decimal
    last_at: datetime | None


# What is no trade with a buyer belongs to no order: payouts, reserves, fees.
_NO_TRADE = "(payout|transfer|disbursement|withdrawal|reserve|hold|fee|subscription|service|advert|non_sale_charge)"


_DIFFERENCES = """
WITH settled AS (
    SELECT channel_id, external_order, currency, sum(amount - fee) AS gross, sum(fee) AS fee, max(booked_at) AS last_at
      FROM channels_settlement WHERE lower(kind) !~ %(no_trade)s GROUP BY channel_id, external_order, currency
), expected AS (
    SELECT o.id, o.number, o.channel_id, o.external_id, o.currency, p.captured - p.refunded AS gross,
           max(s.dispatched_at) AS shipped_at
      FROM orders_order o
      JOIN payments_payment p ON p.order_id = o.id AND p.method = 'marketplace'
      JOIN channels_connection c ON c.channel_id = o.channel_id AND c.settled_until IS NOT NULL
      LEFT JOIN fulfilment_shipment s ON s.order_id = o.id
     GROUP BY o.id, p.id
)
SELECT channel.code, expected.id, coalesce(expected.number, settled.external_order),
       coalesce(expected.currency, settled.currency), coalesce(expected.gross, 0), coalesce(settled.gross, 0),
       coalesce(settled.fee, 0), settled.last_at
  FROM expected
  FULL JOIN settled ON settled.channel_id = expected.channel_id AND settled.external_order = expected.external_id
                   AND settled.currency = expected.currency
  JOIN channels_channel channel ON channel.id = coalesce(expected.channel_id, settled.channel_id)
 WHERE coalesce(expected.gross, 0) <> coalesce(settled.gross, 0)
   AND (settled.channel_id IS NOT NULL OR expected.shipped_at < %(before)s)
   AND NOT EXISTS (SELECT FROM orders_order other JOIN payments_payment paid ON paid.order_id = other.id
                    WHERE expected.id IS NULL AND other.channel_id = settled.channel_id
                      AND other.external_id = settled.external_order AND paid.method <> 'marketplace')
 ORDER BY channel.code, settled.last_at DESC NULLS FIRST, 3
"""


def list_payout_differences(before: datetime) -> list[PayoutDifference]:
    """Return where a channel's bookings and our orders do not agree; what was shipped after ``before`` may not be booked yet."""
    return [PayoutDifference(*row) for row in select_rows(_DIFFERENCES, {"no_trade": _NO_TRADE, "before": before})]


@dataclass(frozen=True, slots=True)
class PayoutSum:
    """What a channel booked in a period, by kind."""

    channel: str
    kind: str
    currency: str
    count: int
    amount: Decimal
    fee: Decimal


_SETTLED = """
SELECT channel.code, s.kind, s.currency, count(*), sum(s.amount), sum(s.fee)
  FROM channels_settlement s JOIN channels_channel channel ON channel.id = s.channel_id
 WHERE s.booked_at >= %s AND s.booked_at < %s GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""


def sum_settlements(since: datetime, until: datetime) -> list[PayoutSum]:
    """Return what channels booked in a period."""
    return [PayoutSum(*row) for row in select_rows(_SETTLED, [since, until])]


_UNPOSTED_SETTLEMENTS = """
SELECT s.id FROM channels_settlement s
 WHERE (s.fee <> 0 OR lower(s.kind) ~ %(no_trade)s) AND s.amount <> 0 AND lower(s.kind) !~ '(reserve|hold)'
   AND NOT EXISTS (SELECT FROM accounting_posting p WHERE p.source = 'settlement:' || s.id) ORDER BY s.id LIMIT %(most)s
"""


def list_unposted_settlements(most: int) -> list[int]:
    """Return bookings of channels that hold a fee or a payout and are not posted yet."""
    rows = select_rows(_UNPOSTED_SETTLEMENTS, {"no_trade": _NO_TRADE, "most": most})
    return [row[0] for row in rows]
