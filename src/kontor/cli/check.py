"""`kontor check`: the invariants of the house, each one question to the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.conf import settings
from rich.table import Table

from kontor.accounting.public import find_broken_archive, find_broken_links
from kontor.cli.check_jobs import BULK_JOBS, LIST_MAILS, SLO_MINUTES, WEBHOOKS
from kontor.cli.check_money import DOCUMENT_NUMBERS, FLAGS, MONEY, TOTALS
from kontor.cli.check_orders import (
    EMPTY_INVOICES,
    IDENTITIES,
    KITS,
    KITS_APART,
    MERGED,
    PAPERS,
    STUCK,
    TOLD_TOTALS,
    find_wrong_tax,
)
from kontor.cli.progress import print_json, say, stdout
from kontor.kernel.errors import NotFound
from kontor.orders.public import ORDER
from kontor.platform.keep.files import FileDamaged, read_file
from kontor.platform.models import StoredFile
from kontor.platform.sql.bulk import execute, select_rows


@dataclass(frozen=True, slots=True)
class Invariant:
    """What must always hold; ``broken`` returns the first violations, told so that they can be found."""

    id: str
    title: str
    broken: Callable[[], list[str]]


def _sql(sql: str) -> Callable[[], list[str]]:
    def broken() -> list[str]:
        return [" ".join(str(part) for part in row) for row in select_rows(f"SELECT * FROM ({sql}) AS found LIMIT 20")]

    return broken


_LEDGER_IS_BALANCE = """
SELECT 'sku', b.sku_id, 'location', b.location_id, 'book', b.on_hand, b.reserved, 'moves', m.on_hand, m.reserved
  FROM inventory_balance b
  FULL JOIN (
    SELECT sku_id, location_id,
           sum(CASE kind WHEN 'receipt' THEN quantity WHEN 'adjust_up' THEN quantity WHEN 'adjust_down' THEN -quantity
                         WHEN 'issue' THEN -quantity ELSE 0 END) AS on_hand,
           sum(CASE kind WHEN 'reserve' THEN quantity WHEN 'free' THEN -quantity WHEN 'issue' THEN -quantity ELSE 0 END)
             AS reserved
      FROM inventory_stockmove GROUP BY 1, 2) m USING (sku_id, location_id)
 WHERE coalesce(b.on_hand, 0) <> coalesce(m.on_hand, 0) OR coalesce(b.reserved, 0) <> coalesce(m.reserved, 0)
    OR b.sku_id IS NULL
"""
_NEVER_OVERSOLD = """
SELECT 'sku', sku_id, 'location', location_id, 'on hand', on_hand, 'reserved', reserved
  FROM inventory_balance WHERE reserved < 0 OR reserved > on_hand
"""
_RESERVATIONS_ARE_BALANCE = """
SELECT 'sku', b.sku_id, 'location', b.location_id, 'book', b.reserved, 'claims', coalesce(r.open, 0)
  FROM inventory_balance b
  FULL JOIN (SELECT sku_id, location_id, sum(open) AS open FROM inventory_reservation WHERE open > 0 GROUP BY 1, 2) r
       USING (sku_id, location_id)
 WHERE coalesce(b.reserved, 0) <> coalesce(r.open, 0)
"""
_LINES_CONSERVE = """
SELECT concat_ws(' ', 'line', id, 'ordered', ordered, 'reserved', reserved, 'short', short, 'picked', picked, 'shipped', shipped,
       'cancelled', cancelled)
  FROM orders_orderline
 WHERE ordered <> reserved + short + picked + shipped + cancelled OR least(reserved, short, picked, shipped, cancelled) < 0
UNION ALL
SELECT concat_ws(' ', 'line', l.id, 'counts are not the sum of its entries', e.ordered)
  FROM orders_orderline l JOIN (
    SELECT line_id, sum(quantity) FILTER (WHERE kind = 'ordered') AS ordered,
           sum(quantity) FILTER (WHERE kind = 'shipped') AS shipped,
           sum(quantity) FILTER (WHERE kind = 'cancelled') AS cancelled,
           coalesce(sum(quantity) FILTER (WHERE kind = 'short'), 0)
             - coalesce(sum(quantity) FILTER (WHERE taken_from = 'short'), 0) AS short,
           coalesce(sum(quantity) FILTER (WHERE kind = 'picked'), 0)
             - coalesce(sum(quantity) FILTER (WHERE taken_from = 'picked'), 0) AS picked
      FROM orders_lineentry GROUP BY line_id) e ON e.line_id = l.id
 WHERE l.ordered <> e.ordered OR l.shipped <> coalesce(e.shipped, 0) OR l.cancelled <> coalesce(e.cancelled, 0)
    OR l.short <> e.short OR l.picked <> e.picked
