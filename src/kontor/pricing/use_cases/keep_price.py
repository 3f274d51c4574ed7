"""Enter or change the price of a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes
from kontor.pricing.errors import PriceListUnknown
from kontor.pricing.models import Price, PriceList


@dataclass(frozen=True, slots=True)
class ListedPrice:
    """Where a price stands: the code of its list, the SKU, from how many pieces and from which day on."""

    price_list: str
    sku_id: int
    from_quantity: int
    valid_from: date


def keep_price(*, price: ListedPrice, amount: Decimal | None, at: datetime, by: Actor) -> Decimal | None:
    """A list has one price of a SKU for a number of pieces from a day on; without an amount it has none.

    Returns what it was, None where there was none. Refuses: PriceListUnknown. Locks: the list.
    """
    found = PriceList.objects.select_for_update(no_key=True).filter(code=price.price_list).first()
    if found is None:
        raise PriceListUnknown(price_list=price.price_list)
    place: dict[str, Any] = {
        "price_list": found, "sku_id": price.sku_id, "from_quantity": price.from_quantity, "valid_from": price.valid_from,
    }  # fmt: skip
    kept = Price.objects.filter(**place).first()
    before = kept.amount if kept is not None else None
    if before == amount:
        return before
    if amount is None:
        Price.objects.filter(**place).delete()
    else:
        kept, _new = Price.objects.update_or_create(**place, defaults={"amount": amount})
    told = {
        "list": price.price_list, "from_quantity": price.from_quantity, "valid_from": str(price.valid_from),
        "price": None if amount is None else str(amount),
    }  # fmt: skip
    change = Change(price.sku_id, {"price": None if before is None else str(before)}, told)
    record_changes(subject="sku", verb="keep_price", changes=[change], at=at, by=by)
    return before
