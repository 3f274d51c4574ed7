"""Where channels send their messages: a hint that something changed, believed only with its signature."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Router

from kontor.channels.ports import Feature, PushRefused, PushRequest
from kontor.channels.public import Channel, NotConnected, receive_push
from kontor.channels.tasks import open_marketplace
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import Outside, Refused
from kontor.platform.jobs import defer_once
from kontor.rest.problems import problem

router = Router(tags=["channels"])
MOST_BYTES = 1024 * 1024


@router.api_operation(["GET", "POST"], "/push/{channel}", auth=None, include_in_schema=False)
def receive(request: HttpRequest, channel: str) -> HttpResponse:
    """Take a message of a channel in; 401 and nothing kept where the signature is not the channel's."""
    if len(request.body) > MOST_BYTES:
        return problem(413, "channels.push_too_large", "The message is too large.")
    at = read_clock()
    told = PushRequest(
        request.method or "", request.path, {name.lower(): value for name, value in request.headers.items()},
        request.GET.dict(), request.body, at,
    )  # fmt: skip
    channel_id = Channel.objects.filter(code=channel, active=True).values_list("id", flat=True).first()
    try:
        if channel_id is None:
            raise NotConnected(channel=channel)
        marketplace = open_marketplace(channel_id)
        if Feature.RECEIVE_PUSH not in marketplace.card.features:
            raise PushRefused()
        push = marketplace.read_push(told)
    except Outside:
        return problem(503, "channels.push_unverified", "The signature cannot be checked at the moment; send it again.")
    except (Refused, NotConnected, KeyError, ValueError):
        # Whether the channel exists is nobody's business who cannot sign.
        return problem(401, "channels.push_refused", "The signature of the message is missing, wrong or too old.")
    if push.reply:
        return HttpResponse(push.reply, content_type=push.reply_type)
    with transaction.atomic():
        if receive_push(channel_id=channel_id, push=push, at=at):
            defer_once("kontor.poll_channel", queue="channels", key=f"poll:{channel_id}", channel_id=channel_id)
    return HttpResponse(status=204)