"""
_RESERVED_LINES_HAVE_CLAIMS = """
SELECT 'line', l.id, 'reserved and picked', l.reserved + l.picked, 'claimed', coalesce(r.open, 0)
  FROM orders_orderline l JOIN orders_order o ON o.id = l.order_id
  LEFT JOIN (SELECT demand_id, sum(open) AS open FROM inventory_reservation GROUP BY 1) r ON r.demand_id = l.id
 WHERE l.recipe IS NULL AND l.reserved + l.picked <> coalesce(r.open, 0)
"""
_AFTER_SHIPPING = """
SELECT 'line', id, 'ordered', ordered, 'shipped', shipped, 'returned', returned, 'cancelled', cancelled
  FROM orders_orderline
 WHERE returned > shipped OR shipped > ordered - cancelled OR delivered > shipped OR credited > invoiced
"""
_ORDERS_ONCE = """
SELECT concat_ws(' ', 'channel', channel_id, 'their number', external_id, 'orders', count(*))
  FROM orders_order GROUP BY channel_id, external_id HAVING count(*) > 1
UNION ALL
SELECT concat_ws(' ', 'channel', 0, m.external_id, m.kind)
  FROM channels_inboundmessage m
 WHERE m.state = 'done' AND m.kind = 'order.json' AND NOT EXISTS (
    SELECT 1 FROM orders_order o JOIN channels_channel c ON c.id = o.channel_id
     WHERE c.code = m.channel AND o.external_id = m.external_id)
"""
_INTENTS = """
SELECT 'channel', kind, reference, count(*)::text FROM channels_channelintent WHERE state <> 'failed'
 GROUP BY kind, reference HAVING count(*) > 1
UNION ALL
SELECT 'channel', kind, reference, 'unknown for a day' FROM channels_channelintent
 WHERE state IN ('unknown', 'inflight') AND created_at < now() - interval '24 hours'
UNION ALL
SELECT 'label', 'label', i.reference::text, 'unknown for a day' FROM shipping_labelintent i
  JOIN shipping_parcel p ON p.id = i.parcel_id
 WHERE i.state IN ('unknown', 'inflight') AND p.created_at < now() - interval '24 hours'
"""
# A channel that has ever taken a price takes prices.
_PRICES = """
SELECT concat_ws(' ', 'offer', o.id, 'rests at', o.published_price, 'and', o.wanted_price, 'is wanted')
  FROM channels_offer o
 WHERE (o.state IN ('published', 'refused') OR o.state = 'suppressed' AND o.wanted IS NOT NULL) AND o.wanted_price IS NOT NULL
   AND o.wanted_price IS DISTINCT FROM o.published_price AND o.wanted_price IS DISTINCT FROM o.refused_price
   AND EXISTS (SELECT FROM channels_offer other WHERE other.channel_id = o.channel_id AND other.published_price IS NOT NULL)
UNION ALL
SELECT concat_ws(' ', 'offer', o.id, 'has no answer to', o.wanted_price, 'since', o.price_unheard_since)
  FROM channels_offer o
 WHERE o.wanted_price IS NOT NULL AND o.price_unheard_since < now() - interval '24 hours'
"""
_PUBLISHED = """
SELECT 'offer', p.offer_id::text, p.version::text, p.quantity::text FROM channels_offerpublication p
 WHERE p.quantity > greatest(0, p.available - p.buffer)
UNION ALL
SELECT 'version fell', later.offer_id::text, later.version::text, earlier.version::text
  FROM channels_offerpublication later JOIN channels_offerpublication earlier
    ON earlier.offer_id = later.offer_id AND earlier.id < later.id AND earlier.version > later.version
UNION ALL
SELECT 'offer', o.id::text, o.published_version::text, o.wanted_version::text FROM channels_offer o
 WHERE o.published_version > o.wanted_version
