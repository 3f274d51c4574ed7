"""How long somebody stays logged in, in whose time he sees the house, and that he has what his role asks of him."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kontor.access.tables import User
from kontor.backoffice.sign_in.rows import FACTORS
from kontor.kernel.clock import read_clock
from kontor.platform.start.environment import read_setting

# What an open page asks by itself is no sign that somebody sits there.
_BY_ITSELF = frozenset(("here", "grid_counts", "bulk_progress"))
_GUARDED = ("/office/", "/i18n/")
# What stays open to whom still lacks a second factor: where he sets it up, and the way out.
_WITHOUT_FACTOR = frozenset(
    ("sign_in", "sign_in_locale", "colours", "logout", "jsi18n", "set_language", "password_change", "mfa_view_recovery_codes",
     "mfa_download_recovery_codes", "mfa_activate_totp", "mfa_add_webauthn", "mfa_index",
     "account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn")
)  # fmt: skip
# Written down at most so often, or ten times before nobody is taken to sit there: a page costs no write.
_NOTED_EVERY = timedelta(minutes=5)


class Sitting:
    """Ends a session that is over or that nobody sits at, opens nothing without the second factor that a role asks for, and shows
    moments in the time of who looks.

    A session lasts KONTOR_SESSION_HOURS at most and ends after KONTOR_IDLE_MINUTES without a page being asked for. Source:
    NIST SP 800-63B-4 (July 2025), 2.2.3: at AAL2 a day at most, an hour without activity; half a day is ours.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response
        self._longest = timedelta(hours=int(read_setting("KONTOR_SESSION_HOURS")))
        self._idle = timedelta(minutes=int(read_setting("KONTOR_IDLE_MINUTES")))
        self._noted_every = min(_NOTED_EVERY, self._idle / 10)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; the time of one person is not that of the next."""
        try:
            return self._get_response(request)
        finally:
            timezone.deactivate()

    def process_view(self, request: HttpRequest, view: Any, arguments: Any, named: Any) -> HttpResponse | None:
        """Let somebody pass, or say what he has to do first."""
        if not request.path.startswith(_GUARDED) or not isinstance(request.user, User):
            return None
        page, now = request.resolver_match.url_name if request.resolver_match else "", read_clock()
        if self._is_over(request, now):
            return _end(
                request, _("You were logged out because nothing was done for a while, or the day was over.")
            )  # fmt: skip
        if page not in _BY_ITSELF and "X-By-Itself" not in request.headers:
            _note_seen(request, now, self._noted_every)
        if page not in _WITHOUT_FACTOR and _lacks_factor(request):
            if _has_factor(request) and request.session.get("factor") is None:
                # He has one, and this session was opened without it.
                return _end(request, _("Your role needs a second factor: log in once more, with it."))
            messages.warning(
                request, _("Your role needs a second factor. Set up an authenticator app or a passkey, then all opens.")
            )
            answer: HttpResponse = redirect("admin:sign_in")
            return answer
        _show_time_of(request.user)
        return None

    def _is_over(self, request: HttpRequest, now: datetime) -> bool:
        since, seen = (_moment(request.session.get(key)) for key in ("since", "seen"))
        if since is None or seen is None:
            request.session["since"] = request.session["seen"] = now.isoformat()
            return False
        # A clock that was set back ends nothing.
        return now - since > self._longest or now - seen > self._idle


def _moment(told: Any) -> datetime | None:
    return datetime.fromisoformat(told) if isinstance(told, str) else None


def _end(request: HttpRequest, why: str) -> HttpResponse:
    UserSession.objects.filter(session_key=request.session.session_key).delete()
    logout(request)
    messages.info(request, why)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    wanted = request.get_full_path() if request.method == "GET" else reverse("admin:index")
    return redirect_to_login(wanted, reverse("account_login"))


def _show_time_of(user: User) -> None:
    try:
        zone = ZoneInfo(user.time_zone) if user.time_zone else None
    except (ValueError, OSError, ZoneInfoNotFoundError):
        zone = None  # a name that the list of zones had once and has no more
    if zone is not None:
        timezone.activate(zone)


def _note_seen(request: HttpRequest, now: datetime, every: timedelta) -> None:
    seen = _moment(request.session.get("seen"))
    if seen is not None and abs(now - seen) < every:
        return
    request.session["seen"] = now.isoformat()
    UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=now)


def _lacks_factor(request: HttpRequest) -> bool:
    """Whether a role asks for a second factor that this session has not shown. Who came by the company's own login has proven
    himself there.
    """
    user: Any = request.user
    if not user.needs_second_factor():
        return False
    if request.session.get("factor") is None:
        records = request.session.get("account_authentication_methods") or []
        if any(it.get("method") in ("mfa", "socialaccount") for it in records):
            request.session["factor"] = True
    return not request.session.get("factor")


def _has_factor(request: HttpRequest) -> bool:
    return bool(Authenticator.objects.filter(user_id=request.user.pk, type__in=FACTORS).exists())
