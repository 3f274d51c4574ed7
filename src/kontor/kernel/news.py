"""News: what rooms tell each other after the fact."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OrderNews:
    """Something happened to an order; its news arrive in order."""

    order_id: int

    @property
    def subject(self) -> str:
        """Name the kind of thing that the key counts."""
        return "order"

    @property
    def key(self) -> int:
        """Return the id by which the news is partitioned."""
        return self.order_id


@dataclass(frozen=True, slots=True)
class SkuNews:
    """Something happened to the stock of a SKU."""

    sku_id: int

    @property
    def subject(self) -> str:
        """Name the kind of thing that the key counts."""
        return "sku"

    @property
    def key(self) -> int:
        """Return the id by which the news is partitioned."""
        return self.sku_id


@dataclass(frozen=True, slots=True)
class AlarmNews:
    """Something is wrong in the house, or was."""

    alarm_id: int

    @property
    def subject(self) -> str:
        """Name the kind of thing that the key counts."""
        return "alarm"

    @property
    def key(self) -> int:
        """Return the id by which the news is partitioned."""
        return self.alarm_id


News = OrderNews | SkuNews | AlarmNews
