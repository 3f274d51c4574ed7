"""Postings: of an order, of a period, and whether their chain is whole."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kontor.accounting.models import ExchangeRate, Posting
from kontor.accounting.rules import (
    DEBTORS,
    GENESIS,
    DatevRow,
    Entry,
    chain,
    make_link,
    name_cells,
)
from kontor.platform.sql.bulk import select_as


def find_debtors_of(order_ids: Collection[int]) -> dict[int, int]:
    """Return the debtor's account on which orders are posted already: it stays, whatever the customer is called today."""
    rows = Posting.objects.filter(order_id__in=order_ids).order_by("-id").values_list("order_id", "debit", "credit")
    return {order_id: account for order_id, *accounts in rows for account in accounts if account in DEBTORS}


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
    return [DatevRow(row.booked_on, entry_of(row), str(row.order_id), str(row.source), row.currency) for row in rows]


def find_rate(currency: str, on: date) -> Decimal | None:
    """Return how much of a currency one euro bought on average in that month."""
    found = ExchangeRate.objects.filter(currency=currency, month_on=on.replace(day=1)).first()
    return found.per_euro if found else None


def find_last_rate(currency: str, on: date) -> Decimal | None:
    """Return how much of a currency one euro bought on average in that month, or in the last one before of which it is known."""
    found = ExchangeRate.objects.filter(currency=currency, month_on__lte=on).order_by("-month_on").first()
    return found.per_euro if found else None


def name_datev_cells(posting_id: int) -> dict[str, str]:
    """Return how a posting stands in the file for DATEV, column by column; empty columns are left out."""
    posting = Posting.objects.select_related("legal_entity").get(id=posting_id)
    entry = entry_of(posting)
    books = posting.legal_entity.currency
    rate = find_rate(posting.currency, posting.booked_on) if posting.currency != books else None
    row = DatevRow(posting.booked_on, entry, str(posting.order_id), str(posting.source), posting.currency, rate)
    return {name: value for name, value in name_cells(row, books).items() if value}


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

    @property
    def debit(self) -> Decimal | None:
        """Return the sum where the account stands in debit, as books write it: without a sign."""
        return -self.amount if self.amount < 0 else None

    @property
    def credit(self) -> Decimal | None:
        """Return the sum where the account stands in credit."""
        return self.amount if self.amount >= 0 else None

    @property
    def tax_shown(self) -> Decimal:
        """Return the VAT in the sum, on the side of the sum."""
        return -self.tax if self.amount < 0 else self.tax


_SUMS = """
SELECT entity.code AS legal_entity, sides.currency, account, tax_case, rate, count(*) AS postings, sum(amount) AS amount,
       sum(tax) AS tax
  FROM (SELECT legal_entity_id, currency, credit AS account, tax_case, rate, amount, tax
          FROM accounting_posting WHERE booked_on BETWEEN %s AND %s
        UNION ALL
        SELECT legal_entity_id, currency, debit, tax_case, rate, -amount, -tax
          FROM accounting_posting WHERE booked_on BETWEEN %s AND %s) AS sides
  JOIN legal_entities_legalentity entity ON entity.id = sides.legal_entity_id
 WHERE account < 10000
 GROUP BY entity.code, sides.currency, account, tax_case, rate
 ORDER BY entity.code, sides.currency, account, rate, tax_case
"""


def sum_accounts(first_on: date, last_on: date) -> list[AccountSum]:
    """Return the sums of all accounts but the debtors', of every legal entity; what was taken back is taken off."""
    return select_as(AccountSum, _SUMS, [first_on, last_on, first_on, last_on])


def find_broken_links() -> Iterator[str]:
    """Name every posting whose fingerprint or place in the chain is not what it must be."""
    previous: dict[int, tuple[int, str]] = {}
    for row in Posting.objects.order_by("legal_entity_id", "sequence").iterator(chunk_size=2_000):
        last, digest = previous.get(row.legal_entity_id, (0, GENESIS))
        link = make_link(
            sequence=row.sequence, source=str(row.source), position=row.position, booked_on=row.booked_on, currency=row.currency,
            entry=entry_of(row), evidence=row.evidence,
        )  # fmt: skip
        if row.sequence != last + 1:
            yield f"posting {row.sequence} follows {last}: one is missing"
        if row.previous != digest or chain([link], row.previous)[0][1] != row.digest:
            yield f"posting {row.sequence} ({row.document or row.source}) was changed"
        previous[row.legal_entity_id] = (row.sequence, row.digest)
