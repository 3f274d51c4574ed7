"""What channels and payment providers booked, held against our orders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from kontor.platform.sql.bulk import select_as, select_rows


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
SELECT channel.code AS channel, expected.id AS order_id, coalesce(expected.number, settled.external_order) AS number,
       coalesce(expected.currency, settled.currency) AS currency, coalesce(expected.gross, 0) AS expected,
       coalesce(settled.gross, 0) AS settled, coalesce(settled.fee, 0) AS fee, settled.last_at
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
    return select_as(PayoutDifference, _DIFFERENCES, {"no_trade": _NO_TRADE, "before": before})


# The same for payment providers: what they booked for a payment against what we received and gave back.
_PROVIDER_DIFFERENCES = """
WITH booked AS (
    SELECT payment_id, sum(amount) AS gross, sum(fee) AS fee, max(booked_at) AS last_at
      FROM payments_providerbooking WHERE kind IN ('payment', 'refund', 'dispute') AND payment_id IS NOT NULL
     GROUP BY payment_id
)
SELECT account.code AS channel, o.id AS order_id, o.number, p.currency, p.captured - p.refunded - p.disputed AS expected,
       coalesce(booked.gross, 0) AS settled, coalesce(booked.fee, 0) AS fee, booked.last_at
  FROM payments_payment p
  JOIN payments_provideraccount account ON account.id = p.account_id AND account.booked_until IS NOT NULL
  JOIN orders_order o ON o.id = p.order_id
  LEFT JOIN booked ON booked.payment_id = p.id
 WHERE p.captured - p.refunded - p.disputed <> coalesce(booked.gross, 0)
   AND NOT EXISTS (SELECT FROM payments_paymententry e WHERE e.payment_id = p.id AND e.at > %(before)s)
UNION ALL
SELECT account.code, NULL, b.external_id, b.currency, 0, b.amount, b.fee, b.booked_at
  FROM payments_providerbooking b JOIN payments_provideraccount account ON account.id = b.account_id
 WHERE b.payment_id IS NULL AND b.kind IN ('payment', 'refund', 'dispute')
 ORDER BY 1, 8 DESC NULLS FIRST, 3
"""


def list_provider_differences(before: datetime) -> list[PayoutDifference]:
    """Return where a payment provider's bookings and our payments do not agree; what moved after ``before`` may not
    be booked yet."""
    return select_as(PayoutDifference, _PROVIDER_DIFFERENCES, {"before": before})


@dataclass(frozen=True, slots=True)
class PayoutSum:
    """What a channel or a payment provider booked in a period, by kind."""

    channel: str
    kind: str
    currency: str
    count: int
    amount: Decimal
    fee: Decimal


_SETTLED = """
SELECT channel.code AS channel, s.kind, s.currency, count(*) AS count, sum(s.amount) AS amount, sum(s.fee) AS fee
  FROM channels_settlement s JOIN channels_channel channel ON channel.id = s.channel_id
 WHERE s.booked_at >= %(since)s AND s.booked_at < %(until)s GROUP BY 1, 2, 3
UNION ALL
SELECT account.code, b.kind, b.currency, count(*), sum(b.amount), sum(b.fee)
  FROM payments_providerbooking b JOIN payments_provideraccount account ON account.id = b.account_id
 WHERE b.booked_at >= %(since)s AND b.booked_at < %(until)s GROUP BY 1, 2, 3
 ORDER BY 1, 2, 3
"""


def sum_settlements(since: datetime, until: datetime) -> list[PayoutSum]:
    """Return what channels and payment providers booked in a period."""
    return select_as(PayoutSum, _SETTLED, {"since": since, "until": until})


_UNPOSTED_SETTLEMENTS = """
SELECT s.id FROM channels_settlement s
 WHERE (s.fee <> 0 OR lower(s.kind) ~ %(no_trade)s) AND s.amount <> 0 AND lower(s.kind) !~ '(reserve|hold)'
   AND NOT EXISTS (SELECT FROM accounting_posting p WHERE p.source_kind = 'settlement' AND p.source_id = s.id)
 ORDER BY s.id LIMIT %(most)s
"""


def list_unposted_settlements(most: int) -> list[int]:
    """Return bookings of channels that hold a fee or a payout and are not posted yet."""
    rows = select_rows(_UNPOSTED_SETTLEMENTS, {"no_trade": _NO_TRADE, "most": most})
    return [row[0] for row in rows]


_UNPOSTED_BOOKINGS = """
SELECT b.id FROM payments_providerbooking b
 WHERE (b.fee <> 0 OR b.kind IN ('fee', 'payout')) AND b.amount <> 0
   AND NOT EXISTS (SELECT FROM accounting_posting p WHERE p.source_kind = 'provider' AND p.source_id = b.id)
 ORDER BY b.id LIMIT %(most)s
"""


def list_unposted_bookings(most: int) -> list[int]:
    """Return bookings of payment providers that hold a fee or a payout and are not posted yet."""
    return [row[0] for row in select_rows(_UNPOSTED_BOOKINGS, {"most": most})]
