"""News for other programs: asked for with a place in the feed, or told to webhooks; these are entered, looked at, tried again."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, cast

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from kontor.access.public import NotAllowed
from kontor.channels.ports import Code, sized
from kontor.flows.programs.news import check_kinds, check_webhook, list_news_kinds, read_news
from kontor.kernel.clock import read_clock
from kontor.messaging.public import (
    DeliveryRow,
    WebhookFacts,
    WebhookRow,
    drop_webhook,
    get_webhook,
    keep_webhook,
    list_deliveries,
    list_webhooks,
    repeat_deliveries,
    try_webhook,
)
from kontor.platform.post.feed import end_of_feed, last_place
from kontor.rest.auth import holder_of, require
from kontor.rest.finding import QueryWrong
from kontor.rest.once import do_once
from kontor.rest.schemas import After, Body, Limit, is_row

router = Router(tags=["news"])
MOST_KINDS = 100


class NewsOut(Schema):
    """A piece of news. ``place``: goes into ``after`` to hear what came behind it."""

    place: int
    type: str
    timestamp: datetime
    by: str
    data: dict[str, Any]


class FeedPage(Schema):
    """News in the order in which they are told to everybody; ``next`` goes into ``after`` of the next request, also where nothing
    was new.
    """

    news: list[NewsOut]
    next: str


class WebhookIn(Body):
    """Where a program hears the news. ``news``: of which kinds (none named: of all that there are)."""

    name: Annotated[Code, sized(60)]
    url: Annotated[str, Field(max_length=200, examples=["https://erp.example/kontor"])]
    news: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=MOST_KINDS)] = []


class WebhookChange(Body):
    """What changes of a webhook. ``paused``: it is told nothing for now, and all of it later."""

    name: Annotated[Code, sized(60)] | None = None
    url: Annotated[str, Field(max_length=200)] | None = None
    news: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=MOST_KINDS)] | None = None
    paused: bool | None = None


class WebhookOut(Schema):
    """A webhook. ``stopped_at``: Kontor gave it up, because for days nothing got through; a change has it tried again."""

    id: int
    name: str
    url: str
    news: list[str]
    place: int
    created_at: datetime
    paused_at: datetime | None
    failing_since: datetime | None
    stopped_at: datetime | None


class WebhookEntered(WebhookOut):
    """A new webhook with the secret by which it knows that they are ours (Standard Webhooks), told this once."""

    secret: str = ""


class DeliveryOut(Schema):
    """What a webhook was told, and what came of it. ``due_at``: when it is tried next."""

    id: int
    place: int
    type: str
    body: str
    attempts: int
    status: int | None
    problem: str
    took_ms: int | None
    created_at: datetime
    tried_at: datetime | None
    due_at: datetime | None
    done_at: datetime | None
    given_up_at: datetime | None


class DeliveryPage(Schema):
    """A page of deliveries, the newest first; ``next`` goes into ``before`` of the next request, null on the last page."""

    deliveries: list[DeliveryOut]
    next: str | None


class RepeatIn(Body):
    """Which deliveries are made again; none named: all that were given up."""

    deliveries: Annotated[list[int], Field(max_length=1000)] | None = None


class RepeatOut(Schema):
    """How many deliveries are made again."""

    deliveries: int


@router.get("/news", response=FeedPage)
def read_the_feed(
    request: HttpRequest, after: After = 0, limit: Limit = 50, types: Annotated[str, Field(max_length=2000)] = ""
) -> FeedPage:
    """Return what happened behind a place of the feed, of the kinds that are asked for and open to the key. Nothing is missing
    between two answers, and the order never changes; what is older than is kept (30 days by default) is gone (410).
    """
    kinds = _kinds(request, [it.strip() for it in types.split(",") if it.strip()])
    with transaction.atomic():
        found, end = read_news(after, kinds=kinds, most=limit, at=read_clock()), last_place()
    news = [NewsOut(place=it.place, type=it.kind, timestamp=it.at, by=it.by, data=dict(it.data)) for it in found]
    return FeedPage(news=news, next=str(found[-1].place if len(found) == limit else max(after, end)))


@router.get("/news/types", response=list[str])
def list_types(request: HttpRequest) -> list[str]:
    """Return the kinds of news that are open to the key."""
    return _kinds(request, [])


def _kinds(request: HttpRequest, asked: list[str]) -> list[str]:
    """Return the kinds that are asked for and open to the key. Refuses: NotAllowed, NewsUnknown, NewsClosed."""
    may, known = holder_of(request).may, list_news_kinds()
    if asked:
        return check_kinds(asked, may)
    open_to = [kind for kind in known if may(f"{known[kind]}:read")]
    if not open_to:
        raise NotAllowed("This API key is not scoped for that.")
    return open_to


def _out(it: WebhookRow) -> dict[str, Any]:
    names = WebhookOut.model_fields
    return {name: getattr(it, name) for name in names}


@router.get("/webhooks", response=list[WebhookOut])
def list_all_webhooks(request: HttpRequest) -> list[dict[str, Any]]:
    """Return where programs hear the news."""
    require(request, "messaging:read")
    return [_out(it) for it in list_webhooks()]


@router.post("/webhooks", response={201: WebhookEntered})
def enter_webhook(request: HttpRequest, new: WebhookIn) -> HttpResponse:
    """Tell a program the news from now on. Its secret is in this answer and nowhere else."""
    by = require(request, "messaging:write")
    kinds = check_kinds(new.news, holder_of(request).may)

    def work(at: datetime) -> tuple[int, dict[str, Any]]:
        facts = WebhookFacts(name=new.name, url=new.url, news=kinds)
        key, secret = keep_webhook(webhook_id=None, facts=facts, place=end_of_feed(at=at), at=at, by=by)
        return 201, WebhookEntered(**_out(get_webhook(key)), secret=secret).model_dump(mode="json")

    return do_once(request, by, work, never_kept=["secret"])


@router.patch("/webhooks/{webhook}", response=WebhookOut)
def change_webhook(request: HttpRequest, webhook: int, change: WebhookChange) -> HttpResponse:
    """Change what is named of a webhook; one that was given up is tried again."""
    by = require(request, "messaging:write")
    told = change.model_dump(exclude_none=True)
    # Wherever it is told, and whatever: who changes it may read it.
    told["news"] = check_kinds(told.get("news", _mine(request, webhook).news), holder_of(request).may)

    def work(at: datetime) -> tuple[int, dict[str, Any]]:
        keep_webhook(webhook_id=_id(webhook), facts=cast(WebhookFacts, told), at=at, by=by)
        return 200, WebhookOut(**_out(get_webhook(webhook))).model_dump(mode="json")

    return do_once(request, by, work)


@router.delete("/webhooks/{webhook}", response={204: None})
def end_webhook(request: HttpRequest, webhook: int) -> HttpResponse:
    """Tell a program no news any more."""
    by = require(request, "messaging:write")

    def work(at: datetime) -> tuple[int, dict[str, Any]]:
        drop_webhook(webhook_id=_id(webhook), at=at, by=by)
        return 204, {}

    answer = do_once(request, by, work)
    if answer.status_code == 204:
        answer.content = b""
    return answer


class TrialOut(Schema):
    """The delivery by which a webhook is tried."""

    delivery: int


@router.post("/webhooks/{webhook}/trial", response={202: TrialOut})
def try_out(request: HttpRequest, webhook: int) -> HttpResponse:
    """Tell a webhook a trial (``webhook.trial``, signed as all news are), so that it is seen whether it hears."""
    by = require(request, "messaging:write")
    _mine(request, webhook)

    def work(at: datetime) -> tuple[int, dict[str, Any]]:
        return 202, {"delivery": try_webhook(webhook_id=_id(webhook), at=at, by=by)}

    return do_once(request, by, work)


@router.get("/webhooks/{webhook}/deliveries", response=DeliveryPage)
def list_webhook_deliveries(
    request: HttpRequest, webhook: int, before: After | None = None, limit: Limit = 50
) -> DeliveryPage:  # fmt: skip
    """Return what a webhook was told and what came of it, the newest first."""
    require(request, "messaging:read")
    found = list_deliveries(_mine(request, webhook).id, before=before, most=limit)
    return DeliveryPage(
        deliveries=[_delivery(it) for it in found], next=str(found[-1].id) if len(found) == limit else None
    )


def _delivery(it: DeliveryRow) -> DeliveryOut:
    return DeliveryOut(
        id=it.id, place=it.place, type=it.news, body=it.body, attempts=it.attempts, status=it.status, problem=it.problem,
        took_ms=it.took_ms, created_at=it.created_at, tried_at=it.tried_at, due_at=it.due_at, done_at=it.done_at,
        given_up_at=it.given_up_at,
    )  # fmt: skip


@router.post("/webhooks/{webhook}/repeat", response={202: RepeatOut})
def repeat(request: HttpRequest, webhook: int, wanted: RepeatIn) -> HttpResponse:
    """Deliver again, under the ids that they had: those that are named, or all that were given up."""
    by = require(request, "messaging:write")
    named = wanted.deliveries
    if named is not None and not all(is_row(it) for it in named):
        raise QueryWrong(field="deliveries", reason="This is no delivery.")
    _mine(request, webhook)

    def work(at: datetime) -> tuple[int, dict[str, Any]]:
        key = get_webhook(_id(webhook)).id
        return 202, {"deliveries": repeat_deliveries(webhook_id=key, delivery_ids=named, at=at, by=by)}

    return do_once(request, by, work)


def _mine(request: HttpRequest, webhook: int) -> WebhookRow:
    """Return a webhook to whom may read what it is told. Refuses: WebhookUnknown, NewsClosed."""
    return check_webhook(_id(webhook), holder_of(request).may)


def _id(webhook: int) -> int:
    return webhook if is_row(webhook) else 0
