"""Seed VAT rates."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import eu_vat_rates_data as published

from kontor.platform.sql.bulk import insert_rows
from kontor.pricing.models import TaxRate

_BEGINNING = date(2000, 1, 1)

# Changes that the published table, which knows only today, has lost. Sources: German Zweites Corona-Steuerhilfegesetz
# (2020-06-29), UK Finance (No. 2) Act 2010 and VAT (Change of Rate) Order 2008.
_HISTORY: tuple[tuple[str, str, str, date, date], ...] = (
    ("DE", "standard", "16", date(2000, 1, 1), date(2007, 1, 1)),
    ("DE", "standard", "19", date(2007, 1, 1), date(2020, 7, 1)),
    ("DE", "standard", "16", date(2020, 7, 1), date(2021, 1, 1)),
    ("DE", "reduced", "7", date(2000, 1, 1), date(2020, 7, 1)),
    ("DE", "reduced", "5", date(2020, 7, 1), date(2021, 1, 1)),
    ("GB", "standard", "17.5", date(2000, 1, 1), date(2008, 12, 1)),
    ("GB", "standard", "15", date(2008, 12, 1), date(2010, 1, 1)),
    ("GB", "standard", "17.5", date(2010, 1, 1), date(2011, 1, 4)),
)


# Where a country has several reduced rates: the one for food, because that is what the reduced class mostly holds. Books,
# plants and the like may have another there: merchants look at the rates of the countries that they sell them to.
_REDUCED = {
    "DE": 7, "AT": 10, "BE": 6, "ES": 10, "FI": 13.5, "FR": 5.5, "GR": 13, "IT": 10, "MC": 5.5, "PL": 5, "PT": 6, "SI": 9.5,
}  # fmt: skip


def seed_tax_rates() -> int:
    """Every country of the EU's table gets its rates; known changes keep their dates, merchants' own rates stay.

    Source: European Commission, Taxes in Europe Database, as published by eu-vat-rates-data.
    """
    rows: list[tuple[str, str, Decimal, date, date | None]] = [
        (country, kind, Decimal(rate), start, end) for country, kind, rate, start, end in _HISTORY
    ]
    changed_on = {(country, kind): end for country, kind, _, _, end in _HISTORY}
    for country, known in published.get_all_rates().items():
        code = "GR" if country == "EL" else country
        reduced = _REDUCED.get(code) or (min(known["reduced"]) if known.get("reduced") else known["standard"])
        for kind, rate in (("standard", known["standard"]), ("reduced", reduced), ("zero", 0)):
            rows.append((code, kind, Decimal(str(rate)), changed_on.get((code, kind), _BEGINNING), None))
    inserted = insert_rows(
        TaxRate,
        {
            "country": [row[0] for row in rows], "tax_class": [row[1] for row in rows],
            "rate": [row[2] for row in rows], "valid_from": [row[3] for row in rows],
            "valid_to": [row[4] for row in rows],
        },
        tail="ON CONFLICT DO NOTHING RETURNING id",
    )  # fmt: skip
    return len(inserted)
