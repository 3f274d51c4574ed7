"""What the house says to allauth: who may come in, how its secrets are kept, in whose words it speaks."""

from __future__ import annotations

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from kontor.access.tables import User
from kontor.platform.keep.vault import seal, unseal

BACKEND = "kontor.config.backends.CapabilityBackend"
_TOO_MANY = _("These were too many tries. Wait a few minutes, then try again.")
_VAULT = "second_factor"


def _turn_back(request: HttpRequest, why: Any) -> HttpResponse:
    messages.error(request, why)
    answer: HttpResponse = redirect("account_login")
    return answer


def keep_language(request: HttpRequest, answer: HttpResponse, language: str) -> None:
    """Have the browser keep the language in which somebody sees the house; without one it asks for its own."""
    if not language:
        answer.delete_cookie(settings.LANGUAGE_COOKIE_NAME, samesite="Lax")
        return
    answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax", secure=request.is_secure())


class AccountAdapter(DefaultAccountAdapter):
    """Who logs in is one of the staff whom an owner has entered; nobody signs up."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("User name or password is not right. Mind capital and small letters."),
        "incorrect_password": _("The password is not right."),
        "too_many_login_attempts": _TOO_MANY,
        "rate_limited": _TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return no."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count no tries of a name here, or a stranger could shut its owner out: axes counts them by name and address."""

    def pre_login(self, request: HttpRequest, user: Any, **more: Any) -> HttpResponse | None:
        """Turn away whom an owner has sent away."""
        if not (user.is_active and user.is_staff):
            return _turn_back(request, _("This person may not log in here. Ask an owner of this Kontor."))
        answer: HttpResponse | None = super().pre_login(request, user, **more)
        return answer

    def login(self, request: HttpRequest, user: Any) -> None:
        """Log in with the rights of the roles, whichever way somebody came."""
        user.backend = BACKEND
        super().login(request, user)

    def post_login(self, request: HttpRequest, user: Any, **more: Any) -> HttpResponse:
        """Show the house in the language of the person."""
        answer: HttpResponse = super().post_login(request, user, **more)
        keep_language(request, answer, user.language)
        return answer

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return who asks; the server has looked behind the proxies already."""
        return str(request.META.get("REMOTE_ADDR") or "0.0.0.0")

    def add_message(self, request: HttpRequest, level: int, *template: Any, message: Any = None, **more: Any) -> None:
        """Say what is said in words of the house; the templates of allauth stay unsaid."""
        if message:
            messages.add_message(request, level, message)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of authenticator apps are kept in the vault."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right, or it is over. Take the one that the app shows now."),
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        return base64.b64encode(seal(text.encode(), bound_to=_VAULT)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret. Refuses: SecretLocked."""
        return unseal(base64.b64decode(encrypted_text), bound_to=_VAULT).decode()

    def get_totp_label(self, user: Any) -> str:
        """Return under which name the app keeps it."""
        return str(user.get_username())

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """Return a name for a new passkey."""
        return str(_("Passkey"))


class CompanyLoginAdapter(DefaultSocialAccountAdapter):
    """Who comes from the company's own login is the one person here whose e-mail it vouches for, each time anew: nothing is tied
    to anybody, and it makes nobody.
    """

    def authenticate_by_email(self, sociallogin: Any) -> None:
        """Match nobody in allauth's way: it would take the person's password away."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Say who came, or turn him away and say what an owner can do about it."""
        told = [it.email for it in sociallogin.email_addresses if it.verified and it.email]
        people = {
            it.pk: it
            for email in told
            for it in User.objects.filter(email__iexact=email, is_active=True, is_staff=True)
        }
        # Of two with one e-mail nobody knows who came; and it is a way in, no way to tie a foreign login to who sits here.
        if len(people) != 1 or sociallogin.state.get("process") != AuthProcess.LOGIN:
            why = _(
                "Nobody here has the e-mail that your login told. Ask an owner of this Kontor to enter it with your user."
            )
            raise ImmediateHttpResponse(_turn_back(request, why))
        (sociallogin.user,) = people.values()

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Return no."""
        return False

    def on_authentication_error(self, request: HttpRequest, provider: Any, **more: Any) -> None:
        """Lead back to the login where the other side refused, or nobody could understand it."""
        why = _("The login of your company did not let you in. Try again, or log in with your password.")
        raise ImmediateHttpResponse(_turn_back(request, why))
