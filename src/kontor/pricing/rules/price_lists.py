"""Which price a buyer gets, and which price each line of an order that names none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kontor.pricing.errors import PriceMissing


@dataclass(frozen=True, slots=True)
class ListPrice:
    """A price of a list: for a group (None: for everybody), from so many pieces on, in a half-open period."""

    price_list: str
    group_id: int | None
    sku_id: int
    from_quantity: int
    amount: Decimal
    valid_from: date
    valid_to: date | None = None

    @property
    def source(self) -> str:
        """Return where the price comes from, as it is kept with the order line."""
        return f"{self.price_list} ≥ {self.from_quantity}" if self.from_quantity > 1 else self.price_list


def pick_price(prices: Iterable[ListPrice], *, group_id: int | None, quantity: int, on: date) -> ListPrice | None:
    """The list of the buyer's group comes before the one for everybody, even where that one is cheaper: it was agreed with him.
    Within a list the largest tier that is reached counts, and of two periods the one that began last.
    """
    fitting = [
        it for it in prices
        if it.group_id in (None, group_id) and it.from_quantity <= quantity
        and it.valid_from <= on and (it.valid_to is None or on < it.valid_to)
    ]  # fmt: skip
    return max(fitting, key=lambda it: (it.group_id is not None, it.from_quantity, it.valid_from), default=None)


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A line whose price may be asked: its article (None: not known here), its number there, whether it names a price."""

    sku_id: int | None
    sku: str
    quantity: int
    is_priced: bool


def price_lines(
    lines: Sequence[AskedLine],
    lists: Mapping[int, Sequence[ListPrice]],
    own: Mapping[int, ListPrice],
    *,
    group_id: int | None,
    on: date,
    currency: str,
) -> list[ListPrice | None]:
    """Return the list's price of each line, None where the order names one or its article is not known here. The pieces of an
    article count together for its tier; where no list has it, its ``own`` price counts. Refuses: PriceMissing.
    """
    pieces: dict[int | None, int] = {}
    for line in lines:
        pieces[line.sku_id] = pieces.get(line.sku_id, 0) + line.quantity
    found: list[ListPrice | None] = []
    for line in lines:
        if line.sku_id is None or line.is_priced:
            found.append(None)
            continue
        price = pick_price(lists.get(line.sku_id, ()), group_id=group_id, quantity=pieces[line.sku_id], on=on)
        price = price or own.get(line.sku_id)
        if price is None:
            raise PriceMissing(sku=line.sku, currency=currency)
        found.append(price)
    return found
