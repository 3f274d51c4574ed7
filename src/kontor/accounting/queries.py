"""Questions about the books."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from kontor.accounting.models import BaseRate, DunningLetter, DunningLevel, ExchangeRate, Posting
from kontor.accounting.rules import (
    DEBTORS,
    DEFAULT_STEPS,
    GENESIS,
    DatevRow,
    DunningStep,
    Entry,
    OpenItem,
    chain,
    line_of_return,
    make_link,
)
from kontor.payments.public import Claim
from kontor.platform.bulk import select_rows

# What may still be paid by transfer: orders in prepayment or on account with something open, by every number a payer may name.
_CLAIMS = """
WITH accounts AS (
    SELECT known.customer_id, array_agg(DISTINCT told.iban::text) AS ibans
      FROM payments_banktransaction told
      JOIN payments_paymententry entry ON entry.reference = 'bank:' || told.id
      JOIN payments_payment paid ON paid.id = entry.payment_id
      JOIN orders_order known ON known.id = paid.order_id
     WHERE told.state = 'booked' AND told.iban <> ''
     GROUP BY known.customer_id)
SELECT o.id, p.amount - p.captured, p.currency,
       array_remove(ARRAY[o.number, o.external_id] || coalesce(papers.numbers, '{}'), ''),
       concat_ws(' ', coalesce(o.bill_to, o.ship_to) ->> 'name', coalesce(o.bill_to, o.ship_to) ->> 'company'),
       coalesce(accounts.ibans, '{}')
  FROM payments_payment p
  JOIN orders_order o ON o.id = p.order_id
  LEFT JOIN LATERAL (SELECT array_agg(number::text) AS numbers FROM invoicing_invoice i WHERE i.order_id = o.id) papers ON true
  LEFT JOIN accounts ON accounts.customer_id = o.customer_id
 WHERE p.method IN ('prepayment', 'invoice') AND p.captured < p.amount AND o.state <> 'CANCELLED' AND o.legal_entity_id = %s
"""
_UNPOSTED_PAPERS = """
SELECT id FROM invoicing_invoice i
 WHERE NOT EXISTS (SELECT FROM accounting_posting p WHERE p.source = 'paper:' || i.id) AND i.gross <> 0 ORDER BY id LIMIT %s
"""
_UNPOSTED_MONEY = """
SELECT entry.id FROM payments_paymententry entry
 WHERE NOT EXISTS (SELECT FROM accounting_posting p WHERE p.source = 'money:' || entry.id) ORDER BY entry.id LIMIT %s
"""


def list_claims(legal_entity_id: int) -> list[Claim]:
    """Return what may still be paid by transfer to a legal entity."""
    rows = select_rows(_CLAIMS, [legal_entity_id])
    return [Claim(row[0], row[1], row[2], tuple(row[3]), row[4], frozenset(row[5])) for row in rows]


def list_unposted(most: int) -> tuple[list[int], list[int]]:
    """Return documents and entries of money that are not posted yet, so many of each at most."""
    papers, money = (select_rows(sql, [most]) for sql in (_UNPOSTED_PAPERS, _UNPOSTED_MONEY))
    return [row[0] for row in papers], [row[0] for row in money]


def find_debtors_of(order_ids: Collection[int]) -> dict[int, int]:
    """Return the debtor's account on which orders are posted already: it stays, whatever the customer is called today."""
    rows = Posting.objects.filter(order_id__in=order_ids).order_by("-id").values_list("order_id", "debit", "credit")
    return {order_id: account for order_id, *accounts in rows for account in accounts if account in DEBTORS}


def list_postings(order_id: int) -> list[Posting]:
    """Return the postings of an order."""
    return list(Posting.objects.filter(order_id=order_id).order_by("id"))


def entry_of(row: Posting) -> Entry:
    """Return what a posting says."""
    return Entry(
        row.debit, row.credit, row.amount, row.tax, row.rate, row.tax_case, row.country, row.vat_id, row.document, row.due_on,
        row.supplied_on, row.text,
    )  # fmt: skip


def list_rows(legal_entity_id: int, first_on: date, last_on: date) -> list[DatevRow]:
    """Return the postings of a period as they are exported, each with the link to its document."""
    rows = Posting.objects.filter(legal_entity_id=legal_entity_id, booked_on__range=(first_on, last_on)).order_by(
        "sequence"
    )
    return [DatevRow(row.booked_on, entry_of(row), str(row.order_id), row.source, row.currency) for row in rows]


def find_rate(currency: str, on: date) -> Decimal | None:
    """Return how much of a currency one euro bought on average in that month."""
    found = ExchangeRate.objects.filter(currency=currency, month_on=on.replace(day=1)).first()
    return found.per_euro if found else None


