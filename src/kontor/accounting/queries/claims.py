"""What may still be paid, and what is not posted yet."""

from __future__ import annotations

from kontor.payments.public import Claim
from kontor.platform.sql.bulk import select_rows

# What may still be paid by transfer: orders in prepayment or on account with something open, by every number a payer may name.
_CLAIMS = """
WITH accounts AS (
    SELECT known.customer_id, array_agg(DISTINCT told.iban::text) AS ibans
      FROM payments_banktransaction told
      JOIN payments_paymententry entry ON entry.transaction_id = told.id
      JOIN payments_payment paid ON paid.id = entry.payment_id
      JOIN orders_order known ON known.id = paid.order_id
     WHERE told.state = 'booked' AND told.iban <> '' AND entry.kind = 'captured'
     GROUP BY known.customer_id)
SELECT o.id, still.lacking, p.currency,
       array_remove(ARRAY[o.number, o.external_id] || coalesce(papers.numbers, '{}'), ''),
       concat_ws(' ', coalesce(o.bill_to, o.ship_to) ->> 'name', coalesce(o.bill_to, o.ship_to) ->> 'company'),
       coalesce(accounts.ibans, '{}'), (o.ordered_at AT TIME ZONE entity.timezone)::date
  FROM payments_payment p
  CROSS JOIN LATERAL (SELECT p.amount - p.captured + p.disputed
                             + CASE WHEN p.secured_at IS NULL THEN p.refunded + p.refund_pending ELSE 0 END AS lacking) still
  JOIN orders_order o ON o.id = p.order_id
  JOIN legal_entities_legalentity entity ON entity.id = o.legal_entity_id
  LEFT JOIN LATERAL (SELECT array_agg(number::text) AS numbers FROM invoicing_invoice i WHERE i.order_id = o.id) papers ON true
  LEFT JOIN accounts ON accounts.customer_id = o.customer_id
 WHERE p.method IN ('prepayment', 'invoice') AND (p.captured < p.amount OR p.secured_at IS NULL) AND still.lacking > 0
   AND o.state <> 'CANCELLED' AND o.legal_entity_id = %s
"""


_UNPOSTED_PAPERS = """
SELECT id FROM invoicing_invoice i
 WHERE NOT EXISTS (SELECT FROM accounting_posting p WHERE p.source_kind = 'paper' AND p.source_id = i.id) AND i.gross <> 0
   AND NOT i.imported
 ORDER BY id LIMIT %s
"""


_UNPOSTED_MONEY = """
SELECT entry.id FROM payments_paymententry entry
 WHERE NOT EXISTS (SELECT FROM accounting_posting p WHERE p.source_kind = 'money' AND p.source_id = entry.id)
   AND NOT entry.imported
 ORDER BY entry.id LIMIT %s
"""


def list_claims(legal_entity_id: int) -> list[Claim]:
    """Return what may still be paid by transfer to a legal entity."""
    rows = select_rows(_CLAIMS, [legal_entity_id])
    return [Claim(row[0], row[1], row[2], tuple(row[3]), row[4], frozenset(row[5]), row[6]) for row in rows]


def list_unposted(most: int) -> tuple[list[int], list[int]]:
    """Return documents and entries of money that are not posted yet, so many of each at most."""
    papers, money = (select_rows(sql, [most]) for sql in (_UNPOSTED_PAPERS, _UNPOSTED_MONEY))
    return [row[0] for row in papers], [row[0] for row in money]


_UNPOSTED_VOUCHERS = """
SELECT entry.id FROM payments_voucherentry entry JOIN payments_voucher voucher ON voucher.id = entry.voucher_id
 WHERE voucher.purpose = 'multi'
   AND NOT EXISTS (SELECT FROM accounting_posting p WHERE p.source_kind = 'voucher' AND p.source_id = entry.id)
 ORDER BY entry.id LIMIT %s
"""


def list_unposted_vouchers(most: int) -> list[int]:
    """Return what was redeemed of multi-purpose vouchers, or given back to them, and is not posted yet."""
    return [row[0] for row in select_rows(_UNPOSTED_VOUCHERS, [most])]


_UNWAIVED = """
SELECT DISTINCT letter.order_id FROM accounting_dunningletter letter JOIN orders_order o ON o.id = letter.order_id
  JOIN accounting_posting p ON p.source_kind = 'dunning' AND p.source_id = letter.id
 WHERE (o.state = 'CANCELLED'
        OR NOT EXISTS (SELECT FROM orders_orderline l WHERE l.order_id = o.id AND l.cancelled < l.ordered))
   AND NOT EXISTS (SELECT FROM accounting_posting w WHERE w.source_kind = 'waiver' AND w.source_id = letter.id)
 ORDER BY letter.order_id LIMIT %s
"""


def list_unwaived(most: int) -> list[int]:
    """Return orders cancelled wholly whose reminders still stand in the books as owed."""
    return [row[0] for row in select_rows(_UNWAIVED, [most])]
