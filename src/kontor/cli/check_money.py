"""The invariants of papers and money (I11, I13 to I15), as questions that answer with what breaks them."""

from __future__ import annotations

DOCUMENT_NUMBERS = """
SELECT concat_ws(' ', 'series', series, 'first', min(sequence), 'last', max(sequence), 'invoices', count(*))
  FROM invoicing_invoice GROUP BY series HAVING min(sequence) <> 1 OR max(sequence) <> count(*)
UNION ALL
SELECT concat_ws(' ', 'series', c.name, 'counter', c.last, 'last', coalesce(max(i.sequence), 0))
  FROM platform_counter c LEFT JOIN invoicing_invoice i ON i.series = c.name
 WHERE split_part(c.name, ':', 1) IN ('invoice', 'reversal', 'correction')
 GROUP BY c.name, c.last HAVING c.last <> coalesce(max(i.sequence), 0)
UNION ALL
SELECT concat_ws(' ', 'invoice', number, 'lines do not add up')
  FROM invoicing_invoice i
 WHERE i.gross <> (SELECT coalesce(sum((item ->> 'gross')::numeric), 0)
                     FROM jsonb_array_elements(i.content -> 'items') AS item)
UNION ALL
SELECT concat_ws(' ', 'invoice', i.number, i.gross, 'corrected by more than it charged:', sum(c.gross))
  FROM invoicing_invoice i JOIN invoicing_invoice c ON c.corrects_id = i.id
 GROUP BY i.id HAVING i.gross + sum(c.gross) < 0 OR i.net + sum(c.net) < 0 OR bool_or(c.currency <> i.currency)
"""

# Net and VAT of a document are those of its groups and of its positions, and the rounding is a cent for each group at most;
# an invoice that was taken back whole leaves nothing of any of its sums.
TOTALS = """
SELECT concat_ws(' ', 'document', i.number, 'groups', groups.net, groups.tax, 'positions', positions.net, 'stands', i.net, i.tax)
  FROM invoicing_invoice i,
       LATERAL (SELECT coalesce(sum((it ->> 'net')::numeric), 0) AS net, coalesce(sum((it ->> 'tax')::numeric), 0) AS tax,
                       count(*) AS many
                  FROM jsonb_array_elements(i.content -> 'groups') AS it) AS groups,
       LATERAL (SELECT coalesce(sum((it ->> 'shown_net')::numeric), 0) AS net
                  FROM jsonb_array_elements(i.content -> 'items') AS it) AS positions
 WHERE groups.net <> i.net OR groups.tax <> i.tax OR positions.net <> i.net OR abs(i.rounding) > 0.02 * groups.many
UNION ALL
SELECT concat_ws(' ', 'invoice', i.number, 'is taken back and leaves', i.net + sum(c.net), i.tax + sum(c.tax))
  FROM invoicing_invoice i JOIN invoicing_invoice c ON c.corrects_id = i.id
 GROUP BY i.id HAVING i.gross + sum(c.gross) = 0 AND (i.net + sum(c.net) <> 0 OR i.tax + sum(c.tax) <> 0)
UNION ALL
SELECT concat_ws(' ', 'order', o.number, o.gross, 'lines and charges', lines.gross + coalesce(charges.gross, 0))
  FROM orders_order o
  JOIN (SELECT order_id, sum(gross) AS gross FROM orders_orderline GROUP BY order_id) lines ON lines.order_id = o.id
  LEFT JOIN (SELECT order_id, sum(gross) AS gross FROM orders_ordercharge GROUP BY order_id) charges ON charges.order_id = o.id
 WHERE o.gross <> lines.gross + coalesce(charges.gross, 0)
"""

