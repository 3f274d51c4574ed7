"""Questions about channels, listings and the inbox."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from kontor.channels.models import Channel, Connection
from kontor.channels.ports import Feature
from kontor.kernel.working_days import count_working_days, public_holidays
from kontor.platform.bulk import select_as, select_rows
from kontor.platform.connectors import list_connectors


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
            channel.country, channel.cut_off, channel.handling_days, channel.transit_days,
            channel.legal_entity.small_business, channel.legal_entity.oss,
            frozenset(row.country for row in channel.legal_entity.registrations.all()), channel.group_id,
            channel.vat_rounding, channel.legal_entity.currency,
        )
        for channel in Channel.objects.filter(active=True)
        .select_related("legal_entity").prefetch_related("legal_entity__registrations")
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
        if found.kind == "marketplace" and feature in found.card.features
    ]
    return frozenset(Connection.objects.filter(connector__in=able).values_list("channel_id", flat=True))


@dataclass(frozen=True, slots=True)
class OfferedSku:
    """A listing of a channel that can be offered: the channel publishes stock and is connected."""

    listing_id: int
    channel_id: int
    channel_sku: str
    sku_id: int
    oversell_risk: float | None


_OFFERED = """
SELECT listing.id AS listing_id, listing.channel_id, listing.channel_sku, listing.sku_id, channel.oversell_risk::float8
  FROM channels_listing listing JOIN channels_channel channel ON channel.id = listing.channel_id
  JOIN channels_connection connection ON connection.channel_id = channel.id
 WHERE channel.active AND connection.state <> 'paused' AND (%(all)s OR listing.sku_id = ANY(%(skus)s::bigint[]))
   AND (%(channel)s::bigint IS NULL OR listing.channel_id = %(channel)s)
 ORDER BY listing.id
"""


def list_offered(*, sku_ids: Sequence[int] | None = None, channel_id: int | None = None) -> list[OfferedSku]:
    """Return the listings of connected channels, of these SKUs or of all."""
    facts = {"all": sku_ids is None, "skus": list(sku_ids or ()), "channel": channel_id}
    return select_as(OfferedSku, _OFFERED, facts)


@dataclass(frozen=True, slots=True)
class Delays:
    """How long the last sales took until they were taken in here, and the last changes until a channel knew them (seconds)."""

    heard: Sequence[float]
    told: Mapping[int, Sequence[float]]


_HEARD = """
SELECT greatest(0, extract(epoch FROM settled_at - changed_at))::float8
  FROM (SELECT channel, settled_at, changed_at, received_at, max(received_at) OVER () AS newest FROM channels_inboundmessage
         WHERE subject <> '' AND state = 'done' AND attempts <= 1 ORDER BY id DESC LIMIT 1000) AS last
  JOIN channels_channel channel ON channel.code = last.channel
  JOIN channels_connection connection ON connection.channel_id = channel.id AND last.changed_at >= connection.connected_at
 WHERE received_at > newest - interval '1 day'
"""


def measure_delays() -> Delays:
    """Return what was measured of late: a thousand sales of the last day, of all channels, and each channel's last calls."""
    heard = [row[0] for row in select_rows(_HEARD)]
    return Delays(heard, dict(Connection.objects.values_list("channel_id", "latencies")))


def list_due_connections(at: datetime) -> list[int]:
    """Return the channels whose time has come to be polled."""
    rows = Connection.objects.filter(next_poll_at__lte=at, channel__active=True).exclude(state="paused")
    return sorted(rows.values_list("channel_id", flat=True))


_UNTOLD = """
SELECT DISTINCT intent.channel_id FROM channels_channelintent intent
  JOIN channels_connection connection ON connection.channel_id = intent.channel_id AND connection.state = 'active'
 WHERE intent.state IN ('new', 'inflight', 'unknown') AND (intent.state <> 'inflight' OR intent.lease_until < clock_timestamp())
   AND (intent.not_before IS NULL OR intent.not_before <= clock_timestamp())
"""
_UNREAD = """
SELECT DISTINCT channel.id FROM channels_inboundmessage message
  JOIN channels_channel channel ON channel.code = message.channel
 WHERE message.state = 'new' AND message.received_at < clock_timestamp() - interval '1 minute'
"""
_UNPUBLISHED = """
SELECT DISTINCT offer.channel_id FROM channels_offer offer
  JOIN channels_connection connection ON connection.channel_id = offer.channel_id AND connection.state = 'active'
 WHERE offer.state NOT IN ('published', 'refused', 'suppressed')
   AND (offer.state <> 'inflight' OR offer.lease_until < clock_timestamp())
"""


def list_untold() -> list[int]:
    """Return the channels to which something is due to be told that nobody is telling."""
    return sorted(row[0] for row in select_rows(_UNTOLD))


