"""Channels and their messages, offers and bookings as others see them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import F, Q, QuerySet

from kontor.channels.models import (
    ChannelIntent,
    Connection,
    ConnectionState,
    Discrepancy,
    InboundMessage,
    IntentState,
    Listing,
    MessageState,
    Offer,
    OfferState,
    Settlement,
)
from kontor.channels.rules import CONNECTOR_MESSAGE
from kontor.kernel.errors import NotFound
from kontor.platform.sql.rows import column, read_row, read_rows

_OPEN = (MessageState.NEW, MessageState.QUARANTINED)


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message as it came. ``channel`` is the code of its channel."""

    id: int
    channel: str
    kind: str
    connector: str
    subject: str
    body: bytes
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class OfferRow:
    """What we offer of an article on a channel, as far as the channel was told."""

    state: str
    published: int | None
    published_at: datetime | None
    wanted_price: Decimal | None
    channel_sku: str = column("listing__channel_sku")


@dataclass(frozen=True, slots=True)
class DiscrepancyRow:
    """A difference between a channel and us."""

    id: int
    channel_id: int
    kind: str
    key: str
    found_at: datetime


@dataclass(frozen=True, slots=True)
class SettlementRow:
    """An amount that a channel booked on our account there."""

    id: int
    kind: str
    external_order: str
    amount: Decimal
    fee: Decimal
    currency: str
    booked_at: datetime
    channel: str = column("channel__name")
    legal_entity_id: int = column("channel__legal_entity_id")


@dataclass(frozen=True, slots=True)
class StuckIntent:
    """What a channel was not told, or refused."""

    id: int
    external_order: str
    created_at: datetime
    problem: str
    order_id: int | None
    state: str
    channel: str = column("channel__name")


@dataclass(frozen=True, slots=True)
class StuckMessage:
    """A message that is not taken in."""

    id: int
    channel: str
    external_id: str
    received_at: datetime
    problem: str
    code: str


@dataclass(frozen=True, slots=True)
class StuckOffer:
    """An offer that a channel does not take."""

    id: int
    published_at: datetime | None
    problem: str
    price_problem: str
    channel: str = column("channel__name")
    channel_sku: str = column("listing__channel_sku")


@dataclass(frozen=True, slots=True)
class FailingConnection:
    """A connection that does not work."""

    id: int
    problem: str
    channel: str = column("channel__name")


def list_connected() -> frozenset[int]:
    """Return the channels that have a connection, whatever its state."""
    return frozenset(Connection.objects.values_list("channel_id", flat=True))


def list_active() -> list[int]:
    """Return the channels whose connection works, by id."""
    rows = Connection.objects.filter(state=ConnectionState.ACTIVE).order_by("channel_id")
    return list(rows.values_list("channel_id", flat=True))


def is_connected(channel_id: int) -> bool:
    """Whether a channel has a connection that is not paused."""
    return Connection.objects.filter(channel_id=channel_id).exclude(state=ConnectionState.PAUSED).exists()


def list_channels_of(listing_ids: Collection[int]) -> set[int]:
    """Return the channels on which these are listed."""
    return set(Listing.objects.filter(id__in=listing_ids).values_list("channel_id", flat=True))


def list_listed_skus(channel_id: int) -> set[str]:
    """Return the article numbers that a channel knows of us."""
    return set(Listing.objects.filter(channel_id=channel_id).values_list("channel_sku", flat=True))


def list_offers(channel_id: int) -> dict[str, OfferRow]:
    """Return what we offer on a channel, by its article number."""
    rows = read_rows(OfferRow, Offer.objects.filter(channel_id=channel_id))
    return {row.channel_sku: row for row in rows}


def get_discrepancy(discrepancy_id: int) -> DiscrepancyRow:
    """Return one difference. Refuses: NotFound."""
    return read_row(DiscrepancyRow, Discrepancy.objects.filter(id=discrepancy_id), discrepancy=discrepancy_id)


def list_settlements(ids: Collection[int]) -> list[SettlementRow]:
    """Return bookings of channels in the order in which they were heard of."""
    return read_rows(SettlementRow, Settlement.objects.filter(id__in=ids).order_by("id"))