# Money never goes beyond what was authorised or received, and what was posted is what documents and movements of money say.
MONEY = """
SELECT concat_ws(' ', 'payment of order', order_id, 'authorized', authorized, 'captured', captured,
                 'refunded', refunded, refund_pending)
  FROM payments_payment WHERE captured + capture_pending > authorized OR refunded + refund_pending > captured
UNION ALL
SELECT concat_ws(' ', 'payment of order', p.order_id, 'pending', p.capture_pending, p.refund_pending, 'intents',
                 coalesce(i.captures, 0), coalesce(i.refunds, 0))
  FROM payments_payment p
  LEFT JOIN (SELECT payment_id, sum(amount) FILTER (WHERE kind = 'capture') AS captures,
                    sum(amount) FILTER (WHERE kind = 'refund') AS refunds
               FROM payments_moneyintent WHERE state IN ('new', 'inflight', 'unknown', 'pending') GROUP BY payment_id) i
         ON i.payment_id = p.id
 WHERE p.capture_pending <> coalesce(i.captures, 0) OR p.refund_pending <> coalesce(i.refunds, 0)
UNION ALL
SELECT concat_ws(' ', 'payment of order', p.order_id, 'refunded', p.refunded, 'entries', coalesce(e.sum, 0))
  FROM payments_payment p
  LEFT JOIN (SELECT payment_id, sum(CASE kind WHEN 'sent_back' THEN -amount ELSE amount END) AS sum FROM payments_paymententry
              WHERE kind IN ('refunded', 'sent_back', 'given') GROUP BY payment_id) e
         ON e.payment_id = p.id
 WHERE p.refunded <> coalesce(e.sum, 0)
UNION ALL
SELECT concat_ws(' ', 'payment of order', p.order_id, 'captured', p.captured, 'entries', coalesce(e.sum, 0))
  FROM payments_payment p
  LEFT JOIN (SELECT payment_id, sum(CASE kind WHEN 'captured' THEN amount ELSE -amount END) AS sum FROM payments_paymententry
              WHERE kind IN ('captured', 'unbooked') GROUP BY payment_id) e
         ON e.payment_id = p.id
 WHERE p.captured <> coalesce(e.sum, 0)
UNION ALL
SELECT concat_ws(' ', 'bank line', t.id, 'of', t.amount, 'is', t.state, 'and orders have of it', paid.sum)
  FROM payments_banktransaction t
  JOIN (SELECT transaction_id, sum(CASE WHEN kind IN ('unbooked', 'given') THEN -amount ELSE amount END) AS sum
          FROM payments_paymententry WHERE transaction_id IS NOT NULL GROUP BY transaction_id) paid ON paid.transaction_id = t.id
 WHERE paid.sum > t.amount OR (t.state = 'parted' AND paid.sum <> 0)
UNION ALL
SELECT concat_ws(' ', 'bank line', t.id, 'of', t.amount, 'is told one by one and its parts come to', parts.sum)
  FROM payments_banktransaction t,
       LATERAL (SELECT coalesce(sum(part.amount), 0) AS sum FROM payments_banktransaction part
                 WHERE part.account = t.account AND part.batch = t.batch AND part.id > t.id) AS parts
 WHERE t.state = 'parted' AND parts.sum < t.amount
UNION ALL
SELECT concat_ws(' ', 'voucher', v.id, 'of', v.amount, 'left', v."left", 'redeemed', coalesce(e.used, 0))
  FROM payments_voucher v
  LEFT JOIN (SELECT voucher_id, sum(CASE kind WHEN 'redeemed' THEN amount ELSE -amount END) AS used
               FROM payments_voucherentry GROUP BY voucher_id) e ON e.voucher_id = v.id
 WHERE v.amount - v."left" <> coalesce(e.used, 0)
UNION ALL
SELECT concat_ws(' ', 'document', i.number, i.gross, 'posted', posted.sum)
  FROM invoicing_invoice i
  JOIN (SELECT source_id, sum(CASE WHEN debit >= 10000 THEN amount ELSE -amount END) AS sum FROM accounting_posting
         WHERE source_kind = 'paper' GROUP BY source_id) posted ON posted.source_id = i.id
 WHERE i.gross <> posted.sum
UNION ALL
SELECT concat_ws(' ', 'movement of money', e.id, e.amount, 'posted', p.amount)
  FROM payments_paymententry e JOIN accounting_posting p ON p.source_kind = 'money' AND p.source_id = e.id
 WHERE p.amount <> e.amount
UNION ALL
SELECT concat_ws(' ', 'order', o.number, 'is cancelled wholly, and the books hold what its reminders cost:', sum(p.amount))
  FROM orders_order o JOIN accounting_dunningletter letter ON letter.order_id = o.id
  JOIN accounting_posting p ON p.source_kind = 'dunning' AND p.source_id = letter.id
 WHERE (o.state = 'CANCELLED'
        OR NOT EXISTS (SELECT FROM orders_orderline l WHERE l.order_id = o.id AND l.cancelled < l.ordered))
   AND NOT EXISTS (SELECT FROM accounting_posting w WHERE w.source_kind = 'waiver' AND w.source_id = letter.id)
   AND NOT EXISTS (SELECT FROM orders_lineentry e JOIN orders_orderline l ON l.id = e.line_id
                    WHERE l.order_id = o.id AND e.kind = 'cancelled' AND e.at > now() - interval '2 hours')
 GROUP BY o.number
UNION ALL
SELECT concat_ws(' ', 'order', o.number, 'is invoiced whole, uses', used.paid, 'of vouchers and its papers say', papers.lowered)
  FROM orders_order o
  JOIN (SELECT e.order_id, sum(CASE e.kind WHEN 'redeemed' THEN e.amount ELSE -e.amount END) AS paid
          FROM payments_voucherentry e JOIN payments_voucher v ON v.id = e.voucher_id AND v.purpose = 'single'
         GROUP BY e.order_id) used ON used.order_id = o.id,
       LATERAL (SELECT max(i.issued_at) AS last,
                       coalesce(sum(-(item ->> 'gross')::numeric) FILTER (WHERE (item ->> 'voucher')::boolean), 0) AS lowered
                  FROM invoicing_invoice i, jsonb_array_elements(i.content -> 'items') AS item WHERE i.order_id = o.id) AS papers
 WHERE used.paid <> papers.lowered AND papers.last < now() - interval '15 minutes'
   AND NOT EXISTS (SELECT FROM orders_orderline l WHERE l.order_id = o.id AND l.invoiced <> l.ordered - l.cancelled)
"""