def list_unread() -> list[int]:
    """Return the channels with a message that came in and that nobody has read since."""
    return sorted(row[0] for row in select_rows(_UNREAD))


def list_unpublished() -> list[int]:
    """Return the channels with an offer that is due and that nobody is publishing."""
    return sorted(row[0] for row in select_rows(_UNPUBLISHED))


@dataclass(frozen=True, slots=True)
class ConnectionHealth:
    """How a connection is, in figures a merchant understands."""

    channel_id: int
    code: str
    name: str
    connector: str
    state: str
    problem: str
    failures: int
    last_poll_at: datetime | None
    last_order_at: datetime | None
    token_expires_at: datetime | None
    stock_latency_s: float | None
    calls: int
    failed_calls: int
    waiting_messages: int
    oldest_message_at: datetime | None
    quarantined: int
    waiting_offers: int
    oldest_offer_at: datetime | None
    suppressed_offers: int
    waiting_intents: int
    failed_intents: int
    differences: int
    usual_gap_s: float | None

    def is_silent(self, at: datetime) -> bool:
        """Whether no order came for much longer than usual: four times the usual gap, and an hour at least."""
        if self.last_order_at is None or self.usual_gap_s is None:
            return False
        return (at - self.last_order_at).total_seconds() > max(3_600.0, 4 * self.usual_gap_s)


_HEALTH = """
SELECT channel.id AS channel_id, channel.code, channel.name, c.connector, c.state, c.problem, c.failures, c.last_poll_at,
       c.last_order_at, c.token_expires_at, c.stock_latency_s, coalesce(tally.calls, 0) AS calls,
       coalesce(tally.failures, 0) AS failed_calls, coalesce(inbox.new, 0) AS waiting_messages,
       inbox.oldest AS oldest_message_at, coalesce(inbox.quarantined, 0) AS quarantined,
       coalesce(offers.waiting, 0) AS waiting_offers, offers.oldest AS oldest_offer_at,
       coalesce(offers.suppressed, 0) AS suppressed_offers, coalesce(intents.waiting, 0) AS waiting_intents,
       coalesce(intents.failed, 0) AS failed_intents, coalesce(differences.open, 0) AS differences,
       gaps.usual::float8 AS usual_gap_s
  FROM channels_connection c JOIN channels_channel channel ON channel.id = c.channel_id
  LEFT JOIN LATERAL (SELECT sum(calls)::int AS calls, sum(failures)::int AS failures FROM channels_calltally
                      WHERE channel_id = channel.id AND hour > %(at)s::timestamptz - interval '24 hours') tally ON true
  LEFT JOIN LATERAL (SELECT count(*) FILTER (WHERE state = 'new') AS new, min(received_at) FILTER (WHERE state = 'new') AS oldest,
                            count(*) FILTER (WHERE state = 'quarantined') AS quarantined
                       FROM channels_inboundmessage
                      WHERE channel = channel.code AND state IN ('new', 'quarantined')) inbox ON true
  LEFT JOIN LATERAL (SELECT count(*) FILTER (WHERE state IN ('waiting', 'inflight', 'unknown')) AS waiting,
                            min(changed_at) AS oldest,
                            count(*) FILTER (WHERE state = 'suppressed') AS suppressed
                       FROM channels_offer WHERE channel_id = channel.id) offers ON true
  LEFT JOIN LATERAL (SELECT count(*) FILTER (WHERE state IN ('new', 'inflight', 'unknown')) AS waiting,
                            count(*) FILTER (WHERE state = 'failed') AS failed
                       FROM channels_channelintent WHERE channel_id = channel.id AND state <> 'succeeded') intents ON true
  LEFT JOIN LATERAL (SELECT count(*) AS open FROM channels_difference
                      WHERE channel_id = channel.id AND repaired_at IS NULL) differences ON true
  LEFT JOIN LATERAL (SELECT extract(epoch FROM max(received_at) - min(received_at)) / nullif(count(*) - 1, 0) AS usual
                       FROM (SELECT received_at FROM channels_inboundmessage WHERE channel = channel.code AND subject <> ''
                              ORDER BY id DESC LIMIT 200) AS last) gaps ON true
 ORDER BY channel.name
"""


def list_connections(at: datetime) -> list[ConnectionHealth]:
    """Return the health of every connection."""
    return select_as(ConnectionHealth, _HEALTH, {"at": at})


def list_strict_channels() -> frozenset[int]:
    """Return the marketplaces that are told of numbers of real carriers only."""
    rows = Channel.objects.filter(kind="marketplace").exclude(capabilities__contains=["own_delivery"])
    return frozenset(rows.values_list("id", flat=True))
