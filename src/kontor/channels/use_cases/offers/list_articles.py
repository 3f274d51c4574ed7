"""List SKUs on a channel."""

from __future__ import annotations

from collections.abc import Mapping

from kontor.channels.models import Listing
from kontor.platform.sql.bulk import insert_rows


def list_articles(*, channel_id: int, skus: Mapping[str, int]) -> None:
    """The channel's article numbers lead to our SKUs from now on. ``skus``: channel SKU → SKU id."""
    insert_rows(
        Listing,
        {"channel": channel_id, "channel_sku": list(skus), "sku": list(skus.values())},
        tail="ON CONFLICT (channel_id, channel_sku) DO UPDATE SET sku_id = excluded.sku_id",
    )
