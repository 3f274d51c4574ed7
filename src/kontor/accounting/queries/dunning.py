"""What is open, and what it would get."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kontor.accounting.models import BaseRate, DunningLetter, DunningLevel
from kontor.accounting.rules import (
    DEFAULT_STEPS,
    DunningStep,
    OpenItem,
)
from kontor.platform.sql.bulk import select_named
from kontor.platform.sql.rows import column, read_rows


@dataclass(frozen=True, slots=True)
class SentReminder:
    """A reminder as it was sent. ``file``: the fingerprint of its paper."""

    id: int
    order_id: int
    level: int
    on: date
    open: Decimal
    fee: Decimal
    interest: Decimal
    currency: str
    pay_by: date
    file: str = column("file__sha256")

    @property
    def costs(self) -> Decimal:
        """Return what it cost the buyer."""
        return self.fee + self.interest


# What is open of an order's documents: invoices, corrections and what reminders cost (nothing of an order that was cancelled
# since), less what was received and is not on its way back. Its due day is that of the oldest invoice that is not covered.
_OPEN = """
WITH papers AS (
    SELECT order_id, kind, gross, due_on, issued_on,
           sum(gross) FILTER (WHERE kind = 'invoice') OVER (PARTITION BY order_id ORDER BY id) AS reached,
           sum(gross) OVER (PARTITION BY order_id) AS total,
           sum(gross) FILTER (WHERE kind <> 'invoice') OVER (PARTITION BY order_id) AS taken_back
      FROM invoicing_invoice WHERE NOT imported
), costs AS (
    SELECT letter.order_id, sum(letter.fee + letter.interest) AS sum
      FROM accounting_dunningletter letter JOIN orders_order owing ON owing.id = letter.order_id
     WHERE owing.state <> 'CANCELLED'
       AND EXISTS (SELECT FROM orders_orderline l WHERE l.order_id = owing.id AND l.cancelled < l.ordered)
     GROUP BY letter.order_id
), vouchers AS (
    SELECT entry.order_id, sum(CASE entry.kind WHEN 'redeemed' THEN entry.amount ELSE -entry.amount END) AS paid,
           sum(entry.amount) FILTER (WHERE entry.kind = 'redeemed') AS redeemed
      FROM payments_voucherentry entry JOIN payments_voucher voucher ON voucher.id = entry.voucher_id
     WHERE voucher.purpose = 'multi' GROUP BY entry.order_id
), items AS (
    SELECT papers.order_id,
           -- What was given back out of goodwill is not claimed again from whoever had paid.
           least(max(papers.total) + coalesce(max(costs.sum), 0) - coalesce(max(vouchers.paid), 0)
                 - max(pay.captured - pay.refunded - pay.refund_pending - pay.disputed + pay.capture_pending),
                 greatest(0, max(papers.total) + coalesce(max(costs.sum), 0) - coalesce(max(vouchers.redeemed), 0)
                             - max(pay.captured + pay.capture_pending - pay.disputed))) AS open,
           min(coalesce(papers.due_on, papers.issued_on)) FILTER (
               WHERE papers.kind = 'invoice'
                 AND papers.reached > pay.captured + coalesce(vouchers.paid, 0) - pay.refunded
                                      - coalesce(papers.taken_back, 0)) AS due_on,
           max(papers.issued_on) AS issued_on, max(pay.disputed) AS disputed
      FROM papers
      JOIN payments_payment pay ON pay.order_id = papers.order_id
      LEFT JOIN costs ON costs.order_id = papers.order_id
      LEFT JOIN vouchers ON vouchers.order_id = papers.order_id
     GROUP BY papers.order_id
)
SELECT o.id AS order_id, o.number, o.legal_entity_id, o.currency, items.open,
       coalesce(items.due_on, items.issued_on) AS due_on,
       coalesce(coalesce(o.bill_to, o.ship_to) ->> 'company', '') <> '' AS company,
       coalesce(nullif(coalesce(o.bill_to, o.ship_to) ->> 'company', ''), coalesce(o.bill_to, o.ship_to) ->> 'name') AS name,
       CASE WHEN stop.id IS NOT NULL AND (stop.until IS NULL OR stop.until >= %s) THEN 'stopped'
            WHEN o.state = 'CANCELLED' THEN 'cancelled'
            WHEN items.disputed > 0 THEN 'disputed'
            WHEN EXISTS (SELECT FROM orders_hold h WHERE h.order_id = o.id AND h.lifted_at IS NULL) THEN 'held'
            ELSE '' END AS stop,
       NOT EXISTS (SELECT FROM orders_orderline l WHERE l.order_id = o.id AND l.cancelled < l.ordered)
       OR o.state = 'CANCELLED' AS waived
  FROM items
  JOIN orders_order o ON o.id = items.order_id
  LEFT JOIN accounting_dunningstop stop ON stop.order_id = o.id
 WHERE items.open <> 0
 ORDER BY 6, o.id
"""


def list_open_items(on: date, order_ids: Collection[int] | None = None) -> list[OpenItem]:
    """Return what is open on a day, the oldest first; what was overpaid is negative."""
    rows = [row for row in select_named(_OPEN, [on]) if order_ids is None or row["order_id"] in order_ids]
    reminded: dict[int, dict[int, date]] = defaultdict(dict)
    costs: dict[int, Decimal] = defaultdict(Decimal)
    interest: dict[int, Decimal] = defaultdict(Decimal)
    waived = {row["order_id"] for row in rows if row["waived"]}
    for letter in DunningLetter.objects.filter(order_id__in=[row["order_id"] for row in rows]):
        reminded[letter.order_id][letter.level] = letter.on
        if letter.order_id in waived:
            continue
        costs[letter.order_id] += letter.fee + letter.interest
        interest[letter.order_id] += letter.interest
    return [
        OpenItem(
            **row, reminded=dict(reminded[row["order_id"]]), costs=costs[row["order_id"]], interest=interest[row["order_id"]]
        )
        for row in rows
    ]  # fmt: skip


def list_reminded(order_ids: Collection[int]) -> list[SentReminder]:
    """Return the reminders that orders were sent."""
    return read_rows(SentReminder, DunningLetter.objects.filter(order_id__in=order_ids).order_by("id"))


def list_steps(legal_entity_id: int) -> list[DunningStep]:
    """Return the levels of a legal entity, or the built-in ones."""
    columns = ("level", "days_after", "days_to_pay", "fee", "interest", "lump_sum")
    rows = DunningLevel.objects.filter(legal_entity_id=legal_entity_id).order_by("level").values(*columns)
    return [DunningStep(**row) for row in rows] or list(DEFAULT_STEPS)


def list_base_rates() -> list[tuple[date, Decimal]]:
    """Return the base rates, the oldest first."""
    return list(BaseRate.objects.order_by("from_on").values_list("from_on", "rate"))
