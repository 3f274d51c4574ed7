"""Questions about the books."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kontor.accounting.models import Posting
from kontor.accounting.rules import GENESIS, DatevRow, Entry, chain, make_link
from kontor.platform.bulk import select_rows


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
    return [DatevRow(row.booked_on, entry_of(row), str(row.order_id), row.source) for row in rows]


@dataclass(frozen=True, slots=True)
class AccountSum:
    """What an account came to in a period: credit less debit, so revenue is positive and money received negative."""

    account: int
    tax_case: str
    rate: Decimal
    postings: int
    amount: Decimal
    tax: Decimal


_SUMS = """
SELECT account, tax_case, rate, count(*), sum(amount), sum(tax)
  FROM (SELECT credit AS account, tax_case, rate, amount, tax FROM accounting_posting WHERE booked_on BETWEEN %s AND %s
        UNION ALL
        SELECT debit, tax_case, rate, -amount, -tax FROM accounting_posting WHERE booked_on BETWEEN %s AND %s) AS sides
 WHERE account < 10000
 GROUP BY account, tax_case, rate ORDER BY account, rate, tax_case
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
