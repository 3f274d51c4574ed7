"""Channels: how each connection is, and what can be done about it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kontor.backoffice.access import act, actor_of, may, needs
from kontor.backoffice.reach import within
from kontor.channels.public import (
    MOST_UPLOAD_BYTES,
    ConnectionState,
    call_compare,
    call_poll,
    call_poll_of_upload,
    call_refresh,
    call_tell,
    close_by_hand,
    disconnect_channel,
    keep_upload,
    list_connections,
    pause_connection,
    resume_connection,
    retry_intent,
)
from kontor.channels.tables import Channel, ChannelIntent, Connection
from kontor.flows.market.reconciliation import repair_discrepancy
from kontor.kernel.actor import Actor
from kontor.kernel.clock import read_clock

PAGE = "admin:channel_health"
# A file is read once it has been quiet for a few seconds.
UPLOAD_SETTLES_S = 6


@needs("channels:read", keeps_limits=True)
def health_page(request: HttpRequest) -> HttpResponse:
    """Show every connection: last order, last poll, errors, queues, token, and whether it is unusually silent."""
    at = read_clock()
    mine = set(within(request, "channels:read", Channel.objects.all()).values_list("id", flat=True))
    rows: list[dict[str, Any]] = [
        {"it": it, "silent": it.is_silent(at), "errors": round(100 * it.failed_calls / it.calls, 1) if it.calls else 0}
        for it in list_connections(at)
        if it.channel_id in mine
    ]
    context = {**admin.site.each_context(request), "title": _("Channels"), "rows": rows, "now": at}
    context["may_write"] = may(request, "channels:write")
    return render(request, "backoffice/channels/channels.html", context)


# What a button calls for.
_JOBS = {"poll": call_poll, "compare": call_compare, "publish": call_refresh}


@needs("channels:write")
@require_POST
def press(request: HttpRequest, channel_id: int, verb: str) -> HttpResponse:
    """Poll now, pause, resume, compare or remove a connection."""
    if verb == "remove":
        return act(
            request, lambda at, by: disconnect_channel(channel_id=channel_id, at=at, by=by), back=PAGE,
            done=_("The connection is removed. The sales channel and its orders stay."),
        )  # fmt: skip
    connection = Connection.objects.filter(channel_id=channel_id).first()
    if connection is None:
        raise Http404
    if verb in _JOBS and connection.state != ConnectionState.ACTIVE:
        messages.error(
            request, _("It is paused, or its credentials were refused: nothing is fetched or told until it goes on.")
        )
        return redirect(PAGE)
    at, by = read_clock(), actor_of(request)
    with transaction.atomic():
        if verb in _JOBS:
            _JOBS[verb](channel_id)
        elif verb == "pause":
            pause_connection(channel_id=channel_id, at=at, by=by)
        elif verb == "resume":
            resume_connection(channel_id=channel_id, at=at, by=by)
            # While it was paused nobody decided its offers.
            call_refresh(channel_id)
        else:
            raise Http404
    done = {"pause": _("Paused; nothing is fetched or told."), "resume": _("It goes on.")}
    messages.success(request, done.get(verb, _("Under way.")))
    return redirect(PAGE)


@needs("channels:write")
@require_POST
def upload(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Take a file of orders in, as if it had come into the channel's folder."""
    sent = request.FILES.get("file")
    if sent is None:
        messages.error(request, _("Nothing was chosen."))
        return redirect(PAGE)

    def work(at: datetime, by: Actor) -> None:
        content = sent.read() if (sent.size or 0) <= MOST_UPLOAD_BYTES else b""
        keep_upload(channel_id=channel_id, name=sent.name or "", content=content, at=at, by=by)
        wait = timedelta(seconds=UPLOAD_SETTLES_S)
        call_poll_of_upload(channel_id, wait=wait)

    return act(
        request, work, done=_("The file is being read; what cannot be understood waits in quarantine."), back=PAGE
    )


@needs("channels:write")
@require_POST
def retry_told(request: HttpRequest, intent_id: int) -> HttpResponse:
    """Tell a channel again what it refused."""
    with transaction.atomic():
        again = retry_intent(intent_id=intent_id, at=read_clock(), by=actor_of(request))
        if again:
            channel_id = ChannelIntent.objects.values_list("channel_id", flat=True).get(id=intent_id)
            call_tell(channel_id)
    if again:
        messages.success(request, _("It will be told again."))
    else:
        messages.error(request, _("It is not failed any more."))
    return redirect("admin:channels_channelintent_changelist")


@needs("channels:write")
@require_POST
def did_by_hand(request: HttpRequest, intent_id: int) -> HttpResponse:
    """Take note that somebody did it at the channel."""
    with transaction.atomic():
        done = close_by_hand(intent_id=intent_id, at=read_clock(), by=actor_of(request))
    if done:
        messages.success(request, _("Noted as done by hand."))
    else:
        messages.error(request, _("It is not failed any more."))
    return redirect(
        "admin:waiting" if request.POST.get("back") == "waiting" else "admin:channels_channelintent_changelist"
    )


@needs("channels:write")
@require_POST
def repair(request: HttpRequest, discrepancy_id: int) -> HttpResponse:
    """Repair a difference from our side."""
    return act(
        request, lambda at, by: repair_discrepancy(discrepancy_id=discrepancy_id, at=at, by=by),
        done=_("The repair is under way."), back="admin:channels_discrepancy_changelist",
    )  # fmt: skip
