"""The invariants of orders and papers (I26 to I32): what they come to, where they go, whose they are, that they can move."""

from __future__ import annotations

from itertools import islice

from kontor.channels.public import list_accounts
from kontor.cli.progress import say
from kontor.flows.selling.resolving import tax_facts
from kontor.kernel.clock import local_day
from kontor.orders.tables import Order
from kontor.pricing.public import decide_tax

# What is open is judged; what has left is judged by its invoice. So many of the newest, so that the question ends.
MOST_JUDGED = 20_000
MINUTES = 15

# Where prices have VAT in them, neither an address nor a rate changes what the buyer pays.
TOLD_TOTALS = """
SELECT concat_ws(' ', 'order', o.number, 'comes to', o.gross, 'and its channel says', o.told_total)
  FROM orders_order o JOIN channels_channel c ON c.id = o.channel_id
 WHERE c.prices_gross AND o.told_total <> o.gross AND o.state NOT IN ('CANCELLED', 'HELD')
   AND NOT EXISTS (SELECT FROM payments_voucherentry e WHERE e.order_id = o.id)
"""
EMPTY_INVOICES = """
SELECT concat_ws(' ', 'invoice', i.number, 'is over 0.00 and its order comes to', o.gross)
  FROM invoicing_invoice i JOIN orders_order o ON o.id = i.order_id
 WHERE i.kind = 'invoice' AND i.gross = 0 AND o.gross > 0
   AND NOT EXISTS (SELECT FROM jsonb_array_elements(i.content -> 'items') AS item WHERE (item ->> 'gross')::numeric <> 0)
   AND NOT EXISTS (SELECT FROM orders_orderline l WHERE l.order_id = o.id AND l.gross = 0)
"""
# Who told nothing that only he has is known by one order; whom a channel knows by a number has orders of that channel.
IDENTITIES = """
SELECT concat_ws(' ', 'customer', c.id, 'is known by one order and has', count(*))
  FROM customers_customer c JOIN orders_order o ON o.customer_id = c.id WHERE c.match_key LIKE 'order:%'
   AND NOT EXISTS (SELECT FROM customers_customermerge m WHERE m.kept_id = c.id AND m.undone_at IS NULL)
 GROUP BY c.id HAVING count(*) > 1
UNION ALL
SELECT concat_ws(' ', 'customer', c.id, 'is known to', split_part(c.match_key, ':', 2), 'and has order', o.number, 'of', ch.code)
  FROM customers_customer c JOIN orders_order o ON o.customer_id = c.id JOIN channels_channel ch ON ch.id = o.channel_id
 WHERE c.match_key LIKE 'ref:%' AND split_part(c.match_key, ':', 2) <> ch.code
   AND NOT EXISTS (SELECT FROM customers_customermerge m WHERE m.kept_id = c.id AND m.undone_at IS NULL)
"""
# One line has one rate: a kit of several is taxed at the standard one (decision 17).
KITS = """
SELECT concat_ws(' ', 'kit', sku.code, 'is taxed', product.tax_class, 'and its parts',
                 string_agg(DISTINCT theirs.tax_class, ', '))
  FROM catalog_kitpart part JOIN catalog_sku sku ON sku.id = part.kit_id
  JOIN catalog_product product ON product.id = sku.product_id
  JOIN catalog_sku piece ON piece.id = part.part_id JOIN catalog_product theirs ON theirs.id = piece.product_id
 WHERE product.tax_class <> 'standard'
 GROUP BY sku.code, product.tax_class HAVING bool_or(theirs.tax_class <> product.tax_class)
"""
KITS_APART = """
SELECT concat_ws(' ', 'kit', s.code, 'holds', sum(b.on_hand), 'pieces of its own')
  FROM catalog_kitpart k JOIN catalog_sku s ON s.id = k.kit_id JOIN inventory_balance b ON b.sku_id = s.id
 GROUP BY s.code HAVING sum(b.on_hand) > 0
UNION ALL
SELECT concat_ws(' ', 'order line', l.id, 'waits for pieces of the kit', s.code, 'itself')
  FROM orders_orderline l JOIN catalog_sku s ON s.id = l.sku_id
 WHERE s.is_kit AND l.recipe IS NULL AND l.short > 0
UNION ALL
SELECT concat_ws(' ', 'kit', whole.code, 'has the kit', part.code, 'as a part')
  FROM catalog_kitpart k JOIN catalog_sku whole ON whole.id = k.kit_id JOIN catalog_sku part ON part.id = k.part_id
 WHERE EXISTS (SELECT FROM catalog_kitpart inner_part WHERE inner_part.kit_id = k.part_id)
"""
# Those that were on their way in follow within ten minutes.
MERGED = """
SELECT concat_ws(' ', 'order', o.number, 'is of customer', c.id, 'who was merged into', c.merged_into_id)
  FROM orders_order o JOIN customers_customer c ON c.id = o.customer_id
 WHERE c.merged_into_id IS NOT NULL AND o.placed_at < now() - interval '30 minutes'
"""
# An order that ended in pieces has ended; one that is paid and not stopped is in the warehouse.
STUCK = f"""
SELECT concat_ws(' ', 'order', o.number, 'is', o.state, 'and every piece of it is shipped or cancelled')
  FROM orders_order o JOIN (
    SELECT order_id FROM orders_orderline GROUP BY order_id HAVING sum(ordered) = sum(shipped + cancelled)) done
    ON done.order_id = o.id
 WHERE o.state IN ('PLACED', 'RELEASED') AND o.placed_at < now() - interval '{MINUTES} minutes'
UNION ALL
SELECT concat_ws(' ', 'order', o.number, 'is paid, not stopped and not in the warehouse')
  FROM orders_order o
 WHERE o.state = 'PLACED' AND o.secured_at < now() - interval '{MINUTES} minutes'
   AND NOT EXISTS (SELECT FROM orders_hold h WHERE h.order_id = o.id AND h.lifted_at > now() - interval '{MINUTES} minutes')
   AND NOT EXISTS (SELECT FROM platform_auditentry a WHERE a.subject = 'order' AND a.key = o.id AND a.verb = 'recall_order')
"""
PAPERS = f"""
SELECT concat_ws(' ', 'invoice', i.number, 'has no paper, and nobody says why')
  FROM invoicing_invoice i
 WHERE i.pdf_id IS NULL AND NOT i.imported AND i.issued_at < now() - interval '{MINUTES} minutes'
   AND NOT EXISTS (SELECT FROM invoicing_paperfailure f WHERE f.invoice_id = i.id)
"""


def find_wrong_tax() -> list[str]:
    """Return open orders whose VAT is not that of where they go now."""
    accounts = {account.id: account for account in list_accounts().values()}
    rows = Order.objects.filter(state__in=["PLACED", "HELD", "RELEASED"]).exclude(tax_case="deemed_supplier")
    wrong = []
    for order in rows.order_by("-id")[:MOST_JUDGED].iterator(chunk_size=2_000):
        account = accounts.get(order.channel_id)
        if account is None or not order.address.country:
            continue
        facts = tax_facts(account, order.address, order.vat_id, local_day(order.ordered_at, account.timezone))
        case = decide_tax(facts).case.value
        if case != order.tax_case:
            wrong.append(f"order {order.number} is taxed as {order.tax_case}, and goes where it is {case}")
    if rows.count() > MOST_JUDGED:
        say(f"I28 judged the newest {MOST_JUDGED} open orders.")
    return list(islice(wrong, 20))
