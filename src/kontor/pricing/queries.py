"""Questions about rates."""

from __future__ import annotations

from collections import defaultdict

from kontor.pricing.models import TaxRate
from kontor.pricing.rules import RatePeriod, TaxTable


def load_tax_table() -> TaxTable:
    """Return every rate with its history."""
    periods: dict[tuple[str, str], list[RatePeriod]] = defaultdict(list)
    rows = TaxRate.objects.order_by("-valid_from").values_list("country", "tax_class", "valid_from", "valid_to", "rate")
    for country, tax_class, valid_from, valid_to, rate in rows:
        periods[country, tax_class].append(RatePeriod(valid_from, valid_to, rate))
    return TaxTable({key: tuple(found) for key, found in periods.items()})
