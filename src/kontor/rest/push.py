"""Where channels send their messages: a hint that something changed, believed only with its signature."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Router

from kontor.channels.ports import Feature, PushRefused, PushRequest
from kontor.channels.public import NotConnected, call_poll, find_active_channel, open_marketplace, receive_push
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import Outside, Refused
from kontor.payments.public import ProviderUnknown, find_provider_account, open_provider, receive_message
from kontor.rest.problems import problem

router = Router(tags=["channels"])
MOST_BYTES = 1024 * 1024


@router.post("/push/payments/{account}", auth=None, include_in_schema=False)
def receive_money_news(request: HttpRequest, account: str) -> HttpResponse:
    """Take a message of a payment provider in; 401 and nothing kept where the signature is not the provider's."""
    if len(request.body) > MOST_BYTES:
        return problem(413, "payments.push_too_large", "The message is too large.")
    account = account.replace("\x00", "")
    told = _read(request)
    account_id = find_provider_account(account)
    try:
        if account_id is None:
            raise ProviderUnknown(account=account)
        hint = open_provider(account_id).read_push(told)
    except Outside:
        return problem(503, "payments.push_unverified", "The signature cannot be checked at the moment; send it again.")
    except (Refused, ProviderUnknown, LookupError, ValueError, TypeError, AttributeError, RecursionError):
        return problem(401, "payments.push_refused", "The signature of the message is missing, wrong or too old.")
    with transaction.atomic():
        receive_message(account_id=account_id, hint=hint, at=told.received_at)
    return HttpResponse(status=200)


def _read(request: HttpRequest) -> PushRequest:
    headers = {name.lower(): value for name, value in request.headers.items()}
    return PushRequest(request.method or "", request.path, headers, request.GET.dict(), request.body, read_clock())


@router.api_operation(["GET", "POST"], "/push/{channel}", auth=None, include_in_schema=False)
def receive(request: HttpRequest, channel: str) -> HttpResponse:
    """Take a message of a channel in; 401 and nothing kept where the signature is not the channel's."""
    if len(request.body) > MOST_BYTES:
        return problem(413, "channels.push_too_large", "The message is too large.")
    channel = channel.replace("\x00", "")
    told = _read(request)
    channel_id = find_active_channel(channel)
    try:
        if channel_id is None:
            raise NotConnected(channel=channel)
        marketplace = open_marketplace(channel_id)
        if Feature.RECEIVE_PUSH not in marketplace.manifest.features:
            raise PushRefused()
        push = marketplace.read_push(told)
    except Outside:
        return problem(503, "channels.push_unverified", "The signature cannot be checked at the moment; send it again.")
    except (Refused, NotConnected, LookupError, ValueError, TypeError, AttributeError, RecursionError):
        # Whether the channel exists is nobody's business who cannot sign.
        return problem(401, "channels.push_refused", "The signature of the message is missing, wrong or too old.")
    if push.reply:
        return HttpResponse(push.reply, content_type=push.reply_type)
    with transaction.atomic():
        if receive_push(channel_id=channel_id, push=push, at=told.received_at):
            call_poll(channel_id)
    return HttpResponse(status=204)
