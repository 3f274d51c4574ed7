"""The pages of allauth that the house opens, in its frame and under its addresses; none of the others is there."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from threading import BoundedSemaphore
from typing import Any, cast

from allauth.account import views as account
from allauth.account.internal.stagekit import clear_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkey
from allauth.socialaccount.providers.openid_connect import views as company
from django.contrib import admin, messages
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.generic import RedirectView

from kontor.backoffice.sign_in.pages import takes_passkeys
from kontor.platform.sql.blame import is_house_trouble
from kontor.platform.start.environment import read_setting

log = logging.getLogger("kontor.backoffice")
# So many are asking at a time at most: one that hangs does not hold every thread of the house.
_ASKING = BoundedSemaphore(4)
_UNREADABLE = (KeyError, TypeError, AttributeError, ValueError, IndexError, RecursionError)
View = Callable[..., HttpResponse]
_home = RedirectView.as_view(pattern_name="admin:sign_in")


def _framed(view: Any, title: Any) -> View:
    """Show a page of allauth in the frame of the house."""

    @wraps(view)
    def shown(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        try:
            answer: HttpResponse = view(request, *arguments, **named)
        except IntegrityError:
            # Pressed twice at once: the first has done it.
            done: HttpResponse = redirect("admin:sign_in")
            return done
        except _UNREADABLE:
            # What a browser sends of a passkey is read by fido2, which trusts its form; a hostile one ends here.
            if request.method != "POST" or "credential" not in request.POST:
                raise
            log.warning("a passkey could not be read", exc_info=True)
            messages.error(request, _("No passkey was taken. Try again, or log in with your password."))
            return redirect("account_login")
        if isinstance(answer, TemplateResponse):
            frame = {
                "title": title, "company": read_setting("KONTOR_OIDC_NAME") if read_setting("KONTOR_OIDC_URL") else "",
                "may_passkey": takes_passkeys(request),
            }  # fmt: skip
            answer.context_data = {**admin.site.each_context(request), **frame, **(answer.context_data or {})}
        return answer

    return shown


def _asked(view: Any) -> View:
    """Ask the company's login; where it does not answer, say so."""

    @wraps(view)
    def tried(request: HttpRequest, provider_id: str) -> HttpResponse:
        # It is a way in and nothing else: whoever made the link says neither what for nor whereto.
        given = request.GET.copy()
        for name in ("process", "auth_params", "scope", "action"):
            given.pop(name, None)
        cast(Any, request).GET = given
        if not _ASKING.acquire(blocking=False):
            return _not_answered(request)
        try:
            answer: HttpResponse = view(request, provider_id)
        except (Http404, ImmediateHttpResponse):
            raise
        except Exception as failure:  # an answer of the other side broke it, in a way that nobody has thought of
            if is_house_trouble(failure):
                raise
            log.warning("the login of the company does not answer as OpenID Connect says", exc_info=True)
            return _not_answered(request)
        finally:
            _ASKING.release()
        return answer

    return tried


def _not_answered(request: HttpRequest) -> HttpResponse:
    messages.error(
        request, _("The login of your company does not answer. Try again later, or log in with your password.")
    )
    answer: HttpResponse = redirect("account_login")
    return answer


def _codes_file(request: HttpRequest) -> HttpResponse:
    answer: HttpResponse = codes.download_recovery_codes(request)
    if answer.status_code == 200:
        name = f"Kontor {_('Emergency codes')} {request.user.get_username()}.txt"
        answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return answer


def _cancelled(request: HttpRequest) -> HttpResponse:
    clear_login(request)
    messages.info(request, _("You broke off the login."))
    answer: HttpResponse = redirect("account_login")
    return answer


_again = _("Is it you?")
_factor, _passkey = _("Second factor"), _("Passkey")
_login, _codes = _("Log in"), _("Emergency codes")
_at = "office/sign-in"

ENTRANCE = [
    path("office/login/", _framed(account.login, _login), name="account_login"),
    path("office/login/off/", _cancelled, name="socialaccount_login_cancelled"),
    path("office/login/by/<slug:provider_id>/", _asked(company.login), name="openid_connect_login"),
    path("office/login/by/<slug:provider_id>/back/", _asked(company.callback), name="openid_connect_callback"),
    path("office/login/passkey/", _framed(passkey.login_webauthn, _login), name="mfa_login_webauthn"),
    path("office/login/second/", _framed(factor.authenticate, _factor), name="mfa_authenticate"),
    path(f"{_at}/again/", _framed(account.reauthenticate, _again), name="account_reauthenticate"),
    path(f"{_at}/again/code/", _framed(factor.reauthenticate, _again), name="mfa_reauthenticate"),
    path(
        f"{_at}/again/passkey/", _framed(passkey.reauthenticate_webauthn, _again), name="mfa_reauthenticate_webauthn"
    ),
    path(f"{_at}/all/", _home, name="mfa_index"),
    path(f"{_at}/passkeys/", _home, name="mfa_list_webauthn"),
    path(
        f"{_at}/app/", _framed(app.activate_totp, _("Set up an authenticator app")), name="mfa_activate_totp"
    ),
    path(
        f"{_at}/app/off/", _framed(app.deactivate_totp, _("Give up the authenticator app")),
        name="mfa_deactivate_totp",
    ),
    path(f"{_at}/codes/", _framed(codes.view_recovery_codes, _codes), name="mfa_view_recovery_codes"),
    path(f"{_at}/codes/new/", _framed(codes.generate_recovery_codes, _codes), name="mfa_generate_recovery_codes"),
    path(f"{_at}/codes/file/", _codes_file, name="mfa_download_recovery_codes"),
    path(f"{_at}/passkeys/new/", _framed(passkey.add_webauthn, _passkey), name="mfa_add_webauthn"),
    path(f"{_at}/passkeys/<int:pk>/", _framed(passkey.edit_webauthn, _passkey), name="mfa_edit_webauthn"),
    path(f"{_at}/passkeys/<int:pk>/off/", _framed(passkey.remove_webauthn, _passkey), name="mfa_remove_webauthn"),
]  # fmt: skip
