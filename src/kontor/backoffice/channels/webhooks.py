"""Webhooks: where other programs hear the news, what each was told and what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kontor.backoffice.access import act, actor_of, may, needs, refuse
from kontor.backoffice.page import show_page
from kontor.backoffice.typed import TypedWrong, read_id, read_ids, read_text
from kontor.backoffice.words import EVENT_WORDS
from kontor.flows.errors import NewsClosed
from kontor.flows.programs.news import check_kinds, check_webhook, kind_of, list_news_kinds
from kontor.kernel.actor import Actor
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import KontorError
from kontor.messaging.public import (
    TRIAL,
    WebhookFacts,
    WebhookRow,
    WebhookUnknown,
    drop_webhook,
    keep_webhook,
    list_deliveries,
    list_told_webhooks,
    list_webhooks,
    repeat_deliveries,
    try_webhook,
)
from kontor.platform.post.feed import end_of_feed
from kontor.platform.sql.again import in_one_go

# So many of the last deliveries are shown; the API pages through all of them.
MOST_SHOWN = 100


def _words() -> dict[str, Any]:
    return {kind_of(name): word for name, word in EVENT_WORDS.items()} | {TRIAL: _("Trial")}


def _kinds(request: HttpRequest) -> list[tuple[str, Any]]:
    """Return the kinds of news that are open to the reader, in words."""
    rooms = list_news_kinds()
    words = _words()
    # In the order of an order's life, as their words stand.
    kinds = sorted(rooms, key=lambda kind: list(words).index(kind) if kind in words else len(words))
    return [(kind, words.get(kind, kind)) for kind in kinds if may(request, f"{rooms[kind]}:read")]


@needs("messaging:read")
def show_webhooks(request: HttpRequest) -> HttpResponse:
    """Show all webhooks, and the form of a new one."""
    return _page(request)


def _page(request: HttpRequest, *, secret: str = "", name: str = "") -> HttpResponse:
    words = _words()
    rows = [(it, [words.get(kind, kind) for kind in it.news]) for it in list_webhooks()]
    return show_page(
        request, "channels/webhooks", title=_("Webhooks"), rows=rows, kinds=_kinds(request), secret=secret, name=name,
        told=list_told_webhooks(),
        may_write=may(request, "messaging:write"), document=reverse("api:openapi-view"),
    )  # fmt: skip


@needs("messaging:write")
@require_POST
def enter_webhook(request: HttpRequest) -> HttpResponse:
    """Enter a webhook, and show its secret this once."""
    sent: Any = request.POST
    try:
        name, url = read_text(sent, "name", limit=60, required=True), read_text(sent, "url", limit=200, required=True)
        facts = WebhookFacts(
            name=name, url=url, news=check_kinds(sent.getlist("news"), lambda right: may(request, right))
        )
        _id, secret = in_one_go(lambda: _enter(facts, actor_of(request)))
    except KontorError as refusal:
        refuse(request, refusal)
        return redirect("admin:webhooks")
    messages.success(request, _("The webhook is entered."))
    return _page(request, secret=secret, name=name)


def _enter(facts: WebhookFacts, by: Actor) -> tuple[int, str]:
    at = read_clock()
    return keep_webhook(webhook_id=None, facts=facts, place=end_of_feed(at=at), at=at, by=by)


def _webhook_of(request: HttpRequest, webhook_id: int) -> WebhookRow:
    """Return a webhook to whom may read all that it was told. Refuses: 404, 403."""
    try:
        return check_webhook(webhook_id, lambda right: may(request, right))
    except WebhookUnknown as unknown:
        raise Http404 from unknown
    except NewsClosed as closed:
        raise PermissionDenied from closed


@needs("messaging:read")
def show_deliveries(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Show what a webhook was told and what came of it, to whom may read that."""
    webhook = _webhook_of(request, webhook_id)
    deliveries = list_deliveries(webhook.id, most=MOST_SHOWN)
    return show_page(
        request, "channels/webhook", title=webhook.name, webhook=webhook, deliveries=deliveries, words=_words(),
        given_up=any(it.given_up_at for it in deliveries),
        may_write=may(request, "messaging:write"),
    )  # fmt: skip


@needs("messaging:write")
@require_POST
def press_webhook(request: HttpRequest, webhook_id: int, verb: str) -> HttpResponse:
    """Pause a webhook, let it hear again, tell it again, drop it."""
    sent: Any = request.POST
    key = _webhook_of(request, read_id(str(webhook_id))).id

    def again(at: datetime, by: Actor) -> None:
        named = read_ids(sent.getlist("delivery")) if "delivery" in sent else None
        if not repeat_deliveries(webhook_id=key, delivery_ids=named, at=at, by=by):
            raise TypedWrong(_("There is nothing that was given up."), "delivery")

    works = {
        "pause": lambda at, by: keep_webhook(webhook_id=key, facts=WebhookFacts(paused=True), at=at, by=by),
        "resume": lambda at, by: keep_webhook(webhook_id=key, facts=WebhookFacts(paused=False), at=at, by=by),
        "again": again,
        "try": lambda at, by: try_webhook(webhook_id=key, at=at, by=by),
        "drop": lambda at, by: drop_webhook(webhook_id=key, at=at, by=by),
    }
    if verb not in works:
        raise Http404
    if verb in ("drop", "pause", "resume"):
        return act(request, works[verb], done=_("Done."), back="admin:webhooks")
    done = (
        _("A trial is on its way; what comes of it stands below in a moment.")
        if verb == "try"
        else _("It is told again.")
    )
    return act(request, works[verb], done=done, back="admin:webhook", webhook_id=webhook_id)
