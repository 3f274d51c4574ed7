"""What belongs to one's own login: second factor, passkeys, sessions, language and time."""

from __future__ import annotations

from ipaddress import ip_address
from typing import cast
from urllib.parse import urlencode, urlsplit
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kontor.access.public import set_locale
from kontor.access.tables import User
from kontor.backoffice.access import act, actor_of, may
from kontor.backoffice.page import show_page
from kontor.backoffice.sign_in.adapters import keep_language
from kontor.backoffice.sign_in.rows import list_factors, list_sessions
from kontor.backoffice.sign_in.sessions import end_sessions, sessions_of
from kontor.backoffice.typed import read_id
from kontor.backoffice.words import LOGIN_VERBS


def show_sign_in(request: HttpRequest) -> HttpResponse:
    """Show what protects one's login, where one is logged in, and in which language and time one sees the house."""
    user = cast(User, request.user)
    return show_page(
        request, "sign_in/own", title=_("My login"), factors=list_factors(user),
        sessions=list_sessions(user, current=request.session.session_key or ""), user=user,
        may_passkey=takes_passkeys(request), zones=sorted(it for it in available_timezones() if "/" in it),
        languages=settings.LANGUAGES, house_zone=settings.TIME_ZONE,
        needed=user.needs_second_factor(),
        own_logins=urlencode({"by.is": f"user:{user.get_username()}", "verb.in": ",".join(LOGIN_VERBS)}),
        may_trail=may(request, "platform:read"),
    )  # fmt: skip


def takes_passkeys(request: HttpRequest) -> bool:
    """Whether a passkey can be made here: browsers bind it to a name under TLS, or to this very machine, never to a number."""
    host = urlsplit(f"//{request.get_host()}").hostname or ""
    try:
        ip_address(host)
    except ValueError:
        return request.is_secure() or host == "localhost"
    return False


@require_POST
def set_own_locale(request: HttpRequest) -> HttpResponse:
    """Set one's own language and time zone."""
    user, language = cast(User, request.user), request.POST.get("language", "")
    zone = request.POST.get("time_zone", "")
    with translation.override(language if language in dict(settings.LANGUAGES) else None):
        answer = act(
            request,
            lambda at, by: set_locale(user_id=user.pk, language=language, time_zone=zone, at=at, by=by),
            done=_("Language and time are kept."), back="admin:sign_in",
        )  # fmt: skip
    if "refused" not in request.session:
        keep_language(request, answer, language)
    return answer


@require_POST
def end_own_sessions(request: HttpRequest) -> HttpResponse:
    """End one of one's other sessions, or all but this one."""
    mine = sessions_of(request.user.pk or 0, but=request.session.session_key or "")
    if told := request.POST.get("session", ""):
        mine = mine.filter(pk=read_id(told))
    ended = end_sessions(request, mine, by=actor_of(request))
    messages.success(request, _("Ended: whoever sat there is logged out.") if ended else _("This session was over."))
    answer: HttpResponse = redirect("admin:sign_in")
    return answer
