"""What needs sorting out: quarantined messages and failed jobs."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kontor.backoffice.access import act, actor_of, needs, refuse
from kontor.channels.public import discard_message
from kontor.flows.selling.order_messages import replay_messages
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import KontorError
from kontor.platform.post.deliveries import retry_set_aside

INBOX = "admin:channels_inboundmessage_changelist"
FAILED = "admin:platform_setaside_changelist"


@needs("channels:write")
@require_POST
def settle_message(request: HttpRequest, message_id: int, verb: str) -> HttpResponse:
    """Replay a quarantined message, or discard it."""
    if verb == "discard":
        return act(
            request,
            lambda at, by: discard_message(message_id=message_id, at=at, by=by),
            done=_("Discarded."),
            back=INBOX,
        )
    if verb != "replay":
        raise Http404
    outcome = replay_messages(message_ids=[message_id], at=read_clock(), by=actor_of(request))
    if outcome.get(message_id) == "":
        messages.success(request, _("The order is taken in."))
    else:
        messages.error(request, _("Still not possible:") + " " + outcome.get(message_id, ""))
    return redirect(INBOX)


@needs("platform:write")
@require_POST
def retry_failed(request: HttpRequest, set_aside_id: int) -> HttpResponse:
    """Hand failed news to its listener again."""
    try:
        went_through = retry_set_aside(set_aside_id)
    except KontorError as refusal:
        refuse(request, refusal)
        return redirect(FAILED)
    if went_through:
        messages.success(request, _("It went through."))
    else:
        messages.error(request, _("It failed again; the reason is up to date."))
    return redirect(FAILED)