def _of_connectors(code: str) -> QuerySet[InboundMessage]:
    return InboundMessage.objects.filter(channel=code, kind=CONNECTOR_MESSAGE)


def list_new_messages(code: str, *, most: int) -> list[int]:
    """Return the messages of a channel that a connector fetched and nobody has read, in the order in which they came."""
    rows = _of_connectors(code).filter(state=MessageState.NEW).order_by("id")
    return list(rows.values_list("id", flat=True)[:most])


def list_fetched(message_ids: Collection[int]) -> dict[str, list[int]]:
    """Return which of the messages connectors fetched, by the code of their channel, in the order in which they came."""
    rows = InboundMessage.objects.filter(id__in=message_ids, kind=CONNECTOR_MESSAGE).order_by("id")
    found: dict[str, list[int]] = {}
    for code, message_id in rows.values_list("channel", "id"):
        found.setdefault(code, []).append(message_id)
    return found


def lock_open_messages(message_ids: Sequence[int]) -> list[MessageRow]:
    """Lock those of the messages that are not closed, in the order in which they came, and return them."""
    rows = InboundMessage.objects.select_for_update(no_key=True).filter(id__in=message_ids, state__in=_OPEN)
    return read_rows(MessageRow, rows.order_by("id"))


def list_subjects(message_ids: Collection[int]) -> dict[int, str]:
    """Return of which order of the channel each message tells, in the order in which they came."""
    rows = InboundMessage.objects.filter(id__in=message_ids).order_by("id")
    return dict(rows.values_list("id", "subject"))


def list_last_taken_in(code: str, subjects: Collection[str]) -> list[MessageRow]:
    """Return of each of these orders of a channel the newest message that was taken in."""
    rows = InboundMessage.objects.filter(channel=code, subject__in=subjects, state=MessageState.DONE)
    newest = rows.order_by("subject", F("changed_at").desc(nulls_last=True), "-id").distinct("subject")
    return read_rows(MessageRow, newest)


def list_message_states(code: str, subjects: Collection[str]) -> dict[str, str]:
    """Return how the newest message of each of these orders of a channel stands."""
    rows = InboundMessage.objects.filter(channel=code, subject__in=subjects).order_by("id")
    return dict(rows.values_list("subject", "state"))


def list_stuck_intents(*, tries: int, most: int) -> list[StuckIntent]:
    """Return what channels refused, or were not told after so many tries, the newest first."""
    tired = Q(state__in=[IntentState.NEW, IntentState.UNKNOWN], attempts__gte=tries)
    rows = ChannelIntent.objects.filter(tired | Q(state=IntentState.FAILED)).order_by("-id")
    return read_rows(StuckIntent, rows[:most])


def get_channel_of_intent(intent_id: int) -> int:
    """Return the channel that an intent is for. Refuses: NotFound."""
    found = ChannelIntent.objects.filter(id=intent_id).values_list("channel_id", flat=True).first()
    if found is None:
        raise NotFound("There is nothing of this number.", intent=intent_id)
    return found


def list_stuck_messages(*, before: datetime, most: int) -> list[StuckMessage]:
    """Return the quarantine, and what nobody has read since it came before a moment, the newest first."""
    late = Q(state=MessageState.NEW, received_at__lt=before)
    rows = InboundMessage.objects.filter(Q(state=MessageState.QUARANTINED) | late).order_by("-id")
    return read_rows(StuckMessage, rows[:most])


def list_stuck_offers(*, before: datetime, most: int) -> list[StuckOffer]:
    """Return the offers and prices that channels refused, and what one has not taken since a moment though it was told it again
    and again; the newest first.
    """
    untaken = Q(state=OfferState.UNKNOWN, changed_at__lt=before) & ~Q(problem="")
    unheard = Q(price_unheard_since__lt=before, wanted_price__isnull=False)
    refused = Q(state=OfferState.REFUSED) | ~Q(price_problem="")
    rows = Offer.objects.filter(refused | untaken | unheard).order_by("-id")
    return read_rows(StuckOffer, rows[:most])


def list_failing_connections(*, failures: int) -> list[FailingConnection]:
    """Return the connections that do not work, or failed so often in a row."""
    rows = Connection.objects.exclude(state=ConnectionState.ACTIVE, failures__lt=failures).order_by("id")
    return read_rows(FailingConnection, rows)
