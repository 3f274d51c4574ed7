"""Set a grid for oneself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kontor.access.models import GridSetting

# Pixels that a column may be wide.
LEAST_WIDTH, MOST_WIDTH = 40, 800


def set_grid(
    *,
    user_id: int,
    grid: str,
    columns: Sequence[str] | None = None,
    widths: Mapping[str, int] | None = None,
    dense: bool | None = None,
    home: str | None = None,
) -> None:
    """Everybody sets a grid as he likes it, and changes nothing for others: columns, widths in pixels, how close rows stand, the
    view that it opens with. What is None stays as it was.
    """
    told: dict[str, object] = {
        "columns": None if columns is None else list(columns)[:100],
        "widths": None if widths is None else _within(widths),
        "dense": dense, "home": None if home is None else home[:60],
    }  # fmt: skip
    changed = {name: value for name, value in told.items() if value is not None}
    GridSetting.objects.update_or_create(user_id=user_id, grid=grid, defaults=changed)


def _within(widths: Mapping[str, int]) -> dict[str, int]:
    return {name[:40]: max(LEAST_WIDTH, min(MOST_WIDTH, width)) for name, width in list(widths.items())[:100]}
