"""The accounts of channels: what intake looks at, what is listed there, by when it is due."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from kontor.channels.errors import ChannelSwitchedOff
from kontor.channels.models import Channel, Connection
from kontor.channels.ports import Feature
from kontor.kernel.working_days import count_working_days, public_holidays
from kontor.platform.outside.registry import list_connectors
from kontor.platform.sql.bulk import select_rows


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
    country: str = "DE"
    cut_off: time = time(14, 0)
    handling_days: int = 1
    transit_days: int = 3
    small_business: bool = False
    oss: bool = True
    registered: frozenset[str] = frozenset()
    group_id: int | None = None
    vat_rounding: str = "line"
    home_currency: str = "EUR"
    name: str = ""


@dataclass(frozen=True, slots=True)
class ListedSku:
    """The SKU behind a channel's article number."""

    sku_id: int
    code: str
    title: str
    tax_class: str
    is_kit: bool
    weight_g: int


def get_account(channel_id: int) -> ChannelAccount:
    """Return a channel as intake sees it. Refuses: ChannelSwitchedOff."""
    found = next((it for it in list_accounts().values() if it.id == channel_id), None)
    if found is None:
        raise ChannelSwitchedOff(channel=channel_id)
    return found


def list_accounts() -> dict[str, ChannelAccount]:
    """Return every active channel by its code."""
    return {
        channel.code: ChannelAccount(
            channel.id, channel.code, channel.kind, channel.legal_entity_id, channel.legal_entity.country,
            channel.legal_entity.timezone, channel.currency, channel.prices_gross, frozenset(channel.capabilities),
            channel.country, channel.cut_off, channel.handling_days, channel.transit_days,
            channel.legal_entity.small_business, channel.legal_entity.oss,
            frozenset(row.country for row in channel.legal_entity.registrations.all()), channel.group_id,
            channel.vat_rounding, channel.legal_entity.currency, channel.name,
        )
        for channel in Channel.objects.filter(active=True)
        .select_related("legal_entity").prefetch_related("legal_entity__registrations")
    }  # fmt: skip


# A channel's own number wins; where nothing is listed under it, our SKU of the same code serves.
_RESOLVE = """
SELECT asked.channel_id, asked.channel_sku, sku.id, sku.code, concat_ws(' ', product.name, nullif(sku.variant, '')),
       product.tax_class, sku.is_kit, sku.weight_g
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


def channel_deadlines(account: ChannelAccount, ordered_at: datetime) -> tuple[datetime, datetime]:
    """Return by when an order of this channel must leave and arrive, where the channel gives no times of its own."""
    local = ordered_at.astimezone(_zone(account.timezone))
    late = local.time() >= account.cut_off
    return _deadlines(
        account.country, account.timezone, account.handling_days, account.transit_days, local.date(), after_cut_off=late
    )


_zone = lru_cache(maxsize=64)(ZoneInfo)


@lru_cache(maxsize=4096)
def _deadlines(
    country: str, timezone: str, handling_days: int, transit_days: int, day: date, *, after_cut_off: bool
) -> tuple[datetime, datetime]:
    first = day + timedelta(days=1 if after_cut_off else 0)

    def is_open(of: date) -> bool:
        return of.isoweekday() <= 5 and of not in public_holidays(country, of.year)

    end = time(23, 59, tzinfo=_zone(timezone))
    leave = count_working_days(first, handling_days, is_open)
    arrive = count_working_days(first, handling_days + transit_days, is_open)
    return datetime.combine(leave, end).astimezone(UTC), datetime.combine(arrive, end).astimezone(UTC)


def hold_connections(channel_ids: Iterable[int]) -> set[int]:
    """Return which channels are connected, and let nobody remove these connections before the transaction ends."""
    sql = "SELECT channel_id FROM channels_connection WHERE channel_id = ANY(%s) ORDER BY channel_id FOR KEY SHARE"
    return {row[0] for row in select_rows(sql, [sorted(set(channel_ids))])}


def get_currency(channel_id: int) -> str:
    """Return the currency in which a channel sells."""
    return str(Channel.objects.values_list("currency", flat=True).get(id=channel_id))


def list_channels_with(feature: Feature) -> frozenset[int]:
    """Return the channels whose connector declares this feature."""
    able = [
        code
        for code, found in list_connectors().items()
        if found.kind == "marketplace" and feature in found.manifest.features
    ]
    return frozenset(Connection.objects.filter(connector__in=able).values_list("channel_id", flat=True))


def list_strict_channels() -> frozenset[int]:
    """Return the marketplaces that are told of numbers of real carriers only."""
    rows = Channel.objects.filter(kind="marketplace").exclude(capabilities__contains=["own_delivery"])
    return frozenset(rows.values_list("id", flat=True))