"""
_ANSWERS_EXIST = """
SELECT 'key', k.principal, k.key, k.body
  FROM platform_idempotencykey k
 WHERE k.status IN (200, 201) AND k.body::jsonb ? 'uuid'
   AND NOT EXISTS (SELECT 1 FROM orders_order o WHERE o.uuid = (k.body::jsonb ->> 'uuid')::uuid)
"""
_INBOX_CLOSED = f"""
SELECT 'message', id, channel, external_id, state
  FROM channels_inboundmessage
 WHERE (state = 'new' AND received_at < now() - interval '{SLO_MINUTES} minutes')
    OR (state = 'quarantined' AND code = '') OR (state = 'done' AND closed_at IS NULL)
"""
_OUTBOX = f"""
SELECT concat_ws(' ', 'event', subject, key, 'versions', min(version), max(version), count(*))
  FROM platform_event GROUP BY subject, key HAVING min(version) <> 1 OR max(version) <> count(*)
UNION ALL
SELECT concat_ws(' ', 'job', task_name, id, status::text)
  FROM procrastinate_jobs
 WHERE status IN ('todo', 'doing') AND queue_name = 'news'
   AND id IN (SELECT job_id FROM procrastinate_events WHERE type = 'deferred'
               AND at < now() - interval '{SLO_MINUTES} minutes')
UNION ALL
SELECT concat_ws(' ', 'order', o.number, o.id, 'has no news')
  FROM orders_order o
 WHERE NOT EXISTS (SELECT 1 FROM platform_event e WHERE e.subject = 'order' AND e.key = o.id)
   AND NOT EXISTS (SELECT 1 FROM orders_lineentry x JOIN orders_orderline l ON l.id = x.line_id
                    WHERE l.order_id = o.id AND x.reference = 'archived')
"""
_IDLE_IN_TRANSACTION = """
SELECT 'process', pid, 'idle in transaction for', (now() - state_change)::text, left(query, 60)
  FROM pg_stat_activity
 WHERE datname = current_database() AND state LIKE 'idle in transaction%' AND now() - state_change > interval '5 s'
