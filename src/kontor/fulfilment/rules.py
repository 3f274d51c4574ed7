"""Pure arithmetic of the warehouse."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

# (line id, location id) → pieces
Pieces = dict[tuple[int, int], int]


@dataclass(frozen=True, slots=True)
class ReservedPart:
    """An open reservation of a line's SKU or of a part of its kit; ``each`` go into one piece of the line."""

    line_id: int
    location_id: int
    sku_id: int
    quantity: int


def reserved_pieces(
    reservations: Iterable[ReservedPart], recipes: Mapping[int, Sequence[tuple[int, int]] | None]
) -> Pieces:
    """Return how many whole pieces of each line are reserved where; a kit counts when all its parts are there."""
    parts: dict[tuple[int, int], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for part in reservations:
        parts[part.line_id, part.location_id][part.sku_id] += part.quantity
    whole = {}
    for (line_id, location_id), by_sku in parts.items():
        recipe = recipes.get(line_id)
        if recipe:
            whole[line_id, location_id] = min(by_sku.get(sku_id, 0) // each for sku_id, each in recipe)
        else:
            whole[line_id, location_id] = sum(by_sku.values())
    return whole


def without(pieces: Pieces, taken: Pieces) -> Pieces:
    """Return the pieces that are not taken yet."""
    left = {key: count - taken.get(key, 0) for key, count in pieces.items()}
    return {key: count for key, count in left.items() if count > 0}


def whole_pieces_picked(tasks: Iterable[tuple[int, int]], most: int) -> int:
    """Return how many whole pieces of a line were picked. ``tasks``: (picked, each) per part."""
    return min((picked // each for picked, each in tasks), default=most)
