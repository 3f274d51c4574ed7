"""Which price a buyer gets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


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
