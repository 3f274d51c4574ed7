"""API keys: made with just the rights that a program needs, shown once, revoked."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kontor.access.public import CAPABILITIES, check_grant, create_api_key, revoke_api_key
from kontor.access.tables import ApiKey, User
from kontor.backoffice.access import act, actor_of, may, needs, refuse
from kontor.backoffice.page import show_page
from kontor.backoffice.typed import TypedWrong, read_text
from kontor.backoffice.words import RIGHT_WORDS, ROOM_WORDS
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import KontorError
from kontor.platform.sql.again import in_one_go


def _rooms() -> list[tuple[str, Any]]:
    return [(name, ROOM_WORDS[name]) for name in dict.fromkeys(it.partition(":")[0] for it in CAPABILITIES)]


@needs("access:read")
def show_keys(request: HttpRequest) -> HttpResponse:
    """Show all keys, and the form of a new one."""
    return _page(request)


def _page(request: HttpRequest, *, secret: str = "", name: str = "") -> HttpResponse:
    keys = ApiKey.objects.select_related("made_by").order_by(F("revoked_at").desc(nulls_first=True), "name")
    rows = [(it, [_in_words(right) for right in it.capabilities]) for it in keys]
    return show_page(
        request, "channels/keys", title=_("API keys"), rows=rows, rooms=_rooms(), secret=secret, name=name,
        may_write=may(request, "access:write"), document=reverse("api:openapi-view"),
    )  # fmt: skip


def _in_words(capability: str) -> str:
    room, _sign, right = capability.partition(":")
    if room == "*":
        return _("everything")
    return f"{ROOM_WORDS.get(room, room)}: {RIGHT_WORDS.get(right, RIGHT_WORDS['write'])}"


@needs("access:write")
@require_POST
def make_key(request: HttpRequest) -> HttpResponse:
    """Make a key with the rights that were chosen, none that its maker does not have, and show it this once."""
    sent: Any = request.POST
    try:
        name = read_text(sent, "name", limit=60, required=True)
        rights = [f"{room}:{right}" for room, _word in _rooms() if (right := sent.get(room, "")) in ("read", "write")]
        if not rights:
            raise TypedWrong(_("Choose what it may see or change."), "name")
        check_grant(cast(User, request.user), rights)
        by = actor_of(request)
        secret = in_one_go(lambda: create_api_key(name=name, capabilities=rights, at=read_clock(), by=by))
    except KontorError as refusal:
        refuse(request, refusal)
        return redirect("admin:keys")
    messages.success(request, _("The key is made."))
    return _page(request, secret=secret, name=name)


@needs("access:write")
@require_POST
def revoke_key(request: HttpRequest) -> HttpResponse:
    """Revoke a key: it opens nothing any more."""
    name = request.POST.get("name", "")[:60].replace("\0", "")
    done = _("The key opens nothing any more.")
    return act(request, lambda at, by: revoke_api_key(name=name, at=at, by=by), done=done, back="admin:keys")
