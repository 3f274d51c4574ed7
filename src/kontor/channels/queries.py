"""Questions about channels, listings and the inbox."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kontor.channels.models import Channel
from kontor.platform.bulk import select_rows


@dataclass(frozen=True, slots=True)
class ChannelAccount:
    """A channel as intake sees it."""

    id: int
    code: str
    kind: str
    legal_entity_id: int
    home_country: str
    timezone: str
    currency: str
    prices_gross: bool
    capabilities: frozenset[str]


@dataclass(frozen=True, slots=True)
class ListedSku:
    """The SKU behind a channel's article number."""

    sku_id: int
    code: str
    title: str
    tax_class: str
    is_kit: bool
    weight_g: int


def list_accounts() -> dict[str, ChannelAccount]:
    """Return every active channel by its code."""
    return {
        channel.code: ChannelAccount(
            channel.id, channel.code, channel.kind, channel.legal_entity_id, channel.legal_entity.country,
            channel.legal_entity.timezone, channel.currency, channel.prices_gross, frozenset(channel.capabilities),
        )
        for channel in Channel.objects.filter(active=True).select_related("legal_entity")
    }  # fmt: skip


# A channel's own number wins; where nothing is listed under it, our SKU of the same code serves.
_RESOLVE = """
SELECT asked.channel_id, asked.channel_sku, sku.id, sku.code, product.name, product.tax_class, sku.is_kit, sku.weight_g
  FROM unnest(%s::bigint[], %s::text[]) AS asked(channel_id, channel_sku)
  LEFT JOIN channels_listing listing USING (channel_id, channel_sku)
  LEFT JOIN catalog_sku plain ON plain.code = asked.channel_sku
  JOIN catalog_sku sku ON sku.id = coalesce(listing.sku_id, plain.id)
  JOIN catalog_product product ON product.id = sku.product_id
"""


def resolve_listings(asked: Iterable[tuple[int, str]]) -> dict[tuple[int, str], ListedSku]:
    """Return the SKU of each (channel id, channel's article number); what is not listed is absent."""
    pairs: Sequence[tuple[int, str]] = list(set(asked))
    rows = select_rows(_RESOLVE, [[channel for channel, _ in pairs], [number for _, number in pairs]])
    return {(row[0], row[1]): ListedSku(*row[2:]) for row in rows}