"""


def _state_history() -> list[str]:
    """Replay every order's steps: each along an edge, each from where the last one ended, the last one being today's."""
    edges = ORDER.list_edges()
    pairs = ", ".join(f"('{source}', '{target}')" for source, target in edges)
    history = f"""
    WITH steps AS (
        SELECT key, id, before ->> 'state' AS source, after ->> 'state' AS target,
               lag(after ->> 'state', 1, 'PLACED') OVER (PARTITION BY key ORDER BY id) AS expected
          FROM platform_auditentry WHERE subject = 'order' AND after ? 'state'
    ), latest AS (SELECT DISTINCT ON (key) key, target FROM steps ORDER BY key, id DESC)
    SELECT concat_ws(' ', 'order', key, 'stepped from', source, 'to', target) FROM steps
     WHERE (source, target) NOT IN ({pairs}) OR source <> expected
    UNION ALL
    SELECT concat_ws(' ', 'order', o.id, 'is', o.state, 'but last stepped to', latest.target)
      FROM latest JOIN orders_order o ON o.id = latest.key WHERE o.state <> latest.target
    """
    return _sql(history)()


def _stored_files() -> list[str]:
    damaged = []
    for stored in StoredFile.objects.filter(forgotten_at=None).order_by("id").iterator():
        try:
            read_file(stored)
        except (NotFound, FileDamaged):
            damaged.append(f"file {stored.name} {stored.sha256} in {settings.KONTOR_HOME}")
    return damaged


def _broken_links() -> list[str]:
    return list(islice(find_broken_links(), 20))


INVARIANTS: tuple[Invariant, ...] = (
    Invariant("I01", "The sum of the stock moves is the balance, on hand and reserved", _sql(_LEDGER_IS_BALANCE)),
    Invariant("I02", "Never more is reserved than is on hand", _sql(_NEVER_OVERSOLD)),
    Invariant("I03", "Open reservations add up to what the balance says", _sql(_RESERVATIONS_ARE_BALANCE)),
    Invariant("I04", "Every ordered piece is reserved, short, picked, shipped or cancelled", _sql(_LINES_CONSERVE)),
    Invariant("I04b", "Every reserved piece of a line has its claim on stock", _sql(_RESERVED_LINES_HAVE_CLAIMS)),
    Invariant(
        "I05",
        "Nothing is returned that was not shipped, nothing shipped that was cancelled",
        _sql(_AFTER_SHIPPING),
    ),
    Invariant("I06", "Each order of a channel is here exactly once", _sql(_ORDERS_ONCE)),
    Invariant("I07", "Every order that was acknowledged exists", _sql(_ANSWERS_EXIST)),
    Invariant("I08", "Every message is taken in or in quarantine with a reason", _sql(_INBOX_CLOSED)),
    Invariant("I09", "No news is missing, doubled or waiting for too long", _sql(_OUTBOX)),
    Invariant("I10", "Every order went along its lifecycle", _state_history),
    Invariant("I11", "Invoice numbers run without gaps and invoices add up", _sql(DOCUMENT_NUMBERS)),
    Invariant("I12", "Stored files are what was stored", _stored_files),
    Invariant("I13", "Net, VAT and gross of every order and document agree to the cent", _sql(TOTALS)),
    Invariant("I14", "Money stays within what was authorised, and the books say what documents say", _sql(MONEY)),
    Invariant("I15", "Orders are secured and closed as payments and pieces say", _sql(FLAGS)),
    Invariant(
        "I16", "Nothing is told twice to a carrier or channel, and no outcome is unknown for a day", _sql(_INTENTS)
    ),
    Invariant("I20", "Never more was published than was available less what is held back", _sql(_PUBLISHED)),
    Invariant("I18", "No archived document was changed or is gone", lambda: list(islice(find_broken_archive(), 20))),
    Invariant("I17", "No posting was changed, and none is missing in the chain", _broken_links),
    Invariant("I26", "Every order comes to what its channel says", _sql(TOLD_TOTALS)),
    Invariant("I27", "No invoice is over 0.00 without a reason", _sql(EMPTY_INVOICES)),
    Invariant("I28", "Every open order is taxed as where it goes demands", find_wrong_tax),
    Invariant("I29", "No customer is two people", _sql(IDENTITIES)),
    Invariant("I30", "No order is open that nobody can move", _sql(STUCK)),
    Invariant("I31", "Every document has its paper within a quarter of an hour, or a reason", _sql(PAPERS)),
    Invariant("I32", "No kit is taxed lower than its parts", _sql(KITS)),
    Invariant("I33", "Every bulk job and import that was begun is worked on until no row is left", _sql(BULK_JOBS)),
    Invariant("I34", "No order is of a customer who was merged into another", _sql(MERGED)),
    Invariant("I35", "No kit holds pieces of its own, and no part of a kit is a kit", _sql(KITS_APART)),
    Invariant("I36", "Every webhook that hears is told what happened", _sql(WEBHOOKS)),
    Invariant(
        "I38",
        "Every channel asks the price that is wanted there, or has refused it, or has been told it for less than a day",
        _sql(_PRICES),
    ),
    Invariant("I39", "Every list by mail is mailed when its time has come", _sql(LIST_MAILS)),
    Invariant("I25", "No transaction stands idle for more than five seconds", _sql(_IDLE_IN_TRANSACTION)),
)


def evaluate() -> list[dict[str, Any]]:
    """Ask every invariant and return what was found. A large house takes minutes; no question is cut short."""
    execute("SELECT set_config('statement_timeout', '0', false)")
    results = []
    for invariant in INVARIANTS:
        violations = invariant.broken()
        results.append(
            {
                "id": invariant.id, "title": invariant.title, "holds": not violations, "violations": len(violations),
                "examples": violations[:5],
            }
        )  # fmt: skip
    execute("RESET statement_timeout")
    return results


def print_invariants(*, as_json: bool) -> bool:
    """Show every invariant with its count; True where all hold."""
    select_rows("SELECT set_config('statement_timeout', '0', false)")
    results = evaluate()
    holds = all(result["holds"] for result in results)
    if as_json:
        print_json({"holds": holds, "invariants": results})
        return holds
    table = Table("", "invariant", "violations", title="kontor check")
    for result in results:
        mark = "[green]holds[/green]" if result["holds"] else "[red]BROKEN[/red]"
        table.add_row(result["id"], f"{result['title']}: {mark}", str(result["violations"]))
    stdout.print(table)
    for result in results:
        for example in result["examples"]:
            say(f"{result['id']}: {example}")
    return holds
