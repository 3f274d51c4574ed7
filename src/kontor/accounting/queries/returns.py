"""What the returns to the tax office will say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kontor.accounting.rules import (
    line_of_return,
)
from kontor.platform.bulk import select_rows


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