FLAGS = """
SELECT concat_ws(' ', 'order', o.number, 'counts as paid, its payment does not') FROM orders_order o
  JOIN payments_payment p ON p.order_id = o.id WHERE o.secured_at IS NOT NULL AND p.secured_at IS NULL
UNION ALL
SELECT concat_ws(' ', 'order', o.number, 'is prepaid and counts as paid with', p.captured, 'of', p.amount) FROM orders_order o
  JOIN payments_payment p ON p.order_id = o.id
 WHERE p.method = 'prepayment' AND p.secured_at IS NOT NULL AND p.captured < p.amount
UNION ALL
SELECT concat_ws(' ', 'order', o.number, 'counts as paid with', p.captured, 'of', p.amount, 'of which went back', back.by_itself)
  FROM orders_order o
  JOIN payments_payment p ON p.order_id = o.id AND p.refunded + p.refund_pending > 0,
       LATERAL (SELECT p.refunded + p.refund_pending - coalesce(sum(i.amount), 0) AS by_itself FROM payments_moneyintent i
                 WHERE i.payment_id = p.id AND i.kind = 'refund' AND starts_with(i.cause, 'hand:')
                   AND i.state <> 'failed') AS back
 WHERE p.method IN ('prepayment', 'provider') AND p.secured_at IS NOT NULL
   AND back.by_itself > 0 AND greatest(p.captured, p.authorized) - back.by_itself < p.amount
UNION ALL
SELECT concat_ws(' ', 'order', o.number, 'is invoiced whole and owes', p.amount, 'where its papers ask', papers.gross - used.paid,
                 'and reminders', p.raised)
  FROM payments_payment p JOIN orders_order o ON o.id = p.order_id,
       LATERAL (SELECT sum(i.gross) AS gross, max(i.issued_at) AS last, bool_or(i.imported) AS imported
                  FROM invoicing_invoice i WHERE i.order_id = o.id) AS papers,
       LATERAL (SELECT coalesce(sum(CASE e.kind WHEN 'redeemed' THEN e.amount ELSE -e.amount END), 0) AS paid,
                       coalesce(sum(e.amount) FILTER (WHERE e.kind = 'redeemed'), 0) AS redeemed
                  FROM payments_voucherentry e JOIN payments_voucher v ON v.id = e.voucher_id AND v.purpose = 'multi'
                 WHERE e.order_id = o.id) AS used
 WHERE p.captured < p.amount AND p.method IN ('prepayment', 'invoice') AND p.secured_at IS NOT NULL
   AND papers.last < now() - interval '15 minutes' AND NOT papers.imported
   AND NOT EXISTS (SELECT FROM orders_orderline l WHERE l.order_id = o.id AND l.invoiced <> l.ordered - l.cancelled)
   -- What goes back to a voucher out of goodwill is not claimed again.
   AND p.amount NOT IN (
       greatest(papers.gross - used.paid + p.raised, p.captured + p.capture_pending - p.refunded - p.refund_pending - p.disputed),
       greatest(papers.gross - used.redeemed + p.raised,
                p.captured + p.capture_pending - p.refunded - p.refund_pending - p.disputed))
UNION ALL
SELECT concat_ws(' ', 'order', o.number, 'is prepaid, lacks nothing and counts as unpaid') FROM orders_order o
  JOIN payments_payment p ON p.order_id = o.id
 WHERE p.method = 'prepayment' AND p.secured_at IS NULL AND o.state <> 'CANCELLED' AND p.amount > 0
   AND p.captured > 0 AND p.captured - p.disputed - p.refunded - p.refund_pending >= p.amount
UNION ALL
SELECT concat_ws(' ', 'order', o.number, 'is closed with pieces on the way') FROM orders_order o
  JOIN orders_orderline l ON l.order_id = o.id
 WHERE o.state = 'CLOSED' AND l.shipped + l.cancelled <> l.ordered
"""
