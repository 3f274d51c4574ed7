"""What waits for somebody and what is wrong now, as the pages of these names show it; and what sets it going again."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from kontor.flows.waiting import list_waiting, right_to_set_going, set_going
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import NotFound
from kontor.orders.public import get_orders
from kontor.platform.keep.alarms import list_alarms, quiet_alarm
from kontor.rest.auth import require
from kontor.rest.once import do_once
from kontor.rest.schemas import Body, is_row

router = Router(tags=["house"])


class WaitingOut(Schema):
    """One thing that waits. ``problem``: a word or the refusal; ``again``: whether a call sets it going; ``order``: its
    number.
    """

    kind: str
    id: int
    name: str
    since: datetime | None
    problem: str
    order: str | None
    amount: Decimal | None
    currency: str
    again: bool


class SetGoing(Schema):
    """Whether it goes again; else it failed again, or waits no longer."""

    kind: str
    id: int
    going: bool


class AlarmOut(Schema):
    """An alarm that is on: its kind, which of its kind, how many things it is about and how it is called."""

    id: int
    kind: str
    key: str
    count: int
    name: str
    raised_at: datetime
    quiet_until: datetime | None


class QuietIn(Body):
    """For how long nobody is to be reminded of it."""

    hours: Annotated[int, Field(ge=1, le=720, strict=True)]


class QuietOut(Schema):
    """Until when an alarm is quiet."""

    alarm: int
    quiet_until: datetime


@router.get("/waiting", response=list[WaitingOut])
def list_all_waiting(request: HttpRequest) -> list[dict[str, Any]]:
    """Return everything that stands still and needs somebody, kind by kind, the newest first; of each kind 200 at most."""
    require(request, "platform:read")
    rows = list_waiting(read_clock())
    orders = get_orders({it.order_id for it in rows if it.order_id})
    return [
        {
            "kind": it.kind, "id": it.id, "name": it.name, "since": it.since, "problem": it.problem, "again": it.again,
            "amount": it.amount, "currency": it.currency,
            "order": orders[it.order_id].number if it.order_id in orders else None,
        }
        for it in rows
    ]  # fmt: skip


@router.post("/waiting/{kind}/{row}", response=SetGoing)
def try_waiting_again(request: HttpRequest, kind: str, row: int) -> HttpResponse:
    """Try again what waits. Each kind asks for the right of its room."""
    by = require(request, right_to_set_going(kind))

    def work(at: datetime) -> tuple[int, dict[str, Any]]:
        known = is_row(row)
        return 200, {"kind": kind, "id": row, "going": known and set_going(kind=kind, id_=row, at=at, by=by)}

    return do_once(request, by, work)


@router.get("/alarms", response=list[AlarmOut])
def list_all_alarms(request: HttpRequest) -> list[dict[str, Any]]:
    """Return every alarm that is on, the newest first."""
    require(request, "platform:read")
    return [{name: getattr(it, name) for name in AlarmOut.model_fields} for it in list_alarms()]


@router.post("/alarms/{alarm}/quiet", response=QuietOut)
def have_quiet(request: HttpRequest, alarm: int, wanted: QuietIn) -> HttpResponse:
    """Have quiet of an alarm for some hours; it stays on."""
    by = require(request, "platform:write")

    def work(at: datetime) -> tuple[int, dict[str, Any]]:
        until = at + timedelta(hours=wanted.hours)
        if not (is_row(alarm) and quiet_alarm(alarm_id=alarm, until=until, at=at, by=by)):
            raise NotFound("There is no such alarm, or it is over.", alarm=alarm)
        return 200, {"alarm": alarm, "quiet_until": until.isoformat()}

    return do_once(request, by, work)
