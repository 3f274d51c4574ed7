"""What is sellable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def sellable(*, on_hand: int, reserved: int, safety_stock: int) -> int:
    """Return what may still be promised: never less than nothing."""
    return max(0, on_hand - reserved - safety_stock)


def kits_from_parts(parts: Iterable[tuple[int, int]], stock: Mapping[int, int]) -> int:
    """Return how many kits the parts in stock make. ``parts``: (part, quantity in one kit)."""
    return min(stock.get(part, 0) // quantity for part, quantity in parts)
