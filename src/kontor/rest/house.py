"""What the house has: companies, locations, channels with how their connections are, and the steps of a connection."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from kontor.channels.public import (
    ChannelUnknown,
    ConnectionHealth,
    ConnectionNotActive,
    ConnectionState,
    call_compare,
    call_poll,
    call_refresh,
    list_accounts,
    list_connections,
    pause_connection,
    resume_connection,
)
from kontor.kernel.clock import read_clock
from kontor.legal_entities.public import list_legal_entities
from kontor.locations.public import list_places
from kontor.rest.auth import require
from kontor.rest.once import do_once

router = Router(tags=["house"])


class CompanyOut(Schema):
    """A legal entity. ``four_eyes_above``: above which amount two people decide, null: nobody is asked."""

    code: str
    name: str
    street: str
    postal_code: str
    city: str
    country: str
    vat_id: str
    currency: str
    timezone: str
    payment_days: int
    four_eyes_above: Decimal | None


class LocationOut(Schema):
    """A place that holds stock. ``cut_off``: until when what is ordered leaves the same day, in its time
    zone; ``working_days``: 1 is Monday.
    """

    code: str
    name: str
    kind: str
    street: str
    postal_code: str
    city: str
    country: str
    active: bool
    timezone: str
    cut_off: str
    handling_days: int
    working_days: list[int]


class ChannelOut(Schema):
    """A sales channel. ``state``: of its connection, null where it has none. ``latest_order_at``: when it last brought one."""

    code: str
    name: str
    kind: str
    country: str
    currency: str
    prices_gross: bool
    legal_entity: str
    capabilities: list[str]
    state: str | None
    problem: str
    polled_at: datetime | None
    latest_order_at: datetime | None
    silent: bool


class StepOut(Schema):
    """What was asked of a channel's connection."""

    channel: str
    step: str


@router.get("/legal-entities", response=list[CompanyOut])
def list_companies(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the companies of the merchant, by id."""
    require(request, "legal_entities:read")
    return [{name: getattr(it, name) for name in CompanyOut.model_fields} for it in list_legal_entities().values()]


@router.get("/locations", response=list[LocationOut])
def list_locations(request: HttpRequest) -> list[dict[str, Any]]:
    """Return all places that hold stock, by id."""
    require(request, "locations:read")
    return [
        {name: getattr(it, name) for name in LocationOut.model_fields}
        | {"cut_off": f"{it.cut_off:%H:%M}", "working_days": list(it.working_days)}
        for it in list_places()
    ]


@router.get("/channels", response=list[ChannelOut])
def list_channels(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the active sales channels with how their connections are, by id."""
    require(request, "channels:read")
    at = read_clock()
    health = {it.channel_id: it for it in list_connections(at)}
    companies = {key: it.code for key, it in list_legal_entities().items()}
    accounts = sorted(list_accounts().values(), key=lambda it: it.id)
    return [
        {
            **{name: getattr(it, name) for name in ("code", "name", "kind", "country", "currency", "prices_gross")},
            "legal_entity": companies[it.legal_entity_id],
            "capabilities": sorted(it.capabilities), **_connection(health.get(it.id), at),
        }
        for it in accounts
    ]  # fmt: skip


def _connection(it: ConnectionHealth | None, at: datetime) -> dict[str, Any]:
    if it is None:
        return {"state": None, "problem": "", "polled_at": None, "latest_order_at": None, "silent": False}
    return {
        "state": it.state, "problem": it.problem, "polled_at": it.last_poll_at, "latest_order_at": it.last_order_at,
        "silent": it.is_silent(at),
    }  # fmt: skip


_JOBS = {"poll": call_poll, "compare": call_compare, "publish": call_refresh}


@router.post("/channels/{channel}/{verb}", response={202: StepOut})
def step_channel(
    request: HttpRequest, channel: str, verb: Literal["poll", "compare", "publish", "pause", "resume"]
) -> HttpResponse:
    """Fetch orders now, compare the channel with the house, publish every offer anew, pause the connection or let it go on."""
    by = require(request, "channels:write")

    def work(at: datetime) -> tuple[int, dict[str, Any]]:
        account = list_accounts().get(channel)
        if account is None:
            raise ChannelUnknown(channel=channel[:40])
        connection = next((it for it in list_connections(at) if it.channel_id == account.id), None)
        if connection is None or (verb in _JOBS and connection.state != ConnectionState.ACTIVE):
            raise ConnectionNotActive(channel=channel)
        if verb in _JOBS:
            _JOBS[verb](account.id)
        elif verb == "pause":
            pause_connection(channel_id=account.id, at=at, by=by)
        else:
            resume_connection(channel_id=account.id, at=at, by=by)
            # While it was paused nobody decided its offers.
            call_refresh(account.id)
        return 202, {"channel": channel, "step": verb}

    return do_once(request, by, work)