@dataclass(frozen=True, slots=True)
class AccountSum:
    """What an account came to in a period: credit less debit, so revenue is positive and money received negative."""

    legal_entity: str
    currency: str
    account: int
    tax_case: str
    rate: Decimal
    postings: int
    amount: Decimal
    tax: Decimal


_SUMS = """
SELECT entity.code, sides.currency, account, tax_case, rate, count(*), sum(amount), sum(tax)
  FROM (SELECT legal_entity_id, currency, credit AS account, tax_case, rate, amount, tax
          FROM accounting_posting WHERE booked_on BETWEEN %s AND %s
        UNION ALL
        SELECT legal_entity_id, currency, debit, tax_case, rate, -amount, -tax
          FROM accounting_posting WHERE booked_on BETWEEN %s AND %s) AS sides
  JOIN platform_legalentity entity ON entity.id = sides.legal_entity_id
 WHERE account < 10000
 GROUP BY entity.code, sides.currency, account, tax_case, rate
 ORDER BY entity.code, sides.currency, account, rate, tax_case
"""


def sum_accounts(first_on: date, last_on: date) -> list[AccountSum]:
    """Return the sums of all accounts but the debtors', of every legal entity; what was taken back is taken off."""
    return [AccountSum(*row) for row in select_rows(_SUMS, [first_on, last_on, first_on, last_on])]


def find_broken_links() -> Iterator[str]:
    """Name every posting whose fingerprint or place in the chain is not what it must be."""
    previous: dict[int, tuple[int, str]] = {}
    for row in Posting.objects.order_by("legal_entity_id", "sequence").iterator(chunk_size=2_000):
        last, digest = previous.get(row.legal_entity_id, (0, GENESIS))
        link = make_link(
            sequence=row.sequence, source=row.source, position=row.position, booked_on=row.booked_on, currency=row.currency,
            entry=entry_of(row), evidence=row.evidence,
        )  # fmt: skip
        if row.sequence != last + 1:
            yield f"posting {row.sequence} follows {last}: one is missing"
        if row.previous != digest or chain([link], row.previous)[0][1] != row.digest:
            yield f"posting {row.sequence} ({row.document or row.source}) was changed"
        previous[row.legal_entity_id] = (row.sequence, row.digest)


# What is open of an order's documents: invoices, corrections and what reminders cost, less what was received and
# is not on its way back. Its due day is that of the oldest invoice that is not covered.
_OPEN = """
WITH papers AS (
    SELECT order_id, kind, gross, due_on, issued_on,
           sum(gross) FILTER (WHERE kind = 'invoice') OVER (PARTITION BY order_id ORDER BY id) AS reached,
           sum(gross) OVER (PARTITION BY order_id) AS total,
           sum(gross) FILTER (WHERE kind <> 'invoice') OVER (PARTITION BY order_id) AS taken_back
      FROM invoicing_invoice
), costs AS (
    SELECT order_id, sum(fee + interest) AS sum FROM accounting_dunningletter GROUP BY order_id
), items AS (
    SELECT papers.order_id, max(papers.total) + coalesce(max(costs.sum), 0)
           - max(pay.captured - pay.refunded - pay.refund_pending - pay.disputed + pay.capture_pending) AS open,
           min(coalesce(papers.due_on, papers.issued_on)) FILTER (
               WHERE papers.kind = 'invoice'
                 AND papers.reached > pay.captured - pay.refunded - coalesce(papers.taken_back, 0)) AS due_on,
           max(papers.issued_on) AS issued_on, max(pay.disputed) AS disputed
      FROM papers
      JOIN payments_payment pay ON pay.order_id = papers.order_id
      LEFT JOIN costs ON costs.order_id = papers.order_id
     GROUP BY papers.order_id
)
SELECT o.id, o.number, o.legal_entity_id, o.currency, items.open, coalesce(items.due_on, items.issued_on),
       coalesce(coalesce(o.bill_to, o.ship_to) ->> 'company', '') <> '',
       coalesce(nullif(coalesce(o.bill_to, o.ship_to) ->> 'company', ''), coalesce(o.bill_to, o.ship_to) ->> 'name'),
       CASE WHEN stop.id IS NOT NULL AND (stop.until IS NULL OR stop.until >= %s) THEN 'stopped'
            WHEN items.disputed > 0 THEN 'disputed'
            WHEN EXISTS (SELECT FROM orders_hold h WHERE h.order_id = o.id AND h.lifted_at IS NULL) THEN 'held'
            ELSE '' END
  FROM items
  JOIN orders_order o ON o.id = items.order_id
  LEFT JOIN accounting_dunningstop stop ON stop.order_id = o.id
 WHERE items.open <> 0
 ORDER BY 6, o.id
"""


