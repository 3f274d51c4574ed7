"""News from the stock."""

from __future__ import annotations

from dataclasses import dataclass

from kontor.kernel.news import SkuNews


@dataclass(frozen=True, slots=True)
class StockAdded(SkuNews):
    """There is more of a SKU to sell than before: goods came in or a reservation was freed."""
