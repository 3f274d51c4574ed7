"""What the returns to the tax office will say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from kontor.accounting.models import DayRate
from kontor.accounting.rules import line_of_return, quarter_end
from kontor.platform.sql.bulk import select_as, select_named, select_rows
from kontor.pricing.public import round_money


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
SELECT entity.code AS legal_entity, sides.tax_case, sides.rate, sides.currency, sum(sides.amount - sides.tax) AS net,
       sum(sides.tax) AS tax
  FROM (SELECT legal_entity_id, tax_case, rate, currency, amount, tax, booked_on FROM accounting_posting
         WHERE credit < 10000 AND tax_case <> ''
        UNION ALL
        SELECT legal_entity_id, tax_case, rate, currency, -amount, -tax, booked_on FROM accounting_posting
         WHERE debit < 10000 AND tax_case <> '') AS sides
  JOIN legal_entities_legalentity entity ON entity.id = sides.legal_entity_id
 WHERE sides.booked_on BETWEEN %s AND %s
 GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3 DESC, 4
"""


def sum_vat(first_on: date, last_on: date) -> list[VatLine]:
    """Return what the advance return of a period will say of sales, by legal entity and line of the form."""
    rows = select_named(_VAT, [first_on, last_on])
    return [VatLine(line=line_of_return(row["tax_case"], row["rate"]), **row) for row in rows]


@dataclass(frozen=True, slots=True)
class RecapitulativeLine:
    """A line of the recapitulative statement: what a business elsewhere in the Union got free of VAT."""

    legal_entity: str
    vat_id: str
    tax_case: str
    currency: str
    net: Decimal


_RECAPITULATIVE = """
SELECT entity.code AS legal_entity, p.vat_id, p.tax_case, p.currency,
       sum(CASE WHEN p.credit < 10000 THEN p.amount - p.tax ELSE p.tax - p.amount END) AS net
  FROM accounting_posting p JOIN legal_entities_legalentity entity ON entity.id = p.legal_entity_id
 WHERE p.tax_case IN ('intra_community', 'reverse_charge') AND p.booked_on BETWEEN %s AND %s
 GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
"""


def sum_recapitulative(first_on: date, last_on: date) -> list[RecapitulativeLine]:
    """Return the recapitulative statement of a period by VAT number, goods and services apart.

    Source: § 18a UStG.
    """
    return select_as(RecapitulativeLine, _RECAPITULATIVE, [first_on, last_on])


@dataclass(frozen=True, slots=True)
class OssLine:
    """A line of the quarterly OSS return: where the goods left, where they went, at which rate; ``corrects`` is the quarter that
    a correction belongs to, empty for the quarter itself. ``euro_net`` and ``euro_tax`` are what is reported; none where the
    rate of the quarter's last day is not entered.
    """

    legal_entity: str
    ship_from: str
    country: str
    rate: Decimal
    currency: str
    corrects: str
    net: Decimal
    tax: Decimal
    euro_net: Decimal | None = None
    euro_tax: Decimal | None = None


# The bank publishes none on weekends and holidays.
LONGEST_PAUSE = timedelta(days=7)

_OSS = """
SELECT entity.code, coalesce(paper.tax_facts ->> 'from', entity.country), p.country, p.rate, p.currency,
       CASE WHEN to_char(first.issued_on, 'YYYY-"Q"Q') <> to_char(p.booked_on, 'YYYY-"Q"Q')
            THEN to_char(first.issued_on, 'YYYY-"Q"Q') ELSE '' END,
       sum(CASE WHEN p.credit < 10000 THEN p.amount - p.tax ELSE p.tax - p.amount END),
       sum(CASE WHEN p.credit < 10000 THEN p.tax ELSE -p.tax END), max(p.booked_on)
  FROM accounting_posting p
  JOIN legal_entities_legalentity entity ON entity.id = p.legal_entity_id
  JOIN invoicing_invoice paper ON p.source_kind = 'paper' AND p.source_id = paper.id
  JOIN invoicing_invoice first ON first.id = coalesce(paper.corrects_id, paper.id)
 WHERE p.tax_case = 'oss' AND p.booked_on BETWEEN %s AND %s
 GROUP BY 1, 2, 3, 4, 5, 6, to_char(p.booked_on, 'YYYY-"Q"Q')
 ORDER BY 1, 2, 3, 4 DESC, 5, 6, 9
"""


def sum_oss(first_on: date, last_on: date) -> list[OssLine]:
    """Return the OSS return of a quarter in euros; of a longer period each quarter apart. Corrections of earlier
    quarters stand apart, as the return asks for them, each
    at the rate of its own quarter.

    Source: articles 366 and 369h of Directive 2006/112/EC: the ECB's rate of the period's last day, or of the next one published.
    """
    rows = select_rows(_OSS, [first_on, last_on])
    return [_in_euros(OssLine(*row[:8]), quarter_end(row[8])) for row in rows]


def _in_euros(line: OssLine, ends_on: date) -> OssLine:
    if line.currency == "EUR":
        return replace(line, euro_net=line.net, euro_tax=line.tax)
    if line.corrects:
        year, quarter = line.corrects.split("-Q")
        ends_on = quarter_end(date(int(year), int(quarter) * 3, 1))
    rate = find_day_rate(line.currency, ends_on)
    if rate is None:
        return line
    return replace(line, euro_net=round_money(line.net / rate), euro_tax=round_money(line.tax / rate))


def find_day_rate(currency: str, on: date) -> Decimal | None:
    """Return how much of a currency one euro bought on a day, or on the next one for which a rate was published."""
    found = DayRate.objects.filter(currency=currency, on__gte=on, on__lt=on + LONGEST_PAUSE).order_by("on").first()
    return found.per_euro if found else None
