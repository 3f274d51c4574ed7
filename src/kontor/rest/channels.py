"""Sales channels with how their connections are: read, entered, changed, and the steps of a connection."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, cast

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from kontor.channels.public import (
    ChannelFacts,
    ChannelRow,
    ChannelUnknown,
    ConnectionHealth,
    ConnectionNotActive,
    ConnectionState,
    call_compare,
    call_poll,
    call_refresh,
    find_channel,
    keep_channel,
    list_accounts,
    list_connections,
    lock_channel,
    pause_connection,
    resume_connection,
)
from kontor.customers.public import list_groups
from kontor.flows.selling.channel_terms import change_channel_terms
from kontor.kernel.actor import Actor
from kontor.kernel.clock import read_clock
from kontor.legal_entities.public import list_legal_entities
from kontor.rest.auth import require
from kontor.rest.house import check_match, facts_of, keep_once
from kontor.rest.matching import tell
from kontor.rest.once import do_once
from kontor.rest.rows.house import ChannelChange, ChannelIn, ChannelWhole

router = Router(tags=["house"])


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


def _channel(code: str) -> ChannelRow:
    found = find_channel(code.replace("\0", ""))
    if found is None:
        raise ChannelUnknown(channel=code[:40])
    return found


def _channel_of(row: ChannelRow) -> ChannelWhole:
    groups = {key: code for code, key in list_groups().items()}
    told = {name: getattr(row, name, None) for name in ChannelWhole.model_fields} | {
        "legal_entity": list_legal_entities([row.legal_entity_id])[row.legal_entity_id].code,
        "group": None if row.group_id is None else groups[row.group_id], "cut_off": f"{row.cut_off:%H:%M}",
        "capabilities": sorted(row.capabilities),
    }  # fmt: skip
    return ChannelWhole.model_validate(told)


def _read_channel(code: str) -> ChannelWhole:
    return _channel_of(_channel(code))


@router.get("/channels/{channel}", response=ChannelWhole)
def show_channel(request: HttpRequest, channel: str) -> HttpResponse:
    """Return a sales channel as it is set up, also one that is switched off."""
    require(request, "channels:read")
    return tell(request, _read_channel(channel))


@router.post("/channels", response={201: ChannelWhole})
def add_channel(request: HttpRequest, channel: ChannelIn) -> HttpResponse:
    """Enter a sales channel that needs no connection: a shop of one's own, a store, the telephone."""

    def keep(at: datetime, by: Actor) -> None:
        keep_channel(channel_id=None, facts=cast(ChannelFacts, facts_of(channel)), at=at, by=by)

    return keep_once(request, "channels:write", 201, keep, lambda: _read_channel(channel.code))


@router.patch("/channels/{channel}", response=ChannelWhole)
def change_channel(request: HttpRequest, channel: str, change: ChannelChange) -> HttpResponse:
    """Change what is named of a sales channel."""

    def keep(at: datetime, by: Actor) -> None:
        facts, key = facts_of(change), _channel(channel).id
        check_match(request, lock_channel, key, lambda: _read_channel(channel))
        change_channel_terms(channel_id=key, facts=cast(ChannelFacts, facts), at=at, by=by)

    return keep_once(request, "channels:write", 200, keep, lambda: _read_channel(channel))


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
