"""Questions about channels themselves."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import time
from decimal import Decimal

from kontor.channels.errors import TermsChanged
from kontor.channels.models import Capability, Channel
from kontor.platform.sql.blame import Meanwhile
from kontor.platform.sql.bulk import select_rows
from kontor.platform.sql.rows import read_row, read_rows


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """A channel. ``remind_unpaid_days``, ``cancel_unpaid_days``: 0 is never."""

    id: int
    code: str
    name: str
    kind: str
    legal_entity_id: int
    prices_gross: bool
    capabilities: list[str]
    remind_unpaid_days: int
    cancel_unpaid_days: int
    active: bool
    currency: str
    vat_rounding: str
    group_id: int | None
    country: str
    cut_off: time
    handling_days: int
    transit_days: int
    oversell_risk: Decimal | None


def get_channels(channel_ids: Collection[int]) -> dict[int, ChannelRow]:
    """Return channels by their ids."""
    return {row.id: row for row in read_rows(ChannelRow, Channel.objects.filter(id__in=set(channel_ids)))}


def get_channel(channel_id: int) -> ChannelRow:
    """Return a channel. Refuses: NotFound."""
    return read_row(ChannelRow, Channel.objects.filter(id=channel_id), channel=channel_id)


def list_channels_coded(codes: Collection[str]) -> list[ChannelRow]:
    """Return the channels of these codes, active or not."""
    return read_rows(ChannelRow, Channel.objects.filter(code__in=set(codes)).order_by("id"))


def find_channel(code: str) -> ChannelRow | None:
    """Return the channel of this code, active or not."""
    return next(iter(list_channels_coded([code])), None)


def find_active_channel(code: str) -> int | None:
    """Return the active channel of this code."""
    return Channel.objects.filter(code=code, active=True).values_list("id", flat=True).first()


def list_channels_able(capability: Capability) -> frozenset[int]:
    """Return the channels, active or not, that do this themselves or allow it."""
    rows = Channel.objects.filter(capabilities__contains=[capability.value])
    return frozenset(rows.values_list("id", flat=True))


def hold_channel(channel_id: int) -> None:
    """Nobody changes this channel, and nothing is ordered on it, until the transaction ends: see ``stay_on_terms``."""
    list(Channel.objects.select_for_update().filter(id=channel_id).values_list("id"))


_TERMS = "SELECT id, legal_entity_id, prices_gross FROM channels_channel WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE"


def stay_on_terms(terms: Mapping[int, tuple[int, bool]]) -> None:
    """``terms``: channel id → its legal entity and whether its prices hold the VAT, as orders were priced by. They stay until
    the transaction ends; where they changed since, it begins again (Meanwhile). Locks: the channels, against ``hold_channel``.
    """
    if {row[0]: (row[1], row[2]) for row in select_rows(_TERMS, [sorted(terms)])} != terms:
        raise Meanwhile(TermsChanged())


def lock_channel(channel_id: int) -> None:
    """Nobody else changes this channel until the transaction ends."""
    list(Channel.objects.select_for_update(no_key=True).filter(id=channel_id).values_list("id"))
