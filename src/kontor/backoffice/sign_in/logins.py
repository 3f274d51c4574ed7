"""Logins, as Django, axes and allauth tell them, into the audit trail."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
    authenticator_used,
)
from axes.signals import user_locked_out
from django.contrib import messages
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.utils.translation import gettext as _

from kontor.access.public import note_login
from kontor.access.tables import User
from kontor.backoffice.access import actor_of
from kontor.backoffice.sign_in.rows import FACTORS
from kontor.backoffice.sign_in.sessions import address_of, end_sessions, sessions_of
from kontor.kernel.clock import read_clock


def connect_logins() -> None:
    """Listen to logins; called once at the start."""
    user_logged_in.connect(_logged_in, dispatch_uid="kontor.log_in")
    user_logged_out.connect(_logged_out, dispatch_uid="kontor.log_out")
    user_login_failed.connect(_failed, dispatch_uid="kontor.fail_login")
    user_locked_out.connect(_shut_out, dispatch_uid="kontor.shut_out")
    authentication_failed.connect(_wrong_code, dispatch_uid="kontor.fail_factor")
    authenticator_added.connect(_factor_added, dispatch_uid="kontor.add_factor")
    authenticator_reset.connect(_factor_added, dispatch_uid="kontor.reset_factor")
    authenticator_used.connect(_factor_used, dispatch_uid="kontor.use_code")
    authenticator_removed.connect(_factor_dropped, dispatch_uid="kontor.drop_factor")


def _note(request: Any, name: str, verb: str) -> None:
    note_login(username=name, verb=verb, address=address_of(request), at=read_clock())


def _logged_in(sender: Any, request: Any, user: Any, **_more: Any) -> None:
    if request is not None and request.META.get("REMOTE_ADDR"):
        now = read_clock().isoformat()
        request.session["since"], request.session["seen"] = now, now
        _note(request, user.get_username(), "log_in")


def _logged_out(sender: Any, request: Any, user: Any, **_more: Any) -> None:
    if user is not None:
        _note(request, user.get_username(), "log_out")


def _failed(sender: Any, credentials: Any, request: Any = None, **_more: Any) -> None:
    if credentials.get("by_code"):
        return  # a wrong code is noted as one
    _note(request, str(credentials.get("username") or ""), "fail_login")


def _shut_out(sender: Any, request: Any = None, username: str | None = None, **_more: Any) -> None:
    _note(request, username or "", "shut_out")


def _wrong_code(sender: Any, request: Any, user: Any, **_more: Any) -> None:
    _note(request, user.get_username(), "fail_factor")
    if not request.user.is_authenticated:
        # Whoever guesses codes is shut out as one who guesses passwords: axes counts both by name and address.
        told = {"username": user.get_username(), "by_code": True}
        user_login_failed.send(sender=User, credentials=told, request=request)


def _factor_added(sender: Any, request: Any, user: Any, authenticator: Any, **_more: Any) -> None:
    codes = authenticator.type == Authenticator.Type.RECOVERY_CODES
    _note(request, user.get_username(), "make_codes" if codes else "add_factor")
    if authenticator.type == Authenticator.Type.TOTP:
        # RFC 6238, 5.2: a code opens once, also the one that the app was set up with.
        authenticator.wrap().validate_code(request.POST.get("code", ""))
    if not codes:
        # This session has shown it; the others were opened by the password alone.
        request.session["factor"] = True
        end_sessions(request, sessions_of(user.pk, but=request.session.session_key or ""), by=actor_of(request))
    said = {
        Authenticator.Type.TOTP: _("The authenticator app is set up. It is asked for at the next login."),
        Authenticator.Type.WEBAUTHN: _("The passkey is set up."),
        Authenticator.Type.RECOVERY_CODES: _(
            "There are new emergency codes. Print them, or keep them where you keep passwords."
        ),
    }
    messages.success(request, said[authenticator.type])


def _factor_used(sender: Any, request: Any, user: Any, authenticator: Any, **_more: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        _note(request, user.get_username(), "use_code")


def _factor_dropped(sender: Any, request: Any, user: Any, authenticator: Any, **_more: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        return  # they go with what they stand in for
    if not Authenticator.objects.filter(user=user, type__in=FACTORS).exists():
        request.session["factor"] = False
    _note(request, user.get_username(), "drop_factor")
