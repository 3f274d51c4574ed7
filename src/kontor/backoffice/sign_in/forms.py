"""Forms of the way in, in the look of the house."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as SecondFactorAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from axes.handlers.proxy import AxesProxyHandler
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from unfold.widgets import BASE_INPUT_CLASSES

from kontor.backoffice.refusals import refusal_text
from kontor.platform.keep.vault import SecretLocked


class _InTheLook:
    """Fields have the look of Unfold's, the words of the house, and the first one is where one writes."""

    labels: dict[str, Any] = {}
    helps: dict[str, Any] = {}
    fields: dict[str, Any]

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for name, field in self.fields.items():
            field.label, field.help_text = self.labels.get(name, field.label), self.helps.get(name, "")
            field.widget.attrs.pop("placeholder", None)
            if getattr(field.widget, "input_type", "") not in ("checkbox", "hidden"):
                field.widget.attrs["class"] = " ".join(BASE_INPUT_CLASSES)
        next(iter(self.fields.values())).widget.attrs["autofocus"] = ""


class KontorLoginForm(_InTheLook, LoginForm):
    """User name and password."""

    labels = {"login": _("User name"), "password": _("Password")}


class PasswordAgainForm(_InTheLook, ReauthenticateForm):
    """The password once more, before what protects an account is changed."""

    labels = {"password": _("Password")}


class SecondFactorForm(_InTheLook, AuthenticateForm):
    """A code of the app, or one of those for emergencies."""

    labels = {"code": _("One-time code")}
    helps = {"code": _("Six digits of the authenticator app, or one of your emergency codes.")}

    def clean_code(self) -> str:
        """Take no code of whom too many wrong ones have shut out, not even the right one."""
        request = context.request
        if AxesProxyHandler.is_locked(request, {"username": self.user.get_username()}):
            raise get_adapter().validation_error("too_many_login_attempts")
        try:
            code: str = super().clean_code()
        except SecretLocked as locked:
            # After a backup without its keys: no code is right any more.
            raise ValidationError(refusal_text(locked)) from locked
        return code


class CodeAgainForm(_InTheLook, SecondFactorAgainForm):
    """A code once more."""

    labels, helps = SecondFactorForm.labels, SecondFactorForm.helps


class NewAppForm(_InTheLook, ActivateTOTPForm):
    """The first code of a new app."""

    labels = {"code": _("Code that the app shows")}


class NewPasskeyForm(_InTheLook, AddWebAuthnForm):
    """A new passkey."""

    labels = {"name": _("Name"), "passwordless": _("Log in with it alone, without a password")}
    helps = {"passwordless": _("The device then asks for a fingerprint, a face or its PIN.")}

    def clean_credential(self) -> dict[str, Any]:
        """Take what a browser says, in the form that it has to have (WebAuthn Level 3, 5.8.2)."""
        told: dict[str, Any] = self.cleaned_data["credential"]
        beside = told.get("clientExtensionResults", {}) if isinstance(told, dict) else None
        if not isinstance(beside, dict) or not isinstance(beside.get("credProps", {}), dict) or "\x00" in str(beside):
            raise get_adapter().validation_error("incorrect_code")
        return told


class PasskeyNameForm(_InTheLook, EditWebAuthnForm):
    """Another name for a passkey."""

    labels = {"name": _("Name")}
