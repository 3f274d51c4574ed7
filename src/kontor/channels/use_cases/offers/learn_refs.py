"""Learn a channel's own ids."""

from __future__ import annotations

from collections.abc import Mapping

from kontor.platform.sql.bulk import execute


def learn_refs(*, channel_id: int, refs: Mapping[str, str]) -> int:
    """The channel's own ids of our listings are kept, so that publishing need not ask for them. Returns how many are new."""
    return execute(
        "UPDATE channels_listing listing SET ref = told.ref FROM unnest(%s::text[], %s::text[]) AS told(sku, ref)"
        " WHERE listing.channel_id = %s AND listing.channel_sku = told.sku AND listing.ref <> told.ref",
        [list(refs), list(refs.values()), channel_id],
    )