def list_open_items(on: date, order_ids: Collection[int] | None = None) -> list[OpenItem]:
    """Return what is open on a day, the oldest first; what was overpaid is negative."""
    rows = [row for row in select_rows(_OPEN, [on]) if order_ids is None or row[0] in order_ids]
    reminded: dict[int, dict[int, date]] = defaultdict(dict)
    costs: dict[int, tuple[Decimal, Decimal]] = defaultdict(lambda: (Decimal(0), Decimal(0)))
    for letter in DunningLetter.objects.filter(order_id__in=[row[0] for row in rows]):
        reminded[letter.order_id][letter.level] = letter.on
        cost, interest = costs[letter.order_id]
        costs[letter.order_id] = cost + letter.fee + letter.interest, interest + letter.interest
    return [OpenItem(*(*row[:8], dict(reminded[row[0]]), row[8], *costs[row[0]])) for row in rows]


def list_steps(legal_entity_id: int) -> list[DunningStep]:
    """Return the levels of a legal entity, or the built-in ones."""
    columns = ("level", "days_after", "days_to_pay", "fee", "interest", "lump_sum")
    rows = DunningLevel.objects.filter(legal_entity_id=legal_entity_id).order_by("level").values_list(*columns)
    return [DunningStep(*row) for row in rows] or list(DEFAULT_STEPS)


def list_base_rates() -> list[tuple[date, Decimal]]:
    """Return the base rates, the oldest first."""
    return list(BaseRate.objects.order_by("from_on").values_list("from_on", "rate"))


@dataclass(frozen=True, slots=True)
class VatLine:
    """A line of the advance VAT return: its number on the form, what it is, net and VAT."""

    line: str
    legal_entity: str
    tax_case: str
    rate: Decimal
    currency: str
    net: Decimal
    tax: Decimal


_VAT = """
SELECT entity.code, sides.tax_case, sides.rate, sides.currency, sum(sides.amount - sides.tax), sum(sides.tax)
  FROM (SELECT legal_entity_id, tax_case, rate, currency, amount, tax, booked_on FROM accounting_posting
         WHERE credit < 10000 AND tax_case <> ''
        UNION ALL
        SELECT legal_entity_id, tax_case, rate, currency, -amount, -tax, booked_on FROM accounting_posting
         WHERE debit < 10000 AND tax_case <> '') AS sides
  JOIN platform_legalentity entity ON entity.id = sides.legal_entity_id
 WHERE sides.booked_on BETWEEN %s AND %s
 GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3 DESC, 4
"""


def sum_vat(first_on: date, last_on: date) -> list[VatLine]:
    """Return what the advance return of a period will say of sales, by legal entity and line of the form."""
    rows = select_rows(_VAT, [first_on, last_on])
    return [VatLine(line_of_return(row[1], row[2]), *row) for row in rows]


@dataclass(frozen=True, slots=True)
class OssLine:
    """A line of the quarterly OSS return: where the goods left, where they went, at which rate; ``corrects`` is the quarter that
    a correction belongs to, empty for the quarter itself.
    """

    legal_entity: str
    ship_from: str
    country: str
    rate: Decimal
    currency: str
    corrects: str
    net: Decimal
    tax: Decimal


_OSS = """
SELECT entity.code, coalesce(paper.tax_facts ->> 'from', entity.country), p.country, p.rate, p.currency,
       CASE WHEN to_char(first.issued_on, 'YYYY-"Q"Q') <> to_char(p.booked_on, 'YYYY-"Q"Q')
            THEN to_char(first.issued_on, 'YYYY-"Q"Q') ELSE '' END,
       sum(CASE WHEN p.credit < 10000 THEN p.amount - p.tax ELSE p.tax - p.amount END),
       sum(CASE WHEN p.credit < 10000 THEN p.tax ELSE -p.tax END)
  FROM accounting_posting p
  JOIN platform_legalentity entity ON entity.id = p.legal_entity_id
  JOIN invoicing_invoice paper ON p.source = 'paper:' || paper.id
  JOIN invoicing_invoice first ON first.id = coalesce(paper.corrects_id, paper.id)
 WHERE p.tax_case = 'oss' AND p.booked_on BETWEEN %s AND %s
 GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4 DESC, 5, 6
"""


def sum_oss(first_on: date, last_on: date) -> list[OssLine]:
    """Return the OSS return of a quarter. Corrections of earlier quarters stand apart, as the return asks for them."""
    return [OssLine(*row) for row in select_rows(_OSS, [first_on, last_on])]


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
