"""Questions about rates and prices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from kontor.pricing.models import Price, TaxRate, VatCheck
from kontor.pricing.rules import ListPrice, RatePeriod, TaxTable


def load_tax_table() -> TaxTable:
    """Return every rate with its history."""
    periods: dict[tuple[str, str], list[RatePeriod]] = defaultdict(list)
    rows = TaxRate.objects.order_by("-valid_from").values_list("country", "tax_class", "valid_from", "valid_to", "rate")
    for country, tax_class, valid_from, valid_to, rate in rows:
        periods[country, tax_class].append(RatePeriod(valid_from, valid_to, rate))
    return TaxTable({key: tuple(found) for key, found in periods.items()})


def list_prices(sku_ids: Collection[int], *, currency: str, gross: bool) -> dict[int, list[ListPrice]]:
    """Return every price of SKUs on the active lists of a currency, with or without VAT, by SKU."""
    rows = Price.objects.filter(
        sku_id__in=sku_ids, price_list__active=True, price_list__currency=currency, price_list__gross=gross
    ).order_by("id")
    columns = (
        "price_list__code", "price_list__group_id", "sku_id", "from_quantity", "amount", "valid_from", "valid_to",
    )  # fmt: skip
    found: dict[int, list[ListPrice]] = defaultdict(list)
    for row in rows.values_list(*columns):
        found[row[2]].append(ListPrice(*row))
    return found


def is_vat_id_in_use(vat_id: str, *, since: datetime) -> bool | None:
    """Whether the register's latest answer that is not older than this says so; None where it was not asked since."""
    answers = VatCheck.objects.filter(vat_id=vat_id, at__gte=since).order_by("-at", "-id")
    return answers.values_list("valid", flat=True).first()
